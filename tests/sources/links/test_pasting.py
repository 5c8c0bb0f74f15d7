"""The address in a text is found as people paste it, and nothing is guessed."""

import time
from contextlib import suppress

import pytest

from curation.sources.links.link import Link
from curation.sources.links.parsing import LinkError
from curation.sources.links.pasting import address_in, addresses_by_line

PAGE = "https://news.example/wards-share-boards"

AROUND = [
    "Wards share boards {}",
    "Wards share boards: {}",
    "Wards share boards\n{}",
    "Wards share boards\r\n\r\n  {}\r\n",
    "Wards share boards{}",  # a field of one line drops the line break
    "{}\nWards share boards",
    "{} – Wards share boards",
    "{} | News",
    "{} (News, in German)",
    "{} Wards share their boards",
    "{}, says the hospital.",
    "Read {} today.",
    "Telehealth: {}",
    "📰 {} 👀",
    "👉{}",
    "“{}”",
    "”{}”",
    "„{}“",
    "„{}”",
    "«{}»",
    "« {} »",
    "»{}«",
    "‹{}›",
    "‘{}’",
    "‚{}‘",
    '"{}"',
    "'{}'",
    "「{}」",
    "「{}」を読む",
    "『{}』",
    "《{}》",
    "【{}】",
    "（{}）",
    "“{}”, it said",
    "<{}>",
    "<URL:{}>",
    "({})",
    "(see {}).",
    "[{}]",
    "{}.",
    "{},",
    "{};",
    "{}:",
    "{}…",
    "{}...",
    "{}).",
    "{})",
    "{}].",
    "{}&quot;",
    "Look: {}!",
    "Seen {}?",
    "看这里 {}。",
    "[Wards share boards]({})",
    "[Wards share boards]({}).",
    "[Wards [all] share boards]({})",
    '[Wards share boards]({} "A title")',
    "[Wards share boards](<{}>)",
    "[https://news.example/war…]({})",
    "[![boards](https://pictures.example/boards.png)]({})",
    "[Wards share boards][1]\n\n[1]: {}",
    "* {}",
    "1. {}",
    "> {}",
    "*{}*",
    "**{}**",
    "_{}_",
    "`{}`",
    '<a href="{}">Wards share boards</a>',
    "<a href='{}'>Wards share boards</a>",
    "url={}",
    "\u200b{}\u200b",
    "\ufeff{}",
    "\u2066{}\u2069",
    "\u202a{}\u202c",
    "\u200e{}\u200f",
    "\u00a0{}\u00a0",
    "{0} {0}",
    "{0}\n{0}?utm_source=mail",
    "Wards share boards {} doi:10.1000/1",
]


@pytest.mark.parametrize("text", AROUND)
def test_what_stands_around_an_address_is_left_out(text):
    assert address_in(text.format(PAGE)) == PAGE


OWN = [
    "https://en.wikipedia.org/wiki/Ward_(hospital)",
    "https://en.wikipedia.org/wiki/Apple_Inc.",
    "https://en.wikipedia.org/wiki/R.E.M.",
    "https://ja.wikipedia.org/wiki/モーニング娘。",
    "https://en.wikipedia.org/wiki/Yahoo!",
    "https://news.example/a[1]",
    "https://news.example/a_",
    "https://news.example/a*",
    "https://news.example/don't",
    "https://news.example/a/",
    "https://news.example/#!/a",
    "https://news.example/?q=a,b;c",
    "https://news.example/a?b=(c)",
    "https://news.example/a@b",
    "https://bücher.example/straße",
    "https://fa.example/می\u200cخواهم",
    "https://web.archive.org/web/2020/https://news.example/a",
    "https://proxy.example/?u=https://news.example/a",
    "https://urldefense.com/v3/__https://news.example/a__;!!tok!abc$",
    "http://news.example:8080/a",
]


@pytest.mark.parametrize("url", OWN)
def test_what_is_the_address_s_own_stays(url):
    assert address_in(url) == url
    assert address_in(f"  {url}\n") == url
    assert address_in(f"<{url}>") == url
    assert address_in(f"[Title]({url})") == url


def test_brackets_of_the_address_and_around_it_are_told_apart():
    ward = "https://en.wikipedia.org/wiki/Ward_(hospital)"
    for text in (
        "({})",
        "(see {}).",
        "[Ward]({})",
        "[Ward]({}).",
        "{},",
        "「{}」",
        "{} (Wikipedia)",
    ):
        assert address_in(text.format(ward)) == ward
    assert address_in("(https://news.example/a)b") == "https://news.example/a"


WITHOUT_SCHEME = {
    "www.news.example/story": "https://www.news.example/story",
    "news.example/story": "https://news.example/story",
    "news.example": "https://news.example",
    "news.example:8443/a?b=c#d": "https://news.example:8443/a?b=c#d",
    "Wards share boards www.news.example": "https://www.news.example",
    "Wards share boards\nnews.example/story": "https://news.example/story",
    "Read it at news.example/story, please.": "https://news.example/story",
    "“news.example/story”": "https://news.example/story",
    "[Wards](news.example/story)": "https://news.example/story",
    "<www.news.example/story>": "https://www.news.example/story",
    "(www.news.example/ward_(a)).": "https://www.news.example/ward_(a)",
    "bücher.example/straße": "https://bücher.example/straße",
    "news.example/go?to=https://other.example/a": (
        "https://news.example/go?to=https://other.example/a"
    ),
    "HTTPS://News.example/A": "https://News.example/A",
}


@pytest.mark.parametrize(("text", "url"), WITHOUT_SCHEME.items())
def test_an_address_without_scheme_is_completed(text, url):
    assert address_in(text) == url
    assert Link.in_text(text).pasted == url


IDENTIFIERS = {
    "doi:10.1000/AbC-1": "https://doi.org/10.1000/AbC-1",
    "DOI: 10.1000/AbC-1.": "https://doi.org/10.1000/AbC-1",
    "10.1000/AbC-1": "https://doi.org/10.1000/AbC-1",
    "Okafor I. Wards share boards. J Boards. 2024;1:2. doi:10.1000/1.": "https://doi.org/10.1000/1",
    "10.1002/(SICI)1097-4679(199911)55:11<1349::AID-1>3.0.CO;2-6": (
        "https://doi.org/10.1002/(SICI)1097-4679(199911)55:11<1349::AID-1>3.0.CO;2-6"
    ),
    "<p>doi:10.1000/1</p>": "https://doi.org/10.1000/1",
    "arXiv:2303.05498v2 [cs.CL]": "https://arxiv.org/abs/2303.05498v2",
    "arXiv:math/0309136": "https://arxiv.org/abs/math/0309136",
    "PMID: 12345678": "https://pubmed.ncbi.nlm.nih.gov/12345678/",
    "PMCID: PMC1234567": "https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/",
}


@pytest.mark.parametrize(("text", "url"), IDENTIFIERS.items())
def test_the_identifier_of_a_paper_is_its_page(text, url):
    assert address_in(text) == url


def test_an_address_that_a_mail_has_broken_is_whole_again_in_its_brackets():
    assert address_in("See <https://news.example/wards-\r\n  share-boards> today") == PAGE
    assert addresses_by_line("See\n<https://news.example/wards-\nshare-boards>") == [PAGE]


def test_zero_width_characters_are_no_part_of_an_address():
    assert address_in("https://news.\u200bexample/wards\u00ad-share\u2060-boards") == PAGE


REFUSED = {
    "": "scheme",
    "Wards share boards": "scheme",
    "wards": "scheme",
    "Wards share boards. They do so e.g. in St. Mary's.": "scheme",
    "javascript:alert(1)": "scheme",
    "javascript:location='https://evil.example/'": "scheme",
    " JavaScript:fetch('https://evil.example/')": "scheme",
    "“javascript:https://evil.example/”": "scheme",
    "[Wards](javascript:alert('https://evil.example/'))": "scheme",
    "Wards javascript:alert('https://evil.example/')": "scheme",
    "data:text/html,<a href=https://evil.example/>": "scheme",
    "mailto:who@news.example": "scheme",
    "mailto:who@news.example?body=https://news.example/": "scheme",
    "who@news.example": "scheme",
    "ftp://news.example/a": "scheme",
    "file:///etc/passwd": "scheme",
    "view-source:https://news.example/": "scheme",
    "//news.example/a": "scheme",
    "https:/news.example": "scheme",
    "https//news.example/a": "scheme",
    "report.final": None,  # a host name, as far as anybody can tell
    "https://news.example/two words": "characters",
    "https://news.example/a file.pdf": "characters",
    "https://news.example/?q=a b&page=2": "characters",
    "https://a b.example/": "characters",
    "https://news.example/a\\b": "characters",
    "https://news.example/\x07": "characters",
    "https://": "host",
    "https://who:secret@news.example/": "userinfo",
    "https://news.example:x/": "port",
    "https://news.example/" + "a" * 2048: "length",
    "Wards " * 10_000: "length",
    "https://news.example/a https://news.example/b": "several",
    "https://news.example/a\nhttps://news.example/b": "several",
    "https://news.example/ahttps://news.example/b": "several",
    "[A](https://news.example/a) and [B](https://news.example/b)": "several",
    "See news.example/a and www.other.example/b": "several",
    "doi:10.1000/1 and doi:10.1000/2": "several",
}


@pytest.mark.parametrize(("text", "code"), REFUSED.items())
def test_what_cannot_be_one_address_is_refused_in_plain_words(text, code):
    if code is None:
        assert Link.in_text(text)
        return
    with pytest.raises(LinkError) as refused:
        Link.in_text(text)
    assert refused.value.code == code
    assert str(refused.value).startswith("The ")
    assert str(refused.value).endswith(".")


def test_the_same_page_named_twice_is_one():
    assert address_in("http://www.news.example/a/ https://news.example/a?fbclid=1") == (
        "http://www.news.example/a/"
    )


LINES = {
    "": [],
    "https://a.example/1\n\nhttps://a.example/2\nhttps://a.example/1": [
        "https://a.example/1",
        "https://a.example/2",
    ],
    "First title\nhttps://a.example/1\nSecond title\nhttps://a.example/2": [
        "https://a.example/1",
        "https://a.example/2",
    ],
    "会议开幕\nhttps://a.example/1\n- [Two](https://a.example/2)": [
        "https://a.example/1",
        "https://a.example/2",
    ],
    "https://a.example/1\nnonsense\nhttps://a.example/2": [
        "https://a.example/1",
        "nonsense",
        "https://a.example/2",
    ],
    "https://a.example/1\njavascript:alert(1) now\nhttps://a.example/2\nno address here": [
        "https://a.example/1",
        "javascript:alert(1) now",
        "https://a.example/2",
        "no address here",
    ],
    "https://a.example/1 https://a.example/2": ["https://a.example/1 https://a.example/2"],
    "One title\nof two lines\nhttps://a.example/1": ["https://a.example/1"],
    "Telehealth\nhttps://a.example/1\nWards share boards": ["https://a.example/1"],
    "https://a.example/1\nftp://b.example/2": ["https://a.example/1", "ftp://b.example/2"],
    "[Both wards][1]\n\n[1]: https://a.example/1": ["https://a.example/1"],
    "www.a.example/1\nb.example/2": ["https://www.a.example/1", "https://b.example/2"],
}


@pytest.mark.parametrize(("text", "expected"), LINES.items())
def test_each_line_of_many_has_its_address(text, expected):
    assert addresses_by_line(text) == expected


def test_hostile_texts_take_no_long_time():
    parts = ["(", ")", "[", "](", "<https://", "http", "https://", "a.", "a.b/", "&quot;", "*"]
    parts += ["doi:", "10.1000/", "arxiv:", " https://a.example/ ", "\n", "![](", "“", "\u200b"]
    started = time.perf_counter()
    for part in parts:
        for before in ("", "https://a.example/", "(https://a.example/"):
            with suppress(LinkError):
                address_in(before + part * (32_000 // len(part)))
    assert time.perf_counter() - started < 10  # 57 texts of 32 kB, on a slow machine
