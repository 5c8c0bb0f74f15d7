"""Full-text search: the index is always up to date. Runs on the database in use."""

import pytest
from django.db import connection

from curation import search
from curation.models import Article
from tests.builders import an_article

pytestmark = pytest.mark.django_db


def found(text):
    return {hit.pk for hit in search.nearest(text)}


def test_the_index_follows_every_kind_of_change():
    article = an_article("Quokka census", excerpt="Seen at dawn.", body_source="<p>Islands</p>")
    for word in ("quokka", "dawn", "islands"):
        assert found(word) == {article.pk}
    article.title = "Heron census"
    article.save()
    assert found("quokka") == set()
    assert found("heron") == {article.pk}
    Article.objects.filter(pk=article.pk).update(excerpt="Seen at dusk.")
    assert found("dawn") == set()
    assert found("dusk") == {article.pk}
    article.delete()
    assert found("heron dusk islands") == set()


def test_only_what_is_published_is_near():
    an_article("Quokka census", status="draft")
    assert found("quokka") == set()
    assert [hit.pk for hit in search.titles_sharing_words("Quokka")] == [Article.objects.get().pk]


def test_the_nearest_comes_first():
    an_article("Ward news", body_source="<p>A quokka was seen.</p>")
    best = an_article("Quokka census on the island")
    assert search.nearest("quokka census island")[0].pk == best.pk


def test_accents_and_case_do_not_count():
    article = an_article("Ärzte im Café")
    assert found("arzte CAFE") == {article.pk}


@pytest.mark.parametrize(
    "text",
    [
        """quokka "' OR 1=1 --""",
        'quokka" OR "',
        "quokka AND NOT (NEAR/2) title : * ^ { } - +",
        "quokka & | ! <-> :* \\ ''",
        "quokka 🦘 \u200d 👩\u200d⚕️",
        "quokka %s %% %(x)s ; DROP TABLE curation_article",
        "quokka \ud800 \u0301",
    ],
)
def test_no_text_breaks_a_query(text):
    article = an_article("Quokka census")
    assert found(text) == {article.pk}
    assert [hit.pk for hit in search.titles_sharing_words(text)] == [article.pk]


@pytest.mark.parametrize("text", ["", "🦘", '"', "the and of", "☃ -- '", "\ud800"])
def test_a_text_without_telling_words_finds_nothing(text):
    an_article("Quokka census")
    assert search.nearest(text) == []
    assert search.titles_sharing_words(text) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's triggers")
@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE curation_article_fts",
        "DROP TRIGGER curation_article_fts_added",
        "DROP TRIGGER curation_article_fts_changed",
        "DROP TRIGGER curation_article_fts_removed",
    ],
)
def test_what_is_missing_is_made_again_and_filled(damage):
    before = an_article("Quokka census")
    with connection.cursor() as cursor:
        if "TABLE" in damage:
            for name in ("added", "changed", "removed"):
                cursor.execute(f"DROP TRIGGER curation_article_fts_{name}")
        cursor.execute(damage)
    meanwhile = an_article("Quokka count") if "changed" not in damage else before
    search.ensure_index()
    after = an_article("Quokka tally")
    assert found("quokka") == {before.pk, meanwhile.pk, after.pk}
    after.delete()
    assert found("quokka") == {before.pk, meanwhile.pk}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's indexes")
def test_a_missing_index_is_made_again():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX curation_article_plain_text")
        search.ensure_index()
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'curation_article'")
        assert ("curation_article_plain_text",) in cursor.fetchall()
