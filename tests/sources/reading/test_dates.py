"""The day a curator sees as the day of publication."""

import datetime as dt

import pytest

from curation.sources.reading.date_formats import parse_date
from curation.sources.reading.page import read_page

URL = "https://www.example.org/news/seals-return"


def published(html: str, url: str = URL) -> dt.date | None:
    return read_page(html, url).published.value


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-02", "2024/3/2", "20240302", "2. März 2024", "02.03.2024", "2.3.24",
        "March 2, 2024",
        "Mar 2nd, 2024", "2 March 2024", "2nd of March 2024", "le 2 mars 2024",
        "2 de marzo de 2024",
        "2 marzo 2024", "2 de março de 2024", "2 maart 2024", "2 marca 2024", "2 марта 2024",
        "2 Mart 2024", "2024年3月2日", "2024년 3월 2일", "2024. március 2.", "26 | 01 | 2024",
        "Samstag, 02. März 2024",
    ],
)  # fmt: skip
def test_days_as_people_write_them(text):
    expected = dt.date(2024, 1, 26) if text.startswith("26 ") else dt.date(2024, 3, 2)

    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-03-02T08:15:00+01:00", "2024-03-02T08:15:00+01:00"),
        ("2024-03-02T08:15:00.123Z", "2024-03-02T08:15:00+00:00"),
        ("2024-03-02 08:15", "2024-03-02T08:15:00"),
        ("Sat, 02 Mar 2024 08:15:00 GMT", "2024-03-02T08:15:00+00:00"),
        ("Sat Mar 02 08:15:00 EST 2024", "2024-03-02T08:15:00-05:00"),
        ("March 2, 2024 at 8:15 pm", "2024-03-02T20:15:00"),
        ("2. März 2024, 8:15 Uhr", "2024-03-02T08:15:00"),
        ("1709367300", "2024-03-02T08:15:00+00:00"),
        ("20240302T081500Z", "2024-03-02T08:15:00+00:00"),
    ],
)
def test_times_keep_the_zone_they_are_written_in(text, moment):
    assert parse_date(text).isoformat() == moment


@pytest.mark.parametrize(
    "text", ["", "soon", "2024", "March 2024", "99.99.2024", "1745-03-02", "2.3", "2999-01-01"]
)
def test_what_is_no_day(text):
    assert parse_date(text) is None


def test_americans_write_the_month_first():
    shown = '<h1>Seals return</h1><span class="date">3/4/2024</span>'

    assert published(f'<html lang="en-US">{shown}') == dt.date(2024, 3, 4)
    assert published(f'<html lang="en-GB">{shown}', "https://example.co.uk/a") == dt.date(
        2024, 4, 3
    )
    assert published(f'<html lang="fr">{shown}') == dt.date(2024, 4, 3)


def test_the_time_of_publication_wins_over_the_last_change():
    html = """<meta property="article:modified_time" content="2024-05-05T10:00:00Z">
    <meta property="article:published_time" content="2024-03-02T10:00:00Z">"""

    assert published(html) == dt.datetime(2024, 3, 2, 10, tzinfo=dt.UTC)


def test_a_declared_day_that_the_visible_date_and_the_address_contradict_loses():
    html = """<meta name="date" content="2023-01-01"><h1>Seals return</h1>
    <time datetime="2024-03-02T10:00:00+01:00">2 March 2024</time>"""

    assert published(html, "https://example.org/2024/03/02/seals").date() == dt.date(2024, 3, 2)


def test_the_dates_of_comments_and_teasers_are_not_the_articles():
    html = """<aside><time datetime="2025-01-01">1 January 2025</time></aside>
    <h1>Seals return</h1><p class="posted-on">2 March 2024</p>
    <div class="comments"><time datetime="2024-04-01">1 April 2024</time></div>"""

    assert published(html) == dt.date(2024, 3, 2)


def test_a_date_in_unmarked_text_near_the_headline_is_found():
    html = "<h1>Seals return</h1><div><i>Bay City, 2. März 2024</i></div><footer>© 2020</footer>"

    assert published(html) == dt.date(2024, 3, 2)


def test_an_archives_own_time_is_not_the_pages():
    html = "<h1>Seals return</h1>"
    url = "https://web.archive.org/web/20190717140047/http://example.org/2013/07/02/seals"

    assert published(html, url) == dt.date(2013, 7, 2)


def test_a_page_without_a_date_has_none():
    assert published("<h1>Seals return</h1><p>Forty seals, 2000 birds.</p>") is None


@pytest.mark.parametrize(
    "line",
    [
        '<p class="dates">Updated: Feb 2, 2024 / Published: Jan 5, 2019</p>',
        '<p class="dates">Last updated 2 February 2024 | Published 5 January 2019</p>',
        "<p>Updated Feb 2, 2024 · Posted Jan 5, 2019</p>",
        '<p>Updated <time datetime="2024-02-02">Friday</time> '
        'Published <time datetime="2019-01-05">Saturday</time></p>',
        '<p><b>Aktualisiert:</b> <time datetime="2024-02-02">Freitag</time> '
        '<b>Veröffentlicht:</b> <time datetime="2019-01-05">Samstag</time></p>',
    ],
)
def test_the_day_of_publication_beside_that_of_a_change(line):
    page = read_page(f"<h1>Seals return to the bay</h1>{line}<p>Nobody knows why.</p>", URL)

    assert page.published.value == dt.date(2019, 1, 5)
