"""An article with a time of expiry: public until then, and 410 Gone from then on."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from curation.models import Address, Article
from tests.builders import a_section, an_article, an_offering

pytestmark = pytest.mark.django_db
LISTS = (
    "/", "/news/", "/feed/", "/news/feed/", "/tag/beds", "/topic/telehealth", "/topics/",
    "/sitemap-articles.xml", "/publisher/wardandwire.example", "/offering/lantern",
)  # fmt: skip


@pytest.fixture
def article():
    from tests.builders import a_publisher

    lantern = an_offering("Lantern", slug="lantern", categories=["Telehealth"])
    return an_article(
        "Fleeting",
        slug="fleeting",
        tags=["beds"],
        categories=["Telehealth"],
        publisher=a_publisher(),
        offering=lantern,
    )


def expire(article, ago=timedelta(minutes=1)):
    Article.objects.filter(pk=article.pk).update(expires_at=timezone.now() - ago)
    article.refresh_from_db()


def shown_in(client) -> set[str]:
    answers = {path: client.get(path, follow=True) for path in LISTS}
    return {path for path, answer in answers.items() if b"leeting" in answer.content}


def test_until_then_it_is_everywhere_and_from_then_on_nowhere(article, client):
    expire(article, -timedelta(days=1))
    assert (article.is_live, article.is_expired, article.is_gone) == (True, False, False)
    assert client.get("/news/fleeting").status_code == 200
    before = shown_in(client)
    assert before >= {"/", "/news/", "/feed/", "/news/feed/", "/tag/beds", "/sitemap-articles.xml",
                      "/publisher/wardandwire.example", "/offering/lantern"}  # fmt: skip
    expire(article)
    assert (article.is_live, article.is_expired, article.is_gone) == (False, True, True)
    assert shown_in(client) == set()


def test_the_queries_and_the_properties_say_the_same():
    """At each side of both times."""
    now, hour = timezone.now(), timedelta(hours=1)
    for published in (-2 * hour, hour):
        for expires in (None, -3 * hour, -hour, hour / 2, 2 * hour):
            an_article(
                published_at=now + published,
                expires_at=None if expires is None else now + expires,
            )
    for status in ("draft", "in_review", "withdrawn", "rejected"):
        an_article(status=status, expires_at=now - hour)
    rows = Article.objects.all()
    assert set(rows.published()) == {article for article in rows if article.is_live}
    assert set(rows.scheduled()) == {article for article in rows if article.is_scheduled}
    assert set(rows.expired()) == {article for article in rows if article.is_expired}
    assert (rows.published().count(), rows.scheduled().count(), rows.expired().count()) == (3, 3, 4)


def test_its_page_says_when_it_was_taken_off(article, client):
    Address.objects.create(path="/old/fleeting", article=article)
    expire(article, timedelta(days=40))
    for path in ("/news/fleeting", "/old/fleeting"):
        answer = client.get(path)
        assert answer.status_code == 410
        date = timezone.localtime(article.expires_at)
        assert f"We took it off the site on {date.day} {date:%B %Y}." in answer.content.decode()


def test_an_article_that_expired_before_it_was_published_was_never_there(article, client):
    Article.objects.filter(pk=article.pk).update(
        expires_at=timezone.now() - timedelta(days=2),
        published_at=timezone.now() - timedelta(days=1),
    )
    assert client.get("/news/fleeting").status_code == 404


@pytest.mark.parametrize("status", ["draft", "in_review", "rejected"])
def test_a_draft_with_an_expiry_that_has_passed_is_no_page_at_all(status, article, client):
    Article.objects.filter(pk=article.pk).update(status=status)
    expire(article)
    assert not article.is_expired
    assert client.get("/news/fleeting").status_code == 404


def test_articles_beside_it_lead_past_it(article, client):
    """Its neighbours in the section, and the articles about the same."""
    day = timedelta(days=1)
    facts = {"categories": ["Telehealth"], "tags": ["beds"]}
    older = an_article("Older", published_at=article.published_at - day, **facts)
    newer = an_article("Newer", published_at=article.published_at + day, **facts)
    for other in (older, newer):
        assert b"Fleeting" in client.get(other.get_absolute_url()).content
    expire(article)
    for other in (older, newer):
        assert b"Fleeting" not in client.get(other.get_absolute_url()).content


def test_a_section_whose_last_article_expired_is_empty(client):
    article = an_article("Fleeting", section=a_section("beds"), slug="fleeting")
    expire(article)
    assert client.get("/beds/").status_code == 200
    feed = ElementTree.fromstring(client.get("/beds/feed/").content)
    assert feed.findall("{http://www.w3.org/2005/Atom}entry") == []
