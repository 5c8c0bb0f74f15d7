"""Finds the page behind the URL of a redirector: a link shim, a mail filter, an AMP cache. Pure.

Only what the URL itself contains is read. Short links (t.co, lnkd.in) and opaque tokens (Mimecast,
most newsletters) contain nothing: they need a request. The tables are in `redirector_rules.py`;
what no table can say is a function here.
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
from curation.sources.links.redirector_rules import (
    IN_PARAMETER,
    IN_PATH,
    IN_QUERY,
    IN_TOKEN,
    ON_OWN_SITE,
    TRANSLATORS,
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
            values.setdefault(unquote(name).lower().removeprefix("amp;"), unquote(value))
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


def _translated(*row):
    """The same, and the target may be without its scheme, as people type it."""
    in_parameter = _in_parameter(*row)

    def find(wrapper: _Wrapper) -> str | None:
        found = in_parameter(wrapper)
        if found and re.match(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:[:/?#]|$)", found):
            return f"http://{found}"
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
    """Bing: result links, the target in base64 after `a1`, and advertisements."""
    if wrapper.path == "/ck/a":
        match = re.search(r"(?:^|&)u=a1([\w-]+)", wrapper.query)
    elif wrapper.path in ("/aclk", "/aclick"):
        match = re.search(r"(?:^|&)u=(aHR0c[\w%=-]+)", wrapper.query)
    else:
        match = None
    return _decoded(unquote(match[1])) if match else None


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


def _google_translate(wrapper: _Wrapper) -> str | None:
    """Google Translate: the host in one label, `.` as `-` and `-` as `--`.

    Source: Google Search Central, “Enabling your ad network to work with Translation-related
    Google Search features”, Converting.
    """
    label = wrapper.host.removesuffix(".translate.goog")
    if "." in label:
        return None
    own, kept = {}, []
    for parameter in wrapper.query.split("&"):
        name, _, value = parameter.partition("=")
        if name.startswith("_x_tr_"):
            own[name.removeprefix("_x_tr_")] = unquote(value)
        elif parameter:
            kept.append(parameter)
    for encoding in own.get("enc", "").split(","):
        if encoding in ("0", "1"):
            label = label.removeprefix(f"{encoding}-")
    host = re.sub(r"\b-\b", ".", own.get("hp", "") + label).replace("--", "-")
    scheme = "http" if own.get("sch") == "http" else "https"
    query = kept and f"?{'&'.join(kept)}" or ""
    mark, fragment = wrapper.tail.partition("#")[1:]
    return f"{scheme}://{host}{wrapper.path}{query}{mark}{fragment}"


def _substack(wrapper: _Wrapper) -> str | None:
    """Substack: share links, which lead to the publication's own address."""
    match = re.fullmatch(r"/pub/([a-z0-9-]+)(/p/[^/?#]+.*)", wrapper.tail, re.DOTALL)
    return match and f"https://{match[1]}.substack.com{match[2]}"


def _disqus(wrapper: _Wrapper) -> str | None:
    """Disqus: outgoing links, a signature behind the target."""
    match = re.search(r"(?:^|&)url=([^&]+)", wrapper.query)
    return match and re.sub(r":[\w-]{20,}$", "", unquote(match[1]))


def _mandrill(wrapper: _Wrapper) -> str | None:
    """Mailchimp Transactional (Mandrill): a JSON text within a JSON object, in base64."""
    match = re.search(r"(?:^|&)p=([\w%-]+)", wrapper.query)
    if match is None or not wrapper.path.startswith("/track/click/"):
        return None
    try:
        found = json.loads(json.loads(_decoded(unquote(match[1])) or "")["p"])["url"]
    except (ValueError, TypeError, LookupError):
        return None
    return found if isinstance(found, str) else None


def _impact(wrapper: _Wrapper) -> str | None:
    """Impact: affiliate links, on hosts of the network and of its customers."""
    match = re.search(r"(?:^|&)u=(https?(?::|%3A)[^&]+)", wrapper.query, re.IGNORECASE)
    if match is None or not re.fullmatch(r"/c/\d+/\d+/\d+/?", wrapper.path):
        return None
    return unquote(match[1])


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
        (TRANSLATORS, _translated),
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
    table["translate.goog"].append(_google_translate)
    table["open.substack.com"].append(_substack)
    table["disq.us"].append(_disqus)
    table["redirect.disqus.com"].append(_disqus)
    table["mandrillapp.com"].append(_mandrill)
    table["*"] += [_library_proxy, _impact]
    return dict(table)


_FINDERS = _by_host()


@lru_cache(maxsize=4096)
def _finders(host: str) -> tuple[Callable, ...]:
    return tuple(find for key in (*rule_keys(host), "*") for find in _FINDERS.get(key, ()))
