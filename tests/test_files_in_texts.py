"""A stored file that a text shows is not deleted, and the desk says where it is shown."""

import pytest
from django.db.models import ProtectedError

from curation.files_in_texts import digests_of_pictures_in_texts
from media.documents import store_pdf
from media.models import Document, Image
from media.removing import remove_document, remove_image
from offerings.models import Offering
from tests.builders import an_article
from tests.media.pictures import PDF, photo


@pytest.fixture
def image(db):
    return Image.objects.store(photo(40, 30), "a.jpg")


def test_a_picture_in_an_article_is_kept(image):
    article = an_article(body_source=f"![x](/media/{image.file.name})")
    with pytest.raises(ProtectedError) as refused:
        remove_image(image)
    assert refused.value.protected_objects == {article}
    assert Image.objects.exists()
    assert digests_of_pictures_in_texts() == {image.digest}
    article.body_source = "No picture."
    article.save()
    assert digests_of_pictures_in_texts() == set()
    remove_image(image)
    assert not Image.objects.exists()


def test_a_document_and_a_picture_of_an_offering_are_kept(image):
    document = store_pdf(PDF, "a.pdf")
    text = f'<a href="/media/{document.file.name}">x</a><img src="/media/{image.file.name}">'
    Offering.objects.create(name="Beds", description_source=text)
    for remove, file in ((remove_document, document), (remove_image, image)):
        with pytest.raises(ProtectedError):
            remove(file)
    assert Document.objects.exists()


def test_the_desk_refuses_and_says_why(image, admin_client):
    article = an_article("Beds that know", body_source=f"![x](/media/{image.file.name})")
    page = f"/admin/media/image/{image.pk}/"
    assert article.title in admin_client.get(f"{page}change/").content.decode()
    answer = admin_client.get(f"{page}delete/").content.decode()
    assert article.title in answer
    admin_client.post(f"{page}delete/", {"post": "yes"})
    assert Image.objects.exists()
    other = Image.objects.store(photo(41, 30), "b.jpg")
    shown = admin_client.get("/admin/media/image/?use=none").content.decode()
    assert f"/image/{other.pk}/" in shown
    assert f"/image/{image.pk}/" not in shown
