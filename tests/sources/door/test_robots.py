"""robots.txt: what a site asks of programs, and that refetching in bulk heeds it."""

import time

import pytest

from curation.sources.door.fetch import FetchError, fetch
from curation.sources.door.robots import allows, rules_for

ROBOTS = """
User-agent: SomeoneElse
User-agent: CurationDesk/2.0  # that is us
Disallow: /private
Allow: /private/open
Disallow: /*?search=
Disallow: /*.zip$
Disallow: /caf%c3%a9
Disallow:

User-agent: *
Disallow: /

User-agent: curationdesk
Disallow: /more
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/private", False),
        ("/private/x", False),
        ("/privateer", False),
        ("/private/open/x", True),
        ("/a?search=b", False),
        ("/a?page=1", True),
        ("/a.zip", False),
        ("/a.zip?b", True),
        ("/caf%C3%A9", False),
        ("/more/x", False),
        ("/Private", True),
    ],
)
def test_the_longest_rule_of_our_own_group_decides(path, allowed):
    assert allows(rules_for(ROBOTS, "CurationDesk"), path) is allowed


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow:", True),
        ("user-agent:*\ndisallow:/", False),
        ("User-agent: *\r\nDisallow: /\r\n", False),
        ("User-agent: other\nDisallow: /", True),
        ("Disallow: /", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", True),
        ("User-agent: *\nDisallow: /*a*b*c$", True),
        ("User-agent: *\nDisallow: /a$", False),
        ("User-agent: *\nDisallow: *", False),
        ("User-agent: *\nDisallow: /\nUser-agent: CurationDesk\nAllow: /", True),
        ("<html>Not found</html>", True),
        ("User-agent: *\nSitemap: https://example.org/s.xml\nDisallow: /a", False),
    ],
)
def test_a_robots_file_may_be_written_in_many_ways(text, allowed):
    assert allows(rules_for(text, "CurationDesk"), "/a") is allowed


def test_a_pattern_made_of_stars_takes_no_time():
    rules = rules_for("User-agent: *\nDisallow: /" + "*a" * 20_000 + "b", "CurationDesk")
    started = time.monotonic()
    assert allows(rules, "/" + "a" * 2000)
    assert time.monotonic() - started < 0.5


def test_refetching_in_bulk_leaves_alone_what_the_site_asks_to_leave(site):
    site.page("/robots.txt", "User-agent: *\nDisallow: /private", content_type="text/plain")
    private, open_page = site.page("/private", "secret"), site.page("/open", "open")
    with pytest.raises(FetchError, match=r"robots.txt") as refusal:
        fetch(private, bulk=True)
    assert not refusal.value.retryable
    assert fetch(open_page, bulk=True).text == "open"
    assert site.paths == ["/robots.txt", "/open"]  # read once, remembered


def test_a_redirect_does_not_lead_around_robots(site):
    site.page("/robots.txt", "User-agent: *\nDisallow: /private", content_type="text/plain")
    site.page("/private", "secret")
    with pytest.raises(FetchError, match=r"robots.txt"):
        fetch(site.redirect("/open", "/private"), bulk=True)


def test_what_a_person_pastes_is_fetched_without_asking_robots(site):
    site.page("/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
    assert fetch(site.page("/", "hello")).text == "hello"
    assert site.paths == ["/"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_file_allows_everything(site, status):
    site.page("/robots.txt", "no", status=status)
    assert fetch(site.page("/", "hello"), bulk=True).text == "hello"


def test_an_empty_robots_file_allows_everything(site):
    site.page("/robots.txt", b"", content_type="text/plain")
    assert fetch(site.page("/", "hello"), bulk=True).text == "hello"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_robots_file_that_cannot_be_read_just_now_stops_bulk_work_for_now(site, status):
    site.page("/robots.txt", "no", status=status)
    page = site.page("/", "hello")
    with pytest.raises(FetchError) as refusal:
        fetch(page, bulk=True)
    assert refusal.value.status == status
    site.page("/robots.txt", "", status=404)
    assert fetch(page, bulk=True).text == "hello"
