"""Storing: the same picture is one row and one file, however often and by whom it is sent."""

import hashlib
import io
import threading

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, connections, transaction

from media.checking import ImageRefused
from media.documents import DocumentRefused, store_pdf
from media.models import Document, Image
from tests.media.pictures import PDF, decoded, encoded, photo, scene

pytestmark = pytest.mark.django_db


def stored_files(root, folder):
    return sorted(path for path in (root / folder).rglob("*") if path.is_file())


def test_a_picture_lies_under_the_digest_of_its_bytes(settings):
    image = Image.objects.store(photo(), "C:\\Pictures\\Ward 7.jpeg", credit="M. Roe", alt="A ward")
    data = image.file.open().read()
    digest = hashlib.sha256(data).hexdigest()
    assert image.digest == digest
    assert image.file.name == f"images/{digest[:2]}/{digest}.jpg"
    assert image.file.url == f"/media/{image.file.name}"
    assert (image.width, image.height, image.format) == decoded(data).size + ("JPEG",)
    assert image.size == len(data)
    assert (image.original_name, image.credit, image.alt) == ("Ward 7.jpeg", "M. Roe", "A ward")
    assert (image.focal_x, image.focal_y) == (0.5, 0.5)
    assert str(image) == "Ward 7.jpeg"
    assert stored_files(settings.MEDIA_ROOT, "images") == [settings.MEDIA_ROOT / image.file.name]


@pytest.mark.parametrize(
    ("format", "extension"),
    [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "png"), ("AVIF", "avif")],
)
def test_the_extension_says_what_is_stored_not_what_the_file_was_called(format, extension):
    image = Image.objects.store(encoded(scene(), format), "picture.exe")
    assert image.file.name.endswith(f".{extension}")


@pytest.mark.parametrize(
    "wrap", [io.BytesIO, ContentFile, lambda data: SimpleUploadedFile("a.jpg", data)]
)
def test_an_open_file_is_read_from_its_start(wrap):
    file = wrap(photo())
    file.read(10)
    assert Image.objects.store(file, "a.jpg").width == 320


def test_a_stored_picture_is_found_again(settings):
    first = Image.objects.store(photo(), "first.jpg", credit="M. Roe")
    again = Image.objects.store(photo(), "second.jpg", credit="Somebody else", alt="Other")
    assert again == first
    assert (again.original_name, again.credit, again.alt) == ("first.jpg", "M. Roe", "")
    assert Image.objects.count() == len(stored_files(settings.MEDIA_ROOT, "images")) == 1


def test_a_picture_that_was_taken_from_the_site_is_found_again():
    first = Image.objects.store(photo(), "first.jpg")
    assert Image.objects.store(first.file.open().read(), "copy.jpg") == first


def test_two_uploads_that_differ_only_in_metadata_are_one_picture():
    first = Image.objects.store(encoded(scene(), "PNG"), "a.png")
    second = Image.objects.store(encoded(scene(), "PNG", dpi=(300, 300)), "b.png")
    assert second == first


def test_another_picture_is_another_row():
    assert Image.objects.store(photo(), "a.jpg") != Image.objects.store(photo(100, 90), "a.jpg")


def test_a_lost_file_comes_back_when_the_picture_is_sent_again():
    image = Image.objects.store(photo(), "a.jpg")
    default_storage.delete(image.file.name)
    assert Image.objects.store(photo(), "a.jpg") == image
    assert decoded(image.file.open().read()).size == (320, 200)


def test_what_is_refused_leaves_neither_row_nor_file(settings):
    with pytest.raises(ImageRefused):
        Image.objects.store(b"<svg/>", "a.jpg")
    assert not Image.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


def test_a_huge_file_is_refused_unread():
    class Unreadable(io.BytesIO):
        def read(self, *args):
            raise AssertionError("It was read.")

    with pytest.raises(ImageRefused, match="24 MB; at most 20 MB"):
        Image.objects.store(Unreadable(bytes(24 * 1024**2)), "a.jpg")


def test_a_name_without_end_keeps_its_extension():
    image = Image.objects.store(photo(), "../\x00\n" + "x" * 400 + ".jpg")
    assert len(image.original_name) == 255
    assert image.original_name.endswith("xx.jpg")


@pytest.mark.parametrize(
    "wrong",
    [
        {"focal_x": -0.01},
        {"focal_x": 1.01},
        {"focal_y": -0.01},
        {"focal_y": 1.01},
        {"width": 0},
        {"height": 0},
        {"size": 0},
    ],
)
def test_the_database_refuses_what_no_picture_has(wrong):
    image = Image.objects.store(photo(), "a.jpg")
    with pytest.raises(IntegrityError), transaction.atomic():
        Image.objects.filter(pk=image.pk).update(**wrong)


def test_a_focal_point_outside_gets_a_sentence():
    from django.core.exceptions import ValidationError

    image = Image.objects.store(photo(), "a.jpg")
    image.focal_x = 1.5
    with pytest.raises(ValidationError, match="between 0 .left. and 1 .right."):
        image.full_clean()


def at_once(work, times):
    """Run `work` in several threads that start together; what each returned or raised."""
    results, start = [], threading.Barrier(times)

    def one():
        start.wait()
        try:
            results.append(work())
        except Exception as error:  # noqa: BLE001 - shown by the assertion on the results
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_workers_that_store_one_picture_at_once_get_one_row(settings, tmp_path, django_db_blocker):
    """On a database file, as in production: each thread has a connection of its own."""
    data = photo(640, 480)
    if connection.is_in_memory_db() if connection.vendor == "sqlite" else False:
        pytest.skip("needs a database that several connections can open")
    results = at_once(lambda: Image.objects.store(data, "a.jpg").pk, 4)
    assert len(set(results)) == 1, results
    assert Image.objects.get().pk == results[0]
    assert len(stored_files(settings.MEDIA_ROOT, "images")) == 1


# --- documents ----------------------------------------------------------------------------------


def test_a_pdf_is_kept_as_it_came():
    document = store_pdf(PDF, "Report.pdf")
    assert document.file.open().read() == PDF
    assert document.digest == hashlib.sha256(PDF).hexdigest()
    assert document.file.name == f"documents/{document.digest[:2]}/{document.digest}.pdf"
    assert (document.size, document.original_name) == (len(PDF), "Report.pdf")


def test_the_same_pdf_is_one_document():
    assert store_pdf(PDF, "a.pdf") == store_pdf(io.BytesIO(PDF), "b.pdf")
    assert Document.objects.count() == 1


@pytest.mark.parametrize("data", [b"", b"<html>%PDF-", b"\x89PNG", b"%PDX-1.4"])
def test_what_is_no_pdf_is_refused(data):
    with pytest.raises(DocumentRefused) as refused:
        store_pdf(data, "a.pdf")
    assert str(refused.value) == "This is not a PDF document."
    assert not Document.objects.exists()


def test_a_huge_pdf_is_refused():
    with pytest.raises(DocumentRefused, match="21 MB; at most 20 MB"):
        store_pdf(PDF + bytes(20 * 1024**2), "a.pdf")
