"""The last touches on sanitised bodies and excerpts before they are shown on a page."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

# One whole tag, its quoted attributes included: what only looks like a tag inside of an attribute
# is passed over. The sanitiser writes every attribute in double quotes and escapes those within.
_TAG = re.compile(r'<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?:[^">]*"[^"]*")*[^">]*>')

CUT = 190  # shorter ones were written, not cut
_ENDS = (".", "!", "?", "…", "”", "’", "»", '"', "'", ")")


def for_page(html: str) -> SafeString:
    """A sanitised body -> the same with tables that scroll by themselves and lazy pictures.

    A wide table scrolls in a region that the keyboard can reach, instead of the whole page.
    """
    region = format_html(
        '<div class="wide" role="region" tabindex="0" aria-label="{}">',
        _("Table, scrolls sideways"),
    )

    def touch(match: re.Match) -> str:
        tag = match[0]
        if match["name"] == "table":
            return f"{tag}</div>" if match["end"] else f"{region}{tag}"
        if match["name"] == "img":
            return tag.replace("<img", '<img loading="lazy" decoding="async"', 1)
        return tag

    return mark_safe(_TAG.sub(touch, html))  # noqa: S308  both parts are safe: see above


def whole_words(excerpt: str) -> str:
    """An excerpt that ends in the middle of a sentence -> the same, cut after a word, with "…".

    Rule: the content format's `description` is the body's first 200 characters, wherever they end.

    >>> whole_words("It ends.")
    'It ends.'
    """
    if len(excerpt) < CUT or excerpt.endswith(_ENDS):
        return excerpt
    words = excerpt.rpartition(" ")[0] or excerpt
    return words.rstrip(" ,;:(–—-") + "…"
