"""Finds the page behind the URL of a redirector: a link shim, a mail filter, an AMP cache. Pure.

Only what the URL itself contains is read. Short links (t.co, lnkd.in) and opaque tokens (Mimecast,
most newsletters) contain nothing: they need a request.
"""

import json
import re
import string
from base64 import urlsafe_b64decode
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote

from curation.sources.links.hosts import rule_keys

# The target is the value of a parameter.
IN_PARAMETER = (
    # hosts, path (an expression for all of it), parameters in order of trust, source
    ("google.*", r"/(local_)?url", "url q", "Google: result, mail and document links"),
    ("google.*", r"/imgres", "imgrefurl", "Google Images: result links"),
    ("google.* googleadservices.com doubleclick.net", r"(/pagead|/pcs)?/(aclk|click)", "adurl",
     "Google Ads Help: final URL"),
    ("consent.google.* consent.youtube.com", r"/(m|ml|d|save)?", "continue", "Google: consent"),
    ("facebook.com messenger.com workplace.com", r"/l\.php|/flx/warn/?", "u",
     "Meta: link shim"),
    ("l.instagram.com l.threads.net l.threads.com l.wl.co", r"/l?", "u", "Meta: link shim"),
    ("linkedin.com", r"/(redir/(redirect|general-malware-page|suspicious-page)|safety/go|slink)/?",
     "url", "LinkedIn: link warning"),
    ("twitter.com x.com", r"/i/redirect", "url", "X: links in mails"),
    ("youtube.com", r"/redirect", "q", "YouTube: links in descriptions"),
    ("out.reddit.com", r"/.*", "url", "Reddit: outgoing links"),
    ("vk.com vk.ru", r"/away(\.php)?", "to", "VK: outgoing links"),
    ("ok.ru", r"/dk", "st.link", "OK: outgoing links"),
    ("umblr.com", r"/redirect", "z", "Tumblr: outgoing links"),
    ("pinterest.*", r"/offsite/?", "url", "Pinterest: outgoing links"),
    ("quora.com", r"/_/redirect", "url", "Quora: outgoing links"),
    ("t.me telegram.me", r"/iv", "url", "Telegram: Instant View"),
    ("medium.com", r"/r/?", "url", "Medium: outgoing links"),
    ("medium.com", r"/m/(global-identity(-2)?|signin)", "redirecturl redirect",
     "Medium: single sign-on"),
    ("getpocket.com", r"/redirect", "url", "Pocket: outgoing links"),
    ("flipboard.com", r"/redirect", "url", "Flipboard: outgoing links"),
    ("slack-redir.net", r"/link", "url", "Slack: outgoing links"),
    ("steamcommunity.com", r"/linkfilter/?", "url u", "Steam: outgoing links"),
    ("curseforge.com", r"/linkout", "remoteurl", "CurseForge: outgoing links"),
    ("exit.sc gate.sc", r"/", "url", "SoundCloud: outgoing links"),
    ("workable.com", r"/nr", "l", "Workable: outgoing links"),
    ("duckduckgo.com", r"/l/?", "uddg", "DuckDuckGo: result links"),
    ("bing.com", r"/news/apiclick\.aspx", "url", "Bing News: feeds"),
    ("yandex.*", r"/turbo/?", "text", "Yandex: Turbo pages"),
    ("yandex.net", r"/redirect", "url", "Yandex: Safe Browsing"),
    ("zhihu.com juejin.cn csdn.net gitee.com", r"/(link)?", "target",
     "Zhihu, Juejin, CSDN, Gitee: outgoing links"),
    ("douban.com jianshu.com", r"/(link2|go-wild)/?", "url", "Douban, Jianshu: outgoing links"),
    ("weibo.cn weibo.com", r"/sinaurl", "u toasturl", "Weibo: outgoing links"),
    ("safelinks.protection.outlook.com safelinks.protection.office365.us", r"/.*", "url",
     "Microsoft Defender for Office 365: Safe Links"),
    ("statics.teams.cdn.office.net", r"/.*safelinks\.html", "url", "Microsoft Teams: Safe Links"),
    ("urldefense.proofpoint.com urldefense.com", r"/v1/url", "u", "Proofpoint: URL Defense v1"),
    ("cudasvc.com", r"/url", "a", "Barracuda: Link Protect"),
    ("trendmicro.com trendmicro.eu", r"/wis/clicktime/v1/query", "url",
     "Trend Micro: time-of-click protection"),
    ("clicktime.symantec.com clicktime.cloud.postoffice.net", r"/.*", "u", "Symantec: Click-time"),
    ("fireeye.com trellix.com", r"/(v1/)?url", "u", "Trellix (FireEye): URL rewriting"),
    ("edgepilot.com", r"/s/.*", "u", "EdgePilot: URL rewriting"),
    ("skimresources.com redirectingat.com", r"/", "url", "Skimlinks: affiliate links"),
    ("viglink.com", r"/", "u", "Sovrn (VigLink): affiliate links"),
    ("linksynergy.com", r"/(deeplink|fs-bin/click|link)", "murl", "Rakuten: affiliate links"),
    ("awin1.com", r"/(cread|awclick)\.php", "ued p", "Awin: affiliate links"),
    ("shareasale.com", r"/[rm]\.cfm|/u\.cfm", "urllink", "ShareASale: affiliate links"),
    ("tradedoubler.com", r"/click", "url", "Tradedoubler: affiliate links"),
    ("digidip.net", r"/visit", "url", "Digidip: affiliate links"),
    ("shop-links.co", r"/link/?", "url", "Narrativ: affiliate links"),
    ("pxf.io sjv.io 7eer.net evyy.net", r"/c/\d+/\d+/\d+", "u", "Impact: affiliate links"),
    ("idp.nature.com", r"/authorize(/casa)?", "redirect_uri", "Springer Nature: cookie check"),
)  # fmt: skip

# The same, and the target may be a path on the redirector's own site.
ON_OWN_SITE = (
    # hosts, path, parameters, source
    ("youtube.com", r"/attribution_link", "u", "YouTube: shared links"),
    ("facebook.com", r"/login(\.php|/)?", "next", "Facebook: login wall"),
    ("instagram.com threads.net threads.com", r"/(accounts/)?login/?", "next",
     "Instagram: login wall"),
    ("linkedin.com", r"/authwall|/uas/login|/login|/checkpoint/lg/login",
     "sessionredirect session_redirect", "LinkedIn: login wall"),
)  # fmt: skip

# The target is all of the query.
IN_QUERY = (
    # hosts, path, source
    ("href.li anonym.to anon.to nullrefer.com dereferer.me dereferer.org", r"/",
     "referrer-hiding services: the address after the question mark"),
    ("deviantart.com", r"/users/outgoing", "DeviantArt: outgoing links"),
    ("pixiv.net", r"/jump\.php", "pixiv: outgoing links"),
)  # fmt: skip

# The target is in the path: an expression for everything after the host, with a group
# `plain` (the URL, percent-encoded or not), `https` or `http` (without its scheme), or
# `base64`.
IN_PATH = (
    # hosts (`*`: any), expression, source
    ("google.* bing.com", r"/amp/s/(?P<https>.+)", "AMP documentation: viewer addresses"),
    ("google.* bing.com", r"/amp/(?P<http>[^/?]+\.[^/?]+/.*)",
     "AMP documentation: viewer addresses"),
    ("cdn.ampproject.org bing-amp.com", r"/(c|v|wp)/s/(?P<https>.+)",
     "AMP documentation: AMP cache"),
    ("cdn.ampproject.org bing-amp.com", r"/(c|v|wp)/(?P<http>[^/]+\.[^/]+.*)",
     "AMP documentation: AMP cache"),
    ("*", r"/(CL0|L0)/(?P<plain>https?(:|%3A)[^/]+)/.*", "Amazon SES: click tracking"),
    ("outgoing.prod.mozaws.net prod.outgoing.prod.webservices.mozgcp.net",
     r"/v1/[0-9a-f]+/(?P<plain>.+)", "addons.mozilla.org: outgoing links"),
    ("secure-web.cisco.com", r"/.+/(?P<plain>https?%3A[^/?]+)", "Cisco Secure Email: rewriting"),
    ("r.search.yahoo.com", r"/.*/RU=(?P<plain>[^/]+)/.*", "Yahoo: result links"),
    ("prf.hn", r"/click/.*?destination:(?P<plain>https?(:|%3A).+)", "Partnerize: affiliate links"),
    ("avanan.click protect.checkpoint.com", r"/v2/___(?P<plain>https?:.+?)___\..*",
     "Check Point (Avanan): click-time protection"),
    ("convertkit-mail.com convertkit-mail2.com convertkit-mail4.com click.kit-mail3.com",
     r"/.*/(?P<base64>aHR0c[\w=+-]+)", "Kit (ConvertKit): links in newsletters"),
    ("disq.us", r"/url\?url=(?P<plain>.+?)(:|%3A)[\w-]{20,}(&.*)?", "Disqus: outgoing links"),
    ("steamcommunity.com", r"/linkfilter/(?P<plain>https?:.+)", "Steam: outgoing links"),
)  # fmt: skip

# The target is in a JSON object, base64-encoded in the path.
IN_TOKEN = (
    # hosts, keys, source
    ("substack.com", "e", "Substack: links in newsletters"),
    ("flight.beehiiv.net", "url", "beehiiv: links in newsletters"),
    ("customeriomail.com", "href", "Customer.io: links in mails"),
)

_BEGINS_ENCODED = re.compile(r"https?:?%", re.IGNORECASE)
_TOKEN = re.compile(r"eyJ[\w-]+")  # base64 of '{"'
_STARS = re.compile(r"\*(?:\*.)?")
_RUNS = {
    letter: length
    for length, letter in enumerate(string.ascii_letters[26:] + string.ascii_letters[:26], start=2)
} | {letter: length for length, letter in enumerate(string.digits + "-_", start=54)}


class _Wrapper(NamedTuple):
    """The parts of a redirector's URL."""

    host: str
    path: str
    query: str
    tail: str  # everything after the host


def target(host: str, path: str, query: str | None, fragment: str | None) -> str | None:
    """Return the URL that a redirector's URL leads to, None when it is no redirector.

    host: as `hosts.normalise` gives it; the other parts: as they came. What is returned may be no
    valid URL.
    """
    tail = path + ("" if query is None else f"?{query}")
    wrapper = _Wrapper(host, path, query or "", tail + ("" if fragment is None else f"#{fragment}"))
    for find in _finders(host):
        if found := find(wrapper):
            for _layer in range(3):  # some encode the target more than once
                if not _BEGINS_ENCODED.match(found):
                    break
                found = unquote(found)
            return found
    return None


def _in_parameter(_hosts, path, names, _source):
    """The target is the value of a parameter: the first that looks like a URL, else any."""
    at, names = re.compile(path).fullmatch, names.split()

    def find(wrapper: _Wrapper) -> str | None:
        if not at(wrapper.path):
            return None
        values = {}
        for parameter in wrapper.query.split("&"):
            name, _, value = parameter.partition("=")
            values.setdefault(name.lower().removeprefix("amp;"), unquote(value))
        found = [values[name] for name in names if values.get(name)]
        whole = [value for value in found if value.lower().startswith("http")]
        return (whole or found or [None])[0]

    return find


def _on_own_site(*row):
    """The same, and the target may be a path on the redirector's own site."""
    in_parameter = _in_parameter(*row)

    def find(wrapper: _Wrapper) -> str | None:
        found = in_parameter(wrapper)
        if found and found.startswith("/") and not found.startswith("//"):
            return f"https://{wrapper.host}{found}"
        return found

    return find


def _in_query(_hosts, path, _source):
    """The target is the whole query."""
    at = re.compile(path).fullmatch
    return lambda wrapper: wrapper.tail.partition("?")[2] if at(wrapper.path) else None


def _in_path(_hosts, expression, _source):
    """The target is in the path."""
    matches = re.compile(expression, re.DOTALL).fullmatch

    def find(wrapper: _Wrapper) -> str | None:
        match = matches(wrapper.tail)
        if match is None:
            return None
        form, found = next((form, text) for form, text in match.groupdict().items() if text)
        if form in ("http", "https"):
            return f"{form}://{found}"
        return _decoded(found) if form == "base64" else found

    return find


def _in_token(_hosts, key, _source):
    """The target is in a JSON object, encoded in base64."""

    def find(wrapper: _Wrapper) -> str | None:
        for token in _TOKEN.findall(wrapper.path):
            try:
                found = json.loads(_decoded(token) or "")
            except ValueError:
                continue
            if isinstance(found, dict) and isinstance(found.get(key), str):
                return found[key]
        return None

    return find


def _decoded(text: str) -> str | None:
    """Return the UTF-8 text in base64 `text` (either alphabet, with or without padding)."""
    try:
        return _bytes(text).decode()
    except ValueError:
        return None


def _bytes(text: str) -> bytes:
    text = text.rstrip("=").replace("+", "-").replace("/", "_")
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _url_defense(wrapper: _Wrapper) -> str | None:
    """Proofpoint: URL Defense v2 and v3 (“How do I decode a rewritten URL?”)."""
    if wrapper.path == "/v2/url":
        values = dict(parameter.partition("=")[::2] for parameter in wrapper.query.split("&"))
        return unquote(values.get("u", "").translate(str.maketrans("-_", "%/")))
    match = re.fullmatch(r"/v3/__(.+?)__;([^!]*)!.*", wrapper.tail, re.DOTALL)
    if match is None:
        return None
    # Characters that the filter cannot have in a URL are stars; they follow in base64.
    # `*` is one of them, `**A` two of them, `**B` three, and so on.
    spare = iter(_decoded(match[2]) or "")

    def restored(stars: re.Match) -> str:
        return "".join(islice(spare, _RUNS.get(stars[0][2], 1) if stars[0][2:] else 1))

    found = _STARS.sub(restored, match[1])
    return re.sub(r"^(https?:/)(?=[^/])", r"\1/", found)


def _bing(wrapper: _Wrapper) -> str | None:
    """Bing: result links, the target in base64 after `a1`."""
    match = re.search(r"(?:^|&)u=a1([\w-]+)", wrapper.query)
    return _decoded(match[1]) if match and wrapper.path == "/ck/a" else None


def _google_news(wrapper: _Wrapper) -> str | None:
    """Google News: article tokens of the older kind, which contain the URL itself."""
    match = re.fullmatch(r"/(?:rss/)?(?:articles|read)/(CB[\w-]+)", wrapper.path)
    if match is None:
        return None
    try:
        found = re.search(rb"https?://[!-~]+", _bytes(match[1]))
    except ValueError:
        return None
    return found and found[0].decode("ascii")


def _sophos(wrapper: _Wrapper) -> str | None:
    """Sophos Email: time-of-click protection, the target in base64."""
    match = re.search(r"(?:^|&)u=([\w%+/-]+)", wrapper.query)
    return _decoded(unquote(match[1])) if match else None


def _library_proxy(wrapper: _Wrapper) -> str | None:
    """OCLC EZproxy: starting-point URLs; everything after `url=` is the target."""
    if wrapper.path != "/login" or "proxy" not in wrapper.host.rpartition(".")[0]:
        return None
    match = re.search(r"[?&]q?url=(.+)", wrapper.tail)
    return match and match[1]


def _by_host() -> dict[str, list[Callable]]:
    table = defaultdict(list)
    kinds = [
        (IN_PARAMETER, _in_parameter),
        (ON_OWN_SITE, _on_own_site),
        (IN_QUERY, _in_query),
        (IN_PATH, _in_path),
        (IN_TOKEN, _in_token),
    ]
    for rows, finder in kinds:
        for row in rows:
            find = finder(*row)
            for host in row[0].split():
                table[host].append(find)
    for host in ("urldefense.com", "urldefense.us", "urldefense.proofpoint.com"):
        table[host].append(_url_defense)
    table["bing.com"].append(_bing)
    table["news.google.com"].append(_google_news)
    table["protection.sophos.com"].append(_sophos)
    table["*"].append(_library_proxy)
    return dict(table)


_FINDERS = _by_host()


@lru_cache(maxsize=4096)
def _finders(host: str) -> tuple[Callable, ...]:
    return tuple(find for key in (*rule_keys(host), "*") for find in _FINDERS.get(key, ()))
