"""URLs are checked and taken apart; what cannot be used is refused in plain words."""

import pytest

from curation.sources.links.cleaning import clean_url
from curation.sources.links.link import Link
from curation.sources.links.parsing import LinkError, brand_of, parse_url

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
def test_a_submitted_url_that_cannot_be_used_is_refused_in_plain_words(url, code):
    with pytest.raises(LinkError) as refused:
        parse_url(url, strict=True)
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
def test_a_usable_url_passes_as_it_is(url):
    assert Link.parse(f"  {url}\n").pasted == url


@pytest.mark.parametrize("url", [u for u, code in REFUSED.items() if code in ("scheme", "host")])
def test_what_is_no_url_cannot_be_read(url):
    for function in (clean_url, brand_of, Link.parse):
        with pytest.raises(LinkError):
            function(url)


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
    assert brand_of(url) == expected
    assert Link.parse(url).brand == expected


def test_the_brand_of_a_redirector_is_its_own_until_it_is_opened():
    url = "https://www.google.com/url?q=https%3A%2F%2Fnews.example.org%2Fa"
    assert brand_of(url) == "google.com"
    assert Link.parse(url).brand == "news.example.org"


def test_what_only_people_must_not_submit_is_read_from_pages():
    for url in ("https://example.org/a b", "https://example.org/" + "a" * 2029):
        assert str(parse_url(url)) == url
