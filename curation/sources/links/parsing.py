"""Takes URLs apart, checks their parts, puts them into one spelling. No request is made."""

import re
from typing import NamedTuple
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from curation.sources.characters import CONTROL_CHARACTERS, ZERO_WIDTH
from curation.sources.links import hosts

MAX_LENGTH = 2048  # characters that browsers, proxies and search engines all carry
# Nothing longer is taken apart: a URL in redirectors within redirectors stays far below.
MAX_PARSED_LENGTH = 32_768
DEFAULT_PORTS = {"http": "80", "https": "443"}

_FORM = re.compile(r"(https?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE)
_AUTHORITY = re.compile(r"(\[[^\]]*\]|[^:]*)(?::(.*))?")
_PORT = re.compile(r"[0-9]{1,8}")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_NEEDS_ESCAPE = re.compile(r"[^!#-;=?-_a-z{-~]")
_KEPT = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"<>`')


class LinkError(ValueError):
    """A URL that cannot be used. `str(error)` says why, in a sentence for people.

    code: one of scheme, host, port, userinfo, characters, length, several.
    """

    MESSAGES = {
        "scheme": _("The address must begin with http:// or https://."),
        "host": _("The address has no valid site name, such as www.example.org."),
        "port": _("The port in the address must be a number from 1 to 65535."),
        "userinfo": _("The address must not hold a user name or a password before the site name."),
        "characters": _("The address must not hold spaces, backslashes or control characters."),
        "length": _("The address is too long: 2,048 characters are allowed."),
        "several": _("The text has more than one address. Leave only the one that you mean."),
    }

    def __init__(self, code: str):
        super().__init__(self.MESSAGES[code])
        self.code = code


class ParsedURL(NamedTuple):
    """A URL in its parts. `port` is "" or a number other than the scheme's own.

    None for query and fragment means that they are absent, "" that only their mark is there.
    """

    scheme: str
    host: str
    port: str
    path: str
    query: str | None
    fragment: str | None

    def __str__(self):
        port = self.port and f":{self.port}"
        query = "" if self.query is None else f"?{self.query}"
        fragment = "" if self.fragment is None else f"#{self.fragment}"
        return f"{self.scheme}://{self.host}{port}{self.path}{query}{fragment}"


def stripped(url: str) -> str:
    """Return the URL without what comes along when it is copied out of a text."""
    return url.strip().strip(ZERO_WIDTH).strip()


def parse_url(url: str, *, strict: bool = False) -> ParsedURL:
    """Return the URL's parts: the host normalised, path, query and fragment as they came.

    strict: for what a person submits. At most MAX_LENGTH characters, and nothing that nobody means
    to type (spaces, backslashes). Raises LinkError.
    """
    url = stripped(url)
    if len(url) > (MAX_LENGTH if strict else MAX_PARSED_LENGTH):
        raise LinkError("length")
    if CONTROL_CHARACTERS.search(url):
        raise LinkError("characters")
    if strict and ("\\" in url or any(character.isspace() for character in url)):
        raise LinkError("characters")
    match = _FORM.fullmatch(url)
    if match is None:
        raise LinkError("scheme")
    scheme, authority, path, query, fragment = match.groups()
    if "@" in authority:
        raise LinkError("userinfo")
    if "\\" in authority or "\\" in path:  # browsers read it as a slash, others do not
        raise LinkError("characters")
    host, port = _AUTHORITY.fullmatch(authority).groups()
    try:
        host = hosts.normalise(host)
    except ValueError as error:
        raise LinkError("host") from error
    scheme = scheme.lower()
    return ParsedURL(scheme, host, _explicit_port(port, scheme), path or "/", query, fragment)


def brand_of(url: str) -> str:
    """Return the publisher's host name: lower case, in punycode, without `www.` and port.

    Of the URL as it is, redirectors included. Source: the content format's `link.brand`. Raises
    LinkError.
    """
    return hosts.without_www(parse_url(url).host)


def tidied(url: ParsedURL) -> ParsedURL:
    """Return the URL with one spelling of percent-encoding, and its path resolved."""
    return url._replace(
        path=_resolved(_escaped(url.path)),
        query=None if url.query is None else _escaped(url.query),
        fragment=None if url.fragment is None else _escaped(url.fragment),
    )


def _explicit_port(port: str | None, scheme: str) -> str:
    """Return `port` as a plain number, "" if it is the scheme's own. Raises LinkError."""
    if not port:
        return ""
    if not _PORT.fullmatch(port) or not 0 < int(port) < 65536:
        raise LinkError("port")
    number = str(int(port))
    return "" if number == DEFAULT_PORTS[scheme] else number


def _escaped(text: str) -> str:
    """Return `text` with capital hex digits, letters and digits unescaped, the rest escaped.

    Reserved characters stay as they came, escaped or not: the two may differ (RFC 3986, 2.2).
    """
    if "%" in text:
        # Beside a stray percent sign, unescaping could make a new escape out of what is none.
        text = _ESCAPE.sub(_capital if _BARE_PERCENT.search(text) else _unescaped, text)
    return quote(text, safe=_KEPT) if _NEEDS_ESCAPE.search(text) else text


def _capital(escape: re.Match) -> str:
    return escape[0].upper()


def _unescaped(escape: re.Match) -> str:
    code = int(escape[0][1:], 16)
    return chr(code) if code in _UNRESERVED else escape[0].upper()


def _resolved(path: str) -> str:
    """Return `path` without `.` and `..`, as browsers resolve them; empty segments stay."""
    if "/." not in path:
        return path
    *parents, last = path.split("/")[1:]
    kept = []
    for segment in [*parents, last]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if last in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
