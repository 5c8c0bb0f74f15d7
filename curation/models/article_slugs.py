"""Slugs of articles, made from the publisher's brand and the title. Pure functions.

For example `nature-a-large-language-model`. Rules: *Slugs* and *Aliases* in the content format.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from slugs.fields import without_marks
from slugs.letters import LATIN_LETTERS, is_mostly_not_latin, unicode_slug

TITLE_LENGTH = 100
# Last parts of paths that the site itself uses below every section.
RESERVED = frozenset({"feed", "page", "index.html", "index.xml"})

_SIGNS = str.maketrans({"&": "and", "@": "at"})
_SEPARATORS = re.compile(r"[^a-z0-9]+")

_SLUG = re.compile(r"\w[\w.~-]*")


def valid_slug(slug: str):
    """Raise ValidationError unless a text may be the last part of an article's path."""
    if not _SLUG.fullmatch(slug[:1] + without_marks(slug[1:])):
        raise ValidationError(
            _("Use letters, digits and hyphens; the address has no slashes or spaces."),
            code="invalid",
        )


def brand_prefix(brand: str) -> str:
    """Return the publisher's part of a slug: the brand without its last label, dots as hyphens.

    >>> brand_prefix("nature.com"), brand_prefix("academic.oup.com")
    ('nature', 'academic-oup')
    >>> brand_prefix("brisbanetimes.com.au")
    'brisbanetimes-com'
    """
    labels = brand.lower().strip(".").split(".")
    return "-".join(labels[:-1] or labels)


def title_slug(title: str) -> str:
    """Return the title's part of a slug, 100 characters at most. Also an article's alias.

    `&` and `@` become "and" and "at", accents are removed, and everything that is neither an ASCII
    letter nor a digit (apostrophes, dashes, slashes, dots) becomes a hyphen. A title whose letters
    are mostly not Latin keeps them all: see `unicode_slug`. Without letters and digits: "".

    >>> title_slug("Q&A: it's Frost & Sullivan's AI/ML")
    'qanda-it-s-frost-and-sullivan-s-ai-ml'
    >>> title_slug("Новости телемедицины")
    'новости-телемедицины'
    """
    spelled_out = title.translate(_SIGNS).lower().translate(LATIN_LETTERS)
    if is_mostly_not_latin(title.lower().translate(LATIN_LETTERS)):
        return unicode_slug(title, TITLE_LENGTH)
    text = unicodedata.normalize("NFKD", spelled_out)
    text = "".join(char for char in text if not unicodedata.combining(char)).lower()
    return _SEPARATORS.sub("-", text).strip("-")[:TITLE_LENGTH].rstrip("-")


def article_slug(brand: str, title: str) -> str:
    """Return the publisher's and the title's part, joined by a hyphen; "article" without both.

    >>> article_slug("nature.com", "A large AI/ML language model")
    'nature-a-large-ai-ml-language-model'
    """
    parts = (brand_prefix(brand) if brand else "", title_slug(title))
    return "-".join(part for part in parts if part) or "article"
