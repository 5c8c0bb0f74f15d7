"""The home page: the newest articles, each section, and trending topics."""

from datetime import UTC, datetime, timedelta

import pytest

from curation.models import Article
from curation.site.views.home import lead_first
from tests.builders import a_publisher, a_section, an_article, an_offering

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 3, 4, 9, tzinfo=UTC)


def test_a_site_without_articles_says_so(client):
    page = client.get("/")
    assert page.status_code == 200
    assert "Nothing is published yet." in page.content.decode()


def test_the_newest_leads_and_four_stand_beside_it(client):
    for age in range(8):
        an_article(f"Story {age} days old", published_at=DAY - timedelta(days=age))
    context = client.get("/").context
    assert context["lead"].title == "Story 0 days old"
    assert [a.title for a in context["seconds"]] == [f"Story {n} days old" for n in (1, 2, 3, 4)]


def test_of_the_newest_five_the_one_with_a_picture_leads(picture):
    plain, pictured = an_article("Plain"), an_article("Pictured", featured_image=picture)
    assert lead_first([plain, pictured]) == [pictured, plain]
    assert lead_first([plain]) == [plain]
    assert lead_first([]) == []


def test_every_section_has_its_block_and_nothing_is_shown_twice(client):
    research = a_section("research", position=2)
    for age in range(9):
        an_article(f"News {age}", published_at=DAY - timedelta(days=age))
        an_article(f"Study {age}", section=research, published_at=DAY - timedelta(days=age + 30))
    context = client.get("/").context
    blocks = {section.path: [a.title for a in rows] for section, rows in context["blocks"]}
    assert blocks["research"] == [f"Study {n}" for n in range(7)]
    assert blocks["news"] == [f"News {n}" for n in (5, 6, 7, 8)]


def test_a_section_without_articles_has_no_block(client):
    a_section("research", name="Research")
    for _ in range(6):
        an_article()
    assert [section.path for section, _ in client.get("/").context["blocks"]] == ["news"]


def test_readers_see_neither_drafts_nor_what_is_scheduled(client):
    an_article("Ready")
    an_article("Unfinished", status=Article.Status.DRAFT)
    an_article("Tomorrow", published_at=datetime.now(UTC) + timedelta(days=1))
    page = client.get("/").content.decode()
    assert "Ready" in page
    assert "Unfinished" not in page
    assert "Tomorrow" not in page


def test_the_rail_names_trending_topics_offerings_and_publishers(client):
    scribe = an_offering("Quiet Scribe")
    an_offering("Never Mentioned")
    for _ in range(2):
        an_article(categories=["Ward Digital: Telehealth"], related=[scribe])
    an_article(publisher=a_publisher("ledger.example", name="The Ledger"), offering=scribe)
    context = client.get("/").context
    assert [(t.label, t.number) for t in context["topics"]] == [("Telehealth", 2)]
    assert [(o.name, o.number) for o in context["offerings"]] == [("Quiet Scribe", 3)]
    assert [(str(p), p.number) for p in context["sources"]] == [("The Ledger", 1)]
