"""Faceted filters of the catalogue's list."""

from itertools import groupby

import django_filters
from django.db.models import Count
from django.forms import CheckboxInput
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from offerings.models import Institution, Offering
from taxonomy.models import Category


class OfferingFilter(django_filters.FilterSet):
    """The filters as a form with the method GET; an invalid value is an error beside its field."""

    kind = django_filters.ChoiceFilter(
        choices=[(kind.value, capfirst(kind.label)) for kind in Offering.Kind],
        label=_("Kind"),
        empty_label=_("All kinds"),
    )
    taxonomy = django_filters.ChoiceFilter(
        field_name="categories__taxonomy__slug",
        label=_("Taxonomy"),
        empty_label=_("All taxonomies"),
        distinct=True,
    )
    category = django_filters.ChoiceFilter(
        field_name="categories__slug", label=_("Category"), empty_label=_("All categories")
    )
    institution = django_filters.ChoiceFilter(
        field_name="institution__slug", label=_("Institution"), empty_label=_("All institutions")
    )
    open_source = django_filters.BooleanFilter(
        method="only_open_source", label=_("Open source only"), widget=CheckboxInput
    )

    class Meta:
        model = Offering
        fields = ()

    def __init__(self, data, queryset):
        super().__init__(data or None, queryset)
        categories = (
            Category.objects.filter(offerings__in=queryset)
            .annotate(number=Count("offerings"))
            .for_index()
        )
        taxonomies = {c.taxonomy.slug: c.taxonomy.name for c in categories if c.taxonomy}
        self.filters["taxonomy"].extra["choices"] = list(taxonomies.items())
        self.filters["category"].extra["choices"] = [
            (name or _("Others"), [(c.slug, f"{c.label} ({c.number})") for c in group])
            for name, group in groupby(categories, lambda c: c.taxonomy and c.taxonomy.name)
        ]
        self.filters["institution"].extra["choices"] = [
            (institution.slug, f"{institution.name} ({institution.number})")
            for institution in Institution.objects.filter(offerings__in=queryset)
            .annotate(number=Count("offerings"))
            .order_by("name")
        ]

    def only_open_source(self, offerings, name, value):
        return offerings.exclude(licence="") if value else offerings

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(self.data.get(name) for name in self.filters)
