"""Is this a picture that the site can show? Bytes in, clean bytes out; no database, no disk.

What a file is called and what its sender says about it play no part: only its content does. What
comes out was drawn again from the pixels, so nothing that hid in the file (positions, names,
comments, thumbnails, a second file appended to the first) survives.
"""

import io
import re
import struct
import threading
import warnings
import zlib
from dataclasses import dataclass

import PIL.Image
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import ImageCms
from PIL.Image import Transpose

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40 * 1000 * 1000
# At 40 megapixels AVIF took 5 s and 1.2 GB to encode, WebP 11 s and 0.9 GB, JPEG 0.6 s and 0.35;
# and of a JPEG a small rendition can be decoded without decoding the whole.
BIG_PIXELS = 12 * 1000 * 1000
SMALL_PIXELS = 2 * 1000 * 1000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
CONTENT_TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif")

# What Pillow's decoders raise on broken files, as seen with some 100,000 mutilated ones.
DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    ArithmeticError,
    RuntimeError,
    struct.error,
    zlib.error,
)

# A picture of 40 megapixels takes up to 0.7 GB while it is worked on: one at a time.
ONE_AT_A_TIME = threading.Lock()

_SRGB = ImageCms.createProfile("sRGB")


class ImageRefused(ValidationError):
    """The file cannot be taken; the message says why, in words for the person who sent it."""

    def __str__(self) -> str:
        return " ".join(self.messages)


@dataclass(frozen=True, slots=True)
class CheckedImage:
    """A picture that may be stored and shown.

    `bytes` hold it upright, in sRGB or grey, with 8 bits a channel and without metadata;
    `format` is Pillow's name for them (JPEG, PNG, WEBP or AVIF), `source_format` that of what
    came in (also GIF). `animated` says that what came in had more frames than the one kept.
    """

    bytes: bytes
    format: str
    width: int
    height: int
    source_format: str
    animated: bool


def check_and_reencode(data: bytes) -> CheckedImage:
    """Check `data` by its content and draw it again without metadata.

    JPEG, PNG, WebP and AVIF stay what they are, except that an opaque WebP or AVIF above
    BIG_PIXELS becomes a JPEG; a GIF becomes a PNG of the same colours. Of an
    animation the first frame is kept, as a still: moving pictures distract from the text (WCAG
    2.2.2 asks that they can be stopped), and one still per rendition keeps pages light.

    The same input gives the same output with the same version of Pillow. Raises ImageRefused.
    """
    if not data:
        raise ImageRefused(_("The file is empty."), code="empty")
    if len(data) > MAX_BYTES:
        raise too_many_bytes(len(data))
    foreign = _foreign_format(data)
    if foreign:
        raise ImageRefused(foreign, code="format")
    with ONE_AT_A_TIME:
        return _redraw(data)


def too_many_bytes(size: int) -> ImageRefused:
    return ImageRefused(
        _("The file is %(size)s MB; at most %(most)s MB are accepted.")
        # rounded up, so that one byte too many does not read "20; at most 20"
        % {"size": -(-size // 1024**2), "most": MAX_BYTES // 1024**2},
        code="bytes",
    )


def _redraw(data: bytes) -> CheckedImage:
    image = _open(data)
    source_format = "JPEG" if image.format == "MPO" else image.format
    _check_pixels(*image.size)
    try:
        animated = image.format != "MPO" and getattr(image, "n_frames", 1) > 1
        image.seek(0)
        image.load()
        image = _plain_colours(_upright(image), source_format)
        target = _target(source_format, image)
        encoded = _encode(image, target)
    except DAMAGE as error:
        raise _damaged(error) from error
    return CheckedImage(encoded, target, *image.size, source_format, animated)


def _open(data: bytes) -> PIL.Image.Image:
    """The picture's header, read; its pixels are not yet decoded."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        # Pillow prepares the whole canvas of a WebP when it opens it: look at its size first.
        size = _webp_size(data)
        if size:
            _check_pixels(*size)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # sizes are checked by us, the rest is not shown
            return PIL.Image.open(io.BytesIO(data), formats=FORMATS)
    except PIL.Image.DecompressionBombError as error:
        found = re.search(r"\d{7,}", str(error))
        raise _too_many_pixels(int(found[0]) if found else None) from error
    except PIL.UnidentifiedImageError as error:
        if _known_start(data):
            raise _damaged(None) from error
        raise ImageRefused(
            _("This is not a picture that can be read; use JPEG, PNG, WebP, GIF or AVIF."),
            code="format",
        ) from error
    except DAMAGE as error:
        raise _damaged(error) from error


# --- size ---------------------------------------------------------------------------------------


def _check_pixels(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise _damaged(_("it has no pixels"))
    if width * height > MAX_PIXELS:
        raise ImageRefused(
            _("%(width)s x %(height)s pixels is %(mega)s megapixels; at most %(most)s.")
            % {
                "width": f"{width:,}",
                "height": f"{height:,}",
                "mega": _megapixels(width * height),
                "most": MAX_PIXELS // 1_000_000,
            },
            code="pixels",
        )


def _too_many_pixels(pixels: int | None) -> ImageRefused:
    """For what Pillow itself refuses to open (above 179 megapixels), which hides the sides."""
    if pixels is None:
        return ImageRefused(_("The picture has more than 40 megapixels."), code="pixels")
    return ImageRefused(
        _("The picture has %(mega)s megapixels; at most %(most)s.")
        % {"mega": _megapixels(pixels), "most": MAX_PIXELS // 1_000_000},
        code="pixels",
    )


def _megapixels(pixels: int) -> str:
    """Rounded up to a tenth, so that one pixel too many does not read "40; at most 40"."""
    return f"{-(-pixels // 100_000) / 10:,.1f}".removesuffix(".0")


def _webp_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the first chunk of a WebP (RFC 9649, sections 2.5 to 2.7)."""
    chunk, body = data[12:16], data[20:30]
    if len(body) < 10:
        return None
    if chunk == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if chunk == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    return None


# --- which way is up ----------------------------------------------------------------------------

# What undoes each value of EXIF's Orientation (tag 0x0112; CIPA DC-008, section 4.6.5).
_TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


def _upright(image: PIL.Image.Image) -> PIL.Image.Image:
    """`image` turned as its camera says. Not ImageOps.exif_transpose(): that also writes the rest
    of the EXIF block anew, and fails where a careless program left a broken one in a good picture.
    """
    try:
        turn = _TURNS.get(image.getexif().get(0x0112))
    except DAMAGE:
        turn = None
    return image if turn is None else image.transpose(turn)


# --- colour -------------------------------------------------------------------------------------


def _plain_colours(image: PIL.Image.Image, source_format: str) -> PIL.Image.Image:
    """The same picture in L, LA, P, RGB or RGBA, in sRGB, with nothing in `info` but transparency.

    A palette without colour profile stays a palette: logos stay small.
    """
    profile = image.info.get("icc_profile")
    transparency = image.info.get("transparency")
    if image.mode == "P" and not profile and source_format in ("PNG", "GIF"):
        image.info = {} if transparency is None else {"transparency": transparency}
        return image
    if image.mode in ("I;16", "I;16L", "I;16B", "I;16N", "I", "F"):
        # 16 bits of grey: convert("L") would clip them to white
        image = image.convert("I").point(lambda value: value * (1 / 256) + 0).convert("L")
        transparency = None
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode == "P":
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    elif image.mode in ("L", "RGB") and transparency is not None:
        image = image.convert("LA" if image.mode == "L" else "RGBA")
    elif image.mode in ("PA", "La", "RGBa"):
        image = image.convert("RGBA")
    if profile:
        image = _to_srgb(image, profile)
    if image.mode not in ("L", "LA", "RGB", "RGBA"):  # CMYK, YCbCr, LAB, ... without profile
        image = image.convert("RGB")
    image.info = {}
    return image


def _to_srgb(image: PIL.Image.Image, profile: bytes) -> PIL.Image.Image:
    """`image` with its colours moved from `profile` to sRGB, or as it is if the profile is unfit.

    Unfit are broken profiles and those of another colour model; littleCMS refuses both.
    Browsers ignore unfit profiles too, so the picture looks as it did at its source.
    """
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    colours = {"LA": "L", "RGBA": "RGB"}.get(image.mode, image.mode)
    flat = image.convert(colours) if alpha else image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        moved = ImageCms.profileToProfile(flat, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    if colours == "L":
        moved = moved.convert("L")
    if alpha:
        moved.putalpha(alpha)
    return moved


# --- bytes --------------------------------------------------------------------------------------


def _target(source_format: str, image: PIL.Image.Image) -> str:
    if source_format == "GIF":
        return "PNG"
    opaque = image.mode in ("L", "RGB")
    if source_format in ("WEBP", "AVIF") and opaque and image.width * image.height > BIG_PIXELS:
        return "JPEG"
    return source_format


def _encode(image: PIL.Image.Image, target: str) -> bytes:
    """The stored bytes. Readers get renditions of them, so small size matters less than speed."""
    small = image.width * image.height <= SMALL_PIXELS
    options = {
        # Not progressive: renditions are made of it four times as fast (37 ms against 143).
        "JPEG": {"quality": 90, "optimize": True},
        # Above, optimising saves a tenth and took 13 s for 12 megapixels; this takes 0.8 s.
        "PNG": {"optimize": True} if small else {"compress_level": 4},
        "WEBP": {"quality": 90, "method": 4},
        "AVIF": {"quality": 80, "speed": 8},
    }[target]
    buffer = io.BytesIO()
    image.save(buffer, target, **options)
    return buffer.getvalue()


# --- what it is instead -------------------------------------------------------------------------

_STARTS = (
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "TIFF"),
    (b"MM\x00+", "TIFF"),
    (b"BM", "BMP"),
    (b"8BPS", "Photoshop"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
)
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def _foreign_format(data: bytes) -> str | None:
    """A sentence about a file that is plainly something else than the accepted formats."""
    for start, name in _STARTS:
        if data.startswith(start):
            return _a_format(name)
    if data[4:8] == b"ftyp":
        brands = _ftyp_brands(data)
        if not brands & {b"avif", b"avis"}:
            if brands & set(_HEIF_BRANDS):
                return _a_format("HEIC")
            return _("This is a film or sound file, not a picture.")
    if data.startswith(b"%PDF-"):
        return _("This is a PDF document, not a picture.")
    text = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"").lower()
    if text.startswith(b"<"):
        if b"<svg" in text:
            return _(
                "This is an SVG drawing, which may carry scripts; export it as PNG and use that."
            )
        return _("This is a web page or XML file, not a picture.")
    return None


def _a_format(name: str) -> str:
    article = "an" if name == "ICO" else "a"
    return _("This is %(article)s %(format)s image; use JPEG, PNG, WebP, GIF or AVIF.") % {
        "article": article,
        "format": name,
    }


def _ftyp_brands(data: bytes) -> set[bytes]:
    """The brands that an ISO base media file (AVIF, HEIC, MP4) names in its first box."""
    box = data[: min(int.from_bytes(data[:4], "big"), 256)]
    return {box[8:12], *(box[at : at + 4] for at in range(16, len(box), 4))}


def _known_start(data: bytes) -> bool:
    return (
        data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or data[4:8] == b"ftyp"
    )


def _damaged(reason: object) -> ImageRefused:
    """`reason` is an exception or a phrase; decoders' own words are few and often not English."""
    if isinstance(reason, OSError) and "truncated" in str(reason):
        reason = _("it ends too early")
    elif not isinstance(reason, str) or not reason:
        reason = _("it cannot be decoded")
    return ImageRefused(_("The file is damaged: %(reason)s.") % {"reason": reason}, code="damaged")
