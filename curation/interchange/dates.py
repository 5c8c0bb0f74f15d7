"""Dates as content files write them -> moments in UTC. Pure.

Forms: those of YAML, ISO 8601, e-mail (RFC 1123), Go's own printing, and what Hugo and Jekyll read
besides. A number is a Unix time, as in Hugo.
"""

import re
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import parser as dateutil_parser

from curation.interchange.front_matter import Scalar
from curation.models.articles import YEARS

LONGEST = 100  # characters; no date is so long

_SPACE_BEFORE_ZONE = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")
# 2019-07-10 4:00:00: Go and Ruby read an hour of one digit.
_ONE_DIGIT = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:([T\s]+)(\d{1,2})(?=:))?")
# Go prints 2018-05-06 15:04:05.123 +0000 UTC m=+0.000012, and the offset for a zone without name.
_GO_ZONE = re.compile(r"(?<=[+-]\d{4})\s+(?:[A-Z]{2,5}|[+-]\d{2,4})(?:\s+m=\S+)?$")
# JavaScript prints GMT+0200 (Central European Summer Time): two hours east, not west as in POSIX.
_ZONE_IN_WORDS = re.compile(r"\s*\([^()]*\)$")
_NAME_BEFORE_OFFSET = re.compile(r"\b(?:GMT|UTC)(?=[+-]\d)")
# A year of four digits; or of two behind a month's name, as in RFC 822 and RFC 850
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|\b\d{1,2}[- ][A-Za-z]{3}[- ]\d\d\b(?!:)")
# Which of two is the month, only the writer knows: 03/04/2020.
_AMBIGUOUS = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}(?!\d)")
_FIRST = datetime(1, 1, 1)  # noqa: DTZ001
# The names of RFC 822, section 5; all others mean different zones to different people.
_ZONES = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7,
    "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_SECONDS = range(10**8, 10**11)  # Unix times from 1973 on; smaller numbers are years and days


class YearError(ValueError):
    """A date that can be read, and lies outside 1900 to 2100."""

    def __init__(self, year: int):
        super().__init__(f"The year {year} is outside 1900 to 2100; correct it.")
        self.year = year


def moment(value: Any, zone: ZoneInfo) -> datetime | None:
    """Return the moment in UTC that a front matter's value says; see `local_moment`."""
    read = local_moment(value, zone)
    return read and read.astimezone(UTC)


def local_moment(value: Any, zone: ZoneInfo) -> datetime | None:
    """Return the moment that a front matter's value says, in the zone in which it is written.

    None where it is blank, or Go's time zero: 0001-01-01. A day without a time is its midnight in
    `zone`; a time without a zone is in `zone`. Raises ValueError, with a sentence, for anything
    else; YearError for years outside 1900 to 2100.
    """
    if value is None:
        return None
    written = value.text if isinstance(value, Scalar) else value
    if isinstance(value, Scalar) and isinstance(value.value, date):
        read = value.value
    elif isinstance(value, Scalar) and type(value.value) is int and value.value in _SECONDS:
        read = datetime.fromtimestamp(value.value, UTC)
    elif isinstance(written, str):
        if not written.strip():
            return None
        read = _read(written.strip())
    else:
        raise ValueError("This is not a date; write it like 2022-12-29.")
    if not isinstance(read, datetime):
        read = datetime.combine(read, time())
    if (read.year, read.month, read.day) == (1, 1, 1):
        return None
    if read.year not in YEARS:
        raise YearError(read.year)
    return read if read.tzinfo else read.replace(tzinfo=zone)


def _read(text: str) -> datetime:
    unreadable = ValueError(
        f"{text[:40]!r} is not a date; write it like 2022-12-29 or 2022-12-29T08:30:00Z."
    )
    if len(text) > LONGEST:
        raise unreadable
    text = _NAME_BEFORE_OFFSET.sub("", _ZONE_IN_WORDS.sub("", text))
    iso = _SPACE_BEFORE_ZONE.sub("", _ONE_DIGIT.sub(_two_digits, _GO_ZONE.sub("", text)))
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        pass
    if not _YEAR.search(text):
        raise unreadable
    ambiguous = _AMBIGUOUS.search(text)
    one, other = (int(ambiguous[1]), int(ambiguous[2])) if ambiguous else (0, 0)
    if max(one, other) <= 12 and one != other:
        raise ValueError(f"{text[:40]!r} may be two days; write the year first, like 2022-12-29.")
    try:
        # The default fills in what is not written: the first of a month, midnight, no zone.
        return dateutil_parser.parse(text, default=_FIRST, tzinfos=_offset)
    except (ValueError, OverflowError):
        raise unreadable from None


def _offset(name: str | None, seconds: int | None) -> int | None:
    """Return a zone's offset in seconds; None where a text names no zone.

    Raises ValueError for a name that no standard gives.
    """
    if seconds is not None or name is None:
        return seconds
    if name in _ZONES:
        return _ZONES[name] * 3600
    raise ValueError(name)


def _two_digits(found: re.Match) -> str:
    year, month, day, divider, hour = found.groups()
    day_text = f"{year}-{month:>02}-{day:>02}"
    return day_text if hour is None else f"{day_text}{divider[:1]}{hour:>02}"
