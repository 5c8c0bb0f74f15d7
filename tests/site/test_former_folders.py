"""Folders of the former site: what was in them is found at its place here."""

import pytest
from django.db import IntegrityError

from curation.models import FormerFolder
from curation.publishing import withdraw
from tests.builders import a_section, an_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folders():
    FormerFolder.objects.create(path="/blog", leads_to="/")
    FormerFolder.objects.create(path="/blog/all-news", leads_to="/news")
    FormerFolder.objects.create(path="/about", leads_to="/tags")
    an_article(section=a_section("news"), slug="beds", tags=["Remote care"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/blog/", "/"),
        ("/blog", "/"),
        ("/blog/index.xml", "/feed/"),
        ("/blog/news/beds/", "/news/beds"),
        ("/blog/news/beds", "/news/beds"),
        ("/blog/news/", "/news/"),
        ("/blog/all-news/", "/news/"),
        ("/blog/all-news/page/2/", "/news/"),
        ("/blog/all-news/index.xml", "/news/feed/"),
        ("/blog/tags/remote-care/", "/tag/remote-care"),
        ("/about/remote-care/index.xml", "/tag/remote-care/feed/"),
        ("/blog/topics/", "/topics/"),
    ],
)
def test_a_path_leads_to_its_place_here(client, old, new):
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, new)
    assert client.get(new).status_code == 200


@pytest.mark.parametrize(
    "path", ["/blog/nothing", "/blogs/", "/blog//example.org/", "/blog/admin/login/", "/about/us/"]
)
def test_what_is_not_here_stays_missing(client, path):
    assert client.get(path).status_code == 404


def test_a_draft_stays_hidden(client):
    an_article(section=a_section("news"), slug="secret", status="draft")
    assert client.get("/blog/news/secret/").status_code == 404


def test_a_withdrawn_article_is_gone(client):
    article = an_article(section=a_section("news"), slug="was")
    withdraw(article, reason="It was wrong.")
    assert client.get("/blog/news/was/").status_code == 410


@pytest.mark.parametrize("facts", [
    {"path": "blog", "leads_to": "/"},
    {"path": "/x/", "leads_to": "/"},
    {"path": "/x", "leads_to": "//example.org"},
    {"path": "/x", "leads_to": "https://example.org"},
])  # fmt: skip
def test_only_paths_of_this_site_are_stored(facts):
    with pytest.raises(IntegrityError):
        FormerFolder.objects.create(**facts)
