"""Publishers at the desk: their names and icons."""

from django.contrib import admin
from django.db.models import Count
from django.forms import Script
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from curation.models import Publisher
from media.desk import PictureFormMixin, preview
from media.templatetags.pictures import picture


class PublisherForm(PictureFormMixin):
    picture_field = "icon"

    class Meta:
        model = Publisher
        fields = ("brand", "name", "icon")

    def clean_brand(self):
        """The host name without `www.`, also where somebody pasted a URL."""
        brand = self.cleaned_data["brand"].strip()
        if brand == self.instance.brand:
            return brand
        return (
            brand.lower()
            .removeprefix("https://")
            .removeprefix("http://")
            .removeprefix("www.")
            .rstrip("/")
        )


@admin.register(Publisher)
class PublisherAdmin(ModelAdmin):
    form = PublisherForm
    fields = ("brand", "name", "icon_preview", "icon", "upload", "upload_credit")
    readonly_fields = ("icon_preview",)
    autocomplete_fields = ("icon",)
    list_display = ("small_icon", "brand", "name", "articles_here")
    list_display_links = ("brand",)
    list_select_related = ("icon",)
    list_per_page = 50
    search_fields = ("brand", "name")
    show_full_result_count = False
    message_when_empty = _("No publishers yet: they are made from the links of articles.")

    class Media:
        js = (Script("desk/pictures.js", defer=True),)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(article_count=Count("articles"))

    @admin.display(description="")
    def small_icon(self, publisher):
        return format_html(
            '<span class="desk-icon">{}</span>', picture(publisher.icon, "icon", alt="")
        )

    @admin.display(description=_("articles"), ordering="article_count")
    def articles_here(self, publisher):
        url = reverse("admin:curation_article_changelist")
        return format_html(
            '<a href="{}?publisher__id__exact={}">{}</a>',
            url, publisher.pk, publisher.article_count,
        )  # fmt: skip

    @admin.display(description=_("preview"))
    def icon_preview(self, publisher):
        return preview(publisher.icon if publisher else None, "icon")
