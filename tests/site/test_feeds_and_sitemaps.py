"""Feeds, sitemaps, robots.txt and the web app manifest."""

import json
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from curation.models import Article
from tests.builders import a_section, an_article, an_offering

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "https://news.example.org"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def places(client, path):
    return [loc.text for loc in ElementTree.fromstring(client.get(path).content).iter(f"{MAP}loc")]


def test_the_feed_has_what_is_published_with_absolute_urls(client):
    an_article(
        "A <b>bold</b> & true story", slug="bold", excerpt="What is new.", curators=["Zoë Moss"],
        categories=["Ward Digital: Telehealth"], published_at=datetime(2026, 3, 4, tzinfo=UTC),
    )  # fmt: skip
    an_article("Draft", status=Article.Status.DRAFT)
    answer = client.get("/feed/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "A <b>bold</b> & true story"
    assert entry.find(f"{ATOM}link").get("href") == f"{SITE}/news/bold"
    assert entry.findtext(f"{ATOM}published") == "2026-03-04T00:00:00+00:00"
    assert entry.findtext(f"{ATOM}summary") == "What is new."
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Zoë Moss"
    assert entry.find(f"{ATOM}category").get("term") == "Ward Digital: Telehealth"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"alternate": f"{SITE}/", "self": f"{SITE}/feed/"}


def test_a_section_has_its_own_feed(client):
    an_article("Here", section=a_section("news/briefs", name="Briefs"))
    an_article("There", section=a_section("news"))
    feed = ElementTree.fromstring(client.get("/news/briefs/feed/").content)
    assert [e.findtext(f"{ATOM}title") for e in feed.findall(f"{ATOM}entry")] == ["Here"]
    assert client.get("/gossip/feed/").status_code == 404


def test_pages_name_their_feeds(client):
    a_section("news")
    assert 'type="application/atom+xml"' in client.get("/").content.decode()
    assert 'href="/news/feed/"' in client.get("/news/").content.decode()


def test_the_site_map_leads_to_everything_that_readers_may_see(client):
    an_article(slug="live", categories=["Ward Digital: Telehealth"])
    an_article(slug="draft", status=Article.Status.DRAFT, categories=["Ward Digital: Secret"])
    an_article(slug="gone", status=Article.Status.WITHDRAWN)
    an_offering("Quiet Scribe")
    an_offering("Hidden", status="withdrawn")
    index = places(client, "/sitemap.xml")
    found = [place for part in index for place in places(client, part.removeprefix(SITE))]
    assert sorted(found) == sorted(
        SITE + path
        for path in (
            "/", "/topics/", "/offerings/", "/news/", "/news/live",
            "/topic/ward-digital-telehealth", "/offering/quiet-scribe",
        )
    )  # fmt: skip
    for place in found:
        assert client.get(place.removeprefix(SITE)).status_code == 200
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_robots_keeps_crawlers_off_the_desk_and_names_the_sitemap(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert f"Sitemap: {SITE}/sitemap.xml" in text


def test_the_manifest_names_the_site_and_icons_that_exist(client, settings):
    from django.contrib.staticfiles import finders

    settings.SITE_NAME = "The Ward Reader"
    manifest = json.loads(client.get("/site.webmanifest").content)
    assert manifest["name"] == "The Ward Reader"
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))
    assert client.get("/favicon.ico").status_code == 302
