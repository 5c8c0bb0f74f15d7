"""Checks uploaded pictures and encodes them again without metadata. Pure: no database, no disk.

Only a file's content counts, not its name or declared type. The result is encoded from the decoded
pixels, so nothing else in the file is kept: GPS positions, names, comments, thumbnails, or a second
file appended to the first.
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
# Encoding 40 megapixels took 5 s and 1.2 GB as AVIF, 11 s and 0.9 GB as WebP, 0.6 s and 0.35 GB as
# JPEG. A JPEG can also be decoded at a smaller size without decoding the whole.
BIG_PIXELS = 12 * 1000 * 1000
SMALL_PIXELS = 2 * 1000 * 1000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
CONTENT_TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif")

# Exceptions of Pillow's decoders for broken files, found by fuzzing with some 100,000 of them.
DECODING_ERRORS = (
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

# A picture of 40 megapixels needs up to 0.7 GB of memory: only one at a time in each process.
ONE_AT_A_TIME = threading.Lock()

_SRGB = ImageCms.createProfile("sRGB")


class ImageRefused(ValidationError):
    """The file is refused. The message says why, for the person who sent it."""

    def __str__(self) -> str:
        return " ".join(self.messages)


@dataclass(frozen=True, slots=True)
class CheckedImage:
    """A picture that may be stored and shown.

    bytes: the encoded picture: upright, sRGB or greyscale, 8 bits a channel, without metadata.
    format: Pillow's name of the encoding: JPEG, PNG, WEBP or AVIF.
    width, height: in pixels.
    source_format: Pillow's name of the format that was uploaded, also GIF.
    animated: whether the upload had more frames than the one that was kept.
    """

    bytes: bytes
    format: str
    width: int
    height: int
    source_format: str
    animated: bool


def check_and_reencode(data: bytes) -> CheckedImage:
    """Check a picture by its content, and encode it again without metadata. Raises ImageRefused.

    JPEG, PNG, WebP and AVIF keep their format, except that an opaque WebP or AVIF above BIG_PIXELS
    becomes a JPEG. A GIF becomes a PNG with the same colours. Of an animation, only the first frame
    is kept: moving pictures must be stoppable (WCAG 2.2.2), and make pages heavy.

    The same input gives the same output with the same version of Pillow.
    """
    if not data:
        raise ImageRefused(_("The file is empty."), code="empty")
    if len(data) > MAX_BYTES:
        raise too_many_bytes(len(data))
    foreign = _foreign_format(data)
    if foreign:
        raise ImageRefused(foreign, code="format")
    with ONE_AT_A_TIME:
        return _reencode(data)


def too_many_bytes(size: int) -> ImageRefused:
    """Return the error for a file of `size` bytes, which is above MAX_BYTES."""
    return ImageRefused(
        _("The file is %(size)s MB; at most %(most)s MB are accepted.")
        # rounded up, so that one byte too many does not give "20 MB; at most 20 MB"
        % {"size": -(-size // 1024**2), "most": MAX_BYTES // 1024**2},
        code="bytes",
    )


def _reencode(data: bytes) -> CheckedImage:
    """Decode a picture, turn it upright, convert it to sRGB, and encode it."""
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
    except DECODING_ERRORS as error:
        raise _damaged(error) from error
    return CheckedImage(encoded, target, *image.size, source_format, animated)


def _open(data: bytes) -> PIL.Image.Image:
    """Read the picture's header; its pixels are decoded later."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        # Pillow allocates the whole canvas of a WebP when it opens it, so check the size before.
        size = _webp_size(data)
        if size:
            _check_pixels(*size)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # sizes are checked here, others are not useful
            return PIL.Image.open(io.BytesIO(data), formats=FORMATS)
    except PIL.Image.DecompressionBombError as error:
        found = re.search(r"\d{7,}", str(error))
        raise _too_many_pixels(int(found[0]) if found else None) from error
    except PIL.UnidentifiedImageError as error:
        if _has_accepted_signature(data):
            raise _damaged(None) from error
        raise ImageRefused(
            _("This is not a picture that can be read; use JPEG, PNG, WebP, GIF or AVIF."),
            code="format",
        ) from error
    except DECODING_ERRORS as error:
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
    """Return the error for a picture that Pillow refuses to open (above 179 megapixels)."""
    if pixels is None:
        return ImageRefused(_("The picture has more than 40 megapixels."), code="pixels")
    return ImageRefused(
        _("The picture has %(mega)s megapixels; at most %(most)s.")
        % {"mega": _megapixels(pixels), "most": MAX_PIXELS // 1_000_000},
        code="pixels",
    )


def _megapixels(pixels: int) -> str:
    """Return megapixels, rounded up to a tenth: one pixel too many must not give "40"."""
    return f"{-(-pixels // 100_000) / 10:,.1f}".removesuffix(".0")


def _webp_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height from the first chunk of a WebP (RFC 9649, sections 2.5 to 2.7)."""
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


# --- orientation --------------------------------------------------------------------------------

# The transposition that undoes each value of EXIF's Orientation (CIPA DC-008, section 4.6.5).
_ORIENTATION_TAG = 0x0112
_TRANSPOSITIONS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


def _upright(image: PIL.Image.Image) -> PIL.Image.Image:
    """Return the image in the orientation that its EXIF data asks for.

    ImageOps.exif_transpose() also writes the other EXIF data again, and fails if it is broken, as
    it is in many good pictures.
    """
    try:
        transposition = _TRANSPOSITIONS.get(image.getexif().get(_ORIENTATION_TAG))
    except DECODING_ERRORS:
        transposition = None
    return image if transposition is None else image.transpose(transposition)


# --- colours ------------------------------------------------------------------------------------


def _plain_colours(image: PIL.Image.Image, source_format: str) -> PIL.Image.Image:
    """Return the image in mode L, LA, P, RGB or RGBA, in sRGB, without any data but transparency.

    A palette without a colour profile stays a palette, so that logos stay small.
    """
    profile = image.info.get("icc_profile")
    transparency = image.info.get("transparency")
    if image.mode == "P" and not profile and source_format in ("PNG", "GIF"):
        image.info = {} if transparency is None else {"transparency": transparency}
        return image
    if image.mode in ("I;16", "I;16L", "I;16B", "I;16N", "I", "F"):
        # greyscale with 16 bits: convert("L") alone would clip it to white
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
    if image.mode not in ("L", "LA", "RGB", "RGBA"):  # CMYK, YCbCr, LAB … without a profile
        image = image.convert("RGB")
    image.info = {}
    return image


def _to_srgb(image: PIL.Image.Image, profile: bytes) -> PIL.Image.Image:
    """Convert the colours from an ICC profile to sRGB; leave them if the profile cannot be used.

    littleCMS refuses broken profiles and those of another colour model. Browsers ignore them too,
    so the picture looks as it did on its source's page.
    """
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    colours = {"LA": "L", "RGBA": "RGB"}.get(image.mode, image.mode)
    opaque = image.convert(colours) if alpha else image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(opaque, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    if colours == "L":
        converted = converted.convert("L")
    if alpha:
        converted.putalpha(alpha)
    return converted


# --- encoding -----------------------------------------------------------------------------------


def _target(source_format: str, image: PIL.Image.Image) -> str:
    """Return the format to encode in."""
    if source_format == "GIF":
        return "PNG"
    opaque = image.mode in ("L", "RGB")
    if source_format in ("WEBP", "AVIF") and opaque and image.width * image.height > BIG_PIXELS:
        return "JPEG"
    return source_format


def _encode(image: PIL.Image.Image, target: str) -> bytes:
    """Encode for storage. Readers get renditions, so speed matters more than a small size."""
    small = image.width * image.height <= SMALL_PIXELS
    options = {
        # Not progressive: renditions of it are made four times as fast (37 ms instead of 143).
        "JPEG": {"quality": 90, "optimize": True},
        # For 12 megapixels, optimising took 13 s and saved a tenth; this takes 0.8 s.
        "PNG": {"optimize": True} if small else {"compress_level": 4},
        "WEBP": {"quality": 90, "method": 4},
        "AVIF": {"quality": 80, "speed": 8},
    }[target]
    buffer = io.BytesIO()
    image.save(buffer, target, **options)
    return buffer.getvalue()


# --- other formats ------------------------------------------------------------------------------

_SIGNATURES = (
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
    """Return a sentence about a file in another known format, or None."""
    for start, name in _SIGNATURES:
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
    """Return the sentence for an image in a format that is not accepted."""
    article = "an" if name == "ICO" else "a"
    return _("This is %(article)s %(format)s image; use JPEG, PNG, WebP, GIF or AVIF.") % {
        "article": article,
        "format": name,
    }


def _ftyp_brands(data: bytes) -> set[bytes]:
    """Return the brands in the first box of an ISO base media file (AVIF, HEIC, MP4)."""
    box = data[: min(int.from_bytes(data[:4], "big"), 256)]
    return {box[8:12], *(box[at : at + 4] for at in range(16, len(box), 4))}


def _has_accepted_signature(data: bytes) -> bool:
    """Whether the data begins like a file of an accepted format."""
    return (
        data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or data[4:8] == b"ftyp"
    )


def _damaged(reason: object) -> ImageRefused:
    """Return the error for a damaged file. reason: an exception, a phrase for the user, or None."""
    if isinstance(reason, OSError) and "truncated" in str(reason):
        reason = _("it ends too early")
    elif not isinstance(reason, str) or not reason:
        reason = _("it cannot be decoded")
    return ImageRefused(_("The file is damaged: %(reason)s.") % {"reason": reason}, code="damaged")
