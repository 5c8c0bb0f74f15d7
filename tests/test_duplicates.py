"""Duplicates: earlier articles with the same link or a similar title."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from curation.duplicates import add_further_report, find_earlier, similarity
from curation.models import Article
from curation.sources.links.keys import link_key
from curation.sources.links.link import Link
from curation.sources.links.parsing import LinkError
from tests.builders import an_article

pytestmark = pytest.mark.django_db
URL = "https://example.org/wards"
TITLE = "Wards go paperless at Northharbour hospital"


def days_ago(days):
    return timezone.now() - timedelta(days=days)


@pytest.mark.parametrize(
    "url",
    [
        "http://www.example.org/wards/?utm_source=mail&fbclid=x#top",
        "https://m.example.org/wards",
        "https://www.google.com/url?q=https%3A%2F%2Fexample.org%2Fwards",
    ],
)
def test_every_form_of_the_link_is_known_however_old(url):
    ran = an_article(link_href=URL, published_at=days_ago(4000))
    assert [(one.article, one.why) for one in find_earlier(link_key(url))] == [
        (ran, "the same address")
    ]


def test_another_page_is_not():
    an_article(link_href=URL)
    assert find_earlier(link_key(f"{URL}?id=2")) == []


def test_canonical_addresses_are_compared_both_ways():
    ran = an_article(link_href="https://example.org/x", canonical_url=URL)
    assert [one.article for one in find_earlier(link_key(URL))] == [ran]
    assert [
        one.article for one in find_earlier(link_key("https://other.example/"), link_key(URL))
    ] == [ran]


def test_a_further_report_counts():
    ran = an_article(link_href="https://example.org/x")
    add_further_report(ran, Link.parse(URL))
    assert [one.why for one in find_earlier(link_key(URL))] == [
        "the same address, as a further report"
    ]


def test_a_rejected_article_is_found_with_its_reason():
    an_article(link_href=URL, status=Article.Status.REJECTED, rejection_reason="An advertisement.")
    assert find_earlier(link_key(URL))[0].article.rejection_reason == "An advertisement."


@pytest.mark.parametrize(("age", "found"), [(1, 1), (89, 1), (91, 0)])
def test_a_title_nearly_the_same_counts_for_ninety_days(age, found):
    an_article(TITLE, published_at=days_ago(age))
    earlier = find_earlier(title="Wards go paperless at Northharbour hospitals")
    assert len(earlier) == found


def test_a_draft_s_own_article_is_left_out():
    own = an_article(TITLE, link_href=URL, published_at=days_ago(1))
    assert find_earlier(link_key(URL), title=TITLE, exclude=own.pk) == []


def test_the_same_address_comes_before_a_like_title():
    like = an_article(TITLE + "s", published_at=days_ago(1))
    same = an_article("Something else", link_href=URL)
    assert [one.article for one in find_earlier(link_key(URL), title=TITLE)] == [same, like]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Wards go paperless", "WARDS GO PAPERLESS!", True),
        ("Hospital opens new heart clinic in March", "Hospital opens new heart clinic", True),
        ("Ärzte streiken im Norden", "Arzte streiken im Norden", True),
        ("Wards go paperless", "Wards go back to paper", False),
        ("Trust buys 40 beds", "Trust sells its old site", False),
        ("", "", False),
    ],
)
def test_where_the_threshold_lies(one, other, alike):
    assert (similarity(one, other) >= 0.8) is alike


def test_attaching_cleans_the_address_and_names_its_publisher():
    article = an_article(link_href=URL)
    report = add_further_report(
        article, Link.parse("https://www.other.example/story?utm_source=x"), title="Also"
    )
    assert report.href == "https://www.other.example/story"
    assert report.publisher.brand == "other.example"
    assert article.revisions.filter(act="attached a further report").exists()


def test_what_is_no_link_or_there_already_is_not_attached():
    article = an_article(link_href=URL)
    with pytest.raises(LinkError):
        add_further_report(article, Link.parse("ftp://example.org/"))
    with pytest.raises(ValidationError, match="has this address already"):
        add_further_report(article, Link.parse(f"{URL}?utm_source=x"))
    add_further_report(article, Link.parse("https://other.example/a"))
    with pytest.raises(ValidationError):
        add_further_report(article, Link.parse("https://other.example/a/"))
    assert article.further_reports.count() == 1
