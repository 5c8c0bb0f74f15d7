"""Serving: stored files may be cached for ever, everything else is 404."""

import re

import pytest
from django.core.files.storage import default_storage
from django.utils.http import http_date

from media import files
from media.documents import store_pdf
from media.models import Image
from media.removing import remove_image
from media.renditions import SPECS, rendition_url
from tests.media.pictures import PDF, decoded, photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(db):
    return Image.objects.store(photo(1000, 800), "a.jpg")


def body(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("name", SPECS)
def test_a_rendition_is_made_on_first_request_and_served_from_then_on(client, image, name):
    address = rendition_url(image, name)
    first, second = client.get(address), client.get(address)
    assert first.status_code == second.status_code == 200
    data = body(first)
    assert data == body(second)
    kind = "jpeg" if name == "social" else "webp"
    assert first["Content-Type"] == f"image/{kind}"
    assert decoded(data).format == kind.upper()


def test_a_stored_rendition_is_served_without_a_query(client, image, django_assert_num_queries):
    address = rendition_url(image, "card")
    client.get(address).close()
    with django_assert_num_queries(0):
        assert client.get(address).status_code == 200


def addresses(image):
    document = store_pdf(PDF, "Report.pdf")
    return [rendition_url(image, "card"), image.file.url, document.file.url]


def test_answers_may_be_kept_for_ever_and_are_nobodys_own(client, image):
    for address in addresses(image):
        response = client.get(address)
        assert response.status_code == 200
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert int(response["Content-Length"]) == len(body(response))
        assert not response.cookies
        assert "Vary" not in response


def test_a_reader_who_has_it_is_told_so(client, image):
    for address in addresses(image):
        response = client.get(address)
        etag, date = response["ETag"], response["Last-Modified"]
        response.close()
        for condition in ({"if-none-match": etag}, {"if-modified-since": date}):
            again = client.get(address, headers=condition)
            assert again.status_code == 304
            assert not again.content
            assert again["ETag"] == etag
            assert "immutable" in again["Cache-Control"]
        assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200
        old = client.get(address, headers={"if-modified-since": http_date(0)})
        assert old.status_code == 200
        assert client.get(address, headers={"if-match": '"other"'}).status_code == 412


def test_head_answers_what_get_would_without_the_body(client, image):
    for address in addresses(image):
        got, head = client.get(address), client.head(address)
        assert head.status_code == 200
        assert not head.content
        assert head.headers == got.headers
        got.close()


def test_nothing_can_be_posted(client, image):
    for address in addresses(image):
        assert client.post(address).status_code == 405


def test_an_original_is_served_byte_for_byte(client, image):
    response = client.get(image.file.url)
    assert response["Content-Type"] == "image/jpeg"
    assert body(response) == image.file.open().read()


def test_a_pdf_opens_in_the_browser_under_its_own_name(client):
    document = store_pdf(PDF, "Jahresbericht Ä.pdf")
    response = client.get(document.file.url)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline; filename")
    assert "Jahresbericht%20%C3%84.pdf" in response["Content-Disposition"]
    assert body(response) == PDF


def test_a_nameless_pdf_is_served_too(client):
    assert client.get(store_pdf(PDF, "").file.url).status_code == 200


def test_a_pdf_without_its_row_is_not_served(client, settings):
    document = store_pdf(PDF, "a.pdf")
    address = document.file.url
    type(document).objects.all().delete()
    assert client.get(address).status_code == 404


def test_an_earlier_focal_point_leads_to_the_current_one(client, image):
    earlier = rendition_url(image, "card")
    image.focal_x = 0.1
    image.save()
    response = client.get(earlier)
    assert response.status_code == 302
    assert response["Location"] == rendition_url(image, "card")
    assert "immutable" not in response["Cache-Control"]
    assert client.get(response["Location"]).status_code == 200


def test_only_the_current_focal_point_is_ever_made(client, image, settings):
    for x in range(0, 1000, 100):
        address = re.sub("500-500", f"{x}-3", rendition_url(image, "card"))
        assert client.get(address).status_code == 302
    assert not (settings.MEDIA_ROOT / "renditions").exists()


@pytest.mark.parametrize(
    "change",
    [
        ("card.webp", "card.jpg"),
        ("card.webp", "huge.webp"),
        ("card.webp", "card"),
        ("card.webp", "3000x3000.webp"),
        ("card.webp", ".."),
        ("card.webp", "../card.webp"),
        ("card.webp", "card.webp/"),
    ],
)
def test_an_unknown_spec_is_not_found(client, image, change):
    assert client.get(rendition_url(image, "card").replace(*change)).status_code == 404


def test_an_unknown_picture_is_not_found(client, image):
    address = rendition_url(image, "card")
    for digest in ("0" * 16, "f" * 16, "x" * 16, image.digest[:15], image.digest, "..", "%2e%2e"):
        assert client.get(address.replace(image.digest[:16], digest)).status_code == 404


def test_a_removed_picture_is_not_found(client, image, django_capture_on_commit_callbacks):
    shown = [rendition_url(image, "card"), image.file.url]
    for address in shown:
        client.get(address).close()
    with django_capture_on_commit_callbacks(execute=True):
        remove_image(image)
    for address in shown:
        assert client.get(address).status_code == 404


def test_a_picture_whose_file_is_lost_is_not_found_and_logged(client, image, caplog):
    default_storage.delete(image.file.name)
    assert client.get(rendition_url(image, "card")).status_code == 404
    assert f"Image {image.pk}: its file {image.file.name} is missing." in caplog.text
    assert client.get(image.file.url).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "",
        "images/",
        "renditions/",
        "secret.txt",
        "images/secret.txt",
        "documents/secret.txt",
        "../db.sqlite3",
        "images/../secret.txt",
        "images/ab/../../secret.txt",
        "images/%2e%2e/secret.txt",
        "images/..%2fsecret.txt",
        "images/..\\secret.txt",
        "images//etc/passwd",
        "//etc/passwd",
        "renditions/0123456789abcdef/../secret.txt",
        "renditions/0123456789abcdef/..%2f..%2f..%2fsecret.txt/card.webp",
        "renditions/%2e%2e%2f%2e%2e/key/card.webp",
        "images/ab/" + "a" * 64 + ".svg",
        "images/ab/" + "A" * 64 + ".jpg",
        "images/ab/" + "a" * 64 + ".jpg%0a",
        "images/ab/" + "a" * 64 + ".jpg%00",
        "images/ab/" + "a" * 64 + ".jpg",
    ],
)
def test_no_other_file_can_be_asked_for(client, settings, path):
    settings.MEDIA_ROOT.mkdir()
    for folder in (".", "images", "documents", "renditions", "images/ab"):
        (settings.MEDIA_ROOT / folder).mkdir(exist_ok=True)
        (settings.MEDIA_ROOT / folder / "secret.txt").write_text("secret")
    (settings.MEDIA_ROOT.parent / "db.sqlite3").write_text("secret")
    assert client.get(f"/media/{path}").status_code == 404


def test_an_unlisted_name_in_the_right_shape_stays_inside(client, settings):
    """A stored name of another kind cannot be read through the renditions' path either."""
    files.write("renditions/0123456789abcdef/key/notes.txt", b"secret")
    assert client.get("/media/renditions/0123456789abcdef/key/notes.txt").status_code == 404


# --- a storage that is not this machine's disk --------------------------------------------------


@pytest.fixture
def elsewhere(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.InMemoryStorage",
            "OPTIONS": {"base_url": "https://files.example/"},
        },
    }


def test_a_remote_storages_files_are_answered_by_leading_there(client, elsewhere):
    image = Image.objects.store(photo(), "a.jpg")
    address = rendition_url(image, "card")
    assert address.startswith("/media/renditions/")
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"https://files.example{address.removeprefix('/media')}"
    assert "immutable" not in response["Cache-Control"]
    stored = address.removeprefix("/media/")
    assert decoded(default_storage.open(stored).read()).size == (320, 180)
    document = store_pdf(PDF, "a.pdf")
    for file in (image.file, document.file):
        assert client.get(f"/media/{file.name}")["Location"] == file.url


def test_a_picture_is_stored_once_on_a_remote_storage(elsewhere):
    image = Image.objects.store(photo(), "a.jpg")
    image.delete()
    again = Image.objects.store(photo(), "a.jpg")
    assert default_storage.listdir(f"images/{again.digest[:2]}")[1] == [f"{again.digest}.jpg"]


def test_removing_empties_a_remote_storage(elsewhere, client, django_capture_on_commit_callbacks):
    image = Image.objects.store(photo(), "a.jpg")
    client.get(rendition_url(image, "card"))
    rendition = rendition_url(image, "card").removeprefix("/media/")
    assert default_storage.exists(image.file.name)
    assert default_storage.exists(rendition)
    with django_capture_on_commit_callbacks(execute=True):
        remove_image(image)
    assert not default_storage.exists(image.file.name)
    assert not default_storage.exists(rendition)
