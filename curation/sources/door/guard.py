"""Which URLs may be fetched, and which IP addresses may be connected to (SSRF, DNS rebinding).

Two gates. `checked_url` reads a URL before anything happens. `dialable` decides, at the moment of
connecting, whether a name resolves to the public web; the connection is then made to exactly the
IP addresses that it returned, so that a second look-up cannot give others (DNS rebinding).
"""

import ipaddress
import queue
import re
import socket
import threading

import httpx2
from django.conf import settings
from django.utils.translation import gettext as _

from curation.sources.characters import NOT_IN_URLS
from curation.sources.door.errors import FetchError

MAX_URL_LENGTH = 2048  # characters, as in `links.parsing`
PORTS = frozenset([80, 443])

HOST_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
# The last label that makes the C library (and browsers) read a name as a number: 127.1, 0x7f.1
NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Names that never lead to the public web (RFC 6761, 6762, 7686, 8375; ICANN for .internal).
PRIVATE_SUFFIXES = (".localhost", ".local", ".internal", ".home.arpa", ".onion")

# The IANA special-purpose registry, read as "not the public web". `is_global` alone is not
# enough: what it says of several of these blocks changed between releases of Python 3.11.
PRIVATE_IPV4 = [
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, and the metadata services of clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
# Only 2000::/3 is handed out as global unicast. That alone leaves out ::1, ::ffff:0:0/96
# (IPv4-mapped), 64:ff9b::/96 (NAT64), 100::/64, fc00::/7, fe80::/10, fec0::/10 and ff00::/8.
GLOBAL_IPV6 = ipaddress.IPv6Network("2000::/3")
PRIVATE_IPV6 = [
    ipaddress.IPv6Network(block)
    for block in (
        "2001::/23",  # Teredo, ORCHID, benchmarking and other protocol assignments
        "2001:db8::/32",
        "2002::/16",  # 6to4: carries an IPv4 address inside
        "3fff::/20",
    )
]


def checked_url(text: str) -> httpx2.URL:
    """Return the URL as it will be requested, or raise FetchError saying what is wrong with it.

    http or https, ports 80 and 443, no user name or password, at most 2,048 characters (counted
    after percent-encoding), no control characters or backslashes, a host name or a plain IP
    address. The fragment is dropped: it is never sent.
    """
    text = text.strip(" \t\r\n\f")
    if len(text) > MAX_URL_LENGTH:
        raise _too_long()
    if NOT_IN_URLS.search(text) or "\\" in text:
        raise FetchError(_("The address contains characters that no web address may contain."))
    try:
        url = httpx2.URL(text)
        # A second reading drops a default port that stood behind a scheme in capitals.
        url = httpx2.URL(str(url.copy_with(fragment=None)))
    except httpx2.InvalidURL as error:
        raise FetchError(_("This is not a complete web address.")) from error
    if url.scheme not in ("http", "https"):
        raise FetchError(_("Only addresses that begin with http:// or https:// can be fetched."))
    if len(str(url)) > MAX_URL_LENGTH:
        raise _too_long()
    authority = re.match(r"[^:]*://([^/?#]*)", text)
    if authority is None or not url.host:
        raise FetchError(_("This is not a complete web address."))
    if "@" in authority[1]:
        raise FetchError(_("An address with a user name or password in it is not fetched."))
    url = url.copy_with(host=_checked_host(host(url)), raw_path=url.raw_path)
    if port(url) not in PORTS and not is_allowed_privately(host(url), port(url)):
        raise FetchError(_("Only the web's own ports, 80 and 443, can be fetched from."))
    return url


def host(url: httpx2.URL) -> str:
    """Return the host as it is looked up: ASCII, lower case, IPv6 without brackets."""
    return url.raw_host.decode("ascii")


def port(url: httpx2.URL) -> int:
    """Return the port, also where the URL leaves it to the scheme."""
    if url.port is None:
        return 443 if url.scheme == "https" else 80
    return url.port


def is_allowed_privately(host: str, port: int) -> bool:
    """Say whether FETCH_ALLOW_PRIVATE_HOSTS has this host (for any port) or host:port."""
    written = f"[{host}]" if ":" in host else host
    return not {host, written, f"{written}:{port}"}.isdisjoint(
        entry.strip().lower() for entry in settings.FETCH_ALLOW_PRIVATE_HOSTS
    )


def is_public(ip_address: str) -> bool:
    """Say whether an IP address belongs to a machine on the public internet.

    One that has another inside (IPv4-mapped, NAT64, 6to4, Teredo) is not public: the inner one is
    what would be reached.
    """
    try:
        ip = ipaddress.ip_address(ip_address)
    except ValueError:  # a zone, as in fe80::1%eth0, means link-local
        return False
    if ip.version == 4:
        return ip.is_global and not any(ip in block for block in PRIVATE_IPV4)
    return ip in GLOBAL_IPV6 and ip.is_global and not any(ip in block for block in PRIVATE_IPV6)


def dialable(host: str, port: int, timeout: float) -> list[str]:
    """Look a host up once and return its IP addresses, in the system's order.

    Raises FetchError when the name is unknown or any of its IP addresses is not public (unless
    the operator allowed this host), and TimeoutError after `timeout` seconds.
    """
    allowed = is_allowed_privately(host, port)
    if not allowed and is_private_name(host):
        # Not even looked up: the time that an internal name server takes is an answer, too.
        raise no_public_site(host)
    found = [host] if _is_ip(host) else _looked_up(host, port, timeout)
    if not found or not (allowed or all(map(is_public, found))):
        raise no_public_site(host)
    return found


def refuse_private(text: str) -> None:
    """Raise FetchError for a URL that is not on the public web, as far as can be seen without DNS.

    For URLs that are only stored for now: no request is made, no name is looked up.
    """
    url = checked_url(text)
    if not is_allowed_privately(host(url), port(url)) and is_private_name(host(url)):
        raise no_public_site(host(url))


def is_private_name(host: str) -> bool:
    """Say whether the host, without a look-up, is known not to be on the public web."""
    if _is_ip(host):
        return not is_public(host)
    return "." not in host or host.endswith(PRIVATE_SUFFIXES)


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def no_public_site(host: str) -> FetchError:
    """Return the one error for names that do not exist and names that are not public.

    If the two differed, strangers could learn which internal names exist.
    """
    return FetchError(_("No public website was found at “%(host)s”.") % {"host": host})


def _looked_up(host: str, port: int, timeout: float) -> list[str]:
    """Return all IP addresses of a name, each once.

    `getaddrinfo` cannot be interrupted, so it runs in a thread that is left behind when the time
    is over. Raises FetchError and TimeoutError.
    """
    outcome: queue.SimpleQueue = queue.SimpleQueue()

    def ask() -> None:
        try:
            outcome.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            outcome.put(error)

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    try:
        answer = outcome.get(timeout=timeout)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, socket.gaierror) and answer.errno == socket.EAI_AGAIN:
        raise FetchError(
            _("The name “%(host)s” could not be looked up just now.") % {"host": host},
            retryable=True,
        ) from answer
    if isinstance(answer, Exception):
        raise no_public_site(host) from answer
    return list(dict.fromkeys(sockaddr[0] for *_family, sockaddr in answer))


def _checked_host(host: str) -> str:
    """Return the host in lower case without a final dot. Raises FetchError when it is none.

    The many spellings of an IPv4 address that the C library knows (2130706433, 0x7f.1, 127.1,
    0177.0.0.1) are refused: nobody publishes under them.
    """
    host = host.lower().removesuffix(".")
    if "%" not in host:  # an IPv6 zone names a network card of this machine
        try:
            return str(ipaddress.ip_address(host))
        except ValueError:
            pass
    labels = host.split(".")
    if (
        len(host) > 253
        or not all(HOST_LABEL.fullmatch(label) for label in labels)
        or NUMERIC_LABEL.fullmatch(labels[-1])
    ):
        raise FetchError(_("The address does not name a website."))
    return host


def _too_long() -> FetchError:
    return FetchError(
        _("The address is longer than %(limit)d characters.") % {"limit": MAX_URL_LENGTH}
    )
