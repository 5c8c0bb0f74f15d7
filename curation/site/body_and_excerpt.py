"""How sanitised bodies and excerpts are adapted for a page."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from media.models import Image
from media.templatetags.pictures import rendition_attributes

# A whole tag with its quoted attributes, so that what looks like a tag inside an attribute is not
# matched. The sanitiser puts every attribute in double quotes, and escapes double quotes within.
_TAG = re.compile(r'<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?:[^">]*"[^"]*")*[^">]*>')

_STORED_PICTURE = re.compile(r'src="/media/images/[0-9a-f]{2}/(?P<digest>[0-9a-f]{64})\.[a-z]+"')
SIZES = "(min-width: 44rem) 42rem, 100vw"  # the width of the text, --measure

CUT = 190  # characters; shorter excerpts were written by somebody, not cut
_SENTENCE_ENDS = (".", "!", "?", "…", "”", "’", "»", '"', "'", ")")


def body_for_page(html: str) -> SafeString:
    """Return a sanitised body with scrollable tables, and pictures as wide as the text.

    A wide table scrolls in a region of its own, which the keyboard can reach, and not the page.
    Pictures load lazily; those that are stored here come in renditions, with their size, so that
    the text does not move when they arrive.
    """
    region = format_html(
        '<div class="wide" role="region" tabindex="0" aria-label="{}">',
        _("Table, scrolls sideways"),
    )
    digests = {match["digest"] for match in _STORED_PICTURE.finditer(html)}
    images = (
        {one.digest: one for one in Image.objects.filter(digest__in=digests)} if digests else {}
    )

    def adapt(match: re.Match) -> str:
        tag = match[0]
        if match["name"] == "table":
            return f"{tag}</div>" if match["end"] else f"{region}{tag}"
        if match["name"] == "img":
            tag = tag.replace("<img", '<img loading="lazy" decoding="async"', 1)
            return _STORED_PICTURE.sub(lambda found: _rendition(found, images, tag), tag, count=1)
        return tag

    return mark_safe(_TAG.sub(adapt, html))  # noqa: S308  the body is sanitised, what is added is ours


def _rendition(found: re.Match, images: dict[str, Image], tag: str) -> str:
    """The attributes of a stored picture, for its `src`. A size that the body gives stays."""
    image = images.get(found["digest"])
    if image is None:
        return found[0]
    has_size = ' width="' in tag or ' height="' in tag
    return rendition_attributes(image, "page", sizes=SIZES, with_size=not has_size).strip()


def excerpt_with_ellipsis(excerpt: str) -> str:
    """Return an excerpt; one that was cut ends after a whole word, with "…".

    In the content format, `description` is the body's first 200 characters, wherever they end.

    >>> excerpt_with_ellipsis("It ends.")
    'It ends.'
    """
    if len(excerpt) < CUT or excerpt.endswith(_SENTENCE_ENDS):
        return excerpt
    words = excerpt.rpartition(" ")[0] or excerpt
    return words.rstrip(" ,;:(–—-") + "…"
