"""What a curator gets from the HTML of a page."""

import datetime as dt

from curation.sources.reading.page import Candidate, read_page

URL = "https://www.example.org/news/2024/03/bridge-reopens"
BERLIN = dt.timezone(dt.timedelta(hours=1))

ARTICLE = """<!doctype html>
<html lang="en-GB"><head>
<title>Harbour bridge reopens after nine months | The Example Post</title>
<meta property="og:title" content="Harbour bridge reopens after nine months">
<meta property="og:site_name" content="The Example Post">
<meta property="og:description" content="Ferries stop tonight.">
<meta name="description" content="The harbour bridge carries cars again; the ferries stop tonight.">
<meta property="og:image" content="/pictures/bridge.jpg">
<meta name="twitter:card" content="summary">
<meta name="DC.creator" content="Ada Roe">
<meta name="keywords" content="harbour, bridge, Harbour">
<meta property="article:published_time" content="2024-03-02T08:15:00+01:00">
<link rel="canonical" href="/news/2024/03/bridge-reopens">
<link rel="icon" sizes="32x32" href="/icon-32.png">
<link rel="icon" sizes="96x96" href="/icon-96.png">
</head><body>
<header><a href="/"><h1 class="site-title">The Example Post</h1></a></header>
<article><h1><span class="kicker">Traffic</span> Harbour bridge reopens after nine months</h1>
<p class="byline">By <a rel="author" href="/authors/ada-roe">Ada Roe</a> and Ben Poe</p>
<p>The first cars crossed the harbour bridge at dawn, and the queue of the last months was gone.</p>
<p>Engineers had found cracks in two of its pillars during a routine inspection last summer.</p>
</article></body></html>"""


def test_every_field_of_a_well_made_page():
    page = read_page(ARTICLE, URL)

    assert page.title.value == "Harbour bridge reopens after nine months"
    assert page.site_name.value == "The Example Post"
    assert page.description.value.startswith("The harbour bridge carries cars again")
    assert page.authors.value == ("Ada Roe", "Ben Poe")
    assert page.published.value == dt.datetime(2024, 3, 2, 8, 15, tzinfo=BERLIN)
    assert page.published.value.utcoffset() == dt.timedelta(hours=1)
    assert page.language.value == "en-GB"
    assert page.image.value == "https://www.example.org/pictures/bridge.jpg"
    assert page.canonical_url.value == "https://www.example.org/news/2024/03/bridge-reopens"
    assert page.icon == "https://www.example.org/icon-96.png"
    assert page.keywords == ("harbour", "bridge")
    assert "cracks in two of its pillars" in page.text


def test_every_candidate_says_where_it_stood():
    page = read_page(ARTICLE, URL)

    assert page.title.source == "h1"
    assert Candidate("Ferries stop tonight.", "og:description") in page.description.candidates
    assert ("Ada Roe",) in {one.value for one in page.authors.candidates}
    for field in (page.title, page.description, page.authors, page.published, page.image):
        assert field.candidates[0].value == field.value
        assert len({one.value for one in field.candidates}) == len(field.candidates)


def test_the_pages_own_tags_are_kept_as_they_stand():
    page = read_page(ARTICLE, URL)

    assert page.html_meta["articlepublished_time"] == "2024-03-02T08:15:00+01:00"
    assert page.html_meta["DC.creator"] == "Ada Roe"
    assert page.open_graph["ogsite_name"] == "The Example Post"
    assert page.twitter == {"twittercard": "summary"}
    assert not any(":" in key for key in page.html_meta)


def test_the_excerpt_comes_from_the_text_when_the_description_repeats_the_title():
    html = """<title>Seals return</title><meta name="description" content="Seals return">
    <h1>Seals return</h1><p>Forty seals were counted on the sandbank this week.</p>"""

    assert read_page(html, URL).excerpt.startswith("Forty seals were counted")


def test_a_long_excerpt_ends_with_a_sentence():
    text = "The council met on Monday evening in the old hall. " * 20
    page = read_page(f'<title>x</title><meta name="description" content="{text}">', URL)

    assert len(page.excerpt) <= 300
    assert page.excerpt.endswith("hall.")


def test_an_empty_page_has_its_address_and_nothing_else():
    page = read_page(b"", URL)

    assert page.title.value is None
    assert not page.authors
    assert page.canonical_url.value == URL


def test_a_front_page_is_no_articles_canonical_address():
    html = '<link rel="canonical" href="https://www.example.org/"><title>x</title>'

    assert read_page(html, URL).canonical_url.value == URL


def test_addresses_that_are_not_of_the_web_are_left_out():
    html = """<meta property="og:image" content="javascript:alert(1)">
    <meta property="og:image" content="data:image/png;base64,AAAA">
    <link rel="canonical" href="file:///etc/passwd">"""
    page = read_page(html, URL)

    assert page.image.value is None
    assert page.canonical_url.value == URL


def test_relative_addresses_follow_the_base():
    html = '<base href="https://cdn.example.net/a/"><meta property="og:image" content="b.jpg">'

    assert read_page(html, URL).image.value == "https://cdn.example.net/a/b.jpg"


def test_without_a_declared_picture_the_articles_own_is_taken():
    html = """<header><img src="/logo.png" width="400"></header><article><h1>Seals return</h1>
    <img src="/spacer.gif">
    <figure><img data-src="/seals.jpg" src="data:image/gif;base64,R0"></figure>
    <img src="/author.jpg" width="60"></article>"""

    assert read_page(html, URL).image.value == "https://www.example.org/seals.jpg"
