"""All forms of one page have one key, and different pages have different ones."""

import pytest

from curation.sources.links.cleaning import clean_url
from curation.sources.links.keys import MAX_KEY_LENGTH, link_key
from curation.sources.links.link import Link

# Keys as databases have them. Where one of these must change, so must the version in
# `cleaning.rules_version`: or a link that was kept before is not found any more.
STORED = {
    "https://www.example.org/a/": "example.org/a",
    "http://m.example.org:8080/a/index.html#top": "example.org:8080/a",
    "https://Example.ORG/A//b/./c/../d.html": "example.org/A//b/d.html",
    "https://bücher.example/straße?q=ü+x&a=1&a=0":
        "xn--bcher-kva.example/stra%C3%9Fe?a=1&a=0&q=%C3%BC%20x",
    "https://example.org/?utm_source=rss": "example.org",
    "https://example.org/a?b=2&a=1&b=1&print=": "example.org/a?a=1&b=2&b=1&print",
    "https://example.org/#!/route?x=1": "example.org#!/route?x=1",
    "https://example.org/2026/some-long-title/amp/?amp=1": "example.org/2026/some-long-title",
    "https://[2001:db8::1]/a": "[2001:db8::1]/a",
    "https://www.google.com/url?q=https%3A%2F%2Fexample.org%2Fa%3Futm_medium%3Dx%26id%3D5":
        "example.org/a?id=5",
    "https://youtu.be/dQw4w9WgXcQ?si=x": "youtube.com/watch?v=dQw4w9WgXcQ",
    "https://mobile.twitter.com/who/status/123/photo/1": "x.com/i/status/123",
    "https://old.reddit.com/r/health/comments/1abc/title/": "reddit.com/comments/1abc",
    "https://www.amazon.co.uk/Title/dp/B0ABCDEFGH/ref=sr_1_1": "amazon.co.uk/dp/B0ABCDEFGH",
    "https://stackoverflow.com/questions/11/title": "stackoverflow.com/questions/11",
    "http://dx.doi.org/10.1000/1": "doi.org/10.1000/1",
    "https://example.org/a%2Fb%3Fc": "example.org/a%2Fb%3Fc",
    "https://web.archive.org/web/2024/https://example.org/a?utm_source=x":
        "web.archive.org/web/2024/https%3A//example.org/a?utm_source=x",
    "example.org/no-scheme": "example.org/no-scheme",
    " not a link ": "not a link",
    "https://user:pw@example.org/a": "https://user:pw@example.org/a",
    "": "",
    "https://example.org/" + "a" * 420:
        "sha256:401dabcc3799b55ccfc8ac23564f247e348342242b596c7cf37eeb37371514cd",
    "no link "
    + "x" * 420: "sha256:1cf1d127ebf1dcfd1a0d6ef4a644c2e46a336bdf5818b586c973399231cbae6d",
}  # fmt: skip


@pytest.mark.parametrize(("url", "key"), STORED.items())
def test_the_keys_of_stored_links_stay_the_same(url, key):
    assert link_key(url) == key
    assert len(key) <= MAX_KEY_LENGTH


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
        assert link_key(first) == link_key(other), other
        assert link_key(clean_url(other)) == link_key(other) == Link.parse(other).key


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
    assert link_key(first) != link_key(other)


def test_a_url_that_cannot_be_read_is_its_own_key():
    """An imported file may hold anything; its article is saved all the same."""
    assert link_key(" see attachment ") == "see attachment"
    assert link_key(" ") == ""


def test_a_long_link_keeps_a_key_of_its_own():
    long = "https://example.org/" + "a" * 2000
    assert len(link_key(long)) <= MAX_KEY_LENGTH
    assert link_key(f"{long}?id=1") != link_key(f"{long}?id=2")
    assert link_key("x" * 3000) != link_key("x" * 3001)
