"""A check for robots is never taken for the article behind it."""

import pytest

from curation.sources.reading.challenges import UNNAMED
from curation.sources.reading.page import read_page

URL = "https://www.example.org/news/seals-return"


def page(head: str = "", body: str = ""):
    return read_page(f"<html><head>{head}</head><body>{body}</body></html>", URL)


@pytest.mark.parametrize(
    ("head", "body", "name"),
    [
        ("<script>window._cf_chl_opt={cType: 'managed'}</script>", "", "Cloudflare"),
        (
            '<script src="/cdn-cgi/challenge-platform/h/g/orchestrate/"></script>',
            "",
            "Cloudflare",
        ),
        ("<script>var dd={'rt':'c','host':'geo.captcha-delivery.com'}</script>", "", "DataDome"),
        ("", '<div id="px-captcha"></div><p>Press it</p>', "PerimeterX"),
        ("<script>window.awsWafCookieDomainList = [];</script>", "", "AWS WAF"),
        ("", '<div id="sec-if-cpt-container">Wait</div>', "Akamai"),
        ("", "<p>Request failed. Incapsula incident ID: 7</p>", "Imperva"),
        ("", '<script id="anubis_challenge">{}</script><p>Wait</p>', "Anubis"),
        ("<title>Just a moment...</title>", "<h1>example.org</h1>", UNNAMED),
        ("<title>Nur einen Moment…</title>", "<h1>example.org</h1>", UNNAMED),
        ("<title>请稍候…</title>", "<h1>example.org</h1>", UNNAMED),
        ("<title>Attention Required! | Cloudflare</title>", "<p>Sorry.</p>", UNNAMED),
        ("<title>The Bay - Are you a robot?</title>", "<p>Prove it.</p>", UNNAMED),
        ("<title>Access denied</title>", "<p>Reference 18.2</p>", UNNAMED),
        (
            "<title>example.org</title>",
            "<noscript>Enable JavaScript and cookies to continue</noscript>",
            UNNAMED,
        ),
        ("<title>example.org</title>", "<p>Please verify you are a human.</p>", UNNAMED),
    ],
)
def test_a_challenge_page_has_no_facts(head, body, name):
    read = page(head, body)

    assert read.challenge == name
    assert read.title.value is None
    assert not read.description
    assert not read.authors
    assert not read.text
    assert read.canonical_url.value == URL


STORY = "<p>" + "The bay was full of seals again this spring, and nobody knows why. " * 15 + "</p>"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        # Firewalls leave scripts of their own in the pages that they let through.
        (
            "<title>Seals return</title>",
            '<p>Short.</p><script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>',
        ),
        ("<title>Seals</title>", '<p>Short.</p><script src="/_Incapsula_Resource?a=1"></script>'),
        # An article about such checks
        ("<title>Just a moment...</title>", f"<h1>Just a moment...</h1>{STORY}"),
        ("<title>Are you a robot?</title>", f"<h1>Are you a robot?</h1>{STORY}"),
        (
            '<title>Access denied</title><meta property="og:title" content="Access denied">',
            "<h1>Access denied</h1><p>The harbour is closed.</p>",
        ),
        (
            "<title>Access denied: why the harbour closed</title>",
            "<h1>Access denied: why the harbour closed</h1><p>The harbour is closed.</p>",
        ),
        ("<title>Captchas</title>", f"<h1>Captchas</h1>{STORY}<p>Verify that you are human.</p>"),
    ],
)
def test_an_article_is_no_challenge(head, body):
    read = page(head, body)

    assert read.challenge == ""
    assert read.title.value
