"""Checking pictures: which are accepted, what is stored of them, and messages for the others."""

import random
import time

import pytest
from django.core.exceptions import ValidationError
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

from media.checking import MAX_BYTES, ImageRefused, check_and_reencode
from tests.media.pictures import decoded, encoded, photo, png_header, scene


def refusal(data: bytes) -> str:
    with pytest.raises(ImageRefused) as refused:
        check_and_reencode(data)
    assert isinstance(refused.value, ValidationError)
    return str(refused.value)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("JPEG", "JPEG"), ("PNG", "PNG"), ("WEBP", "WEBP"), ("GIF", "PNG"), ("AVIF", "AVIF")],
)
def test_each_accepted_format_comes_out_readable_and_of_the_same_size(sent, kept):
    checked = check_and_reencode(encoded(scene(), sent))
    image = decoded(checked.bytes)
    assert (checked.source_format, checked.format, image.format) == (sent, kept, kept)
    assert (checked.width, checked.height) == image.size == (320, 200)
    left, right = (image.convert("RGB").getpixel((x, 100)) for x in (40, 280))
    assert left[2] > 150 > left[0]
    assert right[0] > 200 > 100 > right[2]


@pytest.mark.parametrize("sent", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_the_same_bytes_always_give_the_same_bytes(sent):
    data = encoded(scene(), sent)
    assert check_and_reencode(data) == check_and_reencode(data)


def test_a_single_pixel_is_a_picture():
    assert check_and_reencode(encoded(Pillow.new("RGB", (1, 1)), "PNG")).width == 1


# --- no metadata in the result ------------------------------------------------------------------


def exif_with_position() -> Pillow.Exif:
    exif = Pillow.Exif()
    exif[0x010F] = "SecretCameraMaker"
    exif[0x0112] = 6  # the camera was held upright: turn by 90 degrees to show
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 36.0)})
    return exif


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_phones_photo_stands_upright_and_tells_no_position(format):
    data = encoded(scene(), format, exif=exif_with_position())
    assert b"SecretCameraMaker" in data
    checked = check_and_reencode(data)
    image = decoded(checked.bytes)
    assert image.size == (checked.width, checked.height) == (200, 320)
    top, bottom = (image.convert("RGB").getpixel((100, y)) for y in (40, 280))
    assert top[2] > 150  # the left half went up
    assert bottom[0] > 200
    assert not image.getexif()
    assert not image.getexif().get_ifd(0x8825)
    assert b"SecretCameraMaker" not in checked.bytes
    assert b"Exif" not in checked.bytes


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_of_holding_the_camera_is_undone(orientation):
    """Against Pillow's own reading of the same EXIF block."""
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    sent = scene()
    sent.paste((0, 160, 0), (0, 0, 60, 40))  # one corner differs: no turn looks like another
    data = encoded(sent, "PNG", exif=exif)
    expected = ImageOps.exif_transpose(decoded(data))
    came = decoded(check_and_reencode(data).bytes)
    assert came.size == expected.size
    assert came.tobytes() == expected.tobytes()


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    "exif", [b"Exif\0\0garbage", b"Exif\0\0II*\0\x08\0\0\0\xff\xff", b"Exif\0\0MM"]
)
def test_a_good_picture_with_a_broken_exif_block_is_taken(format, exif):
    checked = check_and_reencode(encoded(scene(), format, exif=exif))
    assert (checked.width, checked.height) == (320, 200)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_xmp_and_profile_are_gone(format):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SecretXmp</x:xmpmeta>"
    options = {"icc_profile": profile}
    if format != "PNG":
        options["xmp"] = xmp
    data = encoded(scene(), format, **options)
    assert format == "PNG" or b"SecretXmp" in data
    checked = check_and_reencode(data)
    assert b"SecretXmp" not in checked.bytes
    assert "icc_profile" not in decoded(checked.bytes).info


def test_comments_are_gone():
    data = encoded(scene(), "JPEG", comment=b"SecretComment")
    assert b"SecretComment" in data
    assert b"SecretComment" not in check_and_reencode(data).bytes
    data = encoded(scene(mode="P"), "GIF", comment=b"SecretComment")
    assert b"SecretComment" in data
    assert b"SecretComment" not in check_and_reencode(data).bytes


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF"])
def test_a_second_file_behind_the_picture_is_gone(format):
    script = b"<script>alert(1)</script><?php system('id'); ?>PK\x03\x04"
    checked = check_and_reencode(encoded(scene(), format) + script)
    assert b"script" not in checked.bytes
    assert b"php" not in checked.bytes


# --- colours ------------------------------------------------------------------------------------


def test_a_cmyk_jpeg_becomes_rgb_with_its_colours():
    checked = check_and_reencode(encoded(scene(mode="CMYK"), "JPEG"))
    image = decoded(checked.bytes)
    assert (checked.format, image.mode) == ("JPEG", "RGB")
    assert image.getpixel((40, 100))[2] > 150
    assert image.getpixel((280, 100))[0] > 200


def test_sixteen_bits_of_grey_keep_their_shades():
    ramp = Pillow.linear_gradient("L").convert("I").point(lambda value: value * 257)
    checked = check_and_reencode(encoded(ramp.convert("I;16"), "PNG"))
    image = decoded(checked.bytes)
    assert image.mode == "L"
    assert [image.getpixel((9, y)) for y in (0, 64, 128, 255)] == [0, 64, 128, 255]


def test_a_palette_keeps_its_transparency_and_stays_small():
    sent = Pillow.new("P", (64, 64), 0)
    sent.putpalette([255, 0, 0, 0, 255, 0])
    sent.paste(1, (32, 0, 64, 64))
    data = encoded(sent, "PNG", transparency=1)
    image = decoded(check_and_reencode(data).bytes)
    assert image.mode == "P"
    rgba = image.convert("RGBA")
    assert rgba.getpixel((5, 5)) == (255, 0, 0, 255)
    assert rgba.getpixel((60, 5))[3] == 0


def test_a_gifs_transparency_is_kept():
    sent = Pillow.new("P", (64, 64), 0)
    sent.putpalette([255, 0, 0, 0, 255, 0])
    sent.paste(1, (32, 0, 64, 64))
    rgba = decoded(check_and_reencode(encoded(sent, "GIF", transparency=1)).bytes).convert("RGBA")
    assert rgba.getpixel((5, 5)) == (255, 0, 0, 255)
    assert rgba.getpixel((60, 5))[3] == 0


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_one_colour_that_stands_for_transparent_becomes_transparent(mode):
    clear = 10 if mode == "L" else (1, 2, 3)
    sent = Pillow.new(mode, (8, 8), clear)
    sent.putpixel((0, 0), 200 if mode == "L" else (200, 200, 200))
    image = decoded(check_and_reencode(encoded(sent, "PNG", transparency=clear)).bytes)
    assert image.convert("RGBA").getpixel((0, 0))[3] == 255
    assert image.convert("RGBA").getpixel((5, 5))[3] == 0


def lab_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def swapped_profile() -> bytes:
    """An RGB profile whose red primary is sRGB's green one, and the other way round."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = data.index(b"rXYZ"), data.index(b"gXYZ")
    data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(data)


@pytest.mark.parametrize(("mode", "format"), [("RGB", "PNG"), ("RGB", "JPEG"), ("RGBA", "PNG")])
def test_colours_are_moved_from_the_pictures_profile_to_srgb(mode, format):
    sent = Pillow.new("RGB", (32, 32), (200, 0, 0)).convert(mode)
    if mode == "RGBA":
        sent.putalpha(77)
    checked = check_and_reencode(encoded(sent, format, icc_profile=swapped_profile()))
    pixel = decoded(checked.bytes).getpixel((16, 16))
    assert pixel[0] < 30
    assert pixel[1] > 150
    assert mode == "RGB" or pixel[3] == 77


@pytest.mark.parametrize("profile", [b"not a profile", lab_profile(), swapped_profile()[:200]])
def test_an_unfit_profile_leaves_the_colours_alone(profile):
    sent = Pillow.new("RGB", (32, 32), (200, 0, 0))
    checked = check_and_reencode(encoded(sent, "PNG", icc_profile=profile))
    assert decoded(checked.bytes).getpixel((16, 16)) == (200, 0, 0)


def test_a_grey_picture_with_a_colour_profile_stays_grey():
    sent = Pillow.new("L", (32, 32), 90)
    checked = check_and_reencode(encoded(sent, "PNG", icc_profile=swapped_profile()))
    image = decoded(checked.bytes)
    assert (image.mode, image.getpixel((16, 16))) == ("L", 90)


# --- several frames -----------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["GIF", "WEBP", "AVIF", "PNG"])
def test_of_an_animation_the_first_frame_is_kept(format):
    second = Pillow.new("RGB", (320, 200), (255, 255, 255))
    data = encoded(scene(), format, save_all=True, append_images=[second])
    checked = check_and_reencode(data)
    image = decoded(checked.bytes)
    assert checked.animated
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((40, 100))[2] > 150
    assert image.convert("RGB").getpixel((40, 100))[0] < 100


def test_of_a_stereo_photo_the_first_view_is_kept():
    data = encoded(
        scene(), "MPO", save_all=True, append_images=[Pillow.new("RGB", (320, 200), "white")]
    )
    checked = check_and_reencode(data)
    assert (checked.format, checked.source_format, checked.animated) == ("JPEG", "JPEG", False)
    assert len(checked.bytes) < len(data)
    assert decoded(checked.bytes).getpixel((40, 100))[2] > 150


# --- refusals and their messages ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("format", "says"),
    [
        ("TIFF", "This is a TIFF image; use JPEG, PNG, WebP, GIF or AVIF."),
        ("BMP", "This is a BMP image; use JPEG, PNG, WebP, GIF or AVIF."),
        ("ICO", "This is an ICO image; use JPEG, PNG, WebP, GIF or AVIF."),
        ("JPEG2000", "This is a JPEG 2000 image; use JPEG, PNG, WebP, GIF or AVIF."),
        ("PPM", "This is not a picture that can be read; use JPEG, PNG, WebP, GIF or AVIF."),
        ("PDF", "This is a PDF document, not a picture."),
    ],
)
def test_another_format_is_named(format, says):
    assert refusal(encoded(scene(), format)) == says


def test_a_phones_heic_is_named():
    head = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)
    assert refusal(head) == "This is a HEIC image; use JPEG, PNG, WebP, GIF or AVIF."


def test_a_film_is_called_a_film():
    assert "film" in refusal(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42" + bytes(100))


@pytest.mark.parametrize(
    "svg",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn -->\n<SVG width="1"></SVG>',
        '<?xml version="1.0" encoding="UTF-16"?><svg></svg>'.encode("utf-16"),
    ],
)
def test_svg_has_its_own_sentence(svg):
    assert refusal(svg) == (
        "This is an SVG drawing, which may carry scripts; export it as PNG and use that."
    )


def test_a_web_page_called_jpg_is_refused():
    page = b"<!doctype html><title>x</title><script>alert(1)</script>"
    assert refusal(page) == "This is a web page or XML file, not a picture."


@pytest.mark.parametrize("data", [b"hello", b"\x00" * 500, b"GIF", b"RIFF\x00\x00\x00\x00WAVEfmt "])
def test_anything_else_is_no_picture(data):
    assert refusal(data) == (
        "This is not a picture that can be read; use JPEG, PNG, WebP, GIF or AVIF."
    )


def test_an_empty_file_is_called_empty():
    assert refusal(b"") == "The file is empty."


def test_too_many_bytes_are_counted():
    assert refusal(photo() + bytes(25 * 1024**2 - len(photo()))) == (
        "The file is 25 MB; at most 20 MB are accepted."
    )
    assert "21 MB; at most 20" in refusal(photo() + bytes(MAX_BYTES + 1 - len(photo())))
    exactly = photo() + bytes(MAX_BYTES - len(photo()))
    assert check_and_reencode(exactly).width == 320


@pytest.mark.parametrize(
    ("width", "height", "says"),
    [
        (12_000, 9_000, "12,000 x 9,000 pixels is 108 megapixels; at most 40."),
        (40_000_001, 1, "40,000,001 x 1 pixels is 40.1 megapixels; at most 40."),
        (60_000, 60_000, "The picture has 3,600 megapixels; at most 40."),
    ],
)
def test_a_bomb_is_known_by_its_header(width, height, says):
    started = time.perf_counter()
    assert refusal(png_header(width, height)) == says
    assert time.perf_counter() - started < 1  # nothing was unpacked


def test_a_webp_bomb_is_known_before_its_canvas_is_made():
    lossy = bytearray(encoded(scene(64, 64), "WEBP"))
    assert lossy[12:16] == b"VP8 "
    lossy[26:30] = b"\xff\x3f\xff\x3f"
    assert refusal(bytes(lossy)) == "16,383 x 16,383 pixels is 268.5 megapixels; at most 40."
    lossless = bytearray(encoded(scene(64, 64), "WEBP", lossless=True))
    assert lossless[12:16] == b"VP8L"
    lossless[21:25] = b"\xff\xff\xff\x0f"
    assert refusal(bytes(lossless)) == "16,384 x 16,384 pixels is 268.5 megapixels; at most 40."
    extended = bytearray(encoded(scene(64, 64), "WEBP", exif=exif_with_position()))
    assert extended[12:16] == b"VP8X"
    extended[24:30] = b"\xff\x3f\x00\xff\x3f\x00"
    assert refusal(bytes(extended)) == "16,384 x 16,384 pixels is 268.5 megapixels; at most 40."


def test_forty_megapixels_pass_and_forty_one_do_not():
    assert check_and_reencode(encoded(Pillow.new("L", (8000, 5000)), "PNG")).width == 8000
    data = encoded(Pillow.new("L", (8200, 5000)), "PNG")
    assert refusal(data) == "8,200 x 5,000 pixels is 41 megapixels; at most 40."


@pytest.mark.parametrize("format", ["WEBP", "AVIF"])
def test_a_huge_opaque_picture_is_kept_as_jpeg(format):
    options = {"WEBP": {"method": 0}, "AVIF": {"speed": 10}}[format]
    checked = check_and_reencode(encoded(scene(4100, 3000), format, **options))
    assert (checked.source_format, checked.format, checked.width) == (format, "JPEG", 4100)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_half_a_file_is_called_damaged(format):
    data = encoded(scene(), format)
    assert refusal(data[: len(data) // 2]).startswith("The file is damaged: ")


def test_a_jpeg_that_stops_is_told_to_end_too_early():
    data = photo()
    assert refusal(data[: len(data) * 2 // 3]) == "The file is damaged: it ends too early."


def test_a_picture_without_pixels_is_called_damaged():
    assert refusal(png_header(0, 10)).startswith("The file is damaged: ")


def test_an_animation_in_units_of_nothing_is_called_damaged():
    """A zero time scale in an AVIF's media header makes the decoder divide by it."""
    data = bytearray(encoded(scene(), "AVIF", save_all=True, append_images=[scene(), scene()]))
    scale = data.index(b"mdhd") + 4 + (20 if data[data.index(b"mdhd") + 4] else 12)
    data[scale : scale + 4] = bytes(4)
    assert refusal(bytes(data)).startswith("The file is damaged: ")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_no_mutilated_file_raises_anything_but_a_refusal(format):
    chance = random.Random(format)
    whole = encoded(scene(48, 32), format)
    refused = 0
    for _round in range(150):
        data = bytearray(whole)
        for _change in range(chance.choice((1, 4, 20))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            check_and_reencode(bytes(data))
        except ImageRefused:
            refused += 1
    assert refused
