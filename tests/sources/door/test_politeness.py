"""Politeness: one request at a time at each host, and back-off for those that ask for it."""

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from curation.sources.door.fetch import FetchError, fetch
from curation.sources.door.politeness import parse_retry_after
from tests.sources.servers import serve_site

PROJECT = Path(__file__).parents[3]


def test_a_host_gets_one_request_at_a_time_however_many_threads_ask(site):
    site.page("/", "hello")
    site.delay = 0.1
    threads = [threading.Thread(target=fetch, args=(site.url(),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(site.requests) == 4
    assert site.most_at_once == 1


def test_different_hosts_do_not_wait_for_each_other(settings):
    with serve_site() as one, serve_site(address="127.0.0.2") as two:
        settings.FETCH_ALLOW_PRIVATE_HOSTS = ["127.0.0.1", "127.0.0.2"]
        one.page("/", "slow")
        two.page("/", "quick")
        one.delay = 0.8
        waiting = threading.Thread(target=fetch, args=(one.url(),))
        waiting.start()
        while not one.requests:
            time.sleep(0.01)
        started = time.monotonic()
        assert fetch(two.url()).text == "quick"
        assert time.monotonic() - started < 0.5
        waiting.join()


# Holds the only place for requests to a host until it is killed.
HOLD = """
import django
django.setup()
from curation.sources.door.politeness import one_request_at_a_time
from curation.sources.door.transport import Deadline
import time
with one_request_at_a_time("127.0.0.1", Deadline(5)):
    print("mine", flush=True)
    time.sleep(60)
"""


def test_a_host_gets_one_request_at_a_time_from_all_processes_and_a_killed_one_lets_go(
    site, settings
):
    site.page("/", "hello")
    environment = {
        "VAR_DIR": str(settings.VAR_DIR),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(PROJECT),
    }
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout.readline() == "mine\n"
        with pytest.raises(FetchError, match="Another page of this site") as refusal:
            fetch(site.url(), deadline=0.3)
        assert refusal.value.retryable
        assert site.requests == []
    finally:
        other.kill()
        other.communicate()
    assert fetch(site.url()).text == "hello"


@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_asks_us_to_wait_is_left_in_peace_until_then(site, status):
    url = site.page("/", "busy", status=status, retry_after="1")
    other_page = site.page("/other", "hello")
    with pytest.raises(FetchError) as refusal:
        fetch(url)
    assert (refusal.value.status, refusal.value.retry_after) == (status, 1)
    with pytest.raises(FetchError, match="asked us to wait. Try again in 1 second") as refusal:
        fetch(other_page)
    assert refusal.value.retryable
    assert 0 < refusal.value.retry_after <= 1
    assert site.paths == ["/"]
    time.sleep(1.05)
    assert fetch(other_page).text == "hello"


def test_one_site_that_asks_us_to_wait_does_not_stop_another(site, settings):
    with serve_site(address="127.0.0.2") as other:
        settings.FETCH_ALLOW_PRIVATE_HOSTS = ["127.0.0.1", "127.0.0.2"]
        with pytest.raises(FetchError):
            fetch(site.page("/", "busy", status=503, retry_after="100"))
        assert fetch(other.page("/", "hello")).text == "hello"


def test_an_error_without_retry_after_does_not_stop_the_next_request(site):
    with pytest.raises(FetchError) as refusal:
        fetch(site.page("/a", "busy", status=503))
    assert refusal.value.retry_after is None
    assert fetch(site.page("/b", "hello")).text == "hello"


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("99999999999999999999", 24 * 3600),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Wed, 21 Oct 2195 07:28:00 GMT", 24 * 3600),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date_up_to_a_day(written, seconds):
    assert parse_retry_after(written) == seconds


def test_a_date_to_come_is_as_far_away_as_it_is():
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert parse_retry_after(soon) == pytest.approx(90, abs=2)
