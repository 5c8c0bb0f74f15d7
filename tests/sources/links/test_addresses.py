"""Addresses are checked, spelled one way, and compared as pages."""

import random
import time

import pytest

from curation.sources.links import addresses
from curation.sources.links.addresses import (
    AddressError,
    brand,
    canonical_key,
    check,
    clean,
)
from tests.sources.links.test_redirectors import ONE_BY_ONE, WRAPPERS
from tests.sources.links.test_tracking import EVERYWHERE, FRAGMENTS, MISTAKES, ON_SITES, UNCHANGED

REFUSED = {
    "": "scheme",
    "example.org/a": "scheme",
    "//example.org/a": "scheme",
    "ftp://example.org/a": "scheme",
    "javascript:alert(1)": "scheme",
    "mailto:who@example.org": "scheme",
    "file:///etc/passwd": "scheme",
    "https:/example.org": "scheme",
    "https//example.org": "scheme",
    "https://": "host",
    "https:///a": "host",
    "https://?a=1": "host",
    "https://exa mple.org/": "characters",
    "https://example..org/": "host",
    "https://.example.org/": "host",
    "https://exam%20ple.org/": "host",
    "https://example.org%2F@evil.example/": "userinfo",
    "https://<b>.org/": "host",
    "https://[::1/": "host",
    "https://[nonsense]/": "host",
    f"https://{'a' * 64}.org/": "host",
    "https://example.org:0/": "port",
    "https://example.org:65536/": "port",
    "https://example.org:http/": "port",
    "https://example.org:-1/": "port",
    "https://example.org:٤٤٣/": "port",
    "https://who@example.org/": "userinfo",
    "https://who:secret@example.org/": "userinfo",
    "https://example.org\\@evil.example/": "characters",
    "https://example.org/a\\b": "characters",
    "https://example.org/?q=a\\b": "characters",
    "https://example.org/a b": "characters",
    "https://example.org/a\u00a0b": "characters",
    "https://example.org/a\nb": "characters",
    "https://example.org/a\tb": "characters",
    "https://example.org/a\x00b": "characters",
    "https://example.org/a\x7fb": "characters",
    "https://example.org/a\u2028b": "characters",
    "https://example.org/\udc80": "characters",
    "https://example.org/" + "a" * 2029: "length",
}


@pytest.mark.parametrize(("url", "code"), REFUSED.items())
def test_a_submitted_address_that_cannot_be_used_is_refused_in_plain_words(url, code):
    with pytest.raises(AddressError) as refused:
        check(url)
    assert refused.value.code == code
    assert str(refused.value).startswith("The ")
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "HTTP://EXAMPLE.ORG:80/",
        "https://münchen.example/straße?ü=1#ä",
        "https://127.0.0.1:8443/a",
        "https://[2001:db8::1]:8443/",
        "https://under_score.example.org/",
        "https://example.org/" + "a" * 2028,
        "https://example.org/a@b?c=d@e#f@g",
    ],
)
def test_a_usable_address_passes_as_it_is(url):
    assert check(f"  {url}\n") == url


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
def test_one_address_has_one_spelling(url, expected):
    """Case of the host, punycode, ports, dots and percent-encoding (RFC 3986, UTS 46)."""
    assert clean(url) == expected


@pytest.mark.parametrize("url", [u for u, code in REFUSED.items() if code in ("scheme", "host")])
def test_what_is_no_address_cannot_be_cleaned(url):
    for function in (clean, canonical_key, brand):
        with pytest.raises(AddressError):
            function(url)


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
    """Only to the same site, only to a page, and never from an ordinary address."""
    given, expected = case.split(" > ")
    url, canonical = given.split(" ")
    assert clean(url, canonical=canonical) == expected


SAME = """
https://example.org/a http://www.example.org/a/ https://EXAMPLE.org:443/a#top https://example.org/a?utm_source=x https://m.example.org/a
https://example.org/ http://www.example.org https://example.org/index.html https://example.org/index.php https://example.org/?fbclid=1
https://example.org/a/ https://example.org/a/index.html https://example.org/a/index.htm
https://example.org/a?x=1&y=2 https://example.org/a/?y=2&x=1 https://example.org/a?y=2&&x=1&
https://example.org/a?q=a+b https://example.org/a?q=a%20b
https://example.org/a?print https://example.org/a?print=
https://example.org/wiki/Foo_(bar) https://example.org/wiki/Foo_%28bar%29
https://example.org/stra%c3%9fe https://example.org/straße
https://example.org/a#section https://example.org/a#other https://example.org/a
https://example.org/2026/some-long-title https://example.org/2026/some-long-title/amp/ https://example.org/amp/2026/some-long-title https://amp.example.org/2026/some-long-title https://example.org/2026/some-long-title?amp=1 https://example.org/2026/some-long-title?outputType=amp
https://example.org/a-b-c.html https://example.org/a-b-c.amp.html https://www.google.com/amp/s/example.org/a-b-c.amp.html
https://en.wikipedia.org/wiki/Health https://en.m.wikipedia.org/wiki/Health#History
https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=43s https://youtu.be/dQw4w9WgXcQ?si=x https://m.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1 https://www.youtube.com/shorts/dQw4w9WgXcQ https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ
https://twitter.com/who/status/123?s=20 https://x.com/who/status/123 https://mobile.twitter.com/who/status/123/photo/1 https://x.com/i/web/status/123
https://www.reddit.com/r/health/comments/1abc/title/ https://old.reddit.com/r/health/comments/1abc/ https://redd.it/1abc
https://www.amazon.com/Title/dp/B0ABCDEFGH/ref=sr_1_1 https://www.amazon.com/gp/product/B0ABCDEFGH?psc=1 https://smile.amazon.com/dp/B0ABCDEFGH
https://stackoverflow.com/questions/11/title https://stackoverflow.com/q/11
https://doi.org/10.1000/1 http://dx.doi.org/10.1000/1
https://www.facebook.com/who/posts/1 https://m.facebook.com/who/posts/1 https://mbasic.facebook.com/who/posts/1
https://www.nature.com/articles/s41746-022-00742-2 https://www.nature.com/articles/s41746-022-00742-2?error=cookies_not_supported&code=1
""".strip().splitlines()  # noqa: E501


@pytest.mark.parametrize("case", SAME)
def test_all_forms_of_one_page_have_one_key(case):
    first, *others = case.split(" ")
    for other in others:
        assert canonical_key(first) == canonical_key(other), other
        assert canonical_key(clean(other)) == canonical_key(other)


DIFFERENT = """
https://example.org/a https://example.org/A
https://example.org/a https://example.org/b
https://example.org/a https://example.com/a
https://example.org/a https://blog.example.org/a
https://example.org/a https://example.org:8443/a
https://example.org/a https://example.org//a
https://example.org/a%2Fb https://example.org/a/b
https://example.org/%E9 https://example.org/%E8
https://example.org/?id=1 https://example.org/?id=2
https://example.org/?id=1 https://example.org/
https://example.org/?p https://example.org/
https://example.org/?a=1&a=2 https://example.org/?a=2&a=1
https://example.org/?a=1%262 https://example.org/?a=1&2
https://example.org/?q=a%2Bb https://example.org/?q=a+b
https://example.org/#!/a https://example.org/#!/b
https://example.org/#/a https://example.org/
https://example.org/a?page=2 https://example.org/a
https://example.org/products/amp https://example.org/products
https://amp.dev/a https://dev/a
https://mobile.de/a https://de/a
https://m.example.org/ https://example.org/
https://example.org/index https://example.org/
https://www.youtube.com/watch?v=dQw4w9WgXcQ https://www.youtube.com/watch?v=xQw4w9WgXcQ
https://www.youtube.com/playlist?list=PL1 https://www.youtube.com/playlist?list=PL2
https://x.com/who/status/123 https://x.com/who/status/124
https://x.com/who https://x.com/other
https://www.reddit.com/r/a/comments/1abc/t/ https://www.reddit.com/r/a/comments/1abc/t/k1/
https://www.amazon.com/dp/B0ABCDEFGH https://www.amazon.de/dp/B0ABCDEFGH
https://web.archive.org/web/2020/https://example.org/a https://example.org/a
https://web.archive.org/web/2020/https://example.org/a https://web.archive.org/web/2021/https://example.org/a
https://en.wikipedia.org/wiki/Health https://de.wikipedia.org/wiki/Health
""".strip().splitlines()  # noqa: E501


@pytest.mark.parametrize("case", DIFFERENT)
def test_different_pages_have_different_keys(case):
    first, other = case.split(" ")
    assert canonical_key(first) != canonical_key(other)


BRANDS = {
    "https://www.nature.com/articles/1": "nature.com",
    "https://WWW.Nature.COM:443/": "nature.com",
    "https://academic.oup.com/a": "academic.oup.com",
    "http://brisbanetimes.com.au/a": "brisbanetimes.com.au",
    "https://www.münchen.example/": "xn--mnchen-3ya.example",
    "https://example.org.:8443/": "example.org",
    "https://www.com/": "www.com",
    "https://www2.example.org/": "www2.example.org",
    "https://127.0.0.1/": "127.0.0.1",
}


@pytest.mark.parametrize(("url", "expected"), BRANDS.items())
def test_the_brand_is_the_host_without_www(url, expected):
    assert brand(url) == expected


def _known():
    pages = [case.split(" > ")[0] for case in ON_SITES + MISTAKES]
    queries = [f"https://example.org/a?{parameter}" for parameter in EVERYWHERE]
    return pages + queries + UNCHANGED + WRAPPERS + [*ONE_BY_ONE, *SPELLINGS]


def _generated(count):
    """Addresses put together at random from everything that the rules know, and from noise."""
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
    """For every address of these tests and for 20,000 generated ones; keys survive, too."""
    for url in [*_known(), *_generated(20_000)]:
        once = clean(url)
        assert clean(once) == once, url
        assert canonical_key(once) == canonical_key(url), url
        assert once.isascii()


def test_no_text_makes_cleaning_fail_otherwise_than_by_saying_so():
    """Random characters, also such as break parsers, give an address or an AddressError."""
    chance = random.Random(1)
    alphabet = "abc019/:?#[]@!$&'()*+,;=-._~%\\ \t\"<>{}|^`üß。⁄℀\u0000\u200b\udc80🙂"
    for _ in range(20_000):
        noise = "".join(chance.choices(alphabet, k=chance.randrange(40)))
        url = (
            chance.choice(["", "https://", "http://a.example/", "https://[", "https://x?"]) + noise
        )
        try:
            once = clean(url)
        except AddressError:
            continue
        assert clean(once) == once, url
        assert canonical_key(once) == canonical_key(url), url


def test_hostile_addresses_take_no_long_time():
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
            canonical_key(wrapper + part * (8_000 // len(part)))
    assert time.perf_counter() - started < 20  # 66 addresses of 8 kB, on a slow machine


def test_the_version_changes_with_the_tables():
    """It is stored with each cleaned address, so that new rules find the old ones."""
    assert len(addresses.RULES_VERSION) <= 20
    assert addresses.rules_version(addresses.TABLES) == addresses.RULES_VERSION
    added = (*addresses.TABLES, (("brand_new_tracker", "a new vendor"),))
    assert addresses.rules_version(added) != addresses.RULES_VERSION
