"""Renditions: the few sizes in which the site shows a picture, made when first asked for.

A rendition's address names the picture's content, its focal point and the recipe, so what it
answers never changes and may be cached for ever. Sizes that are not in the table are not made:
nobody can fill the disk by asking. The folder `renditions/` holds nothing that cannot be made
again and may be emptied at any time.
"""

import contextlib
import hashlib
import io
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import PIL.Image
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.urls import reverse
from PIL import ImageOps

from media import files
from media.checking import BIG_PIXELS, FORMATS, ONE_AT_A_TIME
from media.models import Image

# Raise it when the code below makes other pixels of the same spec: all addresses change.
RECIPE = 1

CROP = "crop"  # fills the box, cut around the focal point
FIT = "fit"  # the whole picture, inside the box
PAD = "pad"  # the whole picture, centred on a transparent square


@dataclass(frozen=True, slots=True)
class Spec:
    """One size: the box in pixels, what happens to a picture of another shape, and its file type.

    `others` are the specs that a browser may choose instead of this one (its srcset).
    """

    name: str
    width: int
    height: int
    shape: str
    format: str = "WEBP"
    others: tuple[str, ...] = ()

    @property
    def filename(self) -> str:
        return f"{self.name}.{'jpg' if self.format == 'JPEG' else 'webp'}"


SPECS = {
    spec.name: spec
    for spec in (
        Spec("thumb", 160, 90, CROP, others=("thumb@2x",)),
        Spec("thumb@2x", 320, 180, CROP),
        Spec("card", 400, 225, CROP, others=("card@2x",)),
        Spec("card@2x", 800, 450, CROP),
        Spec("lead", 1200, 675, CROP, others=("card", "card@2x")),
        # As wide as the text; the height only bounds scrolls of an infographic, as WebP ends at
        # 16,383 pixels.
        Spec("page", 1280, 8192, FIT, others=("page-small",)),
        Spec("page-small", 640, 8192, FIT),
        # 1.91:1 is what link previews crop to; some of their readers know no WebP.
        Spec("social", 1200, 630, CROP, format="JPEG"),
        Spec("logo", 160, 160, PAD),
        Spec("icon", 64, 64, PAD),
    )
}
SPECS_BY_FILENAME = {spec.filename: spec for spec in SPECS.values()}


def rendition_size(image: Image, name: str) -> tuple[int, int]:
    """Width and height in pixels of `image` in the spec `name`; never larger than the original."""
    spec = SPECS[name]
    if spec.shape == CROP:
        scale = min(1, image.width / spec.width, image.height / spec.height)
        return max(1, round(spec.width * scale)), max(1, round(spec.height * scale))
    if spec.shape == FIT:
        scale = min(1, spec.width / image.width, spec.height / image.height)
        return max(1, round(image.width * scale)), max(1, round(image.height * scale))
    side = min(spec.width, max(image.width, image.height))
    return side, side


def rendition_url(image: Image, name: str) -> str:
    """The address of `image` in the spec `name`. Asks neither database nor storage."""
    spec = SPECS[name]
    return reverse(
        "media:rendition", args=[image.digest[:16], rendition_key(image, spec), spec.filename]
    )


def rendition_key(image: Image, spec: Spec) -> str:
    """What the pixels depend on besides picture and name: the focal point, if any, and recipe."""
    if spec.shape == CROP:
        x, y = focal_point(image)
        return f"{x * 1000:.0f}-{y * 1000:.0f}-{_recipe(spec)}"
    return f"whole-{_recipe(spec)}"


def focal_point(image: Image) -> tuple[float, float]:
    """Rounded to a thousandth, so that the address says all of it."""
    return round(image.focal_x, 3), round(image.focal_y, 3)


@cache
def _recipe(spec: Spec) -> str:
    ingredients = f"{RECIPE} {spec.width} {spec.height} {spec.shape} {spec.format}"
    return hashlib.sha256(ingredients.encode()).hexdigest()[:6]


def stored_name(digest: str, key: str, spec: Spec) -> str:
    """Where the storage keeps it; below MEDIA_URL this is its address, too."""
    return f"renditions/{digest[:16]}/{key}/{spec.filename}"


def ensure_rendition(image: Image, name: str) -> tuple[str, bool]:
    """The stored name of `image` in the spec `name`, and whether it had to be made.

    Raises FileNotFoundError when the picture's own file is gone. Two workers may make the same
    rendition at once: both write the same bytes.
    """
    spec = SPECS[name]
    stored = stored_name(image.digest, rendition_key(image, spec), spec)
    if default_storage.exists(stored):
        return stored, False
    files.write(stored, make_rendition(image, name))
    return stored, True


def make_rendition(image: Image, name: str) -> bytes:
    """The encoded rendition. Raises FileNotFoundError when the picture's own file is gone."""
    spec = SPECS[name]
    size = rendition_size(image, name)
    big = image.width * image.height > BIG_PIXELS
    with (
        ONE_AT_A_TIME if big else contextlib.nullcontext(),
        image.file.storage.open(image.file.name) as file,
    ):
        pixels = _decoded(file, size)
        if spec.shape == CROP:
            pixels = ImageOps.fit(pixels, size, centering=focal_point(image))
        elif spec.shape == FIT:
            pixels = pixels.resize(size, PIL.Image.Resampling.LANCZOS, reducing_gap=3)
        else:
            pixels = ImageOps.pad(pixels.convert("RGBA"), size, color=(0, 0, 0, 0))
    buffer = io.BytesIO()
    if spec.format == "JPEG":
        _on_white(pixels).save(buffer, "JPEG", quality=85, progressive=True, optimize=True)
    else:
        pixels.save(buffer, "WEBP", quality=80, method=4)
    return buffer.getvalue()


def _decoded(file: io.IOBase, size: tuple[int, int]) -> PIL.Image.Image:
    """The stored picture in RGB or RGBA, decoded no larger than is good for `size`.

    A JPEG can be decoded at 1/2, 1/4 or 1/8; twice the needed size keeps edges sharp.
    """
    pixels = PIL.Image.open(file, formats=FORMATS)
    scale = 2 * max(size[0] / pixels.width, size[1] / pixels.height)
    pixels.draft("RGB", (math.ceil(pixels.width * scale), math.ceil(pixels.height * scale)))
    return pixels.convert("RGBA" if pixels.has_transparency_data else "RGB")


def _on_white(pixels: PIL.Image.Image) -> PIL.Image.Image:
    if pixels.mode == "RGB":
        return pixels
    paper = PIL.Image.new("RGB", pixels.size, "white")
    paper.paste(pixels, mask=pixels.getchannel("A"))
    return paper


@dataclass(slots=True)
class Count:
    """What make_missing() did: pictures seen, renditions made and found, sentences on failures."""

    images: int = 0
    made: int = 0
    there: int = 0
    problems: list[str] = field(default_factory=list)


def make_missing(images: QuerySet[Image], names: Iterable[str]) -> Count:
    """Make the renditions `names` of all `images` where they are missing."""
    count = Count()
    for image in images.iterator():
        count.images += 1
        try:
            for name in names:
                _stored, made = ensure_rendition(image, name)
                count.made += made
                count.there += not made
        except (OSError, SyntaxError, ValueError) as error:
            count.problems.append(f"Image {image.pk} ({image.file.name}): {error}")
    return count
