"""The picture that a page shows of itself, and its icon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from curation.sources.reading.declared import Declared
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.json_ld import url_of
from curation.sources.reading.outline import PageOutline, Place, is_hidden, marks_of

IMAGE_TAGS = tuple(
    """
    og:image:secure_url og:image og:image:url twitter:image twitter:image:src twitter:image0
    sailthru.image.full parsely-image-url image thumbnail sailthru.image.thumb thumbnailurl
    """.split()
)
BLANK_PICTURE = re.compile(r"(?:blank|spacer|pixel|1x1|transparent)\.(?:gif|png|jpe?g)")
NO_PICTURE = re.compile(
    r"(?:^|[/_.-])"
    r"(?:blank|spacer|pixel|1x1|transparent|placeholder|loading|lazy|grey|tracking|avatar|gravatar|"
    r"icons?|favicon|logo|sprite|button|badge|emoji|smil(?:ey|ies)|share|banner|qr-?code|"
    r"qrcode-app|app-?store|ads?)"
    r"(?:[/_.-]|\d*\.)",
    re.IGNORECASE,
)
NO_PICTURE_MARK = re.compile(r"logo|icon|avatar|author|teaser")
# Where pages that load their pictures late (lazy loading) keep the URL.
LAZY_ATTRIBUTES = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-url",
    "data-srcset",
    "srcset",
)
# Smaller pictures (pixels) are decoration.
LEAST_WIDTH = 200
LEAST_HEIGHT = 120
LARGE_WIDTH = 300


def read_image(page: PageOutline, heading: Place | None = None) -> Field[str]:
    """Return the URL of the page's own picture.

    Without a declared one, of the first large picture in the article.
    """
    declared = page.declared
    stated = [Candidate(value, name) for name, value in declared.all(*IMAGE_TAGS)]
    for article in declared.linked.articles:
        for key in ("image", "primaryImageOfPage", "thumbnailUrl"):
            for value in declared.linked.values(article, key):
                stated.append(Candidate(url_of(value), "json-ld"))
    stated += [
        Candidate(link.href, "image_src") for link in declared.links if "image_src" in link.rel
    ]
    for place in page.items[:200]:
        if "image" in place.marks.split():
            node = place.element
            value = node.get("content") or node.get("src") or node.get("href") or ""
            stated.append(Candidate(value, "itemprop image"))
    found = [Candidate(declared.absolute(one.value), one.source) for one in stated]
    found = [one for one in found if one.value and not _is_blank(one.value)]
    found += [Candidate(url, "img") for url in _pictures_in_text(page, heading)]
    return Field.first_of(found)


def read_icon(declared: Declared) -> str:
    """Return the URL of the site's icon: the largest declared one, else that at the usual path."""
    ranked: list[tuple[int, str]] = []
    for link in declared.links:
        if "mask-icon" in link.rel or link.rel.isdisjoint(["icon", "apple-touch-icon"]):
            continue
        url = declared.absolute(link.href)
        if not url:
            continue
        sizes = [int(width) for width in re.findall(r"(\d{1,4})x\d", link.sizes)]
        if "svg" in link.type or url.split("?")[0].endswith(".svg"):
            size = 1000
        elif sizes:
            size = max(sizes)
        else:
            size = (
                180 if "apple-touch-icon" in link.rel else 32
            )  # the sizes that these usually have
        ranked.append((size, url))
    if ranked:
        return max(ranked, key=lambda entry: entry[0])[1]
    return declared.absolute("/favicon.ico")


def _is_blank(url: str) -> bool:
    """Say whether the URL is that of a placeholder: a blank pixel, not a picture of anything."""
    name = url.split("?")[0].rsplit("/", 1)[-1].lower()
    return BLANK_PICTURE.fullmatch(name) is not None


def _pictures_in_text(page: PageOutline, heading: Place | None) -> Iterator[str]:
    """Yield the URLs of the article's pictures: near or after the headline, no icons, no logos."""
    start = heading.position if heading else 0
    ranked: list[tuple[float, int, str]] = []
    for place in page.images[:60]:
        element = place.element
        url = _source_of(element)
        if not url or NO_PICTURE.search(url.split("?")[0]):
            continue
        width, height = _pixels(element, "width"), _pixels(element, "height")
        if (width and width < LEAST_WIDTH) or (height and height < LEAST_HEIGHT):
            continue
        around = [node.tag for node in islice(element.iterancestors(), 6)]
        doubt = 0.0 if place.position >= start else 1.0
        if width >= LARGE_WIDTH:
            doubt -= 1.0
        if not {"article", "main", "figure"}.isdisjoint(around):
            doubt -= 1.0
        if NO_PICTURE_MARK.search(marks_of(element.attrib)):
            doubt += 2.0
        if page.is_outside_article(element) or "header" in around[:3]:
            doubt += 2.0
        if is_hidden(element):
            doubt += 1.0
        ranked.append((doubt, place.position, url))
    ranked.sort()
    for doubt, _, source in ranked[:5]:
        if doubt < 1 and (url := page.declared.absolute(source)):
            yield url


def _source_of(image: etree._Element) -> str:
    """Return where the picture is loaded from, also when a script is to load it later."""
    source = image.get("src") or ""
    if not source or source.startswith("data:"):
        late = next((image.get(name) for name in LAZY_ATTRIBUTES if image.get(name)), "").strip()
        source = late.split(",")[0].split()[0] if late.split(",")[0].strip() else ""
    return "" if source.startswith("data:") else source


def _pixels(image: etree._Element, side: str) -> int:
    match = re.match(r"\s*(\d{1,5})\s*(?:px)?\s*$", image.get(side) or "")
    return int(match[1]) if match else 0
