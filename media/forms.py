"""The form field for uploading a picture."""

from dataclasses import dataclass

from django import forms
from django.core.files.uploadedfile import UploadedFile

from media import files
from media.checking import (
    CONTENT_TYPES,
    MAX_BYTES,
    CheckedImage,
    check_and_reencode,
    too_many_bytes,
)
from media.models import Image


@dataclass(frozen=True, slots=True)
class UploadedImage:
    """A picture in `cleaned_data`: it passed the check, and is not stored yet."""

    checked: CheckedImage
    name: str
    upload_digest: str

    def store(self, alt: str = "", credit: str = "") -> Image:
        """Store it and return its row; the same picture is stored once."""
        return Image.objects.known(self.upload_digest) or Image.objects.store_checked(
            self.checked,
            upload_digest=self.upload_digest,
            name=self.name,
            credit=credit,
            alt=alt,
        )


class ImageUploadField(forms.FileField):
    """A file field that accepts pictures only, whatever the file's name and declared type.

    The cleaned value is an UploadedImage; as for any FileField, the initial value if no file was
    sent, and False if "clear" was checked. For what is refused see `media.checking`.
    """

    def to_python(self, data: UploadedFile | None) -> UploadedImage | None:
        upload = super().to_python(data)
        if upload is None:
            return None
        if upload.size > MAX_BYTES:
            raise too_many_bytes(upload.size)
        content = files.read(upload)
        return UploadedImage(check_and_reencode(content), upload.name, files.sha256(content))

    def widget_attrs(self, widget: forms.Widget) -> dict:
        attrs = super().widget_attrs(widget)
        if isinstance(widget, forms.FileInput) and "accept" not in widget.attrs:
            attrs["accept"] = ",".join(CONTENT_TYPES)
        return attrs
