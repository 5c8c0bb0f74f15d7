"""The desk's pages of taxonomies and their categories."""

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.forms import Script
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from taxonomy.models import Category, Taxonomy


class TaxonomyForm(forms.ModelForm):
    class Meta:
        model = Taxonomy
        fields = ("name", "slug", "description", "hue", "position")
        widgets = {
            "hue": UnfoldAdminIntegerFieldWidget(attrs={"min": 0, "max": 359, "data-hue": ""})
        }


@admin.register(Taxonomy)
class TaxonomyAdmin(ModelAdmin):
    form = TaxonomyForm
    list_display = ("name", "colour", "categories_here", "position")
    search_fields = ("name",)
    readonly_fields = ("colour",)
    fields = ("name", "slug", "description", ("hue", "colour"), "position")
    message_when_empty = _("No taxonomies yet. Add one, such as an analyst's map of a market.")

    class Media:
        js = (Script("desk/hue.js", defer=True),)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(category_count=Count("categories"))

    @admin.display(description=_("colour"), ordering="hue")
    def colour(self, taxonomy):
        """A topic's kicker as readers see it, in the taxonomy's hue."""
        hue = taxonomy.hue if taxonomy else None
        return format_html(
            '<span class="desk-hue"{}>{}</span>',
            "" if hue is None else format_html(' style="--hue: {}"', hue),
            (taxonomy and taxonomy.name) or _("Kicker"),
        )

    @admin.display(description=_("categories"), ordering="category_count")
    def categories_here(self, taxonomy):
        url = reverse("admin:taxonomy_category_changelist")
        return format_html(
            '<a href="{}?taxonomy__id__exact={}">{}</a>', url, taxonomy.pk, taxonomy.category_count
        )


@admin.register(Category)
class CategoryAdmin(ModelAdmin):
    fields = ("taxonomy", "label", "slug", "description")
    autocomplete_fields = ("taxonomy",)
    list_display = ("label", "taxonomy", "articles_here", "offerings_here")
    list_select_related = ("taxonomy",)
    list_filter = (("taxonomy", RelatedDropdownFilter),)
    list_filter_submit = True
    list_per_page = 100
    search_fields = ("label", "taxonomy__name")
    show_full_result_count = False
    message_when_empty = _("No categories yet. Add one to a taxonomy, or import articles.")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("taxonomy")

    def get_deleted_objects(self, objs, request):
        """Protect categories that have articles or offerings, since their pages have readers."""
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        words = _("Something is filed under “%(category)s”: take it out there first.")
        rows = Category.objects.filter(pk__in=[category.pk for category in objs])
        in_use = rows.exclude(articles=None, offerings=None).distinct()
        protected = [*protected, *(words % {"category": category} for category in in_use)]
        return to_delete, counts, perms_needed, protected

    def get_changelist_instance(self, request):
        self._add_counts(changelist := super().get_changelist_instance(request))
        return changelist

    def _add_counts(self, changelist):
        """Count articles and offerings of the page's rows: one query each, since joins multiply."""
        rows = list(changelist.result_list)
        for name in ("articles", "offerings"):
            counted = Category.objects.filter(pk__in=[row.pk for row in rows])
            counts = dict(counted.annotate(number=Count(name)).values_list("pk", "number"))
            for row in rows:
                setattr(row, f"{name}_count", counts[row.pk])
        changelist.result_list = rows

    def view_on_site(self, category):
        # After an invalid form, `category` has the form's values, which may include a bad slug.
        return Category.objects.get(pk=category.pk).get_absolute_url()

    @admin.display(description=_("articles"))
    def articles_here(self, category):
        return category.articles_count

    @admin.display(description=_("offerings"))
    def offerings_here(self, category):
        return category.offerings_count
