"""Images at the desk: their texts, where they are used, and the focal point of their crops."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, ProtectedError
from django.forms import Script
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import DropdownFilter
from unfold.widgets import UnfoldAdminExpandableTextareaWidget

from curation.desk_pages import page_urls
from curation.files_in_texts import digests_of_pictures_in_texts, rows_that_show
from curation.models import Article
from media import removing
from media.desk import preview, upload_widget
from media.forms import ImageUploadField
from media.models import Image
from media.renditions import SPECS
from media.templatetags.pictures import picture

USES_PER_MODEL = 20
TEXT_WIDGETS = {
    "alt": UnfoldAdminExpandableTextareaWidget(),
    "credit": UnfoldAdminExpandableTextareaWidget(),
}


def uses_of(image: Image) -> list:
    """The rows that refer to the picture or show it in their text: articles, offerings and so on.

    At most USES_PER_MODEL of each model.
    """
    uses = []
    for relation in Image._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete:
            rows = relation.related_model._default_manager.filter(**{relation.field.name: image})
            uses += rows[:USES_PER_MODEL]
    return uses + [row for row in rows_that_show(image, USES_PER_MODEL) if row not in uses]


class ImageForm(forms.ModelForm):
    class Meta:
        model = Image
        fields = ("alt", "credit", "focal_x", "focal_y")
        widgets = TEXT_WIDGETS


class NewImageForm(forms.ModelForm):
    """A new image. A file that was stored before gives the stored image, whose texts stay."""

    upload = ImageUploadField(
        label=gettext_lazy("file"),
        widget=upload_widget(),
        help_text=gettext_lazy("JPEG, PNG, WebP, GIF or AVIF; at most 20 MB and 40 megapixels."),
    )

    class Meta:
        model = Image
        fields = ("alt", "credit")
        widgets = TEXT_WIDGETS

    def save(self, commit=True):
        image = self.cleaned_data["upload"].store()
        for name in ("alt", "credit"):
            if not getattr(image, name):
                setattr(image, name, self.cleaned_data[name])
        image.save()
        self.instance = image
        self.save_m2m = lambda: None
        return image


class UseFilter(DropdownFilter):
    title = gettext_lazy("use")
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("none", _("in no article")), ("alt", _("without alternative text"))]

    def queryset(self, request, queryset):
        if self.value() == "none":
            unused = queryset.exclude(digest__in=digests_of_pictures_in_texts())
            return unused.exclude(Exists(Article.objects.filter(featured_image=OuterRef("pk"))))
        return queryset.filter(alt="") if self.value() == "alt" else queryset


@admin.register(Image)
class ImageAdmin(ModelAdmin):
    form = ImageForm
    list_display = ("thumbnail", "name", "alt", "file_details", "created_at")
    list_display_links = ("name",)
    list_filter = (UseFilter,)
    list_filter_submit = True
    list_per_page = 48
    search_fields = ("original_name", "alt", "credit")
    show_full_result_count = False
    readonly_fields = ("focus", "file_details", "where_used")
    message_when_empty = gettext_lazy("No images yet: they come with articles, or add one here.")

    class Media:
        js = (Script("desk/pictures.js", defer=True),)

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = NewImageForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": ("upload", "alt", "credit")})]
        return [
            (None, {"fields": ("focus", ("focal_x", "focal_y"))}),
            (_("In words"), {"fields": ("alt", "credit")}),
            (_("The file"), {"fields": ("file_details", "where_used")}),
        ]

    # ------------------------------------------------------------ columns and read-only fields

    @admin.display(description="")
    def thumbnail(self, image):
        return format_html('<span class="desk-thumb">{}</span>', picture(image, "thumb", alt=""))

    @admin.display(description=gettext_lazy("name"), ordering="original_name")
    def name(self, image):
        return str(image)

    @admin.display(description=gettext_lazy("file"))
    def file_details(self, image):
        """Size in pixels, format and size of the file, as in "640 × 360, PNG, 12 kB"."""
        return f"{image.width} × {image.height}, {image.format}, {-(-image.size // 1024)} kB"

    @admin.display(description=gettext_lazy("focal point"))
    def focus(self, image):
        """The whole picture; a click on it writes the two numbers below."""
        return format_html(
            '<span class="desk-focus" data-focal>{}</span><small>{}</small>',
            picture(image, "page-small", lazy=False),
            _("Click on the point that each crop must keep, or type the numbers."),
        )

    @admin.display(description=gettext_lazy("used by"))
    def where_used(self, image):
        uses = uses_of(image)
        if not uses:
            return _("Nothing: it may be deleted.")
        return format_html_join(
            "", "<div>{}: {}</div>", ((row._meta.verbose_name, _link(row)) for row in uses)
        )

    # ------------------------------------------------------------ pages beside the admin's own

    def get_urls(self):
        pages = page_urls(self, ("<int:pk>/preview/<str:spec>/", show_preview, "preview"))
        return pages + super().get_urls()

    # ------------------------------------------------------------ deleting, with the file

    def get_deleted_objects(self, objs, request):
        to_delete, counts, permissions, protected = super().get_deleted_objects(objs, request)
        protected += [_link(row) for image in objs for row in rows_that_show(image)]
        return to_delete, counts, permissions, protected

    def delete_model(self, request, obj):
        removing.remove_image(obj)

    def delete_queryset(self, request, queryset):
        for image in queryset:
            try:
                removing.remove_image(image)
            except ProtectedError:
                messages.error(request, _("%(name)s is in use.") % {"name": image})


def show_preview(request: HttpRequest, pk: int, spec: str) -> HttpResponse:
    """The preview of an image that was just chosen, as HTML for `static/desk/pictures.js`.

    spec: the name of a rendition. Raises PermissionDenied and Http404.
    """
    if not admin.site.get_model_admin(Image).has_view_permission(request):
        raise PermissionDenied
    if spec not in SPECS:
        raise Http404
    return HttpResponse(preview(get_object_or_404(Image, pk=pk), spec))


def _link(row) -> str:
    """The row's text, as a link where the desk has a page for it."""
    try:
        url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return str(row)
    return format_html('<a href="{}">{}</a>', url, row)
