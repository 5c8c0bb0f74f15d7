"""Comparing what two places of a page say: the same words in other typography are the same "
"words."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from curation.sources.reading.markup import one_line

ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,10}\d?);?")


def plain(text: str, limit: int = 5000) -> str:
    """One line of text: entities resolved (twice, pages often escape twice), tags removed."""
    text = text[:limit]
    for _ in range(2):
        if "&" in text:
            text = unescaped(text)
    if "<" in text:
        text = re.sub(r"</?[a-zA-Z][^<>]{0,300}>", " ", text)
    return one_line(text)


def unescaped(text: str) -> str:
    """The text with its character references resolved; a number too long to be one stays."""
    return ENTITY.sub(lambda match: html.unescape(match[0]), text)


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
    return (address_parts(url).hostname or "").removeprefix("www.")


def address_parts(url: str) -> SplitResult:
    """The parts of the (archived) page's address; all empty where it is no address."""
    try:
        return urlsplit(original_address(url))
    except ValueError:
        return urlsplit("")


def original_address(url: str) -> str:
    """The address of the page that a web archive's address (``/web/<time>/<address>``) shows."""
    match = re.match(r"https?://[^/]+/web/\d{4,14}[a-z_]*/(https?:/{1,2}.+)", url)
    return match[1] if match else url
