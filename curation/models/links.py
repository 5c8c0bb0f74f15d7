"""Comparison keys of links: two URLs of the same page have the same key."""

import hashlib

from curation.sources.links import addresses

LONGEST = 400


def link_key(url: str) -> str:
    """Return the key that all forms of a URL share, 400 characters at most; "" for an empty one.

    A text that is not a URL is its own key. A longer key is replaced by its digest.
    """
    if not url.strip():
        return ""
    try:
        key = addresses.canonical_key(url)
    except addresses.AddressError:
        key = url.strip()
    return key if len(key) <= LONGEST else "sha256:" + hashlib.sha256(key.encode()).hexdigest()
