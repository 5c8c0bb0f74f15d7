"""Renditions: the sizes in which the site shows pictures, made when they are first requested.

A rendition's URL contains the digest of the picture's content, its focal point and a digest of its
spec, so its content never changes and caches may keep it for ever. Only the sizes in SPECS are
made: nobody can fill the disk with requests. The folder `renditions/` may be emptied at any time.
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

# Increase it when the code below makes other pixels from the same spec: all URLs change.
RECIPE = 1

CROP = "crop"  # fills the box, cut around the focal point
FIT = "fit"  # the whole picture, inside the box
PAD = "pad"  # the whole picture, centred on a transparent square


@dataclass(frozen=True, slots=True)
class Spec:
    """One size: a box in pixels, CROP, FIT or PAD for other aspect ratios, and a file format.

    others: specs that a browser may choose instead (its srcset).
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
        # As wide as the text. The height only limits tall infographics: WebP has at most 16,383
        # pixels.
        Spec("page", 1280, 8192, FIT, others=("page-small",)),
        Spec("page-small", 640, 8192, FIT),
        # Link previews crop to 1.91:1, and some programs that show them cannot read WebP.
        Spec("social", 1200, 630, CROP, format="JPEG"),
        Spec("logo", 160, 160, PAD),
        Spec("icon", 64, 64, PAD),
    )
}
SPECS_BY_FILENAME = {spec.filename: spec for spec in SPECS.values()}


def rendition_size(image: Image, name: str) -> tuple[int, int]:
    """Return a rendition's width and height in pixels; it is never larger than the original."""
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
    """Return a rendition's path, without using the database or the storage."""
    spec = SPECS[name]
    return reverse(
        "media:rendition", args=[image.digest[:16], rendition_key(image, spec), spec.filename]
    )


def rendition_key(image: Image, spec: Spec) -> str:
    """Return the part of the URL for focal point and spec, on which the pixels depend."""
    if spec.shape == CROP:
        x, y = focal_point(image)
        return f"{x * 1000:.0f}-{y * 1000:.0f}-{_recipe_digest(spec)}"
    return f"whole-{_recipe_digest(spec)}"


def focal_point(image: Image) -> tuple[float, float]:
    """Return the focal point, x and y from 0 to 1, as precisely as the URL has it."""
    return round(image.focal_x, 3), round(image.focal_y, 3)


@cache
def _recipe_digest(spec: Spec) -> str:
    """Return a short digest of everything else that the pixels depend on."""
    recipe = f"{RECIPE} {spec.width} {spec.height} {spec.shape} {spec.format}"
    return hashlib.sha256(recipe.encode()).hexdigest()[:6]


def stored_name(digest: str, key: str, spec: Spec) -> str:
    """Return a rendition's name in the storage, which is also its path below MEDIA_URL."""
    return f"renditions/{digest[:16]}/{key}/{spec.filename}"


def ensure_rendition(image: Image, name: str) -> tuple[str, bool]:
    """Make a rendition if it does not exist. Returns its stored name, and whether it was made.

    Raises FileNotFoundError if the picture's own file is missing. Two processes may make the same
    rendition at the same time: both write the same bytes.
    """
    spec = SPECS[name]
    stored = stored_name(image.digest, rendition_key(image, spec), spec)
    if default_storage.exists(stored):
        return stored, False
    files.write(stored, make_rendition(image, name))
    return stored, True


def make_rendition(image: Image, name: str) -> bytes:
    """Encode a rendition. Raises FileNotFoundError if the picture's own file is missing."""
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
    """Decode a stored picture to RGB or RGBA, a JPEG at a reduced size if possible.

    A JPEG can be decoded at 1/2, 1/4 or 1/8 of its size. Twice the target size keeps edges sharp.
    """
    pixels = PIL.Image.open(file, formats=FORMATS)
    scale = 2 * max(size[0] / pixels.width, size[1] / pixels.height)
    pixels.draft("RGB", (math.ceil(pixels.width * scale), math.ceil(pixels.height * scale)))
    return pixels.convert("RGBA" if pixels.has_transparency_data else "RGB")


def _on_white(pixels: PIL.Image.Image) -> PIL.Image.Image:
    """Return the picture without transparency, on a white background."""
    if pixels.mode == "RGB":
        return pixels
    background = PIL.Image.new("RGB", pixels.size, "white")
    background.paste(pixels, mask=pixels.getchannel("A"))
    return background


@dataclass(slots=True)
class Count:
    """The result of make_missing().

    images: pictures examined. made, there: renditions made, and found. problems: a sentence for
    each picture that failed.
    """

    images: int = 0
    made: int = 0
    there: int = 0
    problems: list[str] = field(default_factory=list)


def make_missing(images: QuerySet[Image], names: Iterable[str]) -> Count:
    """Make the missing renditions of all pictures. names: of the specs."""
    count = Count()
    for image in images.iterator():
        count.images += 1
        try:
            for name in names:
                _stored, made = ensure_rendition(image, name)
                if made:
                    count.made += 1
                else:
                    count.there += 1
        except (OSError, SyntaxError, ValueError) as error:
            count.problems.append(f"Image {image.pk} ({image.file.name}): {error}")
    return count
