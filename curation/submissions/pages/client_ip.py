"""Who is asking, as far as a network can tell: what senders are counted by."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

NETWORK = 64  # bits: one household or one server has a /64 and can change the rest at will


def client_of(request: HttpRequest) -> str:
    """The client's address, as tallies count it; "" where unknown.

    Only the entries that our own TRUSTED_PROXIES wrote into X-Forwarded-For are believed: what
    stands to the left of them the client may have made up. A proxy that wrote none is the client.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(hops) >= settings.TRUSTED_PROXIES:
            return _counted(hops[-settings.TRUSTED_PROXIES]) or _counted(direct)
    return _counted(direct)


def _counted(address: str) -> str:
    try:
        ip = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    if ip.version == 6 and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if ip.version == 4:
        return str(ip)
    rest = 128 - NETWORK
    return f"{ipaddress.IPv6Address(int(ip) >> rest << rest)}/{NETWORK}"
