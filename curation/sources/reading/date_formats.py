"""Dates as machines and people write them: ISO 8601, RFC 2822, numbers, words of many languages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from curation.sources.reading.months import month_number

Moment = dt.datetime | dt.date


@dataclass(frozen=True, slots=True)
class DateStyle:
    """What decides between two readings of a date.

    Attributes:
        month_first: 3/4/2020 is the fourth of March, as Americans write it.
        language: the page's language tag, for months whose names mean another one elsewhere.
    """

    month_first: bool = False
    language: str = ""


DAY_FIRST = DateStyle()
EARLIEST = dt.date(1990, 1, 1)  # no page is older than the Web
LATEST_AHEAD = dt.timedelta(days=2)  # it may be tomorrow already where the page was written

# Names of time zones, and their minutes ahead of UTC. "Uhr" and "h" are written in their place.
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "est": -300, "edt": -240, "et": -300, "cst": -360,
    "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "pt": -480, "cet": 60,
    "cest": 120, "mez": 60, "mesz": 120, "bst": 60, "eet": 120, "eest": 180, "msk": 180,
    "jst": 540, "kst": 540, "hkt": 480, "sgt": 480, "aest": 600, "aedt": 660, "nzst": 720,
    "nzdt": 780, "ist": 330, "uhr": None, "h": None,
}  # fmt: skip

# Anything but spaces, digits and punctuation. Python's \w would leave out the vowel signs of Hindi,
# Thai and others. Their "May" may have two characters only, as in Persian.
LETTER = r"[^\s\d!-/:-@\[-`{-¿،\u2000-\u200b\u200e-\u206f\u3000-\u303f\uff01-\uff20]"


def _year(number: int) -> str:
    return rf"(?P<y{number}>(?:19|20)\d\d)"


def _month(number: int) -> str:
    return rf"(?P<month{number}>{LETTER}{{3,14}}|[\u0600-\u1fff]{{2}})"


GAP = r"(?:\s|-|/)*"

# Each form names its parts by its own number: y, m, d and month; a, b and s (the separator) where
# it takes more to tell the day from the month.
FORMS = (
    # 2024-03-02, 2024/3/2, 2024. 3. 2
    _year(1) + r"\s?[-/.]\s?(?P<m1>\d{1,2})\s?[-/.]\s?(?P<d1>\d{1,2})(?!\d)",
    # 2024年3月2日
    _year(2) + r"\s?[年년]\s?(?P<m2>\d{1,2})\s?[月월]\s?(?P<d2>\d{1,2})\s?[日일]?",
    # 2 March 2024, 2. März 2024, 2 de marzo de 2024, 02-Mar-2024
    r"(?P<d3>\d{1,2})(?:\.|st|nd|rd|th|er|re|[ºª°])?" + GAP + r"(?:(?:de|of|di)\b|d')?\s*-?"
    + _month(3) + r"[.,']?" + GAP + r"(?:del?|of)?\s*" + _year(3),
    # March 2, 2024; Mar 2nd 2024
    _month(4) + r"\.?" + GAP + r"(?P<d4>\d{1,2})(?:st|nd|rd|th)?(?:,|\s|-|/|of)+"
    + _year(4),
    # 2024 March 2, 2024. március 2.
    _year(5) + r"\.?(?:\s|-|/)+" + _month(5) + r"\.?" + GAP + r"(?P<d5>\d{1,2})(?!\d)",
    # 02.03.2024, 2/3/24, 2 | 3 | 2024
    r"(?P<a6>\d{1,2})(?P<s6>[./-]|\s\|\s)\s?(?P<b6>\d{1,2})(?P=s6)\s?"
    r"(?P<y6>(?:19|20)\d\d|\d\d(?![\d:]))",
)  # fmt: skip
TIME = (
    r"(?:(?:\s*[,|·•@–—-]\s*|\s+(?:at|um|à|alle|kl\.?|klo|om|o|as|às|a las|los|ore)\s+|T|\s|\s*\()+"
    r"(?P<hour>[01]?\d|2[0-3])(?P<mark>[:.hH])(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[aApP]\.?[mM]\b\.?)?"
    r"\s*(?P<zone>Z\b|[+-]\d\d:?\d\d|(?:UTC|GMT)(?:[+-]\d{1,2})?|[A-Z]{2,4}\b)?)?"
)
DATE = re.compile(r"(?<![\d./-])(?:" + "|".join(FORMS) + ")" + TIME)
COMPACT = re.compile(
    r"^((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?:T?(\d\d)(\d\d)(\d\d)?(Z)?)?$"
)
# What the Unix command "date" prints: Mon Aug 03 12:45:00 EDT 2015
UNIX = re.compile(
    r"^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) "
    r"(?:([A-Z]{1,4}|[+-]\d{4}) )?(\d{4})$"
)
# Seconds since 1970 (2001 to 2033), or milliseconds, with or without a fraction.
EPOCH = re.compile(r"^1\d{9}(?:\d{3})?(?:\.\d+)?$")
CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?:\s?(?:uhr|[ap]\.?m\.?|h))?\b", re.IGNORECASE)


def parse_date(text: str, style: DateStyle = DAY_FIRST) -> Moment | None:
    """Return the one date in a short text, or None.

    A date; a datetime where the text has a time, aware where it has a time zone.
    """
    text = text.strip()
    if match := COMPACT.match(text):
        year, month, day, hour, minute, second, zone = match.groups()
        if not hour:
            return _moment(int(year), int(month), int(day))
        time = (int(hour), int(minute), int(second or 0))
        return _moment(int(year), int(month), int(day), *time, dt.UTC if zone else None)
    if match := UNIX.match(text):
        name, day, hour, minute, second, zone, year = match.groups()
        time = (int(hour), int(minute), int(second))
        return _moment(int(year), month_number(name, "en"), int(day), *time, _zone(zone))
    if EPOCH.match(text):
        milliseconds = len(text.split(".")[0]) > 10
        moment = dt.datetime.fromtimestamp(float(text) / (1000 if milliseconds else 1), dt.UTC)
        return moment if plausible(moment) else None
    return next((moment for _, moment in find_dates(text, style)), None)


def find_dates(text: str, style: DateStyle) -> Iterator[tuple[int, Moment]]:
    """Yield (position, date) of every full date in the text, in the text's order."""
    for match in DATE.finditer(text):
        if moment := _read(match, style):
            yield match.start(), moment


def without_dates(text: str) -> str:
    """Return the text with a bar in place of every date and time."""
    return CLOCK.sub(" | ", DATE.sub(" | ", text))


def plausible(moment: Moment) -> bool:
    """Say whether a page can have been published then: after EARLIEST, not in the future."""
    return EARLIEST <= day_of(moment) <= dt.datetime.now(dt.UTC).date() + LATEST_AHEAD


def day_of(moment: Moment) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _read(match: re.Match[str], style: DateStyle) -> Moment | None:
    part = match.groupdict()
    if part["y1"]:
        year, month, day = int(part["y1"]), int(part["m1"]), int(part["d1"])
    elif part["y2"]:
        year, month, day = int(part["y2"]), int(part["m2"]), int(part["d2"])
    elif part["y6"]:
        year, first, second = int(part["y6"]), int(part["a6"]), int(part["b6"])
        if year < 100:
            if part["s6"] == "-":  # 02-03-24 may begin with the year as well
                return None
            year += 2000 if year < 70 else 1900
        # Nobody writes the month first with periods; a number above 12 is the day anywhere.
        american = style.month_first and part["s6"] != "."
        month, day = (first, second) if american or second > 12 else (second, first)
        if month > 12:
            month, day = day, month
    else:
        number = next(number for number in "345" if part[f"y{number}"])
        month = month_number(part[f"month{number}"], style.language)
        year, day = int(part[f"y{number}"]), int(part[f"d{number}"])
    if not part["hour"]:
        return _moment(year, month, day)
    hour = int(part["hour"])
    if part["half"]:
        hour = hour % 12 + (12 if part["half"][0] in "pP" else 0)
    time = (hour, int(part["minute"]), int(part["second"] or 0))
    return _moment(year, month, day, *time, _zone(part["zone"]))


def _moment(
    year: int,
    month: int,
    day: int,
    hour: int | None = None,
    minute: int = 0,
    second: int = 0,
    zone: dt.tzinfo | None = None,
) -> Moment | None:
    """Return the date (without `hour`) or the datetime, None when there is no such day."""
    try:
        if hour is None:
            moment: Moment = dt.date(year, month, day)
        else:
            moment = dt.datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None
    return moment if plausible(moment) else None


def _zone(text: str | None) -> dt.tzinfo | None:
    if not text:
        return None
    if match := re.search(r"([+-])(\d{1,2}):?(\d\d)?$", text):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes > 14 * 60:  # no place is further ahead of UTC
            return None
        return dt.timezone(dt.timedelta(minutes=minutes if match[1] == "+" else -minutes))
    minutes = ZONES.get(text.lower())
    return None if minutes is None else dt.timezone(dt.timedelta(minutes=minutes))
