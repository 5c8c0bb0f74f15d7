"""Faceted filters of a section's list: topic, year and publisher, with numbers of articles."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby

import django_filters
from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from curation.models import Article
from taxonomy.models import Category

MOST_PUBLISHERS = 60  # the others can be found by their own pages


@dataclass(slots=True)
class Facets:
    """The choices of each filter: (value, label with the number of articles)."""

    topics: list = field(default_factory=list)
    years: list = field(default_factory=list)
    publishers: list = field(default_factory=list)

    @classmethod
    def of(cls, articles) -> "Facets":
        """Return the facets of a queryset of articles, with two queries."""
        topics = (
            Category.objects.filter(articles__in=articles.order_by())
            .annotate(number=Count("articles"))
            .for_index()
        )
        counted = (
            articles.order_by()
            .values_list("publisher__brand", "publisher__name", ExtractYear("published_at"))
            .annotate(number=Count("pk"))
        )
        years, publishers, names = Counter(), Counter(), {}
        for brand, name, year, number in counted:
            years[year] += number
            if brand:
                publishers[brand] += number
                names[brand] = name or brand
        return cls(
            topics=[
                (name or _("Other topics"), [(c.slug, f"{c.label} ({c.number})") for c in group])
                for name, group in groupby(topics, lambda c: c.taxonomy and c.taxonomy.name)
            ],
            years=[(year, f"{year} ({years[year]})") for year in sorted(years, reverse=True)],
            publishers=sorted(
                (
                    (brand, f"{names[brand]} ({number})")
                    for brand, number in publishers.most_common(MOST_PUBLISHERS)
                ),
                key=lambda choice: choice[1].casefold(),
            ),
        )


class ArticleFilter(django_filters.FilterSet):
    """The filters as a form with the method GET; an invalid value is an error beside its field."""

    topic = django_filters.ChoiceFilter(
        field_name="categories__slug", label=_("Topic"), empty_label=_("All topics")
    )
    publisher = django_filters.ChoiceFilter(
        field_name="publisher__brand", label=_("Publisher"), empty_label=_("All publishers")
    )
    year = django_filters.ChoiceFilter(
        field_name="published_at", lookup_expr="year", label=_("Year"), empty_label=_("All years")
    )

    class Meta:
        model = Article
        fields = ()

    def __init__(self, data, queryset, facets: Facets):
        super().__init__(data or None, queryset)
        self.filters["topic"].extra["choices"] = facets.topics
        self.filters["year"].extra["choices"] = facets.years
        self.filters["publisher"].extra["choices"] = facets.publishers

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(self.data.get(name) for name in self.filters)
