"""The picture that a page shows of itself, and its icon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lxml import etree

from curation.sources.reading.declared import Declared
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.json_ld import url_of
from curation.sources.reading.outline import PageOutline, Place, is_hidden, marks_of
from curation.sources.reading.picture_sources import (
    CAMEL_CASE,
    PICTURE_FILE,
    height_of,
    is_placeholder,
    sources_of,
    width_of,
)

IMAGE_TAGS = tuple(
    """
    og:image:secure_url og:image og:image:url twitter:image twitter:image:src twitter:image0
    sailthru.image.full parsely-image-url image thumbnail sailthru.image.thumb thumbnailurl
    """.split()
)
BLANK_PICTURE = re.compile(r"(?:blank|spacer|pixel|1x1|transparent)\.(?:gif|png|jpe?g)")
# What is in the path of decoration: of the site's design, its buttons, its people, its trackers.
NO_PICTURE = re.compile(
    r"(?:^|[/_.-])"
    r"(?:blank|spacer|pixel|1x1|transparent|placeholder|loading|lazy|grey|tracking|tracker|avatars?|"
    r"gravatar|icons?|favicon|logos?|sprite|button|badge|emoji|smil(?:ey|ies)|share|banner|qr-?code|"
    r"qrcode-app|app-?store|ads?|play-?icon|authors?|autor(?:en)?|profile-?(?:pic|image|photo)s?)"
    r"(?:[/_.-]|\d*\.)"
    r"|/(?:themes|plugins)/|/[bp]\.gif$",
    re.IGNORECASE,
)
NO_PICTURE_MARK = re.compile(
    r"logo|\bicon|avatar|author|autor|byline|\bbio\b|teaser|sponsor|related|recommend|promo"
)
# How large a picture is, where its own URL says so: "-300x210.jpg", "/100x100/"
SIZE_IN_URL = re.compile(r"(?:^|[/_.-])(\d{2,4})x(\d{2,4})(?=[/_.-]|$)")
# Smaller pictures (pixels) are decoration.
LEAST_WIDTH = 200
LEAST_HEIGHT = 120
LARGE_WIDTH = 300
MOST_PICTURES = 40  # that are looked at
FEWER_PICTURES = 12  # the same where the page declares one: these are only to choose from


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
    most = FEWER_PICTURES if found else MOST_PICTURES
    found += [Candidate(url, "img") for url in _pictures_in_text(page, heading, most)]
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


def _may_be_picture(url: str) -> bool:
    """Say whether the URL may be that of a picture of something, not of decoration."""
    if is_placeholder(url):
        return False
    return NO_PICTURE.search(CAMEL_CASE.sub("-", url.split("?")[0])) is None


def _pictures_in_text(page: PageOutline, heading: Place | None, most: int) -> Iterator[str]:
    """Yield the URLs of the article's pictures: near or after the headline, no icons, no logos.

    most: how many of the page's pictures are looked at, the nearest to the headline first.
    """
    start = heading.position if heading else 0
    ranked: list[tuple[float, int, str]] = []
    nearest = sorted(page.images, key=lambda place: abs(place.position - start))
    for place in nearest[:most]:
        element = place.element
        url = next((url for url in sources_of(element) if _may_be_picture(url)), "")
        around = list(islice(element.iterancestors(), 6))
        if not url or _is_tracker(url, around):
            continue
        width, height = _size_of(element, url)
        if (width and width < LEAST_WIDTH) or (height and height < LEAST_HEIGHT):
            continue
        doubt = 0.0 if place.position >= start else 1.0
        if width >= LARGE_WIDTH:
            doubt -= 1.0
        tags = [node.tag for node in around]
        if not {"article", "main", "figure"}.isdisjoint(tags):
            doubt -= 1.0
        if any(_mark_decoration(marks_of(node.attrib)) for node in (element, *around[:3])):
            doubt += 2.0
        if _leads_elsewhere(page, around):
            doubt += 1.0
        if page.is_outside_article(element) or "header" in tags[:3]:
            doubt += 2.0
        if is_hidden(element):
            doubt += 1.0
        ranked.append((doubt, place.position, url))
    ranked.sort()
    for doubt, _, source in ranked[:5]:
        if doubt < 1 and (url := page.declared.absolute(source)):
            yield url


@lru_cache(maxsize=2048)
def _mark_decoration(marks: str) -> bool:
    """Say whether an element with such marks shows a logo, a person, or another article."""
    return NO_PICTURE_MARK.search(marks) is not None


def _is_tracker(url: str, around: list[etree._Element]) -> bool:
    """Say whether it is a counter of visits: an address that is no file, for browsers without
    scripts."""
    return not PICTURE_FILE.fullmatch(url) and any(node.tag == "noscript" for node in around)


def _size_of(element: etree._Element, url: str) -> tuple[int, int]:
    """Return width and height in pixels, as far as the page or the URL says them; else 0."""
    width, height = width_of(element), height_of(element)
    if match := SIZE_IN_URL.search(url.split("?")[0].rsplit("/", 2)[-1]):
        return width or int(match[1]), height or int(match[2])
    return width, height


def _leads_elsewhere(page: PageOutline, around: list[etree._Element]) -> bool:
    """Say whether the picture is a link to another page, as those of teasers are."""
    link = next((node for node in around if node.tag == "a"), None)
    if link is None:
        return False
    target = page.declared.absolute(link.get("href") or "")
    here = page.declared.url.split("#")[0].split("?")[0]
    return bool(target) and not PICTURE_FILE.fullmatch(target) and not target.startswith(here)
