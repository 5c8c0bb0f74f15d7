"""Tags: each has a page of its own, however it was made, and a word is one tag."""

import pytest
from taggit.models import Tag

from curation.models.tags import find_tag, tag_named
from tests.builders import an_article

pytestmark = pytest.mark.django_db
NAMES = [
    ("🙂", "tag"), ("+", "tag"), ("%", "tag"), ("C++", "c"), ("医疗", "医疗"), ("खबर", "खबर"),
    ("Здоровье", "здоровье"), ("Été", "ete"), ("AI & ML", "ai-ml"),
    ("AI 在医疗信息中的应用", "ai-在医疗信息中的应用"),
]  # fmt: skip


def made_by_manager(name):
    article = an_article(tags=[name])
    return article.tags.get()


def made_directly(name):
    return Tag.objects.create(name=name)


def made_by_name(name):
    return tag_named(name)


def made_at_once(name):
    return Tag.objects.get_or_create(name=name)[0]


@pytest.mark.parametrize("make", [made_by_manager, made_directly, made_by_name, made_at_once])
@pytest.mark.parametrize(("name", "slug"), NAMES)
def test_a_tag_has_a_slug_whoever_makes_it(make, name, slug):
    assert make(name).slug == slug


@pytest.mark.parametrize("name", [name for name, _ in NAMES] + ["a/b", "..", "?x=1#y", "\u200b"])
def test_an_article_with_the_tag_opens_and_so_does_the_tags_page(client, name):
    article = an_article(tags=[name])
    page = client.get(article.get_absolute_url())
    assert page.status_code == 200
    href = page.content.decode().split('rel="tag" href="')[1].split('"')[0]
    assert client.get(href).status_code == 200
    assert client.get(f"{href}/feed/").status_code == 200


def test_a_page_with_a_broken_tag_opens_and_shows_the_name(client):
    article = an_article(tags=["wards"])
    Tag.objects.update(slug="")
    page = client.get(article.get_absolute_url()).content.decode()
    assert 'rel="tag"' not in page
    assert "wards" in page


def test_tags_with_like_names_get_numbers():
    slugs = [Tag.objects.create(name=name).slug for name in ("C", "C++", "C#", "🙂", "+", "%")]
    assert slugs == ["c", "c-2", "c-3", "tag", "tag-2", "tag-3"]


def test_a_slug_that_was_chosen_stays():
    tag = Tag.objects.create(name="Remote care", slug="telehealth")
    assert tag.slug == "telehealth"
    tag.name = "Telecare"
    tag.save()
    assert tag.slug == "telehealth"


def test_a_long_name_has_room_for_a_number():
    first = Tag.objects.create(name="w" * 100)
    second = Tag.objects.create(name="w" * 99 + "+")
    third = Tag.objects.create(name="W" * 95 + " & W")
    assert len(first.slug) == 100
    for tag in (second, third):
        tag.full_clean()


@pytest.mark.parametrize(
    "spellings",
    [
        ["Caf\xe9", "Cafe\u0301", "CAF\xc9", " caf\xe9 "],
        ["Über", "über", "U\u0308BER"],
        ["Здоровье", "здоровье"],
        ["Wards", "wards", "WARDS"],
        ["🙂", "🙂"],
    ],
)
def test_a_word_is_one_tag(spellings):
    articles = [an_article(tags=[spelling]) for spelling in spellings]
    articles.append(an_article(tags=spellings))
    assert {article.tags.get() for article in articles} == {Tag.objects.get()}
    assert {find_tag(spelling) for spelling in spellings} == {Tag.objects.get()}


def test_different_words_are_different_tags():
    article = an_article(tags=["ete", "été", "C", "C++", "wards", "ward"])
    assert article.tags.count() == 6


def test_tags_are_replaced_and_removed_by_any_spelling():
    article = an_article(tags=["Caf\xe9", "wards"])
    article.tags.set(["CAFE\u0301"])
    assert [tag.name for tag in article.tags.all()] == ["Caf\xe9"]
    article.tags.add("Wards", "new")
    assert sorted(article.tags.names()) == ["Caf\xe9", "new", "wards"]


def test_a_tag_takes_two_queries_at_most_to_find(django_assert_max_num_queries):
    an_article(tags=["wards"])
    with django_assert_max_num_queries(1):
        assert tag_named("Wards").name == "wards"
