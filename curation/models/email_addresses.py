"""Normalising e-mail addresses, so that two spellings of one mailbox compare equal.

Pure: strings in, strings out.
"""

import re

from curation.sources.links import hosts

_LOCAL = re.compile(r'[^\s@"<>()\[\]\\,;:]+')


def normalise(address: str) -> str:
    """Return the address in lower case, with its domain in punycode (IDNA).

    Raises ValueError where it is not the address of a mailbox on the public internet: a quoted
    local part (which could spell one mailbox in many ways), an IP address, a name without a dot.

    >>> normalise("Ines@Bücher.example")
    'ines@xn--bcher-kva.example'
    """
    local, at, domain = address.strip().rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        raise ValueError(f"no mailbox: {address!r}")
    try:
        host = hosts.normalise(domain)
    except ValueError as error:
        raise ValueError(f"no mail domain: {address!r}") from error
    if "." not in host or host.rpartition(".")[2].isdigit():
        raise ValueError(f"no public mail domain: {address!r}")
    return f"{local.lower()}@{host}"


def without_plus_label(address: str) -> str:
    """Return a normalised address without the label after a + (plus addressing, RFC 5233).

    >>> without_plus_label("ines+news@mail.example")
    'ines@mail.example'
    """
    local, _at, domain = address.rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"
