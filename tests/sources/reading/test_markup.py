"""Whatever the bytes are, reading ends soon and never fails."""

import time

import pytest

from curation.sources.reading.markup import MAX_BYTES, decode
from curation.sources.reading.page import read_page

URL = "https://www.example.org/a"
TWO_SECONDS = 2.0


@pytest.mark.parametrize(
    ("data", "title"),
    [
        ("<title>Möwen</title>".encode(), "Möwen"),
        ("<meta charset=iso-8859-1><title>Möwen</title>".encode("latin-1"), "Möwen"),
        ('<meta charset="windows-1251"><title>Чайки</title>'.encode("cp1251"), "Чайки"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS"><title>鴎</title>'
         .encode("cp932"), "鴎"),
        ('<?xml version="1.0" encoding="iso8859-2"?><title>Čáp</title>'.encode("latin2"), "Čáp"),
        ("\ufeff<title>Möwen</title>".encode("utf-16"), "Möwen"),
        ("<meta charset=latin1><title>Möwen “fly”</title>".encode("cp1252"), "Möwen “fly”"),
        ("<meta charset=nonsense><title>Möwen</title>".encode(), "Möwen"),
        (b"<title>M\x00ary \x07Gull</title>", "Mary Gull"),
    ],
)  # fmt: skip
def test_any_declared_charset(data, title):
    assert read_page(data, URL).title.value == title


def test_the_charset_of_the_http_header_counts_where_the_page_says_none():
    data = "<title>Чайки</title>".encode("koi8-r")

    assert read_page(data, URL, charset="koi8-r").title.value == "Чайки"


def test_text_that_declares_utf_8_with_one_broken_byte_stays_utf_8():
    data = "<meta charset=utf-8><title>Möwen und Säbelschnäbler im März</title>".encode() + b"\xff"

    assert "Säbelschnäbler" in decode(data)


@pytest.mark.parametrize(
    "html",
    [
        b"<div>" * 1_000_000,
        b"<b>" * 1_000_000,
        b"<table><tr><td>" * 200_000,
        b"<p class=author>" * 200_000,
        b"<h1>" * 500_000,
        b"<a rel=author href=/author/x>" * 100_000,
        b"<meta name=author content='Ada Roe'>" * 60_000,
        b"<link rel=icon href=/a>" * 100_000,
        b'<script type="application/ld+json">{"@type":"Article","author":"A B"}</script>' * 30_000,
        b'<script type="application/ld+json">' + b"[" * 1_000_000,
        b"<title>" + b"by " * 700_000,
        b"<h1>x</h1><p class=byline>" + b"Von A, " * 300_000,
        b"<div " + b"a=b " * 500_000 + b">",
        b"<h1>x</h1>" + b"<time>2024-01-01</time>" * 90_000,
        b"<h1>x</h1><span class=date>" + b"1.1." * 500_000,
    ],
)
def test_hostile_pages_end_within_seconds(html):
    start = time.process_time()
    read_page(html, URL)

    assert time.process_time() - start < TWO_SECONDS


@pytest.mark.parametrize(
    "html", [b"", b" \n", b"<", b"<!--", b"\xff\xfe", b"\x00", "", "\ud800", b"<?xml?>"]
)
def test_next_to_nothing_is_a_page_without_fields(html):
    page = read_page(html, URL)

    assert not page.authors
    assert page.published.value is None


@pytest.mark.parametrize(
    "url", ["", "nonsense", "http://[", "https://[::1", "https://a:b:c/", "javascript:x"]
)
def test_an_address_that_is_none_does_no_harm(url):
    html = '<title>Seals return</title><link rel=canonical href="/a"><img src="b.jpg">'

    assert read_page(html, url).title.value == "Seals return"


def test_what_stands_behind_two_megabytes_is_not_read():
    html = b"<p>" + b"x" * MAX_BYTES + b"</p><h1>Too late</h1>"

    assert read_page(html, URL).title.value is None


@pytest.mark.parametrize("label", ["hex", "unicode_escape", "idna", "zlib", "rot13"])
def test_codecs_that_are_no_charsets_are_not_used(label):
    data = f"<meta charset={label}><title>M".encode() + b"\xf6wen</title>"

    assert read_page(data, URL).title.value == "Möwen"


def test_numbers_of_thousands_of_digits_do_no_harm():
    number = "9" * 4800
    html = f"""<script type="application/ld+json">{{"@type": "Article", "n": {number}}}</script>
    <title>Seals &amp;#{number}; return</title>"""

    assert read_page(html, URL).title.value.startswith("Seals")


def test_attributes_with_impossible_names_are_no_trouble():
    assert read_page("<title>Seals</title><p {(t=1 }x{=2 :=3 a:b:c=4>y", URL).title.value == "Seals"
