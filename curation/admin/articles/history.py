"""The history of an article: who changed what and when, with the values before and after."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from curation.admin.articles.access import get_article_to_read
from curation.desk_pages import desk_page
from curation.models import Article, Publisher, Revision, Section
from curation.models.people import display_name
from curation.models.revisions import snapshot
from media.models import Document, Image
from offerings.models import Institution, Offering

ENTRIES_PER_PAGE = 50
# Snapshots hold primary keys in these fields; the history shows the names of the rows.
_NAMED = {
    "section_id": Section,
    "publisher_id": Publisher,
    "featured_image_id": Image,
    "featured_pdf_id": Document,
    "institution_id": Institution,
    "offering_id": Offering,
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
    names = {
        field: model._default_manager.in_bulk(_numbers(revisions, field))
        for field, model in _NAMED.items()
        if _numbers(revisions, field)
    }
    return [
        Entry(
            revision,
            [
                Change(_label(field), _words(field, before, names), _words(field, after, names))
                for field, (before, after) in revision.changes.items()
            ],
        )
        for revision in revisions
    ]


def _numbers(revisions, field) -> set:
    return {
        value
        for revision in revisions
        for value in revision.changes.get(field, ())
        if value is not None
    }


def _label(field: str) -> str:
    if field == "aliases":
        return _("former addresses")
    if field == "further_reports":
        return _("further reports")
    return str(Article._meta.get_field(field.removesuffix("_id")).verbose_name)


def _words(field: str, value, names: dict) -> str:
    if value in (None, "", []):
        return ""
    if field in names:
        gone = _("number %(number)s, gone since") % {"number": value}
        return str(names[field].get(value, gone))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if field == "status":
        return str(dict(Article.Status.choices).get(value, value))
    return str(value)
