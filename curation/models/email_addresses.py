"""E-mail addresses, as they are compared: one mailbox, one spelling.

Pure: strings in, strings out.
"""

import re

from curation.sources.links import hosts

_LOCAL = re.compile(r'[^\s@"<>()\[\]\\,;:]+')


def normalise(address: str) -> str:
    """Return the address in lower case, its domain as it is dialled: punycode, no wide letters.

    Raises ValueError where it is no address of a mailbox on the public internet: a quoted local
    part, which spells any mailbox in endless ways, an IP address, or a name without a dot.

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


def counted(address: str) -> str:
    """Return the mailbox behind a normalised address: what follows a + is the owner's own label.

    >>> counted("ines+news@mail.example")
    'ines@mail.example'
    """
    local, _at, domain = address.rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"
