"""What a curator reads as the name of the site."""

import pytest

from curation.sources.reading.page import read_page

URL = "https://www.bayferries.example.org/news/seals-return"


def site_name(head: str, body: str = "", url: str = URL) -> str:
    html = f"<html><head>{head}</head><body>{body}<h1>Seals return</h1></body></html>"
    return read_page(html, url).site_name.value


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ('<a href="/">Tides and Times</a>', "Tides and Times"),
        (
            '<a href="https://tides.example/"><img alt="Tides and Times Logo"></a>',
            "Tides and Times",
        ),
        ('<a href="/index.html" title="Home - Tides and Times"></a>', "Tides and Times"),
        ('<a href="/">Home</a><a href="/" aria-label="Tides and Times"></a>', "Tides and Times"),
    ],
)
def test_the_name_in_the_link_to_the_home_page(link, name):
    title = "<title>Seals return – Tides and Times</title>"

    assert site_name(title, link, "https://tides.example/seals") == name


def test_a_home_link_counts_where_title_or_host_repeat_it():
    title = "<title>Seals return | Magazine</title>"
    menu = '<a href="/">Autumn sale</a><a href="/">TidesBlog - All about water</a>'

    assert site_name(title, menu, "https://tidesblog.example/seals") == "TidesBlog"


@pytest.mark.parametrize(
    ("title", "url", "name"),
    [
        ("Seals return | Königsufer", "https://koenigsufer.example/a", "Königsufer"),
        ("Seals return | Ørstad", "https://orstad.example/a", "Ørstad"),
        (
            "Seals return │ Friends of Tidewater",
            "https://tidewater.example/a",
            "Friends of Tidewater",
        ),
        (
            "Tidewater Boat Blog | Seals return",
            "https://tidewater.example/boat-blog/a",
            "Tidewater",
        ),
    ],
)
def test_the_name_in_the_title_that_the_host_repeats(title, url, name):
    assert site_name(f"<title>{title}</title>", url=url) == name


def test_a_publication_with_a_folder_on_a_platform():
    head = (
        '<meta property="og:site_name" content="Platform">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "publisher": '
        '{"@type": "Organization", "name": "Night Ferries"}}</script>'
    )

    assert site_name(head, url="https://platform.example/night-ferries/seals") == "Night Ferries"
    assert site_name(head, url="https://platform.example/news/seals") == "Platform"
