"""Storing: the same picture is one row and one file, however often it is uploaded."""

import contextlib
import hashlib
import io
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from media import files
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


def test_a_write_that_fails_leaves_nothing_behind(settings):
    (settings.MEDIA_ROOT / "images" / "taken").mkdir(parents=True)
    with pytest.raises(OSError, match="taken"):
        files.write("images/taken", b"data")
    assert not stored_files(settings.MEDIA_ROOT, "images")


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
    image = Image.objects.store(photo(), "a.jpg")
    image.focal_x = 1.5
    with pytest.raises(ValidationError, match="between 0 .left. and 1 .right."):
        image.full_clean()


WORKER = """
import sys
from pathlib import Path
import django
django.setup()
from media.models import Image
print("ready", flush=True)
sys.stdin.readline()
for path in sorted(Path(sys.argv[1]).iterdir()):
    Image.objects.store(path.read_bytes(), path.name)
"""


def test_workers_that_store_the_same_pictures_at_once_share_rows_and_files(tmp_path, migrated_file):
    """Three processes on one database file, as in production."""
    root = Path(__file__).resolve().parents[2]
    with contextlib.closing(sqlite3.connect(migrated_file)) as database:
        database.execute("PRAGMA journal_mode=WAL")  # as `prepare` leaves it: the switch locks
    environment = {
        **os.environ,
        "PYTHONPATH": str(root),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "VAR_DIR": str(tmp_path),
        "MEDIA_ROOT": str(tmp_path / "files"),
        "DATABASE_URL": f"sqlite:///{migrated_file}",
    }
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    for width in range(100, 130):
        (uploads / f"{width}.jpg").write_bytes(photo(width, 80))
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(uploads)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n", worker.communicate()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        _out, errors = worker.communicate(timeout=120)
        assert worker.returncode == 0, errors
    with contextlib.closing(sqlite3.connect(migrated_file)) as database:
        names = [name for (name,) in database.execute("select file from media_image")]
    assert len(names) == 30
    stored = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert sorted(stored) == sorted(tmp_path / "files" / name for name in names)


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
