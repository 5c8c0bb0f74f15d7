"""Comparing what two places of a page say: the same words in other typography are the same words."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

from curation.sources.reading.markup import one_line

ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,10}\d?);?")


def plain(text: str, limit: int = 5000) -> str:
    """One line of text: entities resolved (twice, pages often escape twice), tags removed."""
    text = text[:limit]
    for _ in range(2):
        if "&" in text and ENTITY.search(text):
            text = html.unescape(text)
    if "<" in text:
        text = re.sub(r"</?[a-zA-Z][^<>]{0,300}>", " ", text)
    return one_line(text)


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """Letters and digits only, folded: equal for texts that differ in typography alone."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=1024)
def words_of(text: str) -> frozenset[str]:
    """The folded words; for scripts without spaces, every pair of letters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    found = set(re.findall(r"[^\W_]+", folded))
    for word in list(found):
        if len(word) > 4 and UNSPACED.search(word):
            found.discard(word)
            found.update(pairs_of(word))
    return frozenset(found)


@lru_cache(maxsize=1024)
def pairs_of(word: str) -> frozenset[str]:
    """Every two neighbouring letters."""
    return frozenset(word[i : i + 2] for i in range(len(word) - 1))


UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def overlap(one: str, other: str) -> float:
    """The share of common words in the shorter text's words, 0 to 1."""
    first, second = words_of(one), words_of(other)
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))


def host_of(url: str) -> str:
    """The host without ``www.``, of the archived page where the address is an archive's."""
    try:
        parts = urlsplit(original_address(url))
        return (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def original_address(url: str) -> str:
    """The address of the page that a web archive's address (``/web/<time>/<address>``) shows."""
    match = re.match(r"https?://[^/]+/web/\d{4,14}[a-z_]*/(https?:/{1,2}.+)", url)
    return match[1] if match else url


def host_labels(url: str) -> set[str]:
    """The host's labels that can be a name: ``blog.example.co.uk`` gives blog and example."""
    return {label for label in host_of(url).split(".")[:-1] if len(label) > 3} or {host_of(url)}
