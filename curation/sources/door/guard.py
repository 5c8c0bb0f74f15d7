"""Which addresses may be asked for, and which machines may be dialled.

Two gates. `checked` reads an address before anything happens. `dialable` decides, at the moment
of connecting, whether what a name resolves to is the public web; the connection is then made to
exactly the addresses that it returned, so that a name cannot change its mind in between.
"""

import ipaddress
import queue
import re
import socket
import threading
from collections.abc import Iterable

import httpx2
from django.conf import settings
from django.utils.translation import gettext as _

from curation.sources.characters import NOT_IN_URLS
from curation.sources.door.errors import FetchError

MAX_URL_LENGTH = 2048
PORTS = {80, 443}

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


def checked(address: str) -> httpx2.URL:
    """Return the address as it will be asked for, or raise FetchError saying what is wrong with it.

    http or https, ports 80 and 443, no user name or password, at most 2,048 characters (counted
    after percent-encoding), no control characters or backslashes, a host name or a plain IP
    address. The fragment is dropped: it is never sent.
    """
    address = address.strip(" \t\r\n\f")
    if len(address) > MAX_URL_LENGTH:
        raise _too_long()
    if NOT_IN_URLS.search(address) or "\\" in address:
        raise FetchError(_("The address contains characters that no web address may contain."))
    try:
        url = httpx2.URL(address)
        # A second reading drops a default port that stood behind a scheme in capitals.
        url = httpx2.URL(str(url.copy_with(fragment=None)))
    except httpx2.InvalidURL as error:
        raise FetchError(_("This is not a complete web address.")) from error
    if url.scheme not in ("http", "https"):
        raise FetchError(_("Only addresses that begin with http:// or https:// can be fetched."))
    if len(str(url)) > MAX_URL_LENGTH:
        raise _too_long()
    authority = re.match(r"[^:]*://([^/?#]*)", address)
    if authority is None or not url.host:
        raise FetchError(_("This is not a complete web address."))
    if "@" in authority[1]:
        raise FetchError(_("An address with a user name or password in it is not fetched."))
    url = url.copy_with(host=_checked_host(host(url)), raw_path=url.raw_path)
    if port(url) not in PORTS and not is_allowed_privately(host(url), port(url)):
        raise FetchError(_("Only the web's own ports, 80 and 443, can be fetched from."))
    return url


def host(url: httpx2.URL) -> str:
    """The host as it is dialled: ASCII, lower case, IPv6 without brackets."""
    return url.raw_host.decode("ascii")


def port(url: httpx2.URL) -> int:
    if url.port is None:
        return 443 if url.scheme == "https" else 80
    return url.port


def is_allowed_privately(host: str, port: int) -> bool:
    """Whether the operator named this host (any port) or host:port in FETCH_ALLOW_PRIVATE_HOSTS."""
    written = f"[{host}]" if ":" in host else host
    return not {host, written, f"{written}:{port}"}.isdisjoint(
        entry.strip().lower() for entry in settings.FETCH_ALLOW_PRIVATE_HOSTS
    )


def is_public(address: str) -> bool:
    """Whether an IP address belongs to a machine on the public internet.

    Anything that carries another address inside (IPv4-mapped, NAT64, 6to4, Teredo) is not
    public: the inner address is what would be reached.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # a zone, as in fe80::1%eth0, means link-local
        return False
    if ip.version == 4:
        return ip.is_global and not any(ip in block for block in PRIVATE_IPV4)
    return ip in GLOBAL_IPV6 and ip.is_global and not any(ip in block for block in PRIVATE_IPV6)


def dialable(host: str, port: int, timeout: float) -> list[str]:
    """Look a host up once and return the IP addresses that may be dialled, in the system's order.

    Raises FetchError when the name is unknown, when any of its addresses is not public (unless
    the operator allowed this host), and TimeoutError after `timeout` seconds.
    """
    allowed = is_allowed_privately(host, port)
    if not allowed and lies_inside(host):
        # Not even looked up: the time that the network's own name server takes is an answer.
        raise no_public_site(host)
    addresses = [host] if _is_ip(host) else _looked_up(host, port, timeout)
    if not addresses or not (allowed or all(is_public(address) for address in addresses)):
        raise no_public_site(host)
    return addresses


def refuse_inside(address: str) -> None:
    """Raise FetchError for an address that needs no look-up to be known not to be the public web.

    For addresses that are only written down for now: nothing is asked of anybody.
    """
    url = checked(address)
    if not is_allowed_privately(host(url), port(url)) and lies_inside(host(url)):
        raise no_public_site(host(url))


def lies_inside(host: str) -> bool:
    """Whether the host alone, unasked, says that it is no machine of the public web."""
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
    """The one answer for names that do not exist and names that are not public.

    If the two differed, the door would tell strangers which internal names exist.
    """
    return FetchError(_("No public website was found at “%(host)s”.") % {"host": host})


def _looked_up(host: str, port: int, timeout: float) -> list[str]:
    """All addresses of a name. `getaddrinfo` cannot be interrupted, so it runs in a thread that
    is left behind when the time is over."""
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
    return _each_once(sockaddr[0] for *_rest, sockaddr in answer)


def _each_once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _checked_host(host: str) -> str:
    """The host in lower case without a final dot; FetchError when it is not one.

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
