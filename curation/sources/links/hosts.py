"""Host names: their one spelling, the keys of rules for them, their desktop form. Pure."""

import ipaddress
import re
from functools import lru_cache
from urllib.parse import unquote

import idna

_PLAIN = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")

# Labels under which sites have their pages for phones, and AMP pages.
_MOBILE_LABELS = frozenset(["m", "mobile", "mobil", "amp", "wap", "touch"])

# Second-level registries: below these the third label is the owner's name (co.uk, com.au, or.jp).
_SECOND_LEVELS = frozenset(["ac", "co", "com", "edu", "go", "gov", "ne", "net", "nhs", "or", "org"])


@lru_cache(maxsize=4096)
def normalise(host: str) -> str:
    """Return `host` in lower case and punycode, without a trailing dot; IPv6 in brackets.

    Raises ValueError when it is no host name. Source: UTS #46, as browsers do it.
    """
    if host.startswith("[") and host.endswith("]"):
        return f"[{ipaddress.IPv6Address(host[1:-1]).compressed}]"
    if "%" in host:
        host = unquote(host, errors="strict")
    plain = host.lower().removesuffix(".")
    if not plain.isascii():
        plain = _punycode(host).removesuffix(".")
    if len(plain) > 253 or not _PLAIN.fullmatch(plain):
        raise ValueError(f"no host name: {host!r}")
    return plain


def _punycode(host: str) -> str:
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        # IDNA 2008 forbids names that browsers still open, emoji names among them.
        labels = idna.uts46_remap(host, std3_rules=False).split(".")
        return ".".join(
            label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
            for label in labels
        )


def without_www(host: str) -> str:
    """Return `host` without a leading `www.` (www.com keeps it: nothing else is left)."""
    without = host.removeprefix("www.")
    return without if "." in without else host


def desktop(host: str) -> str:
    """Return `host` without `www.`, and without labels such as `m.` before the owner's name.

    en.m.wikipedia.org -> en.wikipedia.org; amp.dev and m.co.uk stay as they are.
    """
    labels = without_www(host).split(".")
    owner = 3 if _has_second_level(labels) else 2
    kept = [label for label in labels[:-owner] if label not in _MOBILE_LABELS and label != "www"]
    return ".".join(kept + labels[-owner:])


@lru_cache(maxsize=4096)
def rule_keys(host: str) -> tuple[str, ...]:
    """Return the keys under which a table may have rules for `host`, the closest first.

    www.amazon.co.uk -> www.amazon.co.uk, amazon.co.uk, co.uk, www.amazon.*, amazon.*
    """
    labels = host.split(".")
    keys = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    registry = 2 if _has_second_level(labels) else 1
    names = labels[:-registry]
    keys += [".".join(names[start:]) + ".*" for start in range(len(names))]
    return tuple(keys)


def _has_second_level(labels: list[str]) -> bool:
    return len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS
