"""How the history shows revisions, those of older versions too."""

from itertools import pairwise

import pytest

from curation.admin.articles.history import history_entries
from curation.models import Revision
from tests.builders import (
    a_publisher,
    a_section,
    an_article,
    an_institution,
    an_offering,
)

pytestmark = pytest.mark.django_db


def shown(**changes) -> list[tuple[str, str, str]]:
    """(label, before, after) of each change, as the page shows them."""
    revision = Revision.objects.create(article=an_article(), act="edited", changes=changes)
    (entry,) = history_entries(Revision.objects.filter(pk=revision.pk))
    return [(change.label, change.before, change.after) for change in entry.changes]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("section_id", a_section),
        ("publisher_id", a_publisher),
        ("institution_id", an_institution),
        ("offering_id", an_offering),
    ],
)
def test_numbers_of_rows_are_shown_as_names(name, row):
    row = row()
    label = name.removesuffix("_id")
    assert shown(**{name: [None, row.pk]}) == [(label, "", str(row))]
    assert shown(**{name: [row.pk, 987654]}) == [(label, str(row), "number 987654, gone since")]


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("title", ["Before", "After"], ("title", "Before", "After")),
        ("body_source", ["", "<p>B</p>"], ("body", "", "<p>B</p>")),
        ("link_href", ["", "https://a.example/"], ("source address", "", "https://a.example/")),
        ("featured_image_id", [None, 9], ("featured image", "", "number 9, gone since")),
        ("featured_pdf_id", [9, None], ("featured PDF", "number 9, gone since", "")),
        ("status", ["in_review", "published"], ("status", "in review", "published")),
        ("kind", ["brief", "article"], ("kind", "brief", "full article")),
        (
            "published_at",
            [None, "2026-03-04T09:30:00+00:00"],
            ("published at", "", "2026-03-04T09:30:00+00:00"),
        ),
        ("curators", [[], ["A", "B"]], ("curators", "", "A, B")),
        ("categories", [["A: b"], []], ("categories", "A: b", "")),
        ("tags", [["a"], ["a", "b"]], ("tags", "a", "a, b")),
        ("related_offerings", [["Lantern"], []], ("related offerings", "Lantern", "")),
        ("aliases", [[], ["/news/old"]], ("former addresses", "", "/news/old")),
        ("further_reports", [[], ["x"]], ("further reports", "", "x")),
        ("column_of_former_times", ["a", "b"], ("column_of_former_times", "a", "b")),
    ],
)
def test_a_stored_change_is_shown_in_words(name, values, expected):
    assert shown(**{name: values}) == [expected]


def test_more_changes_take_no_more_queries(django_assert_num_queries):
    article, sections = an_article(), [a_section(f"news/{number}").pk for number in range(6)]
    for before, after in pairwise(sections):
        changes = {"section_id": [before, after]}
        Revision.objects.create(article=article, act="edited", changes=changes)
    with django_assert_num_queries(2):
        assert len(history_entries(article.revisions.all())) == 5
