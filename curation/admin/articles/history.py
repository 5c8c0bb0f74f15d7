"""The history of an article: who changed what and when, with the values before and after."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curation.admin.articles.access import get_article_to_read
from curation.desk_pages import desk_page
from curation.models import Article, Revision
from curation.models.people import display_name
from curation.models.revisions import snapshot

ENTRIES_PER_PAGE = 50
# The names in `Revision.changes` that are fields of the article, and those that are not
_FIELDS = {field.attname: field for field in Article._meta.concrete_fields} | {
    field.name: field for field in Article._meta.many_to_many
}
_OTHER_LABELS = {
    "aliases": gettext_lazy("former addresses"),
    "further_reports": gettext_lazy("further reports"),
}


def history_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole history, newest first, `?page=` of it. Raises PermissionDenied and Http404."""
    article = get_article_to_read(request, pk)
    pages = Paginator(article.revisions.select_related("by"), ENTRIES_PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return desk_page(
        request,
        Article,
        "admin/curation/article/history.html",
        _("History: %(title)s") % {"title": article},
        object=article,
        page=page,
        history=history_entries(page.object_list),
    )


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    revision: Revision
    changes: list[Change]

    @property
    def who(self) -> str:
        user = self.revision.by
        return display_name(user) if user else _("the desk")


def full_snapshot(article: Article) -> dict:
    """What a revision compares: the snapshot, with the aliases and the further reports."""
    aliases = article.addresses.aliases().order_by("path").values_list("path", flat=True)
    reports = [report.line for report in article.further_reports.all()]
    return snapshot(article) | {"aliases": list(aliases), "further_reports": reports}


def history_entries(revisions) -> list[Entry]:
    """What to show of revisions (a page of a queryset); primary keys are replaced by names."""
    revisions = list(revisions)
    rows = {
        name: field.related_model._default_manager.in_bulk(numbers)
        for name, field in _FIELDS.items()
        if field.many_to_one and (numbers := _numbers(revisions, name))
    }
    return [
        Entry(
            revision,
            [
                Change(_label(name), _words(name, before, rows), _words(name, after, rows))
                for name, (before, after) in revision.changes.items()
            ],
        )
        for revision in revisions
    ]


def _numbers(revisions, name: str) -> set:
    return {
        value
        for revision in revisions
        for value in revision.changes.get(name, ())
        if value is not None
    }


def _label(name: str) -> str:
    """The words for a name in `Revision.changes`; the name itself for a column that is no more."""
    return str(_FIELDS[name].verbose_name if name in _FIELDS else _OTHER_LABELS.get(name, name))


def _words(name: str, value, rows: dict) -> str:
    """A recorded value in words. `rows`: name of a foreign key -> primary key -> row."""
    if value in (None, "", []):
        return ""
    if name in rows:
        gone = _("number %(number)s, gone since") % {"number": value}
        return str(rows[name].get(value, gone))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if name in _FIELDS and _FIELDS[name].choices:
        return str(dict(_FIELDS[name].flatchoices).get(value, value))
    return str(value)
