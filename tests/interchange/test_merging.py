"""A changed file meets an article that a curator edited: nothing that either wrote is lost."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connections, transaction

from curation.models import Article, Byline, Provenance, Revision
from tests.builders import a_category, a_curator, an_article, an_offering
from tests.interchange.conftest import a_file, keys_of, run

FIRST = {
    "title": "First title",
    "description": "First excerpt",
    "tags": ["A"],
    "categories": ["X: one"],
    "author": ["Ines Varga"],
    "lastMod": "2024-03-05T00:00:00Z",
}


def desk(**columns) -> Article:
    article = Article.objects.get()
    for name, value in columns.items():
        setattr(article, name, value)
    article.modified_at = datetime(2026, 1, 1, tzinfo=UTC)
    article.save()
    return article


def test_what_the_file_changed_comes_in_beside_what_the_desk_changed(bring, export):
    bring(a_file("<p>First</p>", **FIRST))
    article = desk(title="Desk title")
    article.tags.add("Desk")
    second = FIRST | {"description": "Second excerpt", "categories": ["X: two"]}
    ran = bring(a_file("<p>Second</p>", **second))
    assert (ran.out, ran.err) == ("0 created, 1 updated, 0 unchanged, 0 failed", "")
    article = Article.objects.get()
    assert article.title == "Desk title"
    assert set(article.tags.names()) == {"A", "Desk"}
    assert article.excerpt == "Second excerpt"
    assert article.body == "<p>Second</p>"
    assert [category.name for category in article.categories.all()] == ["X: two"]
    exported = keys_of(export()["a.md"])
    assert exported["title"] == "Desk title"
    assert exported["tags"] == ["A", "Desk"]
    assert exported["description"] == "Second excerpt"
    assert bring(a_file("<p>Second</p>", **second)).out.startswith("0 created, 0 updated, 1 unch")


def test_where_both_changed_the_desk_stays_and_it_is_told(bring, export):
    bring(a_file("<p>First</p>", **FIRST))
    article = desk(title="Desk title", body_source="<p>Desk</p>")
    article.bylines.all().delete()
    Byline.objects.create(article=article, curator=a_curator("Signe Holt"))
    second = FIRST | {"title": "Second title", "author": ["Paul Adeyemi"], "tags": ["B"]}
    ran = bring(a_file("<p>Second</p>", **second))
    assert ran.code == 0
    assert ran.out == "0 created, 1 updated, 0 unchanged, 0 failed"
    kept = "the file and a curator both changed it; the curator's was kept"
    assert [line.split(": ", 1)[1] for line in ran.err.splitlines()] == [
        f"body: {kept}", f"curators: {kept}", f"title: {kept}",
    ]  # fmt: skip
    article = Article.objects.get()
    assert (article.title, article.body) == ("Desk title", "<p>Desk</p>")
    assert set(article.tags.names()) == {"B"}
    exported = export()["a.md"]
    assert keys_of(exported)["title"] == "Desk title"
    assert keys_of(exported)["author"] == ["Signe Holt"]
    assert keys_of(exported)["tags"] == ["B"]
    assert exported.endswith(b"<p>Desk</p>")
    # and once more, with another change of the file elsewhere
    third = second | {"description": "Third excerpt"}
    ran = bring(a_file("<p>Second</p>", **third))
    assert (ran.code, ran.err) == (0, "")
    assert Article.objects.get().excerpt == "Third excerpt"
    assert Article.objects.get().title == "Desk title"


def test_both_may_come_to_the_same(bring, export):
    bring(a_file(**FIRST))
    desk(title="Second title")
    second = a_file(**FIRST | {"title": "Second title"})
    ran = bring(second)
    assert (ran.code, ran.err) == (0, "")
    assert keys_of(export()["a.md"])["title"] == "Second title"


def test_the_time_of_a_desk_edit_outlives_an_import(bring):
    bring(a_file(**FIRST))
    desk(title="Desk title")
    bring(a_file(**FIRST | {"lastMod": "2024-04-01T00:00:00Z"}))
    assert Article.objects.get().modified_at == datetime(2026, 1, 1, tzinfo=UTC)


def test_metadata_of_the_source_follows_the_file(bring):
    bring(a_file(**FIRST, htmlMetaData={"a": 1}))
    desk(title="Desk title")
    bring(a_file(**FIRST, htmlMetaData={"a": 2}, unknown="key"))
    assert Provenance.objects.get().html_meta == {"a": 2}


def test_the_desk_took_it_offline_and_it_stays_offline(bring, export):
    bring(a_file(**FIRST))
    desk(status="draft", published_at=None)
    bring(a_file(**FIRST | {"date": "2024-05-05", "description": "Second"}))
    article = Article.objects.get()
    assert (article.status, article.excerpt) == ("draft", "Second")


def test_every_import_that_changes_something_is_in_the_history(bring):
    bring(a_file(**FIRST))
    desk(title="Desk title")
    bring(a_file(**FIRST | {"description": "Second excerpt"}))
    change = Revision.objects.get()
    assert (change.act, change.by) == ("updated by import", None)
    assert change.changes == {"excerpt": ["First excerpt", "Second excerpt"]}


def test_removed_in_the_file_is_removed(bring):
    bring(a_file(**FIRST, institution="I", relatedOfferings=[{"label": "O"}], via="V"))
    bring(a_file(**FIRST | {"tags": None, "categories": [], "author": None}))
    article = Article.objects.get()
    assert article.institution is None
    assert article.via_name == ""
    assert not article.tags.exists()
    assert not article.categories.exists()
    assert not article.bylines.exists()
    assert not article.related.exists()


def test_offerings_chosen_at_the_desk_stay(bring):
    text = a_file(**FIRST, relatedOfferings=[{"label": "O"}])
    bring(text)
    article = desk()
    article.related.all().delete()
    article.related.create(offering=an_offering("Chosen"))
    bring(text.replace("First excerpt", "Second excerpt"))
    assert [row.offering.name for row in article.related.all()] == ["Chosen"]


@pytest.mark.parametrize("aliases", [None, "/news/older"])
def test_a_file_for_an_article_of_the_desk_fills_what_is_empty(aliases, bring, export):
    """A file without id whose address is that of an article made at the desk."""
    article = an_article("Desk title", slug="beds-that-know", excerpt="Desk excerpt", tags=["D"])
    ran = bring(a_file(id=None, source=None, **FIRST, aliases=aliases))
    assert ran.code == 0
    assert "title: the file and a curator both changed it; the curator's was kept" in ran.err
    article.refresh_from_db()
    assert (article.title, article.excerpt) == ("Desk title", "Desk excerpt")
    assert [line.curator.name for line in article.bylines.all()] == ["Ines Varga"]
    assert list(article.categories.all()) == [a_category("X: one")]
    assert set(article.tags.names()) == {"D"}
    exported = keys_of(export()["a.md"])
    assert (exported["title"], exported["tags"]) == ("Desk title", ["D"])
    assert exported["author"] == ["Ines Varga"]


def test_what_was_read_of_the_source_stays_where_the_file_says_nothing_of_it(bring):
    article = an_article("Beds that know", slug="beds-that-know")
    Provenance.objects.create(article=article, html_meta={"generator": "x"}, open_graph={"a": 1})
    bring(a_file(id=None, source=None, openGraphMetaData={"a": 2}))
    told = Provenance.objects.get()
    assert (told.html_meta, told.open_graph) == ({"generator": "x"}, {"a": 2})


@pytest.mark.django_db(transaction=True)
def test_an_import_waits_for_whoever_holds_the_article_and_sees_what_they_did(bring, folder):
    bring(a_file(**FIRST))
    (folder / "a.md").write_text(a_file(**FIRST | {"description": "Second excerpt"}))
    held, outcome = threading.Event(), []

    def import_later():
        held.wait()
        try:
            outcome.append(run("import_content", folder).out)
        finally:
            connections.close_all()

    second = threading.Thread(target=import_later)
    second.start()
    with transaction.atomic():
        article = Article.objects.get().hold()
        held.set()
        second.join(0.5)  # long enough for an import that does not wait
        assert second.is_alive()
        article.title = "Desk title"
        article.save()
    second.join()
    assert outcome == ["0 created, 1 updated, 0 unchanged, 0 failed"]
    article.refresh_from_db()
    assert (article.title, article.excerpt) == ("Desk title", "Second excerpt")
