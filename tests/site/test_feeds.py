"""Each feed of the site is valid Atom, and has what its page has."""

from datetime import UTC, datetime

import pytest

from curation.models import Article
from tests.builders import a_publisher, a_section, an_article, an_offering
from tests.site.atom import ATOM, check_atom

pytestmark = pytest.mark.django_db
SITE = "https://news.example.org"
FEEDS = {
    "/feed/": "/",
    "/news/feed/": "/news/",
    "/topic/series-night-shift/feed/": "/topic/series-night-shift",
    "/tag/ai-ml/feed/": "/tag/ai-ml",
}


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE
    settings.SITE_NAME = "The Ward Reader"


@pytest.fixture
def feed(client):
    def feed(path):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("application/atom+xml")
        return check_atom(answer.content, f"{SITE}{path}")

    return feed


def titles(feed):
    return [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


@pytest.fixture
def _articles():
    filed = {"tags": ["AI & ML"], "categories": ["Series: Night Shift"]}
    an_article("Signed", curators=["Zoë Moss", "Bo Lind"], excerpt="New & <b>bold</b>.", **filed)
    an_article("By nobody", publisher=a_publisher("ward.example", name="Ward & Wire"), **filed)
    an_article("By nobody at all", published_at=datetime(2026, 1, 1, tzinfo=UTC), **filed)
    an_article("Draft", status=Article.Status.DRAFT, curators=["Secret"], **filed)
    an_article("Elsewhere", section=a_section("research"))


@pytest.mark.usefixtures("_articles")
@pytest.mark.parametrize("path", FEEDS)
def test_each_feed_is_valid_and_leads_to_its_page(client, feed, path):
    found = feed(path)
    assert "Draft" not in titles(found)
    assert {"Signed", "By nobody", "By nobody at all"} <= set(titles(found))
    assert ("Elsewhere" in titles(found)) == (path == "/feed/")
    page = found.find(f"{ATOM}link[@rel='alternate']").get("href")
    assert page == f"{SITE}{FEEDS[path]}"
    assert client.get(FEEDS[path]).status_code == 200


@pytest.mark.usefixtures("_articles")
def test_an_entry_has_its_curators_or_the_publication_as_author(feed):
    found = feed("/feed/")
    authors = {
        entry.findtext(f"{ATOM}title"): entry.findtext(f"{ATOM}author/{ATOM}name")
        for entry in found.findall(f"{ATOM}entry")
    }
    assert authors["Signed"] == "Zoë Moss, Bo Lind"
    assert authors["By nobody"] == authors["By nobody at all"] == "The Ward Reader"


@pytest.mark.usefixtures("_articles")
def test_a_summary_is_escaped_html(feed):
    summaries = {e.findtext(f"{ATOM}summary") for e in feed("/feed/").findall(f"{ATOM}entry")}
    assert "New &amp; &lt;b&gt;bold&lt;/b&gt;." in summaries


@pytest.mark.usefixtures("_articles")
@pytest.mark.parametrize("path", FEEDS)
def test_a_page_names_its_feed_for_machines_and_for_people(client, path):
    text = client.get(FEEDS[path]).content.decode()
    head, _, body = text.partition("</head>")
    assert f'href="{path}"' in head
    assert f'href="{path}"' in body


def test_a_feed_without_articles_is_valid_for_a_section_and_404_for_a_tag_and_a_topic(client, feed):
    a_section("empty")
    an_offering(categories=["Pumps"])
    an_article(status=Article.Status.DRAFT, tags=["secret"], categories=["Secret"])
    assert titles(feed("/empty/feed/")) == []
    for path in ("/tag/secret/feed/", "/topic/secret/feed/", "/topic/pumps/feed/"):
        assert client.get(path).status_code == 404
    assert "/topic/pumps/feed/" not in client.get("/topic/pumps").content.decode()


def test_characters_that_xml_forbids_break_no_feed(feed):
    bad = "Wards\x0b share\x00\x1f boards".replace("\x00", "")
    an_article(bad, excerpt=bad, curators=[bad], categories=[bad], slug="bad", tags=["wards"])
    assert titles(feed("/feed/")) == ["Wards share boards"]
    feed("/tag/wards/feed/")


def test_a_feed_has_the_thirty_newest(feed):
    for number in range(32):
        an_article(f"Number {number}", published_at=datetime(2026, 1, 1 + number % 28, tzinfo=UTC))
    assert len(titles(feed("/feed/"))) == 30


@pytest.mark.usefixtures("_articles")
@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_asks_little(client, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get(path)
