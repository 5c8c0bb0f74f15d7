"""Keys by which two links are compared: the same page, the same key."""

import hashlib

from curation.sources.links import addresses

LONGEST = 400


def link_key(url: str) -> str:
    """An address -> the key that every form of it shares, 400 characters at most; "" for none.

    An address that cannot be read is its own key; a longer key is replaced by its digest.
    """
    if not url.strip():
        return ""
    try:
        key = addresses.canonical_key(url)
    except addresses.AddressError:
        key = url.strip()
    return key if len(key) <= LONGEST else "sha256:" + hashlib.sha256(key.encode()).hexdigest()
