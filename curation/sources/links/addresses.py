"""Addresses of pages: checks them, cleans them, compares them.

Pure: strings in, strings out, no request. The rules are tables beside this file: what is tracking
(`tracking_rules.py`, `site_rules.py`, applied by `parameters.py`), which addresses only lead to
another (`redirectors.py`), which forms one page has (`page_forms.py`).
"""

import re
import zlib
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes, urljoin

from django.utils.translation import gettext_lazy as _

from curation.sources.characters import CONTROL_CHARACTERS, ZERO_WIDTH
from curation.sources.links import (
    hosts,
    page_forms,
    parameters,
    redirectors,
    site_rules,
    tracking_rules,
)

MAX_LENGTH = 2048  # what browsers, proxies and search engines all carry

TABLES = (
    tracking_rules.EVERYWHERE, tracking_rules.SESSIONS, tracking_rules.WITH_VALUE,
    tracking_rules.TOGETHER, tracking_rules.IN_PATH, tracking_rules.FRAGMENTS,
    tracking_rules.IN_FRAGMENTS, site_rules.SITES, site_rules.SITE_PATHS, site_rules.CONTENT,
    site_rules.UNTOUCHED, redirectors.IN_PARAMETER, redirectors.ON_OWN_SITE, redirectors.IN_QUERY,
    redirectors.IN_PATH, redirectors.IN_TOKEN,
)  # fmt: skip


def rules_version(tables: tuple) -> str:
    """Return the version to store with what was cleaned by `tables` and by this code.

    The second half follows the tables by itself. Raise the first when the code beside them cleans
    or compares otherwise than before.
    """
    return f"1-{zlib.crc32(repr(tables).encode()):08x}"


RULES_VERSION = rules_version(TABLES)

_LONGEST = 32_768  # nothing longer is read: an address in wrappers in wrappers stays far below
_MOST_WRAPPERS = 5
_DEFAULT_PORTS = {"http": "80", "https": "443"}

_FORM = re.compile(r"(https?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE)
_AUTHORITY = re.compile(r"(\[[^\]]*\]|[^:]*)(?::(.*))?")
_PORT = re.compile(r"[0-9]{1,8}")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_NEEDS_ESCAPE = re.compile(r"[^!#-;=?-_a-z{-~]")
_KEPT = "".join(chr(c) for c in range(0x21, 0x7F) if chr(c) not in '"<>`')
_INDEX = re.compile(r"/(?:index\.(?:html?|php)|default\.aspx?)$", re.IGNORECASE)


class AddressError(ValueError):
    """An address that cannot be used. `str(error)` says why, in a sentence for people.

    code: one of scheme, host, port, userinfo, characters, length.
    """

    MESSAGES = {
        "scheme": _("The address must begin with http:// or https://."),
        "host": _("The address has no valid site name, such as www.example.org."),
        "port": _("The port in the address must be a number from 1 to 65535."),
        "userinfo": _("The address must not hold a user name or a password before the site name."),
        "characters": _("The address must not hold spaces, backslashes or control characters."),
        "length": _("The address is too long: 2,048 characters are allowed."),
    }

    def __init__(self, code: str):
        super().__init__(self.MESSAGES[code])
        self.code = code


class _Address(NamedTuple):
    """An address in its parts. `port` is '' or a number; None means the part is absent."""

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


def check(url: str) -> str:
    """Return `url` without space around it if it is fit to be submitted; raises AddressError.

    Stricter than `clean`: at most MAX_LENGTH characters, and nothing in it that a person would
    not have meant to type (spaces, backslashes).
    """
    url = _stripped(url)
    if len(url) > MAX_LENGTH:
        raise AddressError("length")
    if "\\" in url or any(character.isspace() for character in url):
        raise AddressError("characters")
    _parse(url)
    return url


def clean(url: str, canonical: str | None = None) -> str:
    """Return the address that readers are sent to: the same page, without tracking and wrappers.

    canonical: what the page itself declares; followed only from an AMP or mobile form, and only
    to a page of the same site. Raises AddressError when `url` cannot be read as an address.
    clean(clean(url)) == clean(url).
    """
    address = _cleaned(url)
    if canonical and page_forms.is_amp_or_mobile(address.host, address.path, address.query):
        return str(_declared(address, canonical) or address)
    return str(address)


def canonical_key(url: str) -> str:
    """Return a key that is equal for all forms of one page and differs between pages.

    Cleaned; without scheme, `www.`, mobile and AMP marks, index file, closing slash and anchor;
    parameters in alphabetical order; one percent-encoding. For comparison, never for a link.
    Raises AddressError.
    """
    address = _cleaned(url)
    host, path, query = page_forms.plain(address.host, address.path, address.query)
    path = "/".join(quote(unquote_to_bytes(part), safe="") for part in path.split("/"))
    path = _INDEX.sub("/", path).removesuffix("/")
    key = f"{host}:{address.port}{path}" if address.port else host + path
    if query:
        pairs = [pair.replace("+", " ").partition("=")[::2] for pair in query.split("&") if pair]
        pairs = [[quote(unquote_to_bytes(part), safe="") for part in pair] for pair in pairs]
        pairs.sort(key=lambda pair: pair[0])  # the order of equal names may mean something
        key += "?" + "&".join(f"{name}={value}" if value else name for name, value in pairs)
    if address.fragment and address.fragment.startswith(("/", "!/")):
        key += f"#{address.fragment}"
    return key


def brand(url: str) -> str:
    """Return the publisher's host name, lower case, in punycode, without `www.` and port.

    Source: the content format's `link.brand`. Raises AddressError.
    """
    return hosts.without_www(_parse(url).host)


def _stripped(url: str) -> str:
    return url.strip().strip(ZERO_WIDTH).strip()  # copied out of a text


def _parse(url: str) -> _Address:
    """Take `url` apart; path, query and fragment stay as they came. Raises AddressError."""
    url = _stripped(url)
    if len(url) > _LONGEST:
        raise AddressError("length")
    if CONTROL_CHARACTERS.search(url):
        raise AddressError("characters")
    match = _FORM.fullmatch(url)
    if match is None:
        raise AddressError("scheme")
    scheme, authority, path, query, fragment = match.groups()
    if "@" in authority:
        raise AddressError("userinfo")
    if "\\" in authority or "\\" in path:  # browsers read it as a slash, others do not
        raise AddressError("characters")
    host, port = _AUTHORITY.fullmatch(authority).groups()
    try:
        host = hosts.normalise(host)
    except ValueError as error:
        raise AddressError("host") from error
    scheme = scheme.lower()
    return _Address(scheme, host, _explicit_port(port, scheme), path or "/", query, fragment)


def _explicit_port(port: str | None, scheme: str) -> str:
    """Return `port` as a plain number, '' if it is the scheme's own. Raises AddressError."""
    if not port:
        return ""
    if not _PORT.fullmatch(port) or not 0 < int(port) < 65536:
        raise AddressError("port")
    number = str(int(port))
    return "" if number == _DEFAULT_PORTS[scheme] else number


def _cleaned(url: str) -> _Address:
    """Open wrappers and drop tracking until neither finds anything more. Raises AddressError."""
    came = address = _parse(url)
    wrappers = 0
    while True:
        _scheme, host, _port, path, query, fragment = address
        target = redirectors.target(host, path, query, fragment)
        if target is None:
            plainer = _without_tracking(_tidied(address))
            if plainer == address:
                return address
            address = plainer
        elif wrappers == _MOST_WRAPPERS:
            return _tidied(came)
        else:
            try:
                address = _parse(target)
            except AddressError:
                return _tidied(address)  # it leads to no page: it stays as it came
            wrappers += 1


def _without_tracking(address: _Address) -> _Address:
    scheme, host, port, path, query, fragment = address
    if parameters.is_untouched(host, path):
        return address
    path = parameters.clean_path(path, host) or "/"
    if query is not None:
        query = parameters.clean_query(query, host, path)
    if fragment is not None:
        fragment = parameters.clean_fragment(fragment, host)
    return _Address(scheme, host, port, path, query, fragment)


def _tidied(address: _Address) -> _Address:
    """Return `address` with one spelling of percent-encoding, and its path resolved."""
    scheme, host, port, path, query, fragment = address
    return _Address(
        scheme,
        host,
        port,
        _resolved(_escaped(path)),
        None if query is None else _escaped(query),
        None if fragment is None else _escaped(fragment),
    )


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


def _declared(address: _Address, canonical: str) -> _Address | None:
    """Return the address that an AMP or mobile page declares, if it can be believed, else None."""
    try:
        declared = _cleaned(urljoin(str(address), canonical.strip()))
    except ValueError:  # AddressError, or urljoin on brackets
        return None
    own, other = hosts.desktop(address.host), hosts.desktop(declared.host)
    if own != other and not other.endswith(f".{own}"):
        return None
    if declared.path == "/" and not declared.query:  # a template's mistake: every page is the home
        return None
    if page_forms.is_amp_or_mobile(declared.host, declared.path, declared.query):
        return None
    return declared
