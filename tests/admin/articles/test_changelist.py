"""The list of articles: what a row says, what it finds, and what it costs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from curation.models import Article
from media.models import Image
from tests.admin.articles.article_pages import LIST
from tests.builders import a_category, a_curator, a_publisher, an_article

pytestmark = pytest.mark.django_db
Status = Article.Status


def titles(client, **query):
    changelist = client.get(LIST, query).context["cl"]
    return [article.title for article in changelist.result_list]


@pytest.fixture
def editor(desk):
    return desk("editor")


def test_a_row_says_what_an_editor_asks(editor, a_picture):
    image = Image.objects.store(a_picture(size=(320, 180)), "x.png")
    an_article(
        "Archive", featured_image=image, publisher=a_publisher("wardandwire.example"),
        categories=["Northmap: Imaging", "Northmap: Triage", "Pulse: Care", "Pulse: Law"],
    )  # fmt: skip
    page = editor.get(LIST).content.decode()
    for words in ("Archive", "wardandwire.example", "Imaging, Triage, Care +1", "4 Mar 2026"):
        assert words in page
    assert f"/media/renditions/{image.digest[:16]}/" in page


def test_scheduled_has_a_word_of_its_own(editor):
    an_article("Soon", published_at=timezone.now() + timedelta(days=1))
    page = editor.get(LIST, {"state": "scheduled"}).content.decode()
    assert "Soon" in page
    assert titles(editor, state="published") == []


def test_expired_has_a_word_of_its_own(editor):
    gone = an_article("Past", expires_at=timezone.now() - timedelta(minutes=1))
    an_article("Still", expires_at=timezone.now() + timedelta(days=1))
    assert titles(editor, state="expired") == ["Past"]
    assert titles(editor, state="published") == ["Still"]
    assert "expired" in editor.get(LIST, {"state": "expired"}).content.decode()
    assert "expired" in editor.get(f"{LIST}{gone.pk}/change/").content.decode()


@pytest.mark.parametrize("state", ["draft", "in_review", "published", "withdrawn", "rejected"])
def test_each_state_has_its_list(editor, state):
    for status in Status.values:
        an_article(status, status=status)
    assert titles(editor, state=state) == [state]


def test_last_touched_first(editor):
    old, new = an_article("Old"), an_article("New")
    Article.objects.filter(pk=old.pk).update(modified_at=timezone.now() + timedelta(hours=1))
    assert titles(editor) == ["Old", "New"]
    assert new.pk > old.pk


def test_what_is_missing(editor, a_picture):
    image = Image.objects.store(a_picture(), "x.png")
    an_article("Whole", featured_image=image, image_alt="A ward", categories=["A: B"])
    an_article("No image", categories=["A: B"])
    an_article("No topic", featured_image=image, image_alt="A ward")
    an_article("No alt", featured_image=image, categories=["A: B"])
    assert titles(editor, missing="image") == ["No image"]
    assert titles(editor, missing="topic") == ["No topic"]
    assert titles(editor, missing="alt") == ["No alt"]


def test_by_publisher_taxonomy_category_and_curator(editor):
    publisher = a_publisher("one.example")
    an_article("This", publisher=publisher, categories=["Map: A", "Map: B"], curators=["Mira"])
    an_article("Other", publisher=a_publisher("two.example"), categories=["Pulse: C"])
    category = a_category("Map: A")
    assert titles(editor, publisher__id__exact=publisher.pk) == ["This"]
    assert titles(editor, taxonomy=category.taxonomy_id) == ["This"]
    assert titles(editor, categories__id__exact=category.pk) == ["This"]
    assert titles(editor, curators__id__exact=a_curator("Mira").pk) == ["This"]


def test_by_days_both_included(editor):
    for day in (9, 10, 11, 12):
        an_article(f"On {day}", published_at=datetime(2026, 3, day, 23, 30, tzinfo=UTC))
    found = titles(editor, published_at_from="2026-03-10", published_at_to="2026-03-11")
    assert sorted(found) == ["On 10", "On 11"]


@pytest.mark.parametrize(
    "words", ["Imaging archive", "one sentence", "wardandwire", "16473", "/story/", "old-slug"]
)
def test_search(editor, words):
    an_article(
        "Imaging archive", excerpt="Only one sentence.", slug="old-slug",
        publisher=a_publisher("wardandwire.example"), source="op", external_id="16473",
        link_href="https://x.example/story/1",
    )  # fmt: skip
    an_article("Another", publisher=a_publisher("two.example"))
    assert titles(editor, q=words) == ["Imaging archive"]


@pytest.mark.parametrize(
    "query", [{"taxonomy": "x"}, {"section": "'"}, {"state": "?"}, {"published_at_from": "soon"}]
)
def test_a_filter_that_makes_no_sense_filters_nothing(editor, query):
    an_article("There")
    assert titles(editor, **query) == ["There"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "Add an article"),
        ({"state": "draft"}, "No drafts are waiting"),
        ({"state": "scheduled"}, "Publish a draft with a date to come"),
        ({"q": "zebra"}, "Nothing was found for “zebra”"),
    ],
)
def test_an_empty_list_says_what_to_do_next(editor, query, words):
    assert words in editor.get(LIST, query).content.decode()


def test_more_rows_do_not_mean_more_queries(editor, a_picture, django_assert_max_num_queries):
    image = Image.objects.store(a_picture(), "x.png")

    def fill(count):
        for _ in range(count):
            an_article(featured_image=image, publisher=a_publisher(), categories=["A: B", "A: C"])

    fill(2)
    with django_assert_max_num_queries(12) as few:
        editor.get(LIST)
    fill(30)
    with django_assert_max_num_queries(12) as many:
        editor.get(LIST)
    assert len(few) == len(many)
