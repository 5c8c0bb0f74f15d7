"""The questions that the list of articles answers."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter
from unfold.utils import parse_date_str

from curation.models import Article, Section, SourceFetch
from taxonomy.models import Taxonomy

Status = Article.Status
# What a curator calls an article's state -> the articles in it. A published article whose date is
# still to come is scheduled.
STATES = {
    "draft": (_("draft"), lambda articles: articles.filter(status=Status.DRAFT)),
    "in_review": (_("in review"), lambda articles: articles.filter(status=Status.IN_REVIEW)),
    "scheduled": (_("scheduled"), lambda articles: articles.scheduled()),
    "published": (_("published"), lambda articles: articles.published()),
    "withdrawn": (_("withdrawn"), lambda articles: articles.filter(status=Status.WITHDRAWN)),
    "rejected": (_("rejected"), lambda articles: articles.filter(status=Status.REJECTED)),
}
MISSING = {
    "image": (_("no image"), lambda articles: articles.filter(featured_image=None)),
    "topic": (
        _("no topic"),
        lambda articles: articles.exclude(
            Exists(Article.categories.through.objects.filter(article=OuterRef("pk")))
        ),
    ),
    "excerpt": (_("no excerpt"), lambda articles: articles.filter(excerpt="")),
    "alt": (
        _("image without alternative text"),
        lambda articles: articles.filter(featured_image__isnull=False, image_alt=""),
    ),
    "source": (
        _("source not read"),
        lambda articles: articles.filter(source_fetch__state=SourceFetch.State.FAILED),
    ),
}
# The theme's name of each state's colour
COLOURS = {
    "draft": "default",
    "in_review": "warning",
    "scheduled": "info",
    "published": "success",
    "withdrawn": "danger",
    "rejected": "danger",
}
SAYS_WHEN_EMPTY = {
    None: _("Nothing here. Add an article, or look with fewer filters."),
    "draft": _("No drafts are waiting. Add an article: paste the link, write one sentence."),
    "in_review": _("Nothing waits for an editor. Drafts come here with “Send to review”."),
    "scheduled": _("Nothing is scheduled. Publish a draft with a date to come."),
    "published": _("Nothing is published yet. Open a draft and press “Save and publish”."),
    "withdrawn": _("Nothing was withdrawn."),
    "rejected": _("Nothing was rejected."),
}


def state_of(article: Article) -> str:
    """The article's state as a key of STATES."""
    return "scheduled" if article.is_scheduled else article.status


class _Choice(DropdownFilter):
    """A filter over a table of names, each with its label and its question."""

    table: dict

    def lookups(self, request, model_admin):
        return [(name, label) for name, (label, _articles) in self.table.items()]

    def queryset(self, request, queryset):
        if self.value() in self.table:
            return self.table[self.value()][1](queryset)
        return queryset


class StateFilter(_Choice):
    title = _("status")
    parameter_name = "state"
    table = STATES


class MissingFilter(_Choice):
    title = _("what is missing")
    parameter_name = "missing"
    table = MISSING


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
