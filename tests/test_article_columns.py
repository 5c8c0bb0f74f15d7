"""A new column of an article is named where it has to be: a place that forgot it fails here.

The history follows from the model. The form, the files and the filling from the source page are
decisions: each place names the column, or stands here with the reason why it does not.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.test.utils import isolate_apps

from curation.autofill import FILLED_FIELDS
from curation.interchange.comparison import COMPARED
from curation.models import Article
from curation.models.revisions import LISTS, UNRECORDED, recorded_columns
from tests.builders import an_article

IDENTITY = "set once, by the import: identifies the article"
NO_KEY = "the content format has no key for it"
BY_CURATOR = "a curator's decision, no page can say it"
BY_BUTTON = "changed by the buttons that publish, withdraw and reject"
ROWS = "rows of their own below the form"


@dataclass(frozen=True)
class Place:
    """A place that names columns. `left_out`: column -> why it does not name it."""

    name: str
    columns: Callable[[], set[str]]
    left_out: dict[str, str]

    def __str__(self):
        return self.name

    def forgotten(self, columns: set[str]) -> set[str]:
        return columns - self.columns() - self.left_out.keys()


def columns_of(model: type[models.Model]) -> set[str]:
    """The fields that somebody can edit, the many-to-many fields among them."""
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return {field.name for field in fields if field.editable}


def form_columns() -> set[str]:
    class Request:  # of a superuser
        class user:
            has_perm = staticmethod(lambda *_: True)

    fieldsets = admin.site.get_model_admin(Article).get_fieldsets(Request, an_article())
    return set(flatten_fieldsets(fieldsets))


HISTORY = Place(
    "curation/models/revisions.py (LISTS, or UNRECORDED)",
    lambda: {field.name for field in recorded_columns(Article)} | LISTS.keys(),
    UNRECORDED,
)
DECISIONS = [
    Place(
        "curation/admin/articles/article_admin.py (get_fieldsets)",
        form_columns,
        {
            "id": "never changes",
            "source": IDENTITY,
            "external_id": IDENTITY,
            "archetype": "belongs to the content format",
            "status": BY_BUTTON,
            "expires_at": "set by imports only; the list of articles shows what has expired",
            "withdrawal_reason": BY_BUTTON,
            "rejection_reason": BY_BUTTON,
            "curators": ROWS,
            "related_offerings": ROWS,
        },
    ),
    Place(
        "curation/interchange/comparison.py (COMPARED)",
        lambda: {compared.column for compared in COMPARED},
        {
            "id": "another one in each database",
            "source": IDENTITY,
            "external_id": IDENTITY,
            "canonical_url": NO_KEY,
            "source_author": NO_KEY,
            "source_date": NO_KEY,
            "language": NO_KEY,
            "withdrawal_reason": NO_KEY,
            "rejection_reason": NO_KEY,
        },
    ),
    Place(
        "curation/autofill.py (TEXT_FIELDS, or FILLED_FIELDS)",
        lambda: set(FILLED_FIELDS),
        {
            "id": "never changes",
            "section": BY_CURATOR,
            "content_language": BY_CURATOR,
            "kind": BY_CURATOR,
            "body_source": BY_CURATOR,
            "curators": BY_CURATOR,
            "link_original": "what the curator pasted",
            "via_name": BY_CURATOR,
            "via_url": BY_CURATOR,
            "featured_pdf": "a PDF is never downloaded unasked",
            "categories": "suggested, see curation/suggesting.py",
            "tags": BY_CURATOR,
            "institution": BY_CURATOR,
            "offering": BY_CURATOR,
            "related_offerings": "suggested, see curation/suggesting.py",
            "insights_name": BY_CURATOR,
            "insights": BY_CURATOR,
            "status": BY_BUTTON,
            "published_at": BY_BUTTON,
            "expires_at": BY_CURATOR,
            "withdrawal_reason": BY_BUTTON,
            "rejection_reason": BY_BUTTON,
            "source": IDENTITY,
            "external_id": IDENTITY,
            "archetype": "belongs to the content format",
        },
    ),
]
PLACES = [HISTORY, *DECISIONS]


@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_no_place_forgot_a_column(place):
    forgotten = place.forgotten(columns_of(Article))
    assert not forgotten, (
        f"{place} does not name {sorted(forgotten)}: name them there, or in `left_out` of this "
        "test with the reason"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_what_is_left_out_is_a_column_and_really_left_out(place):
    assert place.left_out.keys() <= columns_of(Article)
    assert not place.left_out.keys() & place.columns()
    assert all(place.left_out.values())


@pytest.mark.django_db
@isolate_apps("curation")
def test_a_new_column_is_missed_where_it_is_a_decision_and_recorded_by_itself():
    class WithSubtitle(models.Model):
        title = models.CharField(max_length=10)
        subtitle = models.CharField(max_length=10)
        words = models.TextField(editable=False)
        series = models.ForeignKey(Article, models.CASCADE, related_name="+")

        class Meta:
            app_label = "curation"

        def __str__(self):
            return self.title

    assert [field.attname for field in recorded_columns(WithSubtitle)] == [
        "title", "subtitle", "series_id",
    ]  # fmt: skip
    for place in DECISIONS:
        assert place.forgotten(columns_of(WithSubtitle)) == {"subtitle", "series"}
