"""Dates as machines and people write them: ISO, RFC 2822, numbers, and words of many languages."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

Moment = dt.datetime | dt.date

EARLIEST = dt.date(1990, 1, 1)
"""No page is older than the Web."""

MONTHS = """
january february march april may june july august september october november december
januar februar maerz april mai juni juli august september oktober november dezember
jaenner feber marz april mai juni juli august september oktober november dezember
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november desember
stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince
ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου
tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
januari februari maret april mei juni juli agustus september oktober november desember
"""  # noqa: E501


def _month_table() -> dict[str, int]:
    """Every name, and its beginnings of three letters and more; earlier languages win."""
    table: dict[str, int] = {}
    for line in MONTHS.strip().splitlines():
        for number, name in enumerate(line.split(), start=1):
            for length in range(3, len(name) + 1):
                table.setdefault(name[:length], number)
    # "Sept" and "Mrz" are no beginnings; "mar." of other languages than English is March too.
    table.update({"sept": 9, "mrz": 3, "mae": 3, "dez": 12, "dic": 12, "dec": 12})
    return table


MONTH_NUMBERS = _month_table()
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "est": -300, "edt": -240, "et": -300, "cst": -360,
    "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "pt": -480, "cet": 60,
    "cest": 120, "mez": 60, "mesz": 120, "bst": 60, "eet": 120, "eest": 180, "msk": 180,
    "jst": 540, "kst": 540, "hkt": 480, "sgt": 480, "aest": 600, "aedt": 660, "nzst": 720,
    "nzdt": 780, "ist": 330, "uhr": None, "h": None,
}  # fmt: skip

YEAR = r"(?P<{0}>(?:19|20)\d\d)"
TIME = (
    r"(?:(?:\s*[,|·•@–—-]\s*|\s+(?:at|um|à|alle|kl\.?|klo|om|o|as|às|a las|los|ore)\s+|T|\s|\s*\()+"
    r"(?P<hour>[01]?\d|"
    r"2[0-3])(?P<mark>[:.hH])(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[aApP]\.?[mM]\b\.?)?\s*(?P<zone>Z\b|[+-]\d\d:?\d\d|(?:UTC|GMT)(?:[+-]\d{1,2})?|"
    r"[A-Z]{2,4}\b)?)?"
)
MONTH_WORD = r"(?P<month{0}>[^\W\d_]{{3,12}})"
GAP = r"(?:\s|-|/)*"
FORMS = (
    # 2024-03-02, 2024/3/2, 2024. 3. 2
    YEAR.format("y1") + r"\s?[-/.]\s?(?P<m1>\d{1,2})\s?[-/.]\s?(?P<d1>\d{1,2})(?!\d)",
    # 2024年3月2日
    YEAR.format("y2") + r"\s?[年년]\s?(?P<m2>\d{1,2})\s?[月월]\s?(?P<d2>\d{1,2})\s?[日일]?",
    # 2 March 2024, 2. März 2024, 2 de marzo de 2024, 02-Mar-2024
    r"(?P<d3>\d{1,2})(?:\.|st|nd|rd|th|er|re|[ºª°])?" + GAP + r"(?:de|of|di|d')?\s*-?"
    + MONTH_WORD.format(3) + r"[.,']?" + GAP + r"(?:de[l]?|of)?\s*" + YEAR.format("y3"),
    # March 2, 2024; Mar 2nd 2024
    MONTH_WORD.format(4) + r"\.?" + GAP + r"(?P<d4>\d{1,2})(?:st|nd|rd|th)?(?:,|\s|-|/|of)+"
    + YEAR.format("y4"),
    # 2024 March 2, 2024. március 2.
    YEAR.format("y5") + r"\.?(?:\s|-|/)+" + MONTH_WORD.format(5) + r"\.?" + GAP
    + r"(?P<d5>\d{1,2})(?!\d)",
    # 02.03.2024, 2/3/24, 2 | 3 | 2024
    r"(?P<a6>\d{1,2})(?P<s6>[./-]|\s\|\s)\s?(?P<b6>\d{1,2})(?P=s6)\s?"
    r"(?P<y6>(?:19|20)\d\d|\d\d(?![\d:]))",
)  # fmt: skip
DATE = re.compile(r"(?<![\d./-])(?:" + "|".join(FORMS) + ")" + TIME)
COMPACT = re.compile(
    r"^((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?:T?(\d\d)(\d\d)(\d\d)?(Z)?)?$"
)
# What the Unix command "date" prints: Mon Aug 03 12:45:00 EDT 2015
UNIX = re.compile(
    r"^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (?:([A-Z]{1,4}|"
    r"[+-]\d{4}) )?(\d{4})$"
)
EPOCH = re.compile(r"^1\d{9}(?:\d{3})?(?:\.\d+)?$")


def parse_date(text: str, month_first: bool = False) -> Moment | None:
    """The one date in a short text: a datetime (aware when a zone is said) or a date, else None.

    ``month_first`` decides 3/4/2020, as Americans write it, where nothing else does.
    """
    text = text.strip()
    if match := COMPACT.match(text):
        year, month, day, hour, minute, second, zone = match.groups()
        if not hour:
            return _moment(int(year), int(month), int(day))
        return _moment(int(year), int(month), int(day), int(hour), int(minute), int(second or 0),
                       dt.UTC if zone else None)  # fmt: skip
    if match := UNIX.match(text):
        name, day, hour, minute, second, zone, year = match.groups()
        return _moment(int(year), month_number(name), int(day), int(hour), int(minute),
                       int(second), _zone(zone))  # fmt: skip
    if EPOCH.match(text):
        stamp = float(text) / (1000 if len(text.split(".")[0]) > 10 else 1)
        moment = dt.datetime.fromtimestamp(stamp, dt.UTC)
        return moment if plausible(moment) else None
    return next((moment for _, moment in find_dates(text, month_first)), None)


def find_dates(text: str, month_first: bool = False) -> Iterator[tuple[int, Moment]]:
    """(position, date) of every full date in the text, in its order."""
    for match in DATE.finditer(text):
        if moment := _read(match, month_first):
            yield match.start(), moment


def without_dates(text: str) -> str:
    """The text with a bar in place of every date and time."""
    return CLOCK.sub(" | ", DATE.sub(" | ", text))


CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?:\s?(?:uhr|[ap]\.?m\.?|h))?\b", re.IGNORECASE)


def _read(match: re.Match[str], month_first: bool) -> Moment | None:
    part = match.groupdict()
    if part["y1"]:
        year, month, day = int(part["y1"]), int(part["m1"]), int(part["d1"])
    elif part["y2"]:
        year, month, day = int(part["y2"]), int(part["m2"]), int(part["d2"])
    elif part["y6"]:
        year, first, second = int(part["y6"]), int(part["a6"]), int(part["b6"])
        if year < 100:
            if part["s6"] == "-":
                return None
            year += 2000 if year < 70 else 1900
        day, month = (first, second)
        if (month_first and part["s6"] != "." and first <= 12) or (second > 12 and first <= 12):
            month, day = first, second
    else:
        number = next(i for i in ("3", "4", "5") if part["y" + i])
        month = month_number(part["month" + number])
        year, day = int(part["y" + number]), int(part["d" + number])
    if not part["hour"]:
        return _moment(year, month, day)
    hour = int(part["hour"])
    if part["half"]:
        hour = hour % 12 + (12 if part["half"][0] in "pP" else 0)
    return _moment(year, month, day, hour, int(part["minute"]), int(part["second"] or 0),
                   _zone(part["zone"]))  # fmt: skip


def _moment(year, month, day, hour=None, minute=0, second=0, zone=None) -> Moment | None:
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
        if minutes > 14 * 60:
            return None
        return dt.timezone(dt.timedelta(minutes=minutes if match[1] == "+" else -minutes))
    minutes = ZONES.get(text.lower())
    return None if minutes is None else dt.timezone(dt.timedelta(minutes=minutes))


def month_number(word: str) -> int:
    """1 to 12 for a month's name or its beginning in any of the languages, else 0."""
    folded = word.lower().replace("ä", "ae").replace("ı", "i")
    if folded not in MONTH_NUMBERS:
        decomposed = unicodedata.normalize("NFKD", word.lower().replace("ı", "i").replace("ł", "l"))
        folded = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return MONTH_NUMBERS.get(folded, 0)


def plausible(moment: Moment) -> bool:
    """Whether a page can have been published then: since the Web began, at most two days ahead."""
    day = day_of(moment)
    return EARLIEST <= day <= dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)


def day_of(moment: Moment) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment
