"""Which headline a curator sees first."""

import pytest

from curation.sources.reading.page import read_page

URL = "https://blog.example.org/2024/seals-return-to-the-bay"


def title(html: str, url: str = URL) -> str | None:
    return read_page(html, url).title.value


def test_the_visible_headline_wins_over_a_search_engines_title():
    html = (
        "<title>Seals return to the bay: what we know</title><h1>The seals return to the bay</h1>"
    )

    assert title(html) == "The seals return to the bay"


def test_a_heading_about_something_else_does_not_win():
    html = """<meta property="og:title" content="Seals return to the bay"><title>x</title>
    <h1>Subscribe now and save</h1><h1>Menu</h1><h1>Search</h1>"""

    assert title(html) == "Seals return to the bay"


@pytest.mark.parametrize(
    "masthead",
    [
        '<h1><a href="/">Bay Notes</a></h1>',
        '<h1 id="site-title">Bay Notes</h1>',
        '<div class="logo"><h1>Bay Notes</h1></div>',
        '<h1><a href="https://blog.example.org/">Bay Notes</a></h1>',
    ],
)
def test_the_blogs_name_in_the_masthead_is_no_headline(masthead):
    html = f"""<title>Seals return to the bay | Bay Notes</title>{masthead}
    <h2 class="entry-title">Seals return to the bay</h2>"""

    assert title(html) == "Seals return to the bay"


@pytest.mark.parametrize(
    "heading",
    [
        '<h1><span class="kicker">Nature</span> Seals return to the bay</h1>',
        "<h1><small>Nature</small><br>Seals return to the bay</h1>",
        '<h1><i class="topline">Nature</i><i class="colon">: </i>Seals return to the bay</h1>',
        '<h1>Seals return to the bay <span class="subtitle">Forty were counted</span></h1>',
        '<h1><time>2 March 2024</time> <span class="title">Seals return to the bay</span></h1>',
    ],
)
def test_kickers_and_subtitles_in_the_heading_are_left_out(heading):
    assert title(f"<title>Seals return to the bay</title>{heading}") == "Seals return to the bay"


@pytest.mark.parametrize(
    "tag",
    [
        "Seals return to the bay | Bay Notes",
        "Seals return to the bay - Bay Notes",
        "Bay Notes » Seals return to the bay",
        "Seals return to the bay – Bay Notes",
    ],
)
def test_the_sites_name_is_cut_off(tag):
    html = f'<meta property="og:site_name" content="Bay Notes"><title>{tag}</title>'

    assert title(html) == "Seals return to the bay"


def test_a_dash_in_the_headline_stays():
    html = "<title>Seals – back at last | Bay Notes</title><h1>Seals – back at last</h1>"

    assert title(html) == "Seals – back at last"


def test_entities_escaped_twice_become_letters():
    html = '<meta property="og:title" content="Fish &amp;amp; seals">'

    assert title(html) == "Fish & seals"


def test_the_json_ld_headline_helps_where_nothing_is_visible():
    html = """<script type="application/ld+json">
    {"@type": "NewsArticle", "headline": "Seals return to the bay"}</script>"""

    assert title(html) == "Seals return to the bay"
