"""The rate limits of the form: by e-mail address, by network, by partner."""

import pytest
from django.test import Client

from curation.models import RateLimit, Sending, Submission
from tests.submissions.pages.conftest import filled, time_passes

pytestmark = pytest.mark.django_db
HOUR, DAY = 3600, 24 * 3600


def stories():
    number = 0
    while True:
        number += 1
        yield f"https://ledger.example/story-{number}"


@pytest.fixture
def flood(send):
    """flood(5, email=…) -> the last answer after five posts of different stories."""
    urls = stories()

    def post(times, **facts):
        for number in range(times):
            each = {name: value(number) if callable(value) else value
                    for name, value in facts.items()}  # fmt: skip
            answer = send(url=next(urls), **each)
        return answer

    return post


def test_the_sixth_within_an_hour_from_one_e_mail_address_waits(flood):
    own_networks = {"email": "INES@mail.example", "network": lambda n: f"198.51.100.{n}"}
    assert flood(5, **own_networks).status_code == 303
    answer = flood(1, email="ines@mail.example", network="203.0.113.77")
    assert answer.status_code == 429
    assert HOUR - 60 < int(answer["Retry-After"]) <= HOUR
    text = answer.content.decode()
    assert "Please try again in 60 minutes." in text
    assert 'value="https://ledger.example/story-6"' in text
    assert "Nobody else has reported it." in text
    assert Submission.objects.count() == 5


def test_the_sixth_within_an_hour_from_one_network_waits(flood):
    facts = {"email": lambda n: f"reader{n}@mail.example", "network": "2001:db8:1:2::1"}
    assert flood(5, **facts).status_code == 303
    neighbour = {"email": "other@mail.example", "network": "2001:db8:1:2:ffff::9"}
    assert flood(1, **neighbour).status_code == 429
    assert flood(1, email="other@mail.example", network="2001:db8:1:3::1").status_code == 303


def test_a_made_up_header_helps_nobody(client, settings):
    settings.TRUSTED_PROXIES = 1
    urls = stories()
    for number in range(6):
        answer = client.post(
            "/submit/",
            filled(url=next(urls), email=f"reader{number}@mail.example"),
            REMOTE_ADDR="10.0.0.1",
            HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.5",
        )
    assert answer.status_code == 429


def test_the_hour_slides(flood):
    flood(2)
    time_passes(HOUR / 2)
    flood(3)
    answer = flood(1)
    assert answer.status_code == 429
    assert HOUR / 2 - 60 < int(answer["Retry-After"]) <= HOUR / 2
    time_passes(HOUR / 2 + 1)
    assert flood(2).status_code == 303  # the first two no longer count
    assert flood(1).status_code == 429


def test_twenty_a_day(flood):
    for _hour in range(4):
        assert flood(5).status_code == 303
        time_passes(HOUR + 1)
    answer = flood(1)
    assert answer.status_code == 429
    assert DAY - 4 * HOUR - 60 < int(answer["Retry-After"]) <= DAY - 4 * HOUR
    assert "Please try again in 20 hours." in answer.content.decode()
    time_passes(DAY - 4 * HOUR)
    assert flood(1).status_code == 303


def test_who_is_refused_is_not_counted_on(flood):
    """Trying again does not make the wait longer."""
    flood(5)
    time_passes(HOUR - 10)
    assert [flood(1).status_code for _ in range(3)] == [429] * 3
    time_passes(11)
    assert flood(1).status_code == 303


def test_what_was_not_sent_is_not_counted(flood, send):
    for _attempt in range(6):
        send(url="nonsense")
    assert flood(5).status_code == 303


def test_the_form_posted_twice_counts_once(send):
    form = filled()
    answers = [send(**form).status_code for _ in range(8)]
    assert answers == [303] * 8


def test_the_knobs_turn(flood, settings):
    settings.SENDS_PER_HOUR = 1
    flood(1)
    assert flood(1).status_code == 429


def test_rate_limits_store_no_address_of_anybody(send):
    send(email="ines@mail.example", network="198.51.100.7")
    stored = str(list(RateLimit.objects.values()))
    assert RateLimit.objects.count() == 3  # e-mail, network, receipt
    assert "ines" not in stored
    assert "198.51" not in stored


def test_partners_have_limits_of_their_own(flood, ada, settings):
    settings.PARTNER_SENDS_PER_HOUR = 7
    ada_at_work = Client()
    ada_at_work.force_login(ada)
    assert flood(7, by=ada_at_work).status_code == 303
    assert flood(1, by=ada_at_work).status_code == 429
    assert flood(1).status_code == 303  # the same e-mail and network, without the account
    assert Sending.objects.filter(partner__isnull=True).count() == 1
