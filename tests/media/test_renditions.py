"""Renditions: the right size, the focal point in view, a URL that changes with the content."""

import io
import os

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from PIL import Image as Pillow

from media.models import Image
from media.renditions import (
    SPECS,
    _decoded,
    ensure_rendition,
    make_rendition,
    rendition_size,
    rendition_url,
)
from tests.media.pictures import decoded, encoded, photo, red_pixels, scene, with_red_dot

pytestmark = pytest.mark.django_db


def test_every_spec_has_the_size_that_is_announced():
    image = Image.objects.store(photo(2000, 1500), "a.jpg")
    sizes = {}
    for name in SPECS:
        rendition = decoded(make_rendition(image, name))
        sizes[name] = rendition.size
        assert rendition.size == rendition_size(image, name)
        assert rendition.format == ("JPEG" if name == "social" else "WEBP")
    assert sizes == {
        "thumb": (160, 90),
        "thumb@2x": (320, 180),
        "card": (400, 225),
        "card@2x": (800, 450),
        "lead": (1200, 675),
        "page": (1280, 960),
        "page-small": (640, 480),
        "social": (1200, 630),
        "logo": (160, 160),
        "icon": (64, 64),
    }


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((500, 400), {"card": (400, 225), "lead": (500, 281), "page": (500, 400)}),
        ((90, 300), {"card": (90, 51), "page": (90, 300), "logo": (160, 160), "icon": (64, 64)}),
        ((32, 16), {"card": (28, 16), "logo": (32, 32), "icon": (32, 32)}),
        ((1, 1), {"card": (1, 1), "page": (1, 1), "social": (1, 1), "icon": (1, 1)}),
        ((30_000, 1), {"card": (2, 1), "page": (1280, 1), "logo": (160, 160)}),
        ((1, 30_000), {"card": (1, 1), "page": (1, 8192), "page-small": (1, 8192)}),
    ],
)
def test_no_rendition_is_larger_than_its_original(size, expected):
    image = Image.objects.store(encoded(Pillow.new("RGB", size), "PNG"), "a.png")
    for name, announced in expected.items():
        assert rendition_size(image, name) == announced
        assert decoded(make_rendition(image, name)).size == announced


@pytest.mark.parametrize(("x", "y"), [(0.06, 0.5), (0.94, 0.5), (0.5, 0.06), (0.2, 0.9)])
@pytest.mark.parametrize("size", [(2400, 800), (800, 2000)])
def test_the_focal_point_stays_in_view(size, x, y):
    image = Image.objects.store(encoded(with_red_dot(*size, x, y), "JPEG", quality=95), "a.jpg")
    image.focal_x, image.focal_y = x, y
    for name in ("thumb", "card", "lead", "social"):
        rendition = decoded(make_rendition(image, name))
        width, height = rendition_size(image, name)
        scale = max(width / size[0], height / size[1])
        whole_dot = 3.14 * (min(size) / 20 * scale) ** 2
        assert red_pixels(rendition) > 0.75 * whole_dot, name


def test_without_its_focal_point_the_dot_would_be_cut_off():
    dot = encoded(with_red_dot(2400, 800, 0.06, 0.5), "JPEG", quality=95)
    assert red_pixels(decoded(make_rendition(Image.objects.store(dot, "a.jpg"), "card"))) == 0


def test_the_whole_picture_is_shown_whatever_the_focal_point():
    dot = encoded(with_red_dot(2400, 800, 0.06, 0.5), "JPEG", quality=95)
    image = Image.objects.store(dot, "a.jpg")
    for name in ("page", "page-small", "logo"):
        assert red_pixels(decoded(make_rendition(image, name)))


def test_a_logo_stands_on_nothing():
    image = Image.objects.store(encoded(Pillow.new("RGB", (400, 100), "red"), "PNG"), "a.png")
    logo = decoded(make_rendition(image, "logo"))
    assert logo.getpixel((80, 5))[3] == 0
    assert logo.getpixel((80, 80))[3] == 255
    assert logo.getpixel((80, 80))[0] > 240


def test_transparency_is_kept_except_on_social_cards_where_it_is_white():
    clear = Pillow.new("RGBA", (1600, 900), (0, 0, 0, 0))
    image = Image.objects.store(encoded(clear, "PNG"), "a.png")
    assert decoded(make_rendition(image, "card")).getpixel((9, 9))[3] == 0
    assert decoded(make_rendition(image, "social")).getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_kind_of_stored_picture_can_be_rendered(mode):
    image = Image.objects.store(encoded(scene(mode=mode), "PNG"), "a.png")
    for name in ("card", "page", "social", "icon"):
        rendition = decoded(make_rendition(image, name)).convert("L")
        assert rendition.getextrema()[1] > 120  # yellow is bright in all of them


def test_the_address_is_known_without_asking_anybody(django_assert_num_queries):
    image = Image.objects.store(photo(), "a.jpg")
    default_storage.delete(image.file.name)
    with django_assert_num_queries(0):
        address = rendition_url(image, "card@2x")
    assert address.startswith(f"/media/renditions/{image.digest[:16]}/500-500-")
    assert address.endswith("/card@2x.webp")
    assert rendition_url(image, "social").endswith("/social.jpg")


def test_the_address_changes_with_the_focal_point_where_it_matters():
    image = Image.objects.store(photo(), "a.jpg")
    card, page = rendition_url(image, "card"), rendition_url(image, "page")
    image.focal_x = 0.25
    assert rendition_url(image, "card") != card
    assert rendition_url(image, "page") == page


def test_a_rendition_is_made_once():
    image = Image.objects.store(photo(), "a.jpg")
    stored, made = ensure_rendition(image, "card")
    assert made
    assert ensure_rendition(image, "card") == (stored, False)


def test_a_jpegs_small_rendition_does_not_decode_the_whole():
    """At an eighth of the width and height, a thumb costs a fraction of the full decoding."""
    pixels = _decoded(io.BytesIO(photo(4000, 3000)), (160, 90))
    assert pixels.size == (500, 375)


def test_warming_makes_all_and_counts(capsys):
    Image.objects.store(photo(), "a.jpg")
    Image.objects.store(photo(100, 100), "b.jpg")
    call_command("make_renditions", "--spec", "card", "--spec", "icon")
    assert (
        "2 images: 4 renditions made, 0 already there, 0 images failed." in capsys.readouterr().out
    )
    call_command("make_renditions")
    assert f"{2 * len(SPECS) - 4} renditions made, 4 already there" in capsys.readouterr().out


def test_warming_names_the_picture_whose_file_is_lost_and_goes_on():
    lost = Image.objects.store(photo(), "a.jpg")
    Image.objects.store(photo(100, 100), "b.jpg")
    default_storage.delete(lost.file.name)
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError):
        call_command("make_renditions", stdout=out, stderr=err)
    assert f"Image {lost.pk} ({lost.file.name}): " in err.getvalue()
    assert f"2 images: {len(SPECS)} renditions made, 0 already there, 1 images failed" in (
        out.getvalue()
    )


def test_no_half_written_file_is_left_behind(settings):
    image = Image.objects.store(photo(), "a.jpg")
    ensure_rendition(image, "card")
    names = [name for _, _, names in os.walk(settings.MEDIA_ROOT) for name in names]
    assert sorted(names) == sorted(["card.webp", os.path.basename(image.file.name)])
