"""The forms of one page: for phones, as AMP, and under a site's second kind of URL. Pure.

Papers, which have most of all, are in `papers.py`.

A form is recognised by its marks. Only the page itself knows its plain URL for certain, so `plain`
is for comparison alone and never makes a URL that anyone is sent to.
"""

import re

from curation.sources.links import hosts, papers

_AMP_PATH = re.compile(r"(?:^|/)amp(?:/|$)|\.amp(?:\.html?)?/?$|/amp\.html?$", re.IGNORECASE)
_MOBILE_PATH = re.compile(r"^/(?:m|mobile|mobil)/", re.IGNORECASE)
# Sources: AMP documentation (discovery examples), WordPress AMP plugin, Arc XP, Blogger (`m=1`).
_AMP_QUERY = re.compile(
    r"(?:^|&)(?:_?amp(?:=(?:1|true|yes)?)?|(?:outputtype|output|mode|view)=amp|m=1)(?=&|$)",
    re.IGNORECASE,
)
_AMP_SUFFIX = re.compile(r"\.amp(\.html?)?$")
_PDF = re.compile(r"\.pdf$", re.IGNORECASE)
_ARTICLE_NAME = re.compile(r"-[^-]*-|\d{5}|\.html?$")

_YOUTUBE = re.compile(r"/(?:shorts|live|embed|v|e)/([\w-]{11})(?:/|$)")
_YOUTUBE_VIDEO = re.compile(r"(?:^|&)v=([\w-]{11})(?:&|$)")
_X_POST = re.compile(r"/[^/]+/status(?:es)?/(\d+)(?:/(?:photo|video)/\d+)?/?$|/i/web/status/(\d+)")
_REDDIT_POST = re.compile(r"/(?:(?:r|user)/[^/]+/)?comments/(\w+)(?:/[^/]*(?:/(\w+))?)?/?$")
_AMAZON_PRODUCT = re.compile(r"/(?:dp|gp/product|gp/aw/d)/([A-Z0-9]{10})(?:/|$)")
_QUESTION = re.compile(r"/(?:q|questions)/(\d+)(?:/[^/]*)?/?$")


def is_amp_or_mobile(host: str, path: str, query: str | None) -> bool:
    """Say whether a URL has the marks of an AMP page or of a page for phones."""
    return (
        hosts.desktop(host) != hosts.without_www(host)
        or bool(_AMP_PATH.search(path) or _MOBILE_PATH.match(path))
        or bool(query and _AMP_QUERY.search(query))
    )


def plain(host: str, path: str, query: str | None) -> tuple[str, str, str | None]:
    """Return host, path and query of the plain form of a URL, for comparison only."""
    if path != "/":
        host = hosts.desktop(host)
        path = _without_amp(path)
    host = hosts.without_www(host)
    if query:
        query = _AMP_QUERY.sub("", query).lstrip("&") or None
    if paper := papers.plain(host, path, query):
        return paper
    path = _without_pdf(path)
    for key in hosts.rule_keys(host):
        if spelling := _SPELLINGS.get(key):
            return spelling(host, path, query)
    return host, path, query


def _without_amp(path: str) -> str:
    """Return `path` without the marks of AMP; `/amp` is one beside an article's name only.

    /2026/some-long-title/amp -> /2026/some-long-title; /products/amp stays: it is a page.
    """
    path = _AMP_SUFFIX.sub(r"\1", path)
    short = path.removesuffix("/").removesuffix("/amp")
    if short.startswith("/amp/"):
        short = short.removeprefix("/amp")
    return short if _ARTICLE_NAME.search(short.rpartition("/")[2]) else path


def _without_pdf(path: str) -> str:
    """Return `path` without `.pdf`, beside an article's name only: there its page stands.

    /2026/some-long-title.pdf -> /2026/some-long-title; /report.pdf stays: it may be any report.
    """
    short = _PDF.sub("", path)
    return short if _ARTICLE_NAME.search(short.rpartition("/")[2]) else path


def _youtube(host, path, query):
    if host == "youtu.be":
        found = re.match(r"/([\w-]{11})(?:/|$)", path)
    else:
        found = _YOUTUBE.match(path) or (path == "/watch" and _YOUTUBE_VIDEO.search(query or ""))
    return ("youtube.com", "/watch", f"v={found[1]}") if found else (host, path, query)


def _x(_host, path, query):
    found = _X_POST.match(path)
    return ("x.com", f"/i/status/{found[1] or found[2]}", None) if found else ("x.com", path, query)


def _reddit(host, path, query):
    found = re.match(r"/(\w+)/?$", path) if host == "redd.it" else _REDDIT_POST.match(path)
    if not found:
        return "reddit.com", path, query
    comment = found[2] if found.re is _REDDIT_POST else None
    return "reddit.com", "/".join(filter(None, ["/comments", found[1], comment])), None


def _amazon(host, path, query):
    found = _AMAZON_PRODUCT.search(path)
    host = host.removeprefix("smile.")
    return (host, f"/dp/{found[1]}", None) if found else (host, path, query)


def _questions(host, path, query):
    found = _QUESTION.match(path)
    return (host, f"/questions/{found[1]}", None) if found else (host, path, query)


_SPELLINGS = {
    "youtube.com": _youtube,
    "youtu.be": _youtube,
    "youtube-nocookie.com": _youtube,
    "twitter.com": _x,
    "x.com": _x,
    "reddit.com": _reddit,
    "redd.it": _reddit,
    "amazon.*": _amazon,
    "stackoverflow.com": _questions,
    "stackexchange.com": _questions,
    "dx.doi.org": lambda _host, path, query: ("doi.org", path, query),  # what is no DOI name
    "facebook.com": lambda _host, path, query: ("facebook.com", path, query),
}
