"""Articles: slugs, excerpts, bodies, states, addresses, related offerings."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from curation.models import Address, Article
from tests.builders import a_category, a_publisher, a_section, an_article, an_offering

pytestmark = pytest.mark.django_db

Status = Article.Status


def test_slug_is_made_from_publisher_and_title():
    article = an_article("Wards & wires", publisher=a_publisher("academic.wards.example"))
    assert article.slug == "academic-wards-wards-and-wires"
    assert article.path == "/news/academic-wards-wards-and-wires"


def test_the_later_of_two_equal_slugs_gets_a_number():
    slugs = [an_article("Same words").slug for _ in range(3)]
    assert slugs == ["same-words", "same-words-2", "same-words-3"]


def test_two_sections_may_use_one_slug():
    an_article("Same words")
    assert an_article("Same words", section=a_section("policy")).slug == "same-words"


def test_excerpt_is_the_first_200_characters_of_the_words():
    body = "<p>One &amp; two.</p><p>" + "word " * 100 + "</p>"
    article = an_article(body_source=body)
    assert article.excerpt == ("One & two. " + "word " * 100)[:200].rstrip()


def test_a_written_excerpt_is_kept():
    assert an_article(excerpt="As written.").excerpt == "As written."


def test_shown_body_is_sanitised_and_the_source_kept():
    source = '<p onclick="x()">Hello<script>alert(1)</script></p><a href="javascript:x">y</a>'
    article = an_article(body_source=source)
    assert article.body_source == source
    assert article.body == '<p>Hello</p><a rel="noopener nofollow">y</a>'


def test_markdown_of_the_older_dialect_is_shown_as_html():
    assert an_article(body_source="A *small* brief").body == "<p>A <em>small</em> brief</p>\n"


def test_breadcrumbs_lead_from_home_to_the_page():
    article = an_article("Wards", section=a_section("news", name="News"))
    assert article.breadcrumbs == [("Home", "/"), ("News", "/news/"), ("Wards", "")]


def test_published_means_due_and_not_withdrawn():
    now = timezone.now()
    live = an_article("live", published_at=now - timedelta(seconds=1))
    due_later = an_article("later", published_at=now + timedelta(hours=1))
    an_article("draft", status=Status.DRAFT)
    an_article("withdrawn", status=Status.WITHDRAWN)
    assert list(Article.objects.published()) == [live]
    assert list(Article.objects.scheduled()) == [due_later]
    assert live.is_live
    assert not live.is_scheduled
    assert due_later.is_scheduled
    assert not due_later.is_live


def test_reading_order_is_stable_under_equal_dates():
    when = datetime(2026, 1, 1, tzinfo=UTC)
    made = [an_article(f"n{n}", published_at=when) for n in range(5)]
    assert list(Article.objects.published().newest_first()) == made[::-1]


@pytest.mark.parametrize(
    "facts",
    [
        {"status": Status.PUBLISHED, "published_at": None},
        {"status": Status.WITHDRAWN, "withdrawn_at": None},
        {"status": Status.DRAFT, "withdrawn_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"status": "lost"},
        {"title": ""},
        {"slug": "a/b"},
        {"link_href": "javascript:alert(1)"},
    ],
)
def test_the_database_refuses_facts_that_disagree(facts):
    article = an_article("Something")
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**facts)


def test_an_external_number_is_unique_in_its_source():
    an_article(source="old", external_id="7")
    an_article(source="new", external_id="7")
    an_article(source="old")
    an_article(source="old")
    with pytest.raises(IntegrityError), transaction.atomic():
        an_article(source="old", external_id="7")


class TestAddresses:
    def test_a_changed_slug_leaves_an_alias(self):
        article = an_article("Wards")
        article.slug = "wards-again"
        article.save()
        assert [a.path for a in article.addresses.aliases()] == ["/news/wards"]
        assert article.addresses.get(is_live=True).path == "/news/wards-again"

    def test_a_slug_that_returns_is_live_again(self):
        article = an_article("Wards")
        for slug in ("other", "wards"):
            article.slug = slug
            article.save()
        assert [a.path for a in article.addresses.aliases()] == ["/news/other"]
        assert article.addresses.get(is_live=True).path == "/news/wards"

    def test_a_draft_that_nobody_saw_leaves_none(self):
        article = an_article("Wards", status=Status.DRAFT)
        article.slug = "other"
        article.save()
        assert [a.path for a in article.addresses.all()] == ["/news/other"]

    def test_no_alias_equals_a_live_address(self):
        an_article("Wards")
        other = an_article("Other")
        with pytest.raises(IntegrityError), transaction.atomic():
            Address.objects.create(path="/news/wards/", article=other)

    def test_no_live_address_equals_an_alias(self):
        Address.objects.create(path="/news/wards", article=an_article("Other"))
        with pytest.raises(IntegrityError), transaction.atomic():
            an_article("Wards", slug="wards")
        assert not Article.objects.filter(slug="wards").exists(), "half an article was saved"

    def test_the_form_says_so_beside_the_slug(self):
        Address.objects.create(path="/news/wards", article=an_article("Other"))
        with pytest.raises(ValidationError) as refusal:
            Article(title="Wards", slug="wards", section=a_section()).full_clean()
        assert "Another article answers" in refusal.value.message_dict["slug"][0]

    def test_a_made_slug_keeps_away_from_aliases(self):
        Address.objects.create(path="/news/wards", article=an_article("Other"))
        assert an_article("Wards").slug == "wards-2"

    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("news/a/", "/news/a"),
            ("https://example.org/news/a?x=1#y", "/news/a"),
            ("/news/caf%C3%A9", "/news/café"),
            ("/news/cafe\u0301", "/news/café"),
            ("/", "/"),
        ],
    )
    def test_one_form_is_stored_and_looked_up(self, written, kept):
        assert Address.normalise(written) == kept
        article = an_article()
        Address.objects.create(path=written, article=article)
        assert Address.objects.at(written).get().article == article


class TestRelatedOfferings:
    def test_most_shared_categories_first_then_the_highest_number(self):
        names = ["W: A", "W: B", "W: C"]
        two_old = an_offering(categories=names[:2], external_id=101)
        two_new = an_offering(categories=names[1:], external_id=102)
        three = an_offering(categories=names, external_id=100)
        one = an_offering(categories=[names[0], "W: D"], external_id=900)
        an_offering(categories=["W: D"], external_id=999)
        article = an_article(categories=names)
        assert list(article.offerings_by_rule()) == [three, two_new, two_old, one]

    def test_five_at_most_published_ones_only(self):
        for _ in range(7):
            an_offering(categories=["W: A"])
        hidden = an_offering(categories=["W: A"], status="draft")
        nearest = list(an_article(categories=["W: A"]).offerings_by_rule())
        assert len(nearest) == 5
        assert hidden not in nearest
        numbers = [offering.external_id for offering in nearest]
        assert numbers == sorted(numbers, reverse=True)

    def test_none_where_the_article_has_no_topic(self):
        an_offering(categories=["W: A"])
        a_category("W: A")
        assert not an_article().offerings_by_rule()
