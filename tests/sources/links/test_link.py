"""A link is read once; what is needed of it travels with it."""

from dataclasses import FrozenInstanceError

import pytest

from curation.sources.links.cleaning import clean_url
from curation.sources.links.keys import link_key
from curation.sources.links.link import Link
from curation.sources.links.parsing import LinkError
from tests.sources.links.test_redirectors import ONE_BY_ONE, WRAPPERS


def test_a_pasted_link_is_kept_cleaned_and_compared():
    link = Link.parse(" HTTPS://www.Bücher.example:443/a/?utm_source=mail&id=5#top\n")

    assert link == Link(
        pasted="HTTPS://www.Bücher.example:443/a/?utm_source=mail&id=5#top",
        href="https://www.xn--bcher-kva.example/a/?id=5",
        key="xn--bcher-kva.example/a?id=5",
        host="www.xn--bcher-kva.example",
        brand="xn--bcher-kva.example",
    )
    assert str(link) == link.href


def test_a_redirector_gives_way_to_the_page_behind_it():
    link = Link.parse("https://www.google.com/url?q=https%3A%2F%2Fnews.example.org%2Fa")

    assert (link.href, link.host) == ("https://news.example.org/a", "news.example.org")


@pytest.mark.parametrize("url", [*WRAPPERS, *ONE_BY_ONE])
def test_its_parts_are_what_each_function_gives_alone(url):
    link = Link.parse(url, strict=False)

    assert link.href == clean_url(url)
    assert link.key == link_key(url) == link_key(link.href)


@pytest.mark.parametrize("text", ["", "example.org", "ftp://example.org/", "https://a b.example/"])
def test_what_is_no_link_is_refused_with_a_sentence(text):
    with pytest.raises(LinkError, match=r"^The address .+\.$"):
        Link.parse(text)


def test_what_a_page_or_a_file_has_may_be_stranger():
    url = "https://example.org/a b"

    with pytest.raises(LinkError):
        Link.parse(url)
    assert Link.parse(url, strict=False).href == "https://example.org/a%20b"


def test_nobody_changes_a_link():
    with pytest.raises(FrozenInstanceError):
        Link.parse("https://example.org/").href = "https://other.example/"
