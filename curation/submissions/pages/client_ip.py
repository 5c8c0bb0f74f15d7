"""The IP address of the client, as rate limits count it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

IPV6_PREFIX = 64  # bits: one household or server has a whole /64 and can change the rest at will


def client_network(request: HttpRequest) -> str:
    """The client's IPv4 address or IPv6 /64 network; "" where unknown.

    Of X-Forwarded-For only the entries of our own proxies (TRUSTED_PROXIES) are trusted: the client
    can forge the entries to the left of them. Where the header is shorter than that, the address
    of the connection counts.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(hops) >= settings.TRUSTED_PROXIES:
            return _network_of(hops[-settings.TRUSTED_PROXIES]) or _network_of(direct)
    return _network_of(direct)


def _network_of(text: str) -> str:
    try:
        ip = ipaddress.ip_address(text.strip())
    except ValueError:
        return ""
    if ip.version == 6 and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if ip.version == 4:
        return str(ip)
    return str(ipaddress.IPv6Network((int(ip), IPV6_PREFIX), strict=False))
