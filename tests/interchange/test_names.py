"""Names in files: a word is one row, and each row has a page, whatever letters it has."""

import pytest
from taggit.models import Tag

from curation.models import Article, Curator
from offerings.models import Institution, Offering
from taxonomy.models import Category, Taxonomy
from tests.interchange.conftest import a_file

COMPOSED, DECOMPOSED = "Caf\xe9", "Cafe\u0301"


def filed(name, **keys):
    return a_file(
        title=f"Under {name}", draft=False, date="2026-01-05", basePath="/news/", tags=[name],
        categories=[name, f"{name}: {name}"], author=[name], **keys,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["🙂", "+", "%", "C++", "医疗", "खबर", "a/b", "?", "#"])
def test_an_article_opens_whatever_its_tags_and_categories_are_called(bring, client, name):
    ran = bring(filed(name))
    assert ran.code == 0, ran.err
    article = Article.objects.get()
    assert client.get(article.get_absolute_url()).status_code == 200
    for kind, rows in (("tag", article.tags.all()), ("topic", article.categories.all())):
        assert rows
        for row in rows:
            assert row.slug
            assert client.get(f"/{kind}/{row.slug}").status_code == 200


def test_both_forms_of_a_name_are_one_row(bring):
    offering = {"label": COMPOSED, "permalink": "/offering/cafe"}
    bring(filed(COMPOSED, institution=COMPOSED, relatedOfferings=[offering]), "a.md")
    offering = {"label": DECOMPOSED, "permalink": "/offering/cafe"}
    second = {"id": 2, "slug": "second", "institution": DECOMPOSED, "relatedOfferings": [offering]}
    ran = bring(filed(DECOMPOSED, **second), "b.md")
    assert ran.code == 0, ran.err
    assert Article.objects.count() == 2
    assert [tag.name for tag in Tag.objects.all()] == [COMPOSED]
    assert Taxonomy.objects.get().name == COMPOSED
    assert Category.objects.count() == 2
    assert Curator.objects.get().name == COMPOSED
    assert Offering.objects.get().name == COMPOSED
    assert Institution.objects.count() <= 1


def test_tags_that_differ_in_capitals_are_one_in_any_script(bring):
    bring(a_file(title="One", tags=["Über", "ЗДОРОВЬЕ", "Wards"]), "a.md")
    ran = bring(a_file(id=2, slug="two", tags=["über", "здоровье", "wards"]), "b.md")
    assert ran.code == 0, ran.err
    assert Article.objects.count() == 2
    assert Tag.objects.count() == 3


def test_a_second_import_of_a_decomposed_name_changes_nothing(bring, export):
    text = filed(DECOMPOSED)
    bring(text)
    ran = bring(text)
    assert "1 unchanged" in ran.out
    assert export() == {"a.md": text.encode()}
