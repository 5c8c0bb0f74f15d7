"""Pictures in the desk's forms: the preview of the chosen one, and the upload of a new one."""

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
    """Return a picture in a rendition, with its size, for a read-only field; a dash for None."""
    if image is None:
        return format_html('<span data-picture-preview="{}">–</span>', spec)
    return format_html(
        '<span class="desk-preview" data-picture-preview="{}">{} <small>{} × {}, {}</small></span>',
        spec,
        picture(image, spec, lazy=False),
        image.width,
        image.height,
        image.format,
    )


def upload_widget() -> forms.FileInput:
    """Return a file input; `static/desk/pictures.js` shows a preview of the chosen file."""
    return UnfoldAdminFileFieldWidget(attrs={"data-picture": ""})


class PictureFormMixin(forms.ModelForm):
    """A form with an upload for its field `picture_field`. The form's ModelAdmin sets `request`.

    A picture that passes the check is stored at once, even if another field has an error, so that
    it need not be chosen again.
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
