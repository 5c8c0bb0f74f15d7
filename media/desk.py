"""Pictures at the desk: how a form shows the chosen one and takes a new one."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget

from media.forms import ImageUploadField, UploadedImage
from media.models import Image
from media.templatetags.pictures import picture


def preview(image: Image | None, spec: str = "card") -> SafeString:
    """The picture in the rendition `spec` with its size, for a read-only field; a dash for None."""
    if image is None:
        return format_html('<span data-picture-preview="{}">–</span>', spec)
    return format_html(
        '<span class="desk-preview" data-picture-preview="{}">{} <small>{} × {}, {}</small></span>',
        spec, picture(image, spec, lazy=False), image.width, image.height, image.format,
    )  # fmt: skip


def upload_widget() -> forms.FileInput:
    """A file input whose choice `static/desk/pictures.js` previews."""
    return UnfoldAdminFileFieldWidget(attrs={"data-picture": ""})


class PictureFormMixin(forms.ModelForm):
    """A form with an upload beside its picture field, named in `picture_field`.

    A picture that passes the check is stored at once, even where another field has an error: it
    need not be chosen twice. `request` is set by the form's ModelAdmin.
    """

    picture_field = "logo"
    request = None

    upload = ImageUploadField(
        label=_("Upload"),
        required=False,
        widget=upload_widget(),
        help_text=_("JPEG, PNG, WebP, GIF or AVIF; at most 20 MB and 40 megapixels."),
    )
    upload_credit = forms.CharField(
        label=_("Credit of the upload"),
        required=False,
        widget=UnfoldAdminTextInputWidget(),
        help_text=_("Who made it or owns it, as it shall be printed."),
    )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get("upload")
        if isinstance(upload, UploadedImage):
            if not self.request.user.has_perm("media.add_image"):
                raise PermissionDenied
            image = upload.store(
                alt=cleaned.get("image_alt", ""), credit=cleaned.get("upload_credit", "")
            )
            cleaned[self.picture_field] = image
            self.data = self.data.copy()
            self.data[self.add_prefix(self.picture_field)] = str(image.pk)
        return cleaned
