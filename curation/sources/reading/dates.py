"""The day of publication: declared, marked up, in the address, or written near the headline."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from lxml import etree

from curation.sources.reading.date_formats import (
    DateStyle,
    Moment,
    day_of,
    find_dates,
    parse_date,
)
from curation.sources.reading.declared import Declared
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.markup import UNREAD, text_of
from curation.sources.reading.months import month_number
from curation.sources.reading.survey import Place, Survey
from curation.sources.reading.words import address_parts

PUBLISHED_TAGS = (
    "article:published_time", "article:published", "og:published_time", "og:article:published_time",
    "datepublished", "date_published", "publication_date", "publicationdate", "publish_date",
    "publish-date",
    "publishdate", "published_time", "published_time_telegram", "published-date", "published_date",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date.created",
    "dcterms.created",
    "dc.created", "dc.date", "dcterms.date", "dc:date", "dcterms.available",
    "citation_publication_date",
    "citation_online_date", "citation_date", "date", "pubdate", "pub_date", "pub-date",
    "article_date_original", "article.published", "article-published", "originalpublicationdate",
    "rnews:datepublished",
    "displaydate", "timestamp", "created", "creation_date", "release_date", "article:date",
    "article.created",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate", "dateissued",
    "prism.publicationdate",
    "eprints.date", "vr:published_time", "buildtime", "date.created", "dc.date.submitted",
    "gentime",
)  # fmt: skip
MODIFIED_TAGS = (
    "article:modified_time", "og:updated_time", "article:modified", "datemodified",
    "dc.date.modified", "dcterms.modified",
    "last-modified", "lastmod", "revised", "modified", "date.modified", "article.updated",
    "article:updated_time",
)  # fmt: skip
MODIFIED = re.compile(
    r"modif|updat|aktualis|aktualiz|stand\b|geändert|bearbeitet|mis à jour|maj\b|actualiz|aggiorn|"
    r"更新|bijgewerkt|uppdater|opdater|oppdater",
    re.IGNORECASE,
)
# yyyy/mm/dd, yyyy-mm-dd, yyyymmdd, yyyy/mon/dd in a path.
ADDRESS_DATE = re.compile(
    r"(?:^|[/_.-])(?P<year>(?:19[9]|20[0-3])\d)"
    r"(?:(?P<mark>[/_.-])(?P<month>1[0-2]|0?[1-9]|[a-z]{3})(?P=mark)(?P<day>3[01]|[12]\d|"
    r"0?[1-9])(?!\d)"
    r"|(?P<month2>0[1-9]|1[0-2])/?(?P<day2>0[1-9]|[12]\d|3[01])(?!\d))",
    re.IGNORECASE,
)


def read_published(page: Survey, heading: Place | None = None, language: str = "") -> Field[Moment]:
    """When the page was published, in the page's own time zone where it says one.

    language: the page's language tag, empty when it is unknown.
    """
    declared = page.declared
    style = DateStyle(month_first=writes_month_first(declared), language=language)
    found: list[Candidate[Moment]] = []
    for source, text in declared_dates(declared):
        if moment := parse_date(text[:60], style):
            found.append(Candidate(moment, source))
    found += marked_dates(page, style)
    if address := address_date(declared.url, language):
        found.append(Candidate(address, "address"))
    found += seen_dates(page, heading, style)
    if not found:
        found += written_dates(page, heading, style)
    found = by_agreement(found)
    for source, text in modified_dates(declared):
        if moment := parse_date(text[:60], style):
            found.append(Candidate(moment, source))
    return Field.first_of(found)


# How often each source alone told the day, in tenths; what is not listed counts 2.
WEIGHTS = {
    "json-ld": 3.0, "article:published_time": 3.3, "address": 3.2, "time": 2.8, "seen": 2.6,
    "itemprop datePublished": 2.0, "date": 1.2, "dc.date": 1.6, "dcterms.date": 1.2, "text": 1.1,
    "seen elsewhere": 0.6, "time elsewhere": 0.5,
}  # fmt: skip


def by_agreement(found: list[Candidate[Moment]]) -> list[Candidate[Moment]]:
    """The candidates, those days first that the most trustworthy places agree on."""
    firsts: dict[str, Candidate[Moment]] = {}
    for one in found:
        firsts.setdefault(one.source, one)

    def trust(one: Candidate[Moment]) -> float:
        days = days_of(one.value)
        total = 0.0
        for source, other in firsts.items():
            if other.value == one.value or days & days_of(other.value):
                total += WEIGHTS.get(source, 2.0)
        if firsts[one.source] is not one:
            total += WEIGHTS.get(one.source, 2.0) * 0.3
        return total

    order = {id(one): (-trust(one), number) for number, one in enumerate(found)}
    ranked = sorted(found, key=lambda one: order[id(one)])
    # Of the places that name the winning day, the one that also says the time tells most.
    day = days_of(ranked[0].value) if ranked else set()
    agreeing = [
        one for one in ranked if days_of(one.value) & day and not one.source.endswith("elsewhere")
    ]
    best = max(agreeing, key=lambda one: precision(one.value), default=None)
    return [best, *ranked] if best else ranked


def precision(moment: Moment) -> int:
    """0 for a day, 1 for a day with midnight, 2 for a time, 3 for a time in a zone."""
    if not isinstance(moment, dt.datetime):
        return 0
    if not (moment.hour or moment.minute or moment.second):
        return 1
    return 3 if moment.tzinfo else 2


def days_of(moment: Moment) -> set[dt.date]:
    """The day in the page's own zone, and in UTC."""
    if isinstance(moment, dt.datetime) and moment.tzinfo:
        return {moment.date(), moment.astimezone(dt.UTC).date()}
    return {day_of(moment)}


def declared_dates(declared: Declared) -> Iterator[tuple[str, str]]:
    linked = declared.linked
    for article in linked.articles:
        for key in ("datePublished", "dateCreated", "uploadDate"):
            for value in linked.values(article, key):
                if isinstance(value, str):
                    yield "json-ld", value
    yield from declared.all(*PUBLISHED_TAGS)


def modified_dates(declared: Declared) -> Iterator[tuple[str, str]]:
    for article in declared.linked.articles:
        for value in declared.linked.values(article, "dateModified"):
            if isinstance(value, str):
                yield "json-ld modified", value
    yield from declared.all(*MODIFIED_TAGS)


def writes_month_first(declared: Declared) -> bool:
    """Whether 3/4/2020 is the fourth of March here: American pages only."""
    language = (declared.language or declared.first("og:locale")).lower().replace("_", "-")
    host = address_parts(declared.url).hostname or ""
    ending = host.rsplit(".", 1)[-1]
    if language and not language.startswith("en"):
        return False
    return len(ending) > 2 or ending in ("us", "io", "co", "tv", "me")


def address_date(url: str, language: str) -> Moment | None:
    """The date that stands in the address's path."""
    path = address_parts(url)
    for match in ADDRESS_DATE.finditer(path.path + "?" + path.query):
        month = match["month"] or match["month2"]
        number = int(month) if month.isdigit() else month_number(month, language)
        if number:
            text = f"{match['year']}-{number:02}-{int(match['day'] or match['day2']):02}"
            if moment := parse_date(text):
                return moment
    return None


def marked_dates(page: Survey, style: DateStyle) -> list[Candidate[Moment]]:
    """Microdata of the article itself, not of its comments and reviews."""
    found = []
    for place in page.items:
        names = place.marks.split()
        if "datepublished" not in names and "datecreated" not in names:
            continue
        element = place.element
        if not speaks_of_article(element) or page.stands_elsewhere(element):
            continue
        value = element.get("content") or element.get("datetime") or place.text
        if moment := parse_date(value[:80], style):
            found.append(Candidate(moment, "itemprop datePublished"))
    return found


def speaks_of_article(element: etree._Element) -> bool:
    """Whether the microdata item around the element is the article, not a comment or a review."""
    for node in element.iterancestors():
        if "itemscope" in node.attrib or "itemtype" in node.attrib:
            kind = (node.get("itemtype") or "").lower()
            return not re.search(r"comment|review|rating|person|organi[sz]ation|offer|answer", kind)
    return True


def seen_dates(
    page: Survey, heading: Place | None, style: DateStyle
) -> Iterator[Candidate[Moment]]:
    """Dates that readers see, nearest to the headline first."""
    start = heading.position if heading else 0
    found: list[tuple[float, str, Moment]] = []
    for place in nearest(page.times, start, 25):
        stamp = place.element.get("datetime") or ""
        moment = parse_date(stamp[:40], style) if stamp else None
        shown = place.text[:120]
        if moment is None:
            moment = parse_date(shown, style)
        if moment is not None:
            found.append((rank(page, place, shown, start), "time", moment))
    for place in nearest(page.dates, start, 80):
        shown = text_of(place.element, 160)
        if len(shown) > 150 or len(shown) < 6 or not any(c.isdigit() for c in shown):
            title = place.element.get("title") or ""
            shown = title if 6 < len(title) < 60 else ""
        if not shown:
            continue
        for at, moment in find_dates(shown, style):
            penalty = 300 if MODIFIED.search(shown[max(0, at - 30) : at]) else 0
            found.append((rank(page, place, shown[:at], start) + 40 + penalty, "seen", moment))
            break
    found.sort(key=lambda one: one[0])
    for cost, source, moment in found[:8]:
        yield Candidate(moment, source if cost < 1000 else source + " elsewhere")


def nearest(places: list[Place], start: int, most: int) -> list[Place]:
    """At most so many of the places, nearest to the headline, in the page's order."""
    if len(places) <= most:
        return places
    chosen = sorted(places, key=lambda place: abs(place.position - start))[:most]
    return sorted(chosen, key=lambda place: place.position)


def rank(page: Survey, place: Place, before: str, start: int) -> float:
    """The further from the headline, and the likelier something else, the higher."""
    distance = place.position - start
    cost = distance * 0.5 if distance >= 0 else -distance * 0.8 + 10
    cost = min(cost, 400)
    marks = place.marks
    if MODIFIED.search(marks) or MODIFIED.search(before[-40:]):
        cost += 200
    if "pubdate" in place.element.attrib or re.search(r"publi|posted|entry-date|created", marks):
        cost -= 30
    if page.stands_elsewhere(place.element):
        cost += 1500
    return cost


def written_dates(page: Survey, heading: Place | None, style: DateStyle) -> list[Candidate[Moment]]:
    """Dates in unmarked text: short lines, or the beginnings of longer ones, near the headline."""
    if page.root is None:
        return []
    start = heading.position if heading else 0
    found: list[tuple[float, Moment]] = []
    for position, element in enumerate(page.root.iter("*"), start=1):
        if element.tag in UNREAD:
            continue
        for text, owner in ((element.text, element), (element.tail, element.getparent())):
            if not text or not YEAR.search(text):
                continue
            line = " ".join(text.split())
            if len(line) < 6 or COPYRIGHT.search(line):
                continue
            for at, moment in find_dates(line[:220], style):
                distance = position - start
                cost = distance * 0.5 if distance >= 0 else 15 - distance
                cost += min(len(line), 200) * 0.3 + min(at, 200) * 0.5
                cost += 200 if MODIFIED.search(line[max(0, at - 30) : at]) else 0
                cost += 1000 if owner is not None and page.stands_elsewhere(owner) else 0
                found.append((cost, moment))
                break
        if len(found) > 60:
            break
    found.sort(key=lambda one: one[0])
    return [Candidate(moment, "text") for _, moment in found[:5]]


YEAR = re.compile(r"(?:19|20)\d\d|\d\d?\.\d\d?\.\d\d")
COPYRIGHT = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
