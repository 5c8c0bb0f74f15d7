"""The index of topics, and the page of a topic."""

import pytest

from curation.models import Article
from tests.builders import a_category, an_article, an_offering

pytestmark = pytest.mark.django_db
TELEHEALTH = "Ward Digital: Telehealth"


def test_the_index_counts_published_articles_by_taxonomy(client):
    an_article(categories=[TELEHEALTH, "Ward Digital: Safety"])
    an_article(categories=[TELEHEALTH, "Alder & Finch: Genomics", "Plain"])
    an_article(categories=[TELEHEALTH], status=Article.Status.DRAFT)
    columns = client.get("/topics/").context["columns"]
    assert [
        (c.taxonomy.name if c.taxonomy else None, [(t.label, t.number) for t in c.topics])
        for c in columns
    ] == [
        ("Alder & Finch", [("Genomics", 1)]),
        ("Ward Digital", [("Safety", 1), ("Telehealth", 2)]),
        (None, [("Plain", 1)]),
    ]


def test_the_index_leaves_out_topics_of_drafts_but_keeps_those_of_offerings(client):
    an_article(categories=["Ward Digital: Secret"], status=Article.Status.DRAFT)
    an_offering(categories=["Ward Digital: Pumps"])
    page = client.get("/topics/").content.decode()
    assert "Secret" not in page
    assert "Pumps" in page


def test_a_long_taxonomy_gets_an_alphabet(client):
    labels = [f"{letter}topic {n}" for letter in "ABCD" for n in range(12)]
    an_article(categories=[f"Ward Digital: {label}" for label in labels])
    (column,) = client.get("/topics/").context["columns"]
    assert [initial for initial, _ in column.groups] == ["A", "B", "C", "D"]


def test_a_topic_shows_its_news_offerings_and_neighbours(client):
    an_article("Filed", categories=[TELEHEALTH])
    an_article("Elsewhere", categories=["Ward Digital: Safety"])
    an_article("Foreign", categories=["Alder & Finch: Genomics"])
    an_offering("Quiet Scribe", [TELEHEALTH])
    an_offering("Draft", [TELEHEALTH], status="draft")
    page = client.get("/topic/ward-digital-telehealth")
    assert [a.title for a in page.context["page"]] == ["Filed"]
    assert [o.name for o in page.context["offerings"]] == ["Quiet Scribe"]
    assert [(t.label, t.number) for t in page.context["neighbours"]] == [("Safety", 1)]


def test_on_its_own_page_a_topic_is_no_kicker(client):
    an_article(categories=[TELEHEALTH, "Ward Digital: Workforce"])
    page = client.get("/topic/ward-digital-telehealth").content.decode()
    row = page.split('<article class="row">')[1]
    assert "Workforce" in row
    assert "Telehealth" not in row.split("</article>")[0]


def test_a_topic_without_articles_is_a_page_and_an_unknown_one_is_not(client):
    a_category(TELEHEALTH)
    page = client.get("/topic/ward-digital-telehealth")
    assert "No article is filed under this topic yet." in page.content.decode()
    assert client.get("/topic/unknown").status_code == 404


def test_a_topics_count_is_that_of_its_pages(client):
    for _ in range(30):
        an_article(categories=[TELEHEALTH, "Ward Digital: Safety"])
    page = client.get("/topic/ward-digital-telehealth")
    assert page.context["page"].paginator.count == 30
    assert "1–25 of 30 articles" in page.content.decode()
    assert len(client.get("/topic/ward-digital-telehealth?page=2").context["page"]) == 5
    assert client.get("/topic/ward-digital-telehealth?page=3").status_code == 404
