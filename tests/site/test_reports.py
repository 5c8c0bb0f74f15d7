"""“Also reported by” on an article's page."""

import pytest
from lxml import html

from tests.builders import a_publisher, a_report, an_article

pytestmark = pytest.mark.django_db


def reports(client, article):
    page = html.fromstring(client.get(article.get_absolute_url()).content.decode())
    return page.xpath("//section[@class='reports']")


def test_readers_are_led_to_the_other_publishers_in_the_order_they_were_added(client):
    article = an_article(link_href="https://wardandwire.example/wards", tags=["Wards"])
    a_publisher("ledger.example", name="The Ledger")
    a_report(article, "https://third.example/wards?a=1&b=2")
    a_report(article, "https://ledger.example/wards", 'Wards "told" <again>')
    (section,) = reports(client, article)
    assert section.xpath("normalize-space(./h2)") == "Also reported by"
    links = section.xpath(".//li/a")
    assert [(link.text_content(), link.get("href")) for link in links] == [
        ("third.example", "https://third.example/wards?a=1&b=2"),
        ("The Ledger", "https://ledger.example/wards"),
    ]
    assert {link.get("rel") for link in links} == {"noopener external"}
    assert [title.text_content() for title in section.xpath(".//cite")] == ['Wards "told" <again>']


def test_the_list_stands_behind_the_lower_source_button(client):
    article = an_article(link_href="https://wardandwire.example/wards")
    a_report(article)
    (section,) = reports(client, article)
    assert "source--below" in section.getprevious().get("class")


def test_an_article_without_further_reports_says_nothing_of_them(client):
    article = an_article()
    a_report(an_article())
    assert reports(client, article) == []
