"""Pictures at the desk: uploading, describing, framing, and removing only what nobody uses."""

import io

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from media.models import Document, Image
from tests.builders import a_publisher, an_article, an_offering
from tests.desk import errors_of, sent

pytestmark = pytest.mark.django_db
LIST = "/admin/media/image/"
ADD = f"{LIST}add/"


def url(image):
    return reverse("admin:media_image_change", args=[image.pk])


@pytest.fixture
def image(a_picture):
    return Image.objects.store(a_picture(size=(400, 300)), "ward.png")


def upload(client, file, **words):
    page = client.get(ADD)
    return client.post(ADD, sent(page, "image_form", upload=file, **words))


def test_a_picture_is_added_with_its_words(desk, a_picture):
    answer = upload(desk("curator"), a_picture("JPEG"), alt="A ward", credit="Photo desk")
    assert answer.status_code == 302
    stored = Image.objects.get()
    assert (stored.format, stored.alt, stored.credit) == ("JPEG", "A ward", "Photo desk")
    assert default_storage.exists(stored.file.name)


def test_the_same_picture_again_keeps_the_words_it_has(desk, a_picture):
    curator = desk("curator")
    upload(curator, a_picture(), alt="First", credit="")
    upload(curator, a_picture(), alt="Second", credit="Photo desk")
    stored = Image.objects.get()
    assert (stored.alt, stored.credit) == ("First", "Photo desk")


def test_metadata_does_not_survive_the_upload(desk):
    from PIL import Image as Pixels

    file = io.BytesIO()
    exif = Pixels.Exif()
    exif[0x010E] = "taken at the patient's home"
    Pixels.new("RGB", (40, 30)).save(file, "JPEG", exif=exif)
    file.seek(0)
    file.name = "ward.jpg"
    upload(desk("curator"), file)
    stored = Image.objects.get()
    with stored.file.open() as kept:
        assert b"patient" not in kept.read()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ward.png", b"<html><script>alert(1)</script>"),
        ("ward.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("ward.jpg", b"\xff\xd8\xff\xe0 and then nothing"),
        ("ward.png", b""),
        ("ward.pdf", b"%PDF-1.7"),
    ],
)
def test_what_is_no_picture_is_refused_beside_the_field(desk, name, content):
    file = io.BytesIO(content)
    file.name = name
    answer = upload(desk("curator"), file, alt="Typed before")
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["upload"]
    assert sent(answer, "image_form")["alt"] == "Typed before"
    assert not Image.objects.exists()


def test_too_many_megapixels_are_refused(desk):
    from PIL import Image as Pixels

    file = io.BytesIO()
    Pixels.new("1", (8000, 5001)).save(file, "PNG")
    file.seek(0)
    file.name = "wall.png"
    assert "megapixels" in errors_of(upload(desk("curator"), file))


def test_the_focal_point_is_set_by_numbers(desk, image):
    curator = desk("curator")
    page = curator.get(url(image))
    assert "data-focal" in page.content.decode()
    curator.post(url(image), sent(page, "image_form", focal_x="0.2", focal_y="0.9"))
    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (0.2, 0.9)


def test_a_focal_point_outside_is_refused(desk, image):
    curator = desk("curator")
    page = curator.get(url(image))
    answer = curator.post(url(image), sent(page, "image_form", focal_x="1.2"))
    assert "between 0 (left) and 1 (right)" in errors_of(answer)


def test_the_form_says_where_the_picture_is_used(desk, image):
    article = an_article("Wards share an archive", featured_image=image)
    offering = an_offering("Harbour", logo=image)
    publisher = a_publisher("one.example", icon=image)
    page = desk("editor").get(url(image)).content.decode()
    for row in (article, offering, publisher):
        address = reverse(
            f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]
        )
        assert f'<a href="{address}">{row}</a>' in page


def test_a_used_picture_is_not_deleted(desk, image):
    an_article(featured_image=image)
    editor = desk("editor")
    editor.post(reverse("admin:media_image_delete", args=[image.pk]), {"post": "yes"})
    editor.post(LIST, {"action": "delete_selected", "_selected_action": image.pk, "post": "yes"})
    assert Image.objects.filter(pk=image.pk).exists()
    assert default_storage.exists(image.file.name)


def test_an_unused_picture_leaves_with_its_file(desk, image, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        desk("editor").post(reverse("admin:media_image_delete", args=[image.pk]), {"post": "yes"})
    assert not Image.objects.exists()
    assert not default_storage.exists(image.file.name)


def test_a_chosen_picture_is_previewed(desk, image):
    address = reverse("admin:media_image_preview", args=[image.pk, "card"])
    page = desk("curator").get(address).content.decode()
    assert f"/media/renditions/{image.digest[:16]}/" in page
    other = reverse("admin:media_image_preview", args=[image.pk, "poster"])
    assert desk("editor").get(other).status_code == 404


def test_the_list_finds_what_is_unused_or_undescribed(desk, image, a_picture):
    used = Image.objects.store(a_picture(colour="navy"), "used.png", alt="Used")
    an_article(featured_image=used)
    editor = desk("editor")

    def found(**query):
        return list(editor.get(LIST, query).context["cl"].result_list)

    assert found(use="none") == [image]
    assert found(use="alt") == [image]
    assert found(q="used") == [used]


def test_who_touches_pictures(desk, image):
    gone = reverse("admin:media_image_delete", args=[image.pk])
    assert desk("curator").post(gone, {"post": "yes"}).status_code == 403
    moderator = desk("moderator")
    assert moderator.get(url(image)).status_code == 200
    assert moderator.post(url(image), {"alt": "x"}).status_code == 403
    assert moderator.get(ADD).status_code == 403


def test_a_document_in_use_stays(desk):
    document = Document.objects.create(file="documents/x.pdf", digest="0" * 64, size=5)
    an_article(featured_pdf=document)
    editor = desk("editor")
    editor.post("/admin/media/document/", {
        "action": "delete_selected", "_selected_action": document.pk, "post": "yes",
    })  # fmt: skip
    assert Document.objects.exists()
    assert editor.get("/admin/media/document/add/").status_code == 403
