"""The picture that a page shows of itself, and its icon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from curation.sources.reading.declared import Declared
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.json_ld import url_of
from curation.sources.reading.survey import Place, Survey, is_hidden, own_marks

IMAGE_TAGS = (
    "og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src",
    "twitter:image0", "sailthru.image.full", "parsely-image-url", "image",
    "thumbnail", "sailthru.image.thumb", "thumbnailurl",
)  # fmt: skip
NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:blank|spacer|pixel|1x1|transparent|placeholder|loading|lazy|grey|tracking|"
    r"avatar|gravatar|icons?|favicon|logo|sprite|button|badge|emoji|smil(?:ey|ies)|share|banner|"
    r"qr-?code|qrcode-app|app-?store|ads?)"
    r"(?:[/_.-]|\d*\.)",
    re.IGNORECASE,
)
LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-url",
    "data-srcset",
    "srcset",
)


def read_image(page: Survey, heading: Place | None = None) -> Field[str]:
    """The address of the page's own picture; without a declared one, the article's first large "
    "one."""
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
    found = [one for one in found if one.value and not is_empty_picture(one.value)]
    found += [Candidate(address, "img") for address in pictures_in_text(page, heading)]
    return Field.first_of(found)


def is_empty_picture(address: str) -> bool:
    """Whether the address is a placeholder's: a blank pixel, not a picture of anything."""
    name = address.split("?")[0].rsplit("/", 1)[-1].lower()
    return bool(re.fullmatch(r"(?:blank|spacer|pixel|1x1|transparent)\.(?:gif|png|jpe?g)", name))


def pictures_in_text(page: Survey, heading: Place | None) -> Iterator[str]:
    """Addresses of the article's pictures: near or behind the headline, neither icon nor logo."""
    start = heading.position if heading else 0
    ranked: list[tuple[float, int, str]] = []
    for place in page.images[:60]:
        element = place.element
        address = source_of(element)
        if not address or NO_PICTURE.search(address.split("?")[0]):
            continue
        width, height = pixels(element, "width"), pixels(element, "height")
        if (width and width < 200) or (height and height < 120):
            continue
        doubt = 0.0 if place.position >= start else 1.0
        doubt -= 1.0 if width >= 300 else 0.0
        parents = list(islice(element.iterancestors(), 6))
        doubt -= 1.0 if any(node.tag in ("article", "main", "figure") for node in parents) else 0.0
        if re.search(r"logo|icon|avatar|author|teaser", own_marks(element.attrib)):
            doubt += 2.0
        if page.stands_elsewhere(element) or any(node.tag == "header" for node in parents[:3]):
            doubt += 2.0
        if is_hidden(element):
            doubt += 1.0
        ranked.append((doubt, place.position, address))
    ranked.sort()
    for doubt, _, source in ranked[:5]:
        if doubt < 1 and (address := page.declared.absolute(source)):
            yield address


def source_of(image: object) -> str:
    """Where the picture is loaded from, also when a script is to load it later."""
    source = image.get("src") or ""
    if not source or source.startswith("data:"):
        source = next((image.get(name) for name in LAZY if image.get(name)), "") or ""
        source = source.strip().split(",")[0].split()[0] if source.strip() else ""
    return "" if source.startswith("data:") else source


def pixels(image: object, side: str) -> int:
    match = re.match(r"\s*(\d{1,5})\s*(?:px)?\s*$", image.get(side) or "")
    return int(match[1]) if match else 0


def read_icon(declared: Declared) -> str:
    """The address of the site's icon: the largest declared, else the one at the usual place."""
    ranked: list[tuple[int, str]] = []
    for link in declared.links:
        if "mask-icon" in link.rel or not ({"icon", "apple-touch-icon"} & link.rel):
            continue
        address = declared.absolute(link.href)
        sizes = re.findall(r"(\d{1,4})x\d", link.sizes)
        size = max(map(int, sizes)) if sizes else 180 if "apple-touch-icon" in link.rel else 32
        if "svg" in link.type or address.split("?")[0].endswith(".svg"):
            size = 1000
        if address:
            ranked.append((size, address))
    if ranked:
        return max(ranked, key=lambda one: one[0])[1]
    return declared.absolute("/favicon.ico")
