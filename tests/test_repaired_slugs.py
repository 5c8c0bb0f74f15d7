"""The migration that repairs slugs and names: rows of one word become one, nothing is lost."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from taggit.models import Tag, TaggedItem

from curation.models import Curator, Provenance, Suggestion
from offerings.models import Institution, Offering
from taxonomy.models import Category, Taxonomy
from tests.builders import a_publisher, an_article, an_institution, an_offering

pytestmark = pytest.mark.django_db
COMPOSED, DECOMPOSED = "Caf\xe9", "Cafe\u0301"
repair = import_module("curation.migrations.0010_repair_slugs")


def migrate():
    repair.forwards(apps, None)


def write(row, column: str, value: str):
    """Put a text into a row as an older version of the software stored it."""
    quote = connection.ops.quote_name
    table, name = quote(row._meta.db_table), quote(column)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {name} = %s WHERE id = %s", [value, row.pk])  # noqa: S608


def stored(model, column: str) -> list[str]:
    return list(model.objects.order_by("pk").values_list(column, flat=True))


def test_every_tag_gets_a_slug_and_keeps_the_one_that_it_has():
    for name in ("🙂", "खबर", "C++", "wards"):
        Tag.objects.create(name=name)
    for name, slug in (("🙂", ""), ("खबर", "_1"), ("C++", "c_1")):
        Tag.objects.filter(name=name).update(slug=slug)
    migrate()
    assert stored(Tag, "slug") == ["tag", "_1", "c_1", "wards"]


def test_tags_of_one_word_become_one_with_all_articles(client):
    rows = [Tag.objects.create(name=f"{n}") for n in range(3)]
    both, one, other = (
        an_article(tags=rows), an_article(tags=[rows[0]]), an_article(tags=[rows[1]]),
    )  # fmt: skip
    for tag, (name, slug) in zip(
        rows, [(DECOMPOSED, ""), (COMPOSED, "cafe"), ("CAF\xc9", "cafe_1")], strict=True
    ):
        Tag.objects.filter(pk=tag.pk).update(name=name, slug=slug)
    migrate()
    tag = Tag.objects.get()
    assert (tag.name, tag.slug) == (COMPOSED, "cafe")
    assert TaggedItem.objects.count() == 3
    assert all(article.tags.get() == tag for article in (both, one, other))
    assert client.get("/tag/cafe").status_code == 200
    assert client.get("/tag/cafe_1")["Location"] == "/tag/cafe"


def test_topics_of_one_word_become_one_across_taxonomies_of_one_word():
    first, second = Taxonomy.objects.create(name="Ward"), Taxonomy.objects.create(name="Other")
    one = Category.objects.create(taxonomy=first, label="x")
    two = Category.objects.create(taxonomy=second, label="y", description="What it is.")
    alone = Category.objects.create(taxonomy=second, label="Alone")
    articles = [an_article(), an_article(), an_article()]
    articles[0].categories.set([one])
    articles[1].categories.set([two, alone])
    articles[2].categories.set([one, two])
    offering = an_offering(categories=[two])
    Suggestion.objects.create(article=articles[0], category=two)
    write(first, "name", "Soins a\u0300 domicile")
    write(second, "name", "Soins \xe0 domicile")
    write(one, "label", DECOMPOSED)
    write(two, "label", COMPOSED)
    migrate()
    assert stored(Taxonomy, "name") == ["Soins \xe0 domicile"]
    topic = Category.objects.get(label=COMPOSED)
    assert (topic.pk, topic.slug, topic.description) == (one.pk, one.slug, "What it is.")
    assert [article.categories.filter(pk=topic.pk).count() for article in articles] == [1, 1, 1]
    assert articles[2].categories.count() == 1
    assert offering.categories.get() == topic
    assert Suggestion.objects.get().category == topic
    alone.refresh_from_db()
    assert alone.taxonomy == Taxonomy.objects.get()


def test_people_of_one_name_become_one_unless_they_have_two_accounts():
    known = User.objects.create_user("jose")
    one, two = Curator.objects.create(name="1"), Curator.objects.create(name="2", user=known)
    article, other = an_article(curators=["1", "2"]), an_article(curators=["1"])
    write(one, "name", "Jose\u0301")
    write(two, "name", "Jos\xe9")
    migrate()
    person = Curator.objects.get()
    assert (person.name, person.user) == ("Jos\xe9", known)
    assert article.bylines.get().curator == other.bylines.get().curator == person

    third = Curator.objects.create(name="3", user=User.objects.create_user("jose2"))
    write(third, "name", "Jose\u0301")
    migrate()
    assert stored(Curator, "name") == ["Jos\xe9", "Jos\xe9 (2)"]


def test_institutions_of_one_name_become_one_and_other_names_are_composed():
    one, two = an_institution("1"), an_institution("2", website="https://cafe.example/")
    article = an_article(institution=two)
    offering, publisher = an_offering("o", institution=two), a_publisher("x.example")
    write(one, "name", DECOMPOSED)
    write(two, "name", COMPOSED)
    write(offering, "name", DECOMPOSED)
    write(publisher, "name", DECOMPOSED)
    write(article.section, "name", DECOMPOSED)
    write(article, "slug", "cafe\u0301")
    migrate()
    kept = Institution.objects.get()
    assert (kept.pk, kept.name, kept.website) == (one.pk, COMPOSED, "https://cafe.example/")
    for row in (article, offering, publisher, article.section):
        row.refresh_from_db()
    assert article.institution == offering.institution == kept
    assert Offering.objects.get().name == publisher.name == article.section.name == COMPOSED
    assert article.slug == "caf\xe9"


def test_what_was_imported_does_not_look_edited_afterwards():
    article = an_article(tags=["a", "wards"], curators=["b"], categories=["c", "Ward: d"])
    baseline = {
        "tags": [DECOMPOSED, "wards"], "curators": [DECOMPOSED], "institution": DECOMPOSED,
        "categories": [f"Ward: {DECOMPOSED}", "c"], "title": DECOMPOSED,
    }  # fmt: skip
    provenance = Provenance.objects.create(article=article, baseline=baseline)
    untouched = Provenance.objects.create(article=an_article(), baseline={"tags": ["wards"]})
    write(Tag.objects.get(name="a"), "name", DECOMPOSED)
    write(Curator.objects.get(name="b"), "name", DECOMPOSED)
    write(Category.objects.get(label="d"), "label", DECOMPOSED)
    write(an_institution("i"), "name", DECOMPOSED)
    migrate()
    provenance.refresh_from_db()
    untouched.refresh_from_db()
    assert provenance.baseline == {
        "tags": [COMPOSED, "wards"], "curators": [COMPOSED], "institution": COMPOSED,
        "categories": [f"Ward: {COMPOSED}", "c"], "title": DECOMPOSED,
    }  # fmt: skip
    assert untouched.baseline == {"tags": ["wards"]}


def test_a_second_run_changes_nothing():
    an_article(tags=["🙂", "Caf\xe9"], curators=["Jos\xe9"], categories=["Ward: Caf\xe9"])
    migrate()
    before = [stored(model, "slug") for model in (Tag, Category, Taxonomy, Curator)]
    migrate()
    assert before == [stored(model, "slug") for model in (Tag, Category, Taxonomy, Curator)]
