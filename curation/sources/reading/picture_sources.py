"""Where one picture of a page is loaded from: at once, late, by its size, or beside scripts.

Pages that load their pictures late (lazy loading) have a placeholder in `src`, and the URL in an
attribute of their own; responsive pages offer several sizes (`srcset`, `<picture>`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

# In order: what names the whole picture, then what may be a smaller one.
LATE_ATTRIBUTES = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lsrc",
    "data-lazy",
    "data-orig-file",
    "data-large-file",
    "data-img-url",
    "data-image",
    "data-url",
)
LATE_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set")
LATE_NAME = re.compile(r"data-[\w-]*(?:src|orig|lazy|img|image|url|file|full|large)[\w-]*")
PICTURE_FILE = re.compile(
    r"(?:https?:)?/?/?[^\s{}<>\"']+\.(?:jpe?g|png|webp|gif)(?:[?!#/]\S*)?", re.I
)
PLACEHOLDER = re.compile(
    r"(?:^|[/_.=-])(?:blank|spacer|pixel|1x1|clear|transparent|placeholder|loading|loader|lazy|"
    r"spinner|dummy|empty|gr[ae]y|trans|fallback|default-?image)(?:[/_.-]|\d*\.|$)",
    re.IGNORECASE,
)
CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")
# One picture of a `srcset`: its URL, and how wide or how dense it is.
SET_ENTRY = re.compile(r"[\s,]*(\S+?)(?:,?\s*$|,\s|\s+([\d.]{1,8})([wx])(?:\s+\d+h)?\s*(?:,|$))")
MOST_SOURCES = 12  # of a <picture>
MOST_OF_SET = 8000  # characters that are read
WIDEST = 2400  # pixels; a picture that is wider is for print


def sources_of(image: etree._Element) -> Iterator[str]:
    """Yield the URLs (as written) of an image or a video's still, the best first."""
    if image.tag == "video":
        yield image.get("poster") or ""
        return
    attributes = dict(image.items())
    # A page that is to load the picture late says where it is; `src` may be a blurred small one.
    if any(name.startswith("data-") for name in attributes):
        for name in LATE_ATTRIBUTES:
            value = attributes.get(name, "").strip()
            if value and not value.startswith(("data:", "{", "[")) and " " not in value:
                yield value
        for name in LATE_SETS:
            yield largest_of_set(attributes.get(name, ""))
    source = attributes.get("src", "").strip()
    if not is_placeholder(source):
        yield source
    yield largest_of_set(attributes.get("srcset", ""))
    yield from _sources_of_picture(image)
    for name, value in attributes.items():
        if LATE_NAME.fullmatch(name) and PICTURE_FILE.fullmatch(value.strip()):
            yield value.strip()


def largest_of_set(text: str) -> str:
    """Return the URL of the largest picture in a `srcset`, empty without one."""
    if not text:
        return ""
    best, best_size = "", -1.0
    for url, size, unit in _entries(text):
        if unit == "w" and size > WIDEST and best:
            continue
        if size > best_size and not url.startswith("data:"):
            best, best_size = url, size
    return best


def width_of(image: etree._Element) -> int:
    """Return how many pixels wide the picture is, as far as the page says it; 0 without a word."""
    for name in ("width", "data-width"):
        if width := _pixels(image.get(name)):
            return width
    for name in ("srcset", *LATE_SETS):
        if name not in image.attrib:
            continue
        widths = [size for _, size, unit in _entries(image.get(name) or "") if unit == "w"]
        if widths:
            return int(max(widths))
    return 0


def height_of(image: etree._Element) -> int:
    """Return how many pixels high it is, as far as the page says it; 0 without a word."""
    return _pixels(image.get("height")) or _pixels(image.get("data-height"))


def is_placeholder(url: str) -> bool:
    """Say whether it is what a page shows before the picture is loaded."""
    if not url or url.startswith("data:"):
        return True
    path = url.split("?")[0].split("#")[0]
    return PLACEHOLDER.search(CAMEL_CASE.sub("-", path.rsplit("/", 1)[-1])) is not None


def _sources_of_picture(image: etree._Element) -> Iterator[str]:
    """Yield the largest picture of each `<source>` in the `<picture>` around an image."""
    # To the parser, a <source> holds what follows it.
    picture = image.getparent()
    for _ in range(MOST_SOURCES):
        if picture is None or picture.tag != "source":
            break
        picture = picture.getparent()
    if picture is None or picture.tag != "picture":
        return
    # What every program can show comes before newer kinds of files.
    offered = sorted(picture.iter("source"), key=lambda one: "avif" in (one.get("type") or ""))
    for source in offered[:MOST_SOURCES]:
        for name in ("srcset", *LATE_SETS, "data-src", "src"):
            if url := largest_of_set(source.get(name) or ""):
                yield url


def _entries(text: str) -> Iterator[tuple[str, float, str]]:
    """Yield (URL, size, unit) of the pictures in a `srcset`; unit "" where it has no size."""
    for url, size, unit in SET_ENTRY.findall(" ".join(text[:MOST_OF_SET].split())):
        try:
            yield url.strip(","), float(size or 0), unit
        except ValueError:
            continue


def _pixels(text: str | None) -> int:
    match = re.fullmatch(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*", text or "")
    return int(match[1]) if match else 0
