"""Article slugs: `nature-a-large-language-model` from a publisher's brand and a title. Pure.

Rules: *Slugs* and *Aliases* in the content format.
"""

import re
import unicodedata

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

TITLE_LENGTH = 100
# Last parts that the site uses itself below every section.
RESERVED = frozenset({"feed", "page", "index.html", "index.xml"})

_SPOKEN = str.maketrans({"&": "and", "@": "at"})
# Letters whose accent Unicode does not take apart.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)
_DIVIDERS = re.compile(r"[^a-z0-9]+")

valid_slug = RegexValidator(
    r"^\w[\w.~-]*\Z", _("Use letters, digits and hyphens; the address has no slashes or spaces.")
)


def brand_prefix(brand: str) -> str:
    """The publisher's part of a slug: the brand without its last label, dots as hyphens.

    >>> brand_prefix("nature.com"), brand_prefix("academic.oup.com")
    ('nature', 'academic-oup')
    >>> brand_prefix("brisbanetimes.com.au")
    'brisbanetimes-com'
    """
    labels = brand.lower().strip(".").split(".")
    return "-".join(labels[:-1] or labels)


def title_slug(title: str) -> str:
    """The title's part of a slug, 100 characters at most. Also an article's alias.

    `&` and `@` are spoken in place, accents are folded, and everything else that is neither a
    letter nor a digit (apostrophes, dashes, slashes, dots) divides words.

    >>> title_slug("Q&A: it's Frost & Sullivan's AI/ML")
    'qanda-it-s-frost-and-sullivan-s-ai-ml'
    """
    text = unicodedata.normalize("NFKD", title.translate(_SPOKEN).lower().translate(_LETTERS))
    text = "".join(char for char in text if not unicodedata.combining(char)).lower()
    return _DIVIDERS.sub("-", text).strip("-")[:TITLE_LENGTH].rstrip("-")


def article_slug(brand: str, title: str) -> str:
    """Publisher prefix + `-` + title's slug; the title's alone where there is no publisher.

    >>> article_slug("nature.com", "A large AI/ML language model")
    'nature-a-large-ai-ml-language-model'
    """
    parts = (brand_prefix(brand) if brand else "", title_slug(title))
    return "-".join(part for part in parts if part) or "article"
