"""Deleting a picture or a document deletes its files, but only after the row is deleted."""

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from media.documents import store_pdf
from media.models import Document, Image
from media.removing import remove_document, remove_image
from media.renditions import ensure_rendition
from tests.builders import an_article
from tests.media.pictures import PDF, photo


def left_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
def test_a_picture_goes_with_its_file_and_renditions(settings):
    image, other = (Image.objects.store(photo(200, side), "a.jpg") for side in (100, 110))
    for each in (image, other):
        ensure_rendition(each, "card")
        ensure_rendition(each, "page")
    remove_image(image)
    assert Image.objects.get() == other
    assert len(left_in(settings.MEDIA_ROOT)) == 3
    assert not (settings.MEDIA_ROOT / "renditions" / image.digest[:16]).exists()


@pytest.mark.django_db(transaction=True)
def test_a_picture_in_use_stays_with_everything(settings):
    image = Image.objects.store(photo(), "a.jpg")
    an_article(featured_image=image)
    with pytest.raises(ProtectedError):
        remove_image(image)
    assert Image.objects.get() == image
    assert len(left_in(settings.MEDIA_ROOT)) == 1


@pytest.mark.django_db(transaction=True)
def test_files_stay_when_the_removal_is_rolled_back(settings):
    image, document = Image.objects.store(photo(), "a.jpg"), store_pdf(PDF, "a.pdf")
    with transaction.atomic():
        remove_image(image)
        remove_document(document)
        transaction.set_rollback(True)
    assert Image.objects.exists()
    assert Document.objects.exists()
    assert len(left_in(settings.MEDIA_ROOT)) == 2


@pytest.mark.django_db(transaction=True)
def test_a_picture_that_was_stored_again_meanwhile_keeps_its_file(settings):
    image = Image.objects.store(photo(), "a.jpg")
    with transaction.atomic():
        remove_image(image)
        Image.objects.store(photo(), "a.jpg")
    assert len(left_in(settings.MEDIA_ROOT)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_document_goes_with_its_file(settings):
    remove_document(store_pdf(PDF, "a.pdf"))
    assert not Document.objects.exists()
    assert not left_in(settings.MEDIA_ROOT)
