"""The filters of the list of articles."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter
from unfold.utils import parse_date_str

from curation.admin.articles.states import STATES, State
from curation.models import Article, Section, SourceFetch
from curation.models.article_queryset import ArticleQuerySet
from taxonomy.models import Taxonomy


class Gap(NamedTuple):
    """Something that an article may lack. select: takes articles, returns those that lack it."""

    label: str
    select: Callable[[ArticleQuerySet], ArticleQuerySet]


GAPS = {
    "image": Gap(_("no image"), lambda articles: articles.filter(featured_image=None)),
    "topic": Gap(
        _("no topic"),
        lambda articles: articles.exclude(
            Exists(Article.categories.through.objects.filter(article=OuterRef("pk")))
        ),
    ),
    "excerpt": Gap(_("no excerpt"), lambda articles: articles.filter(excerpt="")),
    "alt": Gap(
        _("image without alternative text"),
        lambda articles: articles.filter(featured_image__isnull=False, image_alt=""),
    ),
    "source": Gap(
        _("source not read"),
        lambda articles: articles.filter(source_fetch__state=SourceFetch.State.FAILED),
    ),
}


class NamedChoiceFilter(DropdownFilter):
    """A filter by one of several names, each with its label and its selection of articles."""

    choices_by_name: Mapping[str, State | Gap]

    def lookups(self, request, model_admin):
        return [(name, choice.label) for name, choice in self.choices_by_name.items()]

    def queryset(self, request, queryset):
        choice = self.choices_by_name.get(self.value())
        return choice.select(queryset) if choice else queryset


class StateFilter(NamedChoiceFilter):
    title = _("status")
    parameter_name = "state"
    choices_by_name = STATES


class MissingFilter(NamedChoiceFilter):
    title = _("what is missing")
    parameter_name = "missing"
    choices_by_name = GAPS


class TaxonomyFilter(DropdownFilter):
    title = _("taxonomy")
    parameter_name = "taxonomy"

    def lookups(self, request, model_admin):
        return [(str(pk), name) for pk, name in Taxonomy.objects.values_list("pk", "name")]

    def queryset(self, request, queryset):
        if not (self.value() or "").isdigit():
            return queryset
        rows = Article.categories.through.objects.filter(
            article=OuterRef("pk"), category__taxonomy=self.value()
        )
        return queryset.filter(Exists(rows))


class SectionFilter(DropdownFilter):
    title = _("section")
    parameter_name = "section"

    def lookups(self, request, model_admin):
        return [(str(pk), name) for pk, name in Section.objects.values_list("pk", "name")]

    def queryset(self, request, queryset):
        return queryset.filter(section=self.value()) if (self.value() or "").isdigit() else queryset


class DaysFilter(RangeDateFilter):
    """From one day to another, both included, in the desk's time zone."""

    def queryset(self, request, queryset):
        for end, lookup in (("from", "gte"), ("to", "lte")):
            day = parse_date_str(self.used_parameters.get(f"{self.parameter_name}_{end}") or "")
            if day:
                queryset = queryset.filter(**{f"{self.parameter_name}__date__{lookup}": day})
        return queryset
