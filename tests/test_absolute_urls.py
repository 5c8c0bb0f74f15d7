"""Absolute URLs have the site's own scheme and host."""

import pytest

from curation.absolute_urls import absolute_url
from tests.builders import an_article, an_offering


def test_a_path_gets_the_sites_scheme_and_host(settings):
    settings.SITE_URL = "https://news.example.org"
    assert absolute_url("/") == "https://news.example.org/"
    assert absolute_url("/news/?page=2") == "https://news.example.org/news/?page=2"


@pytest.mark.django_db
def test_an_object_gives_the_url_of_its_page(settings):
    settings.SITE_URL = "https://news.example.org"
    assert absolute_url(an_article(slug="wards")) == "https://news.example.org/news/wards"
    assert absolute_url(an_offering("Xylograph")) == "https://news.example.org/offering/xylograph"
