"""Real picture files, made by Pillow, for the tests of `media`."""

import io
import struct
import zlib

from PIL import Image as Pillow
from PIL import ImageDraw


def encoded(image: Pillow.Image, format: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def decoded(data: bytes) -> Pillow.Image:
    image = Pillow.open(io.BytesIO(data))
    image.load()
    return image


def scene(width: int = 320, height: int = 200, mode: str = "RGB") -> Pillow.Image:
    """Left half blue, right half yellow."""
    image = Pillow.new("RGB", (width, height), (20, 40, 200))
    image.paste((240, 220, 30), (width // 2, 0, width, height))
    return image.convert(mode)


def photo(width: int = 320, height: int = 200) -> bytes:
    return encoded(scene(width, height), "JPEG", quality=85)


def with_red_dot(width: int, height: int, x: float, y: float) -> Pillow.Image:
    """A red disc on grey at the point (x, y), both between 0 and 1."""
    image = Pillow.new("RGB", (width, height), (128, 128, 128))
    radius = min(width, height) // 20
    at_x, at_y = x * width, y * height
    ImageDraw.Draw(image).ellipse(
        (at_x - radius, at_y - radius, at_x + radius, at_y + radius), fill=(255, 0, 0)
    )
    return image


def red_pixels(image: Pillow.Image) -> int:
    pixels = image.convert("RGB").tobytes()
    return sum(
        red > 200 and green < 70 and blue < 70
        for red, green, blue in zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True)
    )


def png_header(width: int, height: int) -> bytes:
    """The beginning of a PNG that claims this size, and hardly anything behind it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 100))
        + chunk(b"IEND", b"")
    )


PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R>>endobj
4 0 obj<</Length 24>>stream
1 0 0 rg 20 20 160 60 re f
endstream endobj
trailer<</Root 1 0 R>>
%%EOF
"""
