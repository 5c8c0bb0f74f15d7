"""Rate limits: shared by all workers, and never exceeded."""

from datetime import timedelta

import pytest

from curation.models import RateLimit
from tests.parallel import at_once

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
INES, ADDRESS = ("sent by e-mail", "ines@mail.example"), ("sent from", "192.0.2.7")


def admit(*names, limits=((5, HOUR), (20, DAY))):
    return RateLimit.objects.admit(dict.fromkeys(names, limits))


def pass_time(**time):
    """Let time pass: move all counted acts back."""
    seconds = timedelta(**time).total_seconds()
    for rate_limit in RateLimit.objects.all():
        rate_limit.moments = [moment - seconds for moment in rate_limit.moments]
        rate_limit.save()


def test_so_many_are_let_in_and_the_next_is_told_when_to_come_again():
    assert [admit(INES) for _act in range(5)] == [None] * 5
    assert 3590 < admit(INES) <= 3600


def test_a_refused_act_does_not_count():
    for _act in range(5):
        admit(INES)
    for _act in range(10):
        assert admit(INES)
    pass_time(hours=1, seconds=1)
    assert [admit(INES) for _act in range(5)] == [None] * 5


def test_the_window_slides():
    """The window is the last hour, not the hour of the clock."""
    admit(INES)
    pass_time(minutes=40)
    for _act in range(4):
        admit(INES)
    assert 1190 < admit(INES) <= 1200  # the first is an hour old in twenty minutes
    pass_time(minutes=20, seconds=1)
    assert admit(INES) is None
    assert 2390 < admit(INES) <= 2400


def test_the_longer_limit_holds_across_the_shorter():
    for _hour in range(4):
        for _act in range(5):
            assert admit(INES) is None
        pass_time(hours=1, seconds=1)
    wait = admit(INES)
    assert 19 * 3600 < wait <= 20 * 3600
    pass_time(hours=20)
    assert admit(INES) is None


def test_of_several_limits_all_count_or_none():
    for _act in range(5):
        admit(ADDRESS)
    assert admit(INES, ADDRESS)
    assert [admit(INES) for _act in range(5)] == [None] * 5


def test_everybody_has_a_limit_of_their_own():
    for _act in range(5):
        admit(INES)
    assert admit(("sent by e-mail", "other@mail.example")) is None
    assert admit(("receipt to", "ines@mail.example")) is None


def test_the_table_holds_nobodys_address():
    admit(INES, ADDRESS)
    for rate_limit in RateLimit.objects.all():
        assert len(rate_limit.key) == 64
        assert "ines" not in rate_limit.key
        assert "192.0" not in rate_limit.key


def test_many_at_once_are_never_more_than_the_limit(transactional_db):
    answers = at_once(12, lambda: admit(INES, ADDRESS))
    assert answers.count(None) == 5
    assert [w for w in answers if w is not None and not 3590 < w <= 3600] == []
    assert sorted(len(rate_limit.moments) for rate_limit in RateLimit.objects.all()) == [5, 5]


def test_rate_limits_taken_in_another_order_do_not_block_each_other(transactional_db):
    turns = iter([(INES, ADDRESS), (ADDRESS, INES)] * 4)
    answers = at_once(8, lambda: admit(*next(turns), limits=((50, HOUR),)))
    assert answers == [None] * 8
