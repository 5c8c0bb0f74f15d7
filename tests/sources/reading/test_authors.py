"""Whom a curator sees as the page's authors, and when nobody."""

import pytest

from curation.sources.reading.names import names_in
from curation.sources.reading.page import read_page

URL = "https://www.example.org/news/seals-return"
FILLER = "<p>" + "The bay was full of seals again this spring, and nobody knows why. " * 20 + "</p>"


def authors(html: str) -> tuple[str, ...]:
    return read_page(html + FILLER, URL).authors.value


def json_ld(author: str) -> str:
    return f"""<script type="application/ld+json">{{"@context": "https://schema.org",
    "@type": "NewsArticle", "author": {author}}}</script>"""


def test_the_person_that_json_ld_names_and_the_page_shows():
    html = json_ld('{"@type": "Person", "name": "Ada Roe"}') + "<h1>Seals</h1><span>Ada Roe</span>"

    assert authors(html) == ("Ada Roe",)


def test_several_persons_in_their_order():
    html = json_ld('[{"@type":"Person","name":"Zoe Poe"},{"@type":"Person","name":"Ada Roe"}]')

    assert authors(html + "<p>By Zoe Poe and Ada Roe</p>") == ("Zoe Poe", "Ada Roe")


def test_references_within_the_json_ld_are_followed():
    html = """<script type="application/ld+json">{"@graph": [
    {"@type": "Article", "author": {"@id": "#ada"}},
    {"@type": "Person", "@id": "#ada", "name": "Ada Roe"}]}</script><h1>Seals</h1><b>Ada Roe</b>"""

    assert authors(html) == ("Ada Roe",)


def test_a_name_that_readers_never_see_is_offered_but_not_chosen():
    html = json_ld('{"@type": "Person", "name": "wpeditor7"}') + "<h1>Seals return</h1>"
    page = read_page(html + FILLER, URL)

    assert page.authors.value == ()
    assert ("wpeditor7",) in {one.value for one in page.authors.candidates}


@pytest.mark.parametrize(
    "html",
    [
        '<meta name="author" content="The Example Post">',
        '<meta name="author" content="example.org">',
        json_ld('{"@type": "Organization", "name": "The Example Post"}'),
        json_ld('{"@type": "Person", "name": "The Example Post"}'),
        '<h1>Seals</h1><span class="author">Admin</span>',
        '<h1>Seals</h1><span class="byline">Posted</span>',
        '<h1>Seals</h1><span class="author">Datum</span>',
        '<h1>Seals</h1><div class="comment"><span class="comment-author">Ben Poe</span> says</div>',
        "<h1>Seals</h1><p>By the bay, forty seals were counted.</p>",
        "<h1>Seals</h1><p><b>PORT ROE, NY / May 7, 2024 /</b> Forty seals were counted.</p>",
        '<h1>Seals</h1><p class="author-line">HAMBURG (Reuters) — Forty seals.</p>',
    ],
)
def test_publishers_and_boilerplate_sign_nothing(html):
    html = '<meta property="og:site_name" content="The Example Post"><p>The Example Post</p>' + html

    assert authors(html) == ()


@pytest.mark.parametrize(
    "byline",
    [
        '<a rel="author" href="/authors/ada-roe">Ada Roe</a>',
        '<span itemprop="author" itemscope><span itemprop="name">Ada Roe</span></span>',
        '<p class="byline">By <b>Ada Roe</b></p>',
        '<span class="author vcard">Von <a class="fn">Ada Roe</a></span>',
        "<p>Text: Ada Roe</p>",
        "<div>Ein Artikel von <strong>Ada Roe</strong></div>",
        "<p>02.03.2024 - Ada Roe</p>",
        '<div class="post-author">Posted on March 2, 2024 by Ada Roe</div>',
        '<a href="/author/ada-roe/">Ada Roe</a>',
    ],
)
def test_bylines_under_the_headline(byline):
    assert authors(f"<h1>Seals return to the bay</h1>{byline}") == ("Ada Roe",)


@pytest.mark.parametrize(
    "line",
    [
        "<p>Autorin: Ada Roe, Projektleiterin in Hamburg.</p>",
        "<p><b>Text:</b> Ada Roe</p>",
        "<h4>Autor</h4><p><a href='/profil/7'>Ada Roe</a></p>",
        "<div><b>Von:</b><br><br>Ada Roe</div>",
        "<div>Redaktion: Ada Roe (Pressesprecherin)</div>",
    ],
)
def test_a_label_at_the_end_of_the_article_names_the_author(line):
    assert authors(f"<h1>Seals return to the bay</h1>{FILLER * 40}{line}") == ("Ada Roe",)


def test_a_byline_with_a_date_or_other_people_behind_it():
    head = "<h1>Seals return to the bay</h1>"

    assert authors(head + "<p>Ein Artikel von <b>Ada Roe</b> | 27.01.2022 - 12:45</p>") == (
        "Ada Roe",
    )
    assert authors(head + "<p>Text von Ada Roe  Illustration von Markus Poe</p>") == ("Ada Roe",)


def test_the_text_of_a_byline_is_read_in_the_pages_order():
    line = 'Author: <a href="/u?id=5"><b>Ada Roe</b></a> am 29.12.2010, 13:36 Uhr'

    assert authors(f'<h1>Seals return</h1><div class="author">{line}</div>') == ("Ada Roe",)


def test_the_author_of_a_book_did_not_write_its_review():
    facts = "<div><p>Seiten: 400</p><p>Autorin: Cora Doe</p><p>Verlag: Hafen</p></div>"

    assert authors(f"<h1>Seals, a novel</h1>{facts}") == ()


@pytest.mark.parametrize(
    ("site", "author"),
    [
        ("Die Hafenpost", "Die Hafenpost"),
        ("La República", "La Republica"),
    ],
)
def test_a_publisher_that_is_named_in_many_places_signs_nothing(site, author):
    html = (
        f'<meta property="og:site_name" content="{site}"><meta name="author" content="{author}">'
        + json_ld(f'{{"@type": "Person", "name": "{author}"}}')
        + f'<h1>Seals</h1><span class="author vcard"><a rel="author">{author}</a></span>'
        + f"<p>By {author}</p>"
    )

    assert authors(html) == ()


def test_a_title_in_the_author_tag_signs_nothing():
    content = "Ferries in the North - Tides Example and Harbours"
    page = read_page(
        f'<meta name="author" content="{content}"><h1>Seals</h1><p>{content}</p>{FILLER}',
        "https://tidesexample.org/seals",
    )

    assert page.authors.value == ()


def test_a_person_who_is_the_publisher_of_the_own_site_signs_it():
    html = """<script type="application/ld+json">{"@type": "BlogPosting",
    "author": {"@type": "Person", "name": "Ada Roe"},
    "publisher": {"@type": ["Person", "Organization"], "name": "Ada Roe"}}</script>
    <h1>Seals</h1><p>Ada Roe</p>"""

    assert authors(html) == ("Ada Roe",)


def test_the_account_whose_blog_it_is_signs_it():
    html = (
        '<h1>Seals return</h1><span class="author"><a rel="author" href="/me">tidewater</a></span>'
    )

    assert read_page(html + FILLER, "https://tidewater.blogs.example/a").authors.value == (
        "tidewater",
    )
    assert read_page(html + FILLER, "https://tidewater.example/a").authors.value == ()


def test_the_sender_of_a_press_release_signs_it():
    html = """<meta property="og:site_name" content="Wire Room">
    <script type="application/ld+json">{"@type": "NewsArticle",
    "author": {"@type": "Organization", "name": "Tidewater"},
    "publisher": {"@type": "Organization", "name": "Tidewater"}}</script>
    <meta name="author" content="Tidewater"><h1>Seals return</h1><p>Tidewater</p>"""

    assert authors(html) == ("Tidewater",)


def test_topics_under_the_headline_are_no_persons():
    line = '<div class="author">CSP, Harbours, Seals, Economy</div>'

    assert authors(f"<h1>Seals return</h1>{'<i></i>' * 30}{line}") == ()
    assert authors(f"<h1>Seals return</h1>{'<i></i>' * 30}{line.replace('CSP', 'Ada Roe')}")


def test_whom_a_forum_quotes_did_not_write_the_page():
    assert authors('<h1>Seals</h1><div class="author">Zitat von Cora Doe</div>') == ()


def test_the_full_name_in_the_byline_wins_over_a_first_name():
    html = json_ld('{"@type": "Person", "name": "Ada"}')

    assert authors(html + '<h1>Seals</h1><p class="byline">By Ada Roe</p>') == ("Ada Roe",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ada Roe and Ben Poe", ("Ada Roe", "Ben Poe")),
        ("Von Ada Roe, Ben Poe und Cem Doe", ("Ada Roe", "Ben Poe", "Cem Doe")),
        ("Par Ada Roe", ("Ada Roe",)),
        ("Ada Roe | ada@example.org", ("Ada Roe",)),
        ("Ada Roe (@adaroe)", ("Ada Roe",)),
        ("Ada Roe, PhD", ("Ada Roe",)),
        ("Ada Roe Senior Political Editor", ("Ada Roe",)),
        ("Posted by Ada Roe on 2 March 2024", ("Ada Roe",)),
        ("Ada Roe 2. März 2024", ("Ada Roe",)),
        ("View all posts by Ada Roe", ("Ada Roe",)),
        ("Dr. Ada van der Roe", ("Dr. Ada van der Roe",)),
        ("文：山田太郎", ("山田太郎",)),
        ("Redaktion", ()),
        ("admin", ()),
        ("12 comments", ()),
        ("https://example.org/ada", ()),
        ("", ()),
    ],
)
def test_names_out_of_a_byline(text, names):
    assert names_in(text) == names


@pytest.mark.parametrize(
    "name", ["og: article: author", "article : author", "article author", "DC. creator"]
)
def test_the_name_of_a_tag_may_have_spaces(name):
    html = f'<meta name="{name}" content="Ada Roe"><h1>Seals</h1><p>Ada Roe</p>'
    page = read_page(html + FILLER, URL)

    assert page.authors.value == ("Ada Roe",)
    assert page.html_meta[name.strip().replace(":", "")] == "Ada Roe"  # as it stands


def test_a_source_of_one_name_a_value_may_turn_it_round():
    assert names_in("Roe, Ada", joined=False) == ("Ada Roe",)
