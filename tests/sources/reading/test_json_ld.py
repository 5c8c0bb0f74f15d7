"""JSON-LD is read however badly it is written."""

import pytest

from curation.sources.reading import json_ld


def headline(script: str) -> str | None:
    articles = json_ld.read([script]).articles
    return articles[0].get("headline") if articles else None


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "Seals"}',
        '[{"@type": "NewsArticle", "headline": "Seals"}]',
        '{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", "headline": "Seals"}]}',
        '{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "Seals"}}',
        '{"@type": ["Article", "NewsArticle"], "headline": "Seals"}',
        '{"@type": "http://schema.org/NewsArticle", "headline": "Seals"}',
        '{"@type": "NewsArticle", "headline": "Seals",}',
        '{"@type": "NewsArticle", /* note */ "headline": "Seals" // end\n}',
        '<!-- {"@type": "NewsArticle", "headline": "Seals"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Seals"}\n//]]>',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Seals&quot;}",
        '{"@type": "NewsArticle", "headline": "Seals", "text": "a\nb\tc\x01"}',
        '{"@type": "NewsArticle", "headline": "Seals", "text": "C:\\dir"}',
        '{"@type": "NewsArticle", "headline": "Seals"};',
        '{"@type": "WebSite"}{"@type": "NewsArticle", "headline": "Seals"}',
        '{"@type": "NewsArticle", "headline": "Seals", "text": "breaks off he',
        '\ufeff{"@type": "NewsArticle", "headline": "Seals"}',
    ],
)
def test_the_headline_is_found(script):
    assert headline(script) == "Seals"


def test_slashes_in_strings_are_no_comments():
    assert headline('{"@type": "Article", "headline": "a // b /* c */", }') == "a // b /* c */"


def test_the_articles_that_a_page_recommends_are_not_its_own():
    script = """{"@type": "ItemList", "itemListElement":
    [{"@type": "NewsArticle", "headline": "Another"}]}"""

    assert headline(script) is None


@pytest.mark.parametrize(
    "script", ["", "null", "7", '"text"', "{", "[" * 100_000, '{"a":' * 100_000, "// only"]
)
def test_what_cannot_be_read_is_left_out(script):
    assert json_ld.read([script]).articles == ()


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Ada Roe", "Ada Roe"),
        ({"name": "Ada Roe"}, "Ada Roe"),
        ({"name": ["Ada Roe", "Ada"]}, "Ada Roe"),
        ({"name": {"@value": "Ada Roe"}}, "Ada Roe"),
        ({"givenName": "Ada", "familyName": "Roe"}, "Ada Roe"),
        ({}, ""),
        (None, ""),
    ],
)
def test_names_however_they_are_given(value, name):
    assert json_ld.name_of(value) == name
