"""URLs are spelled one way and cleaned once; nothing makes cleaning fail or run away."""

import random
import time

import pytest

from curation.sources.links.cleaning import RULES_VERSION, TABLES, clean_url, rules_version
from curation.sources.links.keys import link_key
from curation.sources.links.parsing import LinkError
from tests.sources.links.test_redirectors import ONE_BY_ONE, WRAPPERS
from tests.sources.links.test_tracking import EVERYWHERE, FRAGMENTS, MISTAKES, ON_SITES, UNCHANGED

SPELLINGS = {
    "HTTPS://Example.ORG/A": "https://example.org/A",
    " https://example.org/a\n": "https://example.org/a",
    "\ufeffhttps://example.org/a\u200b": "https://example.org/a",
    "https://example.org": "https://example.org/",
    "https://example.org?a=1": "https://example.org/?a=1",
    "https://example.org#/a": "https://example.org/#/a",
    "https://example.org./a": "https://example.org/a",
    "https://example.org:443/": "https://example.org/",
    "http://example.org:80/": "http://example.org/",
    "http://example.org:443/": "http://example.org:443/",
    "https://example.org:/a": "https://example.org/a",
    "https://example.org:08443/": "https://example.org:8443/",
    "https://MÜNCHEN.example/": "https://xn--mnchen-3ya.example/",
    "https://xn--mnchen-3ya.example/": "https://xn--mnchen-3ya.example/",
    "https://m%C3%BCnchen.example/": "https://xn--mnchen-3ya.example/",
    "https://faß.example/": "https://xn--fa-hia.example/",
    "https://例え。テスト/": "https://xn--r8jz45g.xn--zckzah/",
    "https://bücher.例え/a": "https://xn--bcher-kva.xn--r8jz45g/a",
    "https://i❤.example/": "https://xn--i-7iq.example/",
    "https://ＥＸＡＭＰＬＥ.org/": "https://example.org/",
    "https://[2001:DB8:0:0::1]/": "https://[2001:db8::1]/",
    "https://example.org/straße": "https://example.org/stra%C3%9Fe",
    "https://example.org/?q=ü&r=日本": "https://example.org/?q=%C3%BC&r=%E6%97%A5%E6%9C%AC",
    "https://example.org/a b?c=d e": "https://example.org/a%20b?c=d%20e",
    'https://example.org/<a>"': "https://example.org/%3Ca%3E%22",
    "https://example.org/%7euser/%41%2d%2e%5f": "https://example.org/~user/A-._",
    "https://example.org/%c3%bc": "https://example.org/%C3%BC",
    "https://example.org/a%2fb%3fc%23d%26e%3d": "https://example.org/a%2Fb%3Fc%23d%26e%3D",
    "https://example.org/?a=%2b+%20&b=%26": "https://example.org/?a=%2B+%20&b=%26",
    "https://example.org/%e9t%e9": "https://example.org/%E9t%E9",
    "https://example.org/%zz%e9": "https://example.org/%zz%E9",
    "https://example.org/%%34%31": "https://example.org/%%34%31",
    "https://example.org/a/./b/../c": "https://example.org/a/c",
    "https://example.org/../a/..": "https://example.org/",
    "https://example.org/a/%2e%2E/b": "https://example.org/b",
    "https://example.org/a//../b": "https://example.org/a/b",
    "https://example.org/a/.b/...": "https://example.org/a/.b/...",
    "https://example.org/#ü": "https://example.org/#%C3%BC",
}


@pytest.mark.parametrize(("url", "expected"), SPELLINGS.items())
def test_one_url_has_one_spelling(url, expected):
    """Case of the host, punycode, ports, dots and percent-encoding (RFC 3986, UTS 46)."""
    assert clean_url(url) == expected


DECLARED = """
https://amp.example.org/a https://www.example.org/a > https://www.example.org/a
https://www.example.org/a/amp/ https://www.example.org/a/ > https://www.example.org/a/
https://www.example.org/amp/a /a > https://www.example.org/a
https://example.org/a.amp.html?utm_source=x a.html > https://example.org/a.html
https://example.org/a?amp=1 https://example.org/a > https://example.org/a
https://example.org/a?amp https://example.org/a > https://example.org/a
https://www.example.org/a?outputType=amp https://www.example.org/a/?utm_source=amp > https://www.example.org/a/
https://m.example.org/s/1 https://example.org/story/1 > https://example.org/story/1
https://mobile.example.org/a https://news.example.org/a > https://news.example.org/a
https://en.m.wikipedia.org/wiki/A https://en.wikipedia.org/wiki/A > https://en.wikipedia.org/wiki/A
https://amp.cnn.com/cnn/a/index.html https://edition.cnn.com/a/index.html > https://edition.cnn.com/a/index.html
https://example-org.cdn.ampproject.org/c/s/example.org/a/amp https://example.org/a > https://example.org/a
https://www.example.org/a https://www.example.org/b > https://www.example.org/a
https://www.example.org/a?p=2 https://www.example.org/a > https://www.example.org/a?p=2
https://m.example.org/a https://evil.example/a > https://m.example.org/a
https://m.example.org/a https://notexample.org/a > https://m.example.org/a
https://m.example.org/a https://www.example.org/ > https://m.example.org/a
https://m.example.org/a https://m.example.org/b > https://m.example.org/a
https://m.example.org/a javascript:alert(1) > https://m.example.org/a
https://m.example.org/a https://[broken/a > https://m.example.org/a
https://amp.dev/a https://dev/b > https://amp.dev/a
https://example.org/products/amp https://example.org/ > https://example.org/products/amp
""".strip().splitlines()  # noqa: E501


@pytest.mark.parametrize("case", DECLARED)
def test_amp_and_mobile_forms_follow_what_the_page_declares(case):
    """Only to the same site, only to a page, and never from an ordinary URL."""
    given, expected = case.split(" > ")
    url, canonical = given.split(" ")
    assert clean_url(url, canonical=canonical) == expected


def _known():
    pages = [case.split(" > ")[0] for case in ON_SITES + MISTAKES]
    queries = [f"https://example.org/a?{parameter}" for parameter in EVERYWHERE]
    return pages + queries + UNCHANGED + WRAPPERS + [*ONE_BY_ONE, *SPELLINGS]


def _generated(count):
    """URLs put together at random from everything that the rules know, and from noise."""
    chance = random.Random(20261123)
    hosts = ["example.org", "www.example.org", "m.example.org", "EXAMPLE.org.", "bücher.example"]
    hosts += ["www.amazon.de", "www.nytimes.com", "www.google.com", "www.youtube.com", "x.com"]
    hosts += ["l.facebook.com", "web.archive.org", "github.com", "[::1]", "10.0.0.1:8443"]
    noise = ["", "a", "b=1", "c=", "d=%20", "%7E=%e9", "e=a+b", "ü=ß", "f;g=1", "h?i=2", "j=100%"]
    noise += ["k=%2", "amp;l=1", "url=https%3A%2F%2Fexample.org%2F", "q=https://a.example/?b=1"]
    steps = ["a", "", ".", "..", "%2e%2E", "b;jsessionid=1", "c%2Fd", "dp", "B0ABCDEFGH", "amp"]
    steps += ["ref=x", "(S(ab))", "d&utm_source=x", "ü", "%%34%31", "https:", "url", "l.php", "x y"]
    marks = [case.rsplit(" ", 1)[0].removeprefix("#") for case in FRAGMENTS]
    for _ in range(count):
        url = chance.choice(["https://", "http://", "HTTPS://"]) + chance.choice(hosts)
        url += "".join("/" + chance.choice(steps) for _ in range(chance.randrange(5)))
        if chance.random() < 0.8:
            parameters = chance.choices(EVERYWHERE, k=3) + chance.choices(noise, k=4)
            chance.shuffle(parameters)
            kept = parameters[: chance.randrange(8)]
            url += "?" + chance.choice(["&", "&amp;", ";"] if chance.random() < 0.2 else "&").join(
                kept
            )
        if chance.random() < 0.3:
            url += "#" + chance.choice(marks)
        yield url


def test_cleaning_twice_is_cleaning_once():
    """For every URL of these tests and for 20,000 generated ones; keys survive, too."""
    for url in [*_known(), *_generated(20_000)]:
        once = clean_url(url)
        assert clean_url(once) == once, url
        assert link_key(once) == link_key(url), url
        assert once.isascii()


def test_no_text_makes_cleaning_fail_otherwise_than_by_saying_so():
    """Random characters, also such as break parsers, give a URL or a LinkError."""
    chance = random.Random(1)
    alphabet = "abc019/:?#[]@!$&'()*+,;=-._~%\\ \t\"<>{}|^`üß。⁄℀\u0000\u200b\udc80🙂"
    for _ in range(20_000):
        noise = "".join(chance.choices(alphabet, k=chance.randrange(40)))
        url = (
            chance.choice(["", "https://", "http://a.example/", "https://[", "https://x?"]) + noise
        )
        try:
            once = clean_url(url)
        except LinkError:
            continue
        assert clean_url(once) == once, url
        assert link_key(once) == link_key(url), url


def test_hostile_urls_take_no_long_time():
    """No expression runs away on long repeated input."""
    parts = [
        "a;b?c=",
        "__;",
        "/CL0/https:",
        "amp;",
        "/RU=",
        "://",
        "utm_",
        "%26",
        "(S(",
        "--",
        "..",
    ]
    wrappers = ["https://example.org/", "https://urldefense.com/v3/__", "https://disq.us/url?url="]
    wrappers += ["https://r.search.yahoo.com/", "https://example.org/?a=", "https://example.org/#"]
    started = time.perf_counter()
    for wrapper in wrappers:
        for part in parts:
            link_key(wrapper + part * (8_000 // len(part)))
    assert time.perf_counter() - started < 20  # 66 URLs of 8 kB, on a slow machine


def test_the_version_changes_with_the_tables():
    """It is stored with each cleaned URL, so that new rules find the old ones."""
    assert len(RULES_VERSION) <= 20
    assert rules_version(TABLES) == RULES_VERSION
    added = (*TABLES, (("brand_new_tracker", "a new vendor"),))
    assert rules_version(added) != RULES_VERSION
