"""The desk's pages of institutions and their offerings."""

from django.contrib import admin
from django.db.models import Count
from django.forms import Script
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from markup import editor
from media.desk import PictureFormMixin, preview
from media.templatetags.pictures import picture
from offerings.models import Institution, Offering


class LogoAdmin(ModelAdmin):
    """For rows with a logo: a form with upload and preview, and a list with small logos."""

    autocomplete_fields = ("logo",)
    readonly_fields = ("logo_preview",)
    list_per_page = 50
    show_full_result_count = False

    class Media:
        js = (Script("desk/pictures.js", defer=True),)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    @admin.display(description="")
    def small_logo(self, row):
        return format_html('<span class="desk-icon">{}</span>', picture(row.logo, "icon", alt=""))

    @admin.display(description=gettext_lazy("preview"))
    def logo_preview(self, row):
        return preview(row.logo if row else None, "logo")

    def logo_fields(self, request, obj):
        may_write = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        uploads = ["upload", "upload_credit"] if may_write else []
        return (_("Logo"), {"fields": ["logo_preview", "logo", *uploads]})


class InstitutionForm(PictureFormMixin):
    class Meta:
        model = Institution
        fields = ("name", "slug", "website", "description", "logo")


@admin.register(Institution)
class InstitutionAdmin(LogoAdmin):
    form = InstitutionForm
    list_display = ("small_logo", "name", "website", "offerings_here")
    list_display_links = ("name",)
    list_select_related = ("logo",)
    search_fields = ("name",)
    message_when_empty = gettext_lazy("No institutions yet. Add who makes the offerings.")

    def get_fieldsets(self, request, obj=None):
        return [
            (None, {"fields": ["name", "slug", "website", "description"]}),
            self.logo_fields(request, obj),
        ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(offering_count=Count("offerings"))

    @admin.display(description=gettext_lazy("offerings"), ordering="offering_count")
    def offerings_here(self, institution):
        url = reverse("admin:offerings_offering_changelist")
        return format_html(
            '<a href="{}?institution__id__exact={}">{}</a>',
            url,
            institution.pk,
            institution.offering_count,
        )


class OfferingForm(PictureFormMixin):
    class Meta:
        model = Offering
        fields = "__all__"  # the admin's fieldsets choose among them

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if description := self.fields.get("description_source"):
            source = self.instance.description_source
            description.strip = False
            if reason := editor.why_plain(source):
                description.widget = UnfoldAdminTextareaWidget(attrs={"rows": 14})
                description.help_text = reason
            else:
                description.widget = editor.BodyWidget(source, {"rows": 14})

    def clean_description_source(self):
        """Keep a description that was not edited byte for byte; see `markup.editor.kept`."""
        as_opened = self.data.get(self.add_prefix(editor.opened("description_source")), "")
        return editor.kept(
            self.instance.description_source, self.cleaned_data["description_source"], as_opened
        )


@admin.register(Offering)
class OfferingAdmin(LogoAdmin):
    form = OfferingForm
    autocomplete_fields = ("logo", "institution", "categories")
    readonly_fields = ("logo_preview", "shown_description")
    list_display = ("small_logo", "name", "kind", "state", "institution", "open_source", "news")
    list_display_links = ("name",)
    list_select_related = ("logo", "institution")
    list_filter = (
        ("kind", ChoicesDropdownFilter),
        ("status", ChoicesDropdownFilter),
        ("institution", AutocompleteSelectFilter),
        ("categories", AutocompleteSelectFilter),
    )
    list_filter_submit = True
    search_fields = ("name", "slug", "summary", "institution__name", "=external_id")
    message_when_empty = gettext_lazy("No offerings yet. Add a product, or import the catalogue.")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(news_count=Count("articles"))

    def get_fieldsets(self, request, obj=None):
        may_write = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        description = "description_source" if may_write else "shown_description"
        return [
            (None, {"fields": ["name", ("kind", "status"), "institution", "summary", description]}),
            (_("Classification"), {"fields": ["categories"]}),
            self.logo_fields(request, obj),
            (_("Links"), {"fields": ["website", ("licence", "repository")]}),
            (_("Address and number"), {"fields": ["slug", "external_id"]}),
        ]

    def view_on_site(self, offering):
        # After an invalid form, `offering` has the form's values, which may include a bad slug.
        stored = Offering.objects.published().filter(pk=offering.pk).first()
        return stored and stored.get_absolute_url()

    @display(
        description=gettext_lazy("status"),
        ordering="status",
        label={"draft": "default", "published": "success", "withdrawn": "danger"},
    )
    def state(self, offering):
        return offering.status, offering.get_status_display()

    @admin.display(description=gettext_lazy("licence"), ordering="licence")
    def open_source(self, offering):
        return offering.licence or None

    @admin.display(description=gettext_lazy("news"), ordering="news_count")
    def news(self, offering):
        return offering.news_count

    @admin.display(description=gettext_lazy("long description"))
    def shown_description(self, offering):
        html = mark_safe(offering.description)  # noqa: S308  the sanitiser made it
        return format_html('<div class="desk-body">{}</div>', html)
