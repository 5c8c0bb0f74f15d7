"""Dates as people and systems write them, beside those that Hugo reads."""

from zoneinfo import ZoneInfo

import pytest

from curation.interchange.dates import moment

UTC = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("5 January 2020", "2020-01-05T00:00:00+00:00"),
        ("January 5, 2020", "2020-01-05T00:00:00+00:00"),
        ("Jan 5, 2020 3:04 pm", "2020-01-05T15:04:00+00:00"),
        ("2020/1/5", "2020-01-05T00:00:00+00:00"),
        ("Sunday, 05-Jan-20 10:11:12 UTC", "2020-01-05T10:11:12+00:00"),
        ("05 Jan 20 10:11 GMT", "2020-01-05T10:11:00+00:00"),
        ("Sun Jan  5 10:11:12 2020", "2020-01-05T10:11:12+00:00"),
    ],
)
def test_a_date_in_words_is_read(written, read):
    assert moment(written, UTC).isoformat() == read


@pytest.mark.parametrize("written", ["03/04/2020", "next week", "5 January", "10:11", "20"])
def test_what_may_be_two_days_or_none_is_refused(written):
    with pytest.raises(ValueError, match="write"):
        moment(written, UTC)
