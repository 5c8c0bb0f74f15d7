"""Lists of the articles of a section, of a tag and of a publisher."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from curation.models import Article
from tests.builders import a_publisher, a_section, an_article

pytestmark = pytest.mark.django_db
SAME_TIME = datetime(2026, 3, 4, tzinfo=UTC)


def titles(page):
    return [article.title for article in page.context["page"]]


def test_a_list_has_25_a_page_in_one_order_under_equal_dates(client):
    for number in range(60):
        an_article(f"Brief {number}", published_at=SAME_TIME)
    pages = [titles(client.get("/news/", {"page": n})) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [25, 25, 10]
    assert sum(pages, []) == [f"Brief {number}" for number in range(59, -1, -1)]


def test_the_pages_name_each_other_and_the_canonical_address(client, settings):
    for _ in range(60):
        an_article()
    second = client.get("/news/?page=2").content.decode()
    assert '<link rel="prev" href="/news/">' in second
    assert '<link rel="next" href="/news/?page=3">' in second
    assert f'<link rel="canonical" href="{settings.SITE_URL}/news/?page=2">' in second
    first = client.get("/news/").content.decode()
    assert 'rel="prev"' not in first
    assert f'<link rel="canonical" href="{settings.SITE_URL}/news/">' in first


@pytest.mark.parametrize("number", ["2", "0", "-1", "junk", "1e3", "９" * 5000])
def test_a_page_that_is_not_there_is_a_friendly_404(client, number):
    an_article("The only one")
    page = client.get("/news/", {"page": number})
    assert page.status_code == 404
    assert "There is no page at this address" in page.content.decode()


def test_an_empty_section_is_a_page(client):
    a_section("research")
    page = client.get("/research/")
    assert page.status_code == 200
    assert "Nothing is published here yet." in page.content.decode()


def test_a_section_that_does_not_exist_is_404(client):
    assert client.get("/gossip/").status_code == 404


def test_articles_stand_under_their_day(client):
    an_article("First", published_at=datetime(2026, 3, 4, 8, tzinfo=UTC))
    an_article("Second", published_at=datetime(2026, 3, 4, 21, tzinfo=UTC))
    an_article("Older", published_at=datetime(1996, 2, 29, 8, tzinfo=UTC))
    page = client.get("/news/").content.decode()
    assert re.findall(r'<time datetime="(\d{4}-\d\d-\d\d)">', page) == ["2026-03-04", "1996-02-29"]
    assert page.index("Second") < page.index("First") < page.index("Older")
    assert "29 February 1996" in page


def test_a_nested_section_has_its_own_list_and_stands_on_its_parents(client):
    an_article("Long", section=a_section("news"))
    an_article("Short", section=a_section("news/briefs", name="Briefs"))
    assert titles(client.get("/news/briefs/")) == ["Short"]
    parent = client.get("/news/")
    assert titles(parent) == ["Long"]
    assert 'href="/news/briefs/"' in parent.content.decode()


def test_a_list_is_narrowed_by_topic_year_and_publisher(client):
    ledger = a_publisher("ledger.example", name="The Ledger")
    topic = "Ward Digital: Telehealth"
    an_article("All three", publisher=ledger, categories=[topic])
    an_article("No topic", publisher=ledger)
    an_article("Other publisher", publisher=a_publisher(), categories=[topic])
    an_article(
        "Other year", publisher=ledger, categories=[topic],
        published_at=datetime(2019, 6, 1, tzinfo=UTC),
    )  # fmt: skip
    chosen = {"topic": "ward-digital-telehealth", "publisher": "ledger.example", "year": "2026"}
    page = client.get("/news/", chosen)
    assert titles(page) == ["All three"]
    assert "1 article" in page.content.decode()
    assert '<meta name="robots" content="noindex, follow">' in page.content.decode()
    assert set(titles(client.get("/news/", {"year": "2026"}))) == {
        "All three", "No topic", "Other publisher",
    }  # fmt: skip


def test_choices_say_how_many_articles_they_have_and_count_no_drafts(client):
    an_article(categories=["Ward Digital: Telehealth"], publisher=a_publisher("a.example"))
    an_article(categories=["Ward Digital: Telehealth"], publisher=a_publisher("a.example"))
    an_article(
        categories=["Ward Digital: Secret"], publisher=a_publisher("b.example"),
        status=Article.Status.DRAFT,
    )  # fmt: skip
    page = client.get("/news/").content.decode()
    assert "Telehealth (2)" in page
    assert "a.example (2)" in page
    assert "2026 (2)" in page
    assert "Secret" not in page
    assert "b.example" not in page


def test_page_links_keep_the_choice(client):
    for _ in range(30):
        an_article(publisher=a_publisher("a.example"))
    page = client.get("/news/?publisher=a.example").content.decode()
    assert 'href="/news/?publisher=a.example&amp;page=2"' in page


def test_a_value_that_is_no_choice_gets_a_sentence_and_the_whole_list(client):
    an_article("Still here")
    page = client.get("/news/", {"year": "yesterday", "topic": "<script>"})
    assert titles(page) == ["Still here"]
    assert "is not one of the available choices" in page.content.decode()
    assert "<script>alert" not in page.content.decode()


def test_a_choice_that_nothing_fits_offers_everything(client):
    an_article(publisher=a_publisher("a.example"))
    an_article(published_at=datetime(2019, 6, 1, tzinfo=UTC))
    page = client.get("/news/?publisher=a.example&year=2019").content.decode()
    assert "Nothing matches these filters." in page


def test_a_tags_page_shows_what_has_the_tag(client):
    an_article("Tagged", tags=["Long reads"])
    an_article("Untagged")
    assert titles(client.get("/tag/long-reads")) == ["Tagged"]


def test_a_tag_that_only_a_draft_has_is_404(client):
    an_article(tags=["Secret"], status=Article.Status.DRAFT)
    assert client.get("/tag/secret").status_code == 404
    assert client.get("/tag/never").status_code == 404


def test_a_publishers_page_shows_its_articles(client):
    an_article("Theirs", publisher=a_publisher("ledger.example", name="The Ledger"))
    an_article("Another's", publisher=a_publisher("b.example"))
    page = client.get("/publisher/ledger.example")
    assert titles(page) == ["Theirs"]
    assert "The Ledger" in page.content.decode()


def test_a_publisher_that_only_a_draft_names_is_404(client):
    an_article(publisher=a_publisher("secret.example"), status=Article.Status.DRAFT)
    assert client.get("/publisher/secret.example").status_code == 404
    assert client.get("/publisher/never.example").status_code == 404


def test_lists_cannot_be_posted_to(client):
    a_section("news")
    assert client.post("/news/").status_code == 405


def test_an_excerpt_that_was_cut_ends_in_whole_words(client):
    body = (
        "<p>" + "Nurses fold the printed list in four and write on every side of it. " * 5 + "</p>"
    )
    article = an_article(body_source=body)
    assert len(article.excerpt) in (199, 200)
    page = client.get("/news/").content.decode()
    assert article.excerpt not in page
    assert article.excerpt.rpartition(" ")[0] + "…" in page


def test_two_articles_of_one_time_stay_in_order_when_a_third_comes(client):
    an_article("One", published_at=SAME_TIME)
    an_article("Two", published_at=SAME_TIME)
    before = titles(client.get("/news/"))
    an_article("Three", published_at=SAME_TIME + timedelta(hours=1))
    assert titles(client.get("/news/")) == ["Three", *before]
