"""The upload field: an error message, or a picture that is ready to be stored."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from media.forms import ImageUploadField
from media.models import Image
from tests.media.pictures import photo


class PortraitForm(forms.Form):
    portrait = ImageUploadField(required=False)


class NeededForm(forms.Form):
    portrait = ImageUploadField()


def sent(data: bytes, name="portrait.jpg", form=PortraitForm, **options):
    upload = SimpleUploadedFile(name, data, content_type="image/jpeg")
    return form({}, {"portrait": upload}, **options)


@pytest.mark.django_db
def test_an_accepted_picture_is_stored_when_the_form_says_so():
    form = sent(photo())
    assert form.is_valid()
    assert not Image.objects.exists()
    image = form.cleaned_data["portrait"].store(alt="Dr Roe at her desk", credit="M. Roe")
    assert (image.original_name, image.alt, image.credit) == (
        "portrait.jpg",
        "Dr Roe at her desk",
        "M. Roe",
    )
    assert Image.objects.get() == image


@pytest.mark.django_db
def test_the_same_upload_twice_is_one_picture():
    images = [sent(photo()).fields["portrait"].clean(SimpleUploadedFile("a.jpg", photo())).store()
              for _ in range(2)]  # fmt: skip
    assert images[0] == images[1] == Image.objects.store(photo(), "b.jpg")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<html></html>", "This is a web page or XML file, not a picture."),
        (photo()[:900], "The file is damaged: it ends too early."),
        (photo() + bytes(22 * 1024**2), "The file is 23 MB; at most 20 MB are accepted."),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_refusal_stands_beside_the_field(data, says):
    assert sent(data).errors == {"portrait": [says]}


def test_a_picture_may_be_asked_for():
    assert NeededForm({}, {}).errors == {"portrait": ["This field is required."]}


def test_without_an_upload_the_initial_value_stays():
    form = PortraitForm({}, {}, initial={"portrait": "images/ab/there.jpg"})
    assert form.is_valid()
    assert form.cleaned_data["portrait"] == "images/ab/there.jpg"


def test_clearing_is_told():
    form = PortraitForm({"portrait-clear": "on"}, {}, initial={"portrait": "images/ab/there.jpg"})
    assert form.is_valid()
    assert form.cleaned_data["portrait"] is False


def test_the_browser_offers_only_the_accepted_formats():
    html = str(PortraitForm()["portrait"])
    assert 'accept="image/jpeg,image/png,image/webp,image/gif,image/avif"' in html
