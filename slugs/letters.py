"""Slugs in letters that are not Latin: they are kept, as Hugo and WordPress keep them.

A transliteration would have to know the language: 東京 is Dōngjīng in Chinese and Tōkyō in
Japanese. Browsers show such a path in its own letters, and `iri_to_uri` escapes
it wherever it is written.
"""

import re
import unicodedata

# The file of an exported article is named by its slug, and a file's name has 255 bytes.
MAX_BYTES = 200
# Latin letters that Unicode does not decompose into a letter and an accent
LATIN_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)
_VARIATION_SELECTORS = re.compile("[\\ufe00-\\ufe0f\\U000e0100-\\U000e01ef]")  # they choose a glyph
_HYPHENS = re.compile("-+")


def is_mostly_not_latin(text: str) -> bool:
    """Whether a slug of ASCII letters and digits would lose more of the letters than it keeps.

    >>> is_mostly_not_latin("Zürich, Łódź"), is_mostly_not_latin("AI 在医疗信息中的应用")
    (False, True)
    """
    if text.isascii():
        return False
    kept = lost = 0
    for char in unicodedata.normalize("NFC", text):
        if unicodedata.category(char)[0] in "LN":
            is_kept = any(part.isascii() and part.isalnum() for part in _decomposed(char))
            kept, lost = kept + is_kept, lost + (not is_kept)
    return lost > kept


def unicode_slug(text: str, max_length: int) -> str:
    """Return letters, their marks and digits of any script, in small letters and form NFC.

    Everything else becomes a hyphen, except what readers cannot see (joiners, direction marks),
    which is removed. The slug has at most `max_length` characters and 200 bytes; it never ends
    inside a letter with its marks (Hindi and Thai write vowels as marks). It is "" for a text
    without letters and digits.

    >>> unicode_slug("ग्रामीण अस्पताल: नई सेवा", 100)
    'ग्रामीण-अस्पताल-नई-सेवा'
    """
    text = _VARIATION_SELECTORS.sub("", unicodedata.normalize("NFC", text))
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", text.lower()):
        category = unicodedata.category(char)
        is_mark_of_letter = category in ("Mn", "Mc") and bool(kept) and kept[-1] != "-"
        if category[0] in "LN" or is_mark_of_letter:
            kept.append(char)
        elif category != "Cf":
            kept.append("-")
    slug = _HYPHENS.sub("-", "".join(kept)).strip("-")
    return _cut(slug, max_length).rstrip("-")


def _cut(slug: str, max_length: int) -> str:
    """Return as many whole letters, with their marks, as both limits allow."""
    end = min(len(slug), max_length)
    while len(slug[:end].encode()) > MAX_BYTES:
        end -= 1
    if end < len(slug):
        while end and unicodedata.category(slug[end])[0] == "M":
            end -= 1
    return slug[:end]


def _decomposed(char: str) -> str:
    return unicodedata.normalize("NFKD", char)
