"""Compares what two places of a page say: the same words in other typography are the same words."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from curation.sources.reading.markup import one_line

ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,10}\d?);?")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
# Scripts that are written without spaces: Thai, Japanese, Chinese.
UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})
STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
ARCHIVED = re.compile(r"https?://[^/]+/web/\d{4,14}[a-z_]*/(https?:/{1,2}.+)")


def plain(text: str, limit: int = 5000) -> str:
    """Return one line of text: entities resolved (twice, pages often escape twice), no tags."""
    text = text[:limit]
    for _ in range(2):
        if "&" in text:
            text = unescaped(text)
    if "<" in text:
        text = TAG.sub(" ", text)
    return one_line(text)


def unescaped(text: str) -> str:
    """Return the text with its character references resolved.

    A number that is too long for a character stays: `html.unescape` alone would raise on one of
    thousands of digits.
    """
    return ENTITY.sub(lambda match: html.unescape(match[0]), text)


def letters_of(text: str) -> str:
    """Return the letters and digits alone, case folded: the same for every typography."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """`letters_of` for the short texts (names, titles) that are compared again and again."""
    return letters_of(text)


@lru_cache(maxsize=4096)
def spellings(text: str) -> frozenset[str]:
    """Return the squeezed text as hosts may write it: as it is, without accents, with ae for ä."""
    letters = squeezed(text)
    if letters.isascii():
        return frozenset([letters])
    german = letters.translate(UMLAUTS)
    bare = unicodedata.normalize("NFD", letters).translate(STROKES)
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return frozenset([letters, german, bare])


@lru_cache(maxsize=1024)
def words_of(text: str) -> frozenset[str]:
    """Return the words, case folded; in scripts without spaces, every pair of letters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    found = set(re.findall(r"[^\W_]+", folded))
    for word in list(found):
        if len(word) > 4 and UNSPACED.search(word):
            found.discard(word)
            found.update(pairs_of(word))
    return frozenset(found)


@lru_cache(maxsize=1024)
def pairs_of(word: str) -> frozenset[str]:
    """Return every two neighbouring letters."""
    return frozenset(word[i : i + 2] for i in range(len(word) - 1))


def overlap(one: str, other: str) -> float:
    """Return the share of common words among those of the text with fewer words, 0 to 1."""
    first, second = words_of(one), words_of(other)
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))


def host_of(url: str) -> str:
    """Return the host without `www.`; of a web archive's URL, that of the archived page."""
    return (url_parts(url).hostname or "").removeprefix("www.")


def url_parts(url: str) -> SplitResult:
    """Return the parts of the (archived) page's URL; all empty where it cannot be read."""
    try:
        return urlsplit(original_url(url))
    except ValueError:
        return urlsplit("")


def original_url(url: str) -> str:
    """Return the URL of the page that a web archive's URL (`/web/<time>/<url>`) shows."""
    match = ARCHIVED.match(url)
    return match[1] if match else url
