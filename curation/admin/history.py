"""The history of one article, as its form shows it: who changed what, when, from what to what."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curation.models import Article, Revision
from curation.models.revisions import snapshot

# The names in `Revision.changes` that are fields of the article, and those that are not
_FIELDS = {field.attname: field for field in Article._meta.concrete_fields} | {
    field.name: field for field in Article._meta.many_to_many
}
_OTHER_LABELS = {
    "aliases": gettext_lazy("former addresses"),
    "further_reports": gettext_lazy("further reports"),
}


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str

    @property
    def is_short(self) -> bool:
        return max(len(self.before), len(self.after)) <= 120


@dataclass(frozen=True, slots=True)
class Entry:
    revision: Revision
    changes: list[Change]

    @property
    def who(self) -> str:
        user = self.revision.by
        return (user.get_full_name() or user.get_username()) if user else _("the desk")


def facts(article: Article) -> dict:
    """What a revision compares: the article's snapshot, its former paths and further reports."""
    aliases = article.addresses.aliases().order_by("path").values_list("path", flat=True)
    reports = [report.line for report in article.further_reports.all()]
    return snapshot(article) | {"aliases": list(aliases), "further_reports": reports}


def entries(revisions) -> list[Entry]:
    """Revisions (a page of a queryset) -> what to show of each, names in place of numbers."""
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
    """The words for a name in `Revision.changes`; the name itself for a column of former times."""
    return str(_FIELDS[name].verbose_name if name in _FIELDS else _OTHER_LABELS.get(name, name))


def _words(name: str, value, rows: dict) -> str:
    """A recorded value in words. `rows`: name of a foreign key -> number -> row."""
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
