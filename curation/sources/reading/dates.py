"""The date of publication: declared, marked up, in the URL, or written near the headline."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import islice

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
from curation.sources.reading.outline import PageOutline, Place
from curation.sources.reading.words import url_parts

# In order of trust.
PUBLISHED_TAGS = tuple(
    """
    article:published_time article:published og:published_time og:article:published_time
    datepublished date_published publication_date publicationdate publish_date publish-date
    publishdate published_time published_time_telegram published-date published_date
    parsely-pub-date sailthru.date
    dc.date.issued dcterms.issued dc.date.created dcterms.created dc.created dc.date dcterms.date
    dc:date dcterms.available
    citation_publication_date citation_online_date citation_date
    bepress_citation_online_date bepress_citation_date
    date pubdate pub_date pub-date article_date_original article.published article-published
    originalpublicationdate rnews:datepublished displaydate timestamp created creation_date
    release_date article:date article.created cxenseparse:recs:publishtime cxenseparse:publishtime
    bt:pubdate dateissued prism.publicationdate eprints.date vr:published_time buildtime
    date.created dc.date.submitted gentime
    """.split()
)
MODIFIED_TAGS = tuple(
    """
    article:modified_time og:updated_time article:modified datemodified dc.date.modified
    dcterms.modified last-modified lastmod revised modified date.modified article.updated
    article:updated_time
    """.split()
)
MODIFIED = re.compile(
    r"modif|updat|aktualis|aktualiz|stand\b|geändert|bearbeitet|mis à jour|maj\b|actualiz|aggiorn|"
    r"更新|bijgewerkt|uppdater|opdater|oppdater",
    re.IGNORECASE,
)
PUBLISHED = re.compile(
    r"publi|posted|veröffentlicht|erschienen|erstellt|created|released|first (?:seen|posted)|"
    r"publicad|pubblicat|geplaatst|opublikowan|julkaist",
    re.IGNORECASE,
)
LABEL_TAGS = frozenset(["span", "b", "strong", "em", "i", "small", "label", "dt"])
MOST_DATES_IN_LINE = 6
PUBLISHED_MARK = re.compile(r"publi|posted|entry-date|created")
# yyyy/mm/dd, yyyy-mm-dd, yyyy/mon/dd, yyyymmdd in a path.
URL_DATE = re.compile(
    r"(?:^|[/_.-])(?P<year>(?:199|20[0-3])\d)(?:"
    r"(?P<mark>[/_.-])(?P<month>1[0-2]|0?[1-9]|[a-z]{3})(?P=mark)(?P<day>3[01]|[12]\d|0?[1-9])"
    r"(?!\d)"
    r"|(?P<month2>0[1-9]|1[0-2])/?(?P<day2>0[1-9]|[12]\d|3[01])(?!\d)"
    r")",
    re.IGNORECASE,
)
OTHER_ITEM = re.compile(r"comment|review|rating|person|organi[sz]ation|offer|answer")
YEAR = re.compile(r"(?:19|20)\d\d|\d\d?\.\d\d?\.\d\d")
COPYRIGHT = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
# Top-level domains of two letters under which American sites are as likely as any.
AMERICAN_DOMAINS = frozenset(["us", "io", "co", "tv", "me"])

# How far each source is trusted, by how often it alone gave the right day on pages whose dates are
# known.
TRUST = {
    "article:published_time": 3.3,
    "address": 3.2,
    "json-ld": 3.0,
    "time": 2.8,
    "seen": 2.6,
    "itemprop datePublished": 2.0,
    "dc.date": 1.6,
    "date": 1.2,
    "dcterms.date": 1.2,
    "text": 1.1,
    "seen elsewhere": 0.6,
    "time elsewhere": 0.5,
}
OTHER_TRUST = 2.0
SECOND_FROM_SOURCE = 0.3  # how much of a source's trust its second and later dates have

# Costs that order the dates that readers see; elements from the headline count half a point each.
COST_OUTSIDE_ARTICLE = 1500
COST_OF_CHANGE = 200  # "updated", "Stand:"
LIMIT_INSIDE = 1000  # what costs more is outside of the article


def read_published(
    page: PageOutline, heading: Place | None = None, language: str = ""
) -> Field[Moment]:
    """Return when the page was published, in the page's own time zone where it says one.

    language: the page's language tag, empty when it is unknown.
    """
    declared = page.declared
    style = DateStyle(month_first=_writes_month_first(declared), language=language)
    found: list[Candidate[Moment]] = []
    for source, text in _declared_dates(declared):
        if moment := parse_date(text[:60], style):
            found.append(Candidate(moment, source))
    found += _microdata_dates(page, style)
    if moment := _url_date(declared.url, language):
        found.append(Candidate(moment, "address"))
    found += _visible_dates(page, heading, style)
    if not found:
        found += _dates_in_text(page, heading, style)
    found = _by_agreement(found)
    for source, text in _modified_dates(declared):
        if moment := parse_date(text[:60], style):
            found.append(Candidate(moment, source))
    return Field.first_of(found)


def is_about_article(element: etree._Element) -> bool:
    """Say whether the microdata item around the element is the article, not a comment or review."""
    for node in element.iterancestors():
        if "itemscope" in node.attrib or "itemtype" in node.attrib:
            return not OTHER_ITEM.search((node.get("itemtype") or "").lower())
    return True


def _by_agreement(found: list[Candidate[Moment]]) -> list[Candidate[Moment]]:
    """Return the candidates, those days first that the most trusted sources agree on."""
    if not found:
        return []
    firsts: dict[str, Candidate[Moment]] = {}
    for candidate in found:
        firsts.setdefault(candidate.source, candidate)

    def trust(candidate: Candidate[Moment]) -> float:
        days = _days_of(candidate.value)
        total = sum(
            TRUST.get(source, OTHER_TRUST)
            for source, other in firsts.items()
            if other.value == candidate.value or days & _days_of(other.value)
        )
        if firsts[candidate.source] is not candidate:
            total += TRUST.get(candidate.source, OTHER_TRUST) * SECOND_FROM_SOURCE
        return total

    ranked = sorted(found, key=trust, reverse=True)  # stable: equals keep the order of the sources
    # Of the sources that have the winning day, the one with the most exact time is chosen.
    days = _days_of(ranked[0].value)
    agreeing = [
        candidate
        for candidate in ranked
        if _days_of(candidate.value) & days and not candidate.source.endswith("elsewhere")
    ]
    if not agreeing:
        return ranked
    return [max(agreeing, key=lambda candidate: _precision(candidate.value)), *ranked]


def _precision(moment: Moment) -> int:
    """Return 0 for a day, 1 for a day with midnight, 2 for a time, 3 for a time in a zone."""
    if not isinstance(moment, dt.datetime):
        return 0
    if not (moment.hour or moment.minute or moment.second):
        return 1
    return 3 if moment.tzinfo else 2


def _days_of(moment: Moment) -> set[dt.date]:
    """Return the day in the page's own zone, and in UTC."""
    if isinstance(moment, dt.datetime) and moment.tzinfo:
        return {moment.date(), moment.astimezone(dt.UTC).date()}
    return {day_of(moment)}


def _declared_dates(declared: Declared) -> Iterator[tuple[str, str]]:
    """Yield (source, text) of the dates of publication in JSON-LD and meta tags."""
    for article in declared.linked.articles:
        for key in ("datePublished", "dateCreated", "uploadDate"):
            for value in declared.linked.values(article, key):
                if isinstance(value, str):
                    yield "json-ld", value
    yield from declared.all(*PUBLISHED_TAGS)


def _modified_dates(declared: Declared) -> Iterator[tuple[str, str]]:
    """Yield (source, text) of the dates of the last change in JSON-LD and meta tags."""
    for article in declared.linked.articles:
        for value in declared.linked.values(article, "dateModified"):
            if isinstance(value, str):
                yield "json-ld modified", value
    yield from declared.all(*MODIFIED_TAGS)


def _writes_month_first(declared: Declared) -> bool:
    """Say whether 3/4/2020 is the fourth of March here: on American pages only."""
    language = (declared.language or declared.first("og:locale")).lower()
    if language and not language.startswith("en"):
        return False
    host = url_parts(declared.url).hostname or ""
    domain = host.rsplit(".", 1)[-1]
    return len(domain) > 2 or domain in AMERICAN_DOMAINS


def _url_date(url: str, language: str) -> Moment | None:
    """Return the date in the URL's path or query."""
    parts = url_parts(url)
    for match in URL_DATE.finditer(f"{parts.path}?{parts.query}"):
        month = match["month"] or match["month2"]
        number = int(month) if month.isdigit() else month_number(month, language)
        if number:
            text = f"{match['year']}-{number:02}-{int(match['day'] or match['day2']):02}"
            if moment := parse_date(text):
                return moment
    return None


def _microdata_dates(page: PageOutline, style: DateStyle) -> list[Candidate[Moment]]:
    """Return the microdata dates of the article itself, not of its comments and reviews."""
    found = []
    for place in page.items:
        names = place.marks.split()
        if "datepublished" not in names and "datecreated" not in names:
            continue
        element = place.element
        if not is_about_article(element) or page.is_outside_article(element):
            continue
        text = element.get("content") or element.get("datetime") or place.text
        if moment := parse_date(text[:80], style):
            found.append(Candidate(moment, "itemprop datePublished"))
    return found


def _visible_dates(
    page: PageOutline, heading: Place | None, style: DateStyle
) -> Iterator[Candidate[Moment]]:
    """Yield the dates that readers see, the nearest to the headline first."""
    start = heading.position if heading else 0
    found: list[tuple[float, str, Moment]] = []
    for place in _nearest(page.times, start, 25):
        written = place.text[:120]
        stamp = place.element.get("datetime") or ""
        moment = parse_date(stamp[:40], style) or parse_date(written, style)
        if moment is not None:
            label = written if MODIFIED.search(written) else _text_before(place.element)
            found.append((_cost(page, place, label, start), "time", moment))
    for place in _nearest(page.dates, start, 80):
        text = text_of(place.element, 160)
        if not 6 <= len(text) <= 150 or not any(letter.isdigit() for letter in text):
            title = place.element.get("title") or ""
            text = title if 6 < len(title) < 60 else ""
        position, moment = _published_in(text, style)
        if moment is not None:
            label = _label_of(text, position) or _text_before(place.element)
            cost = _cost(page, place, label, start) + 40
            cost += 300 if MODIFIED.search(_label_of(text, position)) else 0
            found.append((cost, "seen", moment))
    found.sort(key=lambda entry: entry[0])
    for cost, source, moment in found[:8]:
        yield Candidate(moment, source if cost < LIMIT_INSIDE else f"{source} elsewhere")


def _published_in(text: str, style: DateStyle) -> tuple[int, Moment | None]:
    """Return where in a text the date of publication is, and the date; (0, None) without one.

    Of several, the one with the word for it before it ("Updated: Feb 2, 2024 / Published: Jan 5,
    2019"), else the first.
    """
    found = list(islice(find_dates(text, style), MOST_DATES_IN_LINE))
    if not found:
        return 0, None
    for position, moment in found:
        if PUBLISHED.search(_label_of(text, position)):
            return position, moment
    return found[0]


def _label_of(text: str, position: int) -> str:
    """Return the words just before a date, back to the date before or to a separator."""
    return re.split(r"[\d/|•·;]", text[max(0, position - 40) : position])[-1]


def _text_before(element: etree._Element) -> str:
    """Return the words just before an element, in its parent or at the end of a short one."""
    previous = element.getprevious()
    parent = element.getparent()
    if previous is None:
        before = parent.text if parent is not None else ""
    elif (previous.tail or "").strip():
        before = previous.tail
    elif previous.tag in LABEL_TAGS:
        before = text_of(previous, 60)
    else:
        before = ""
    return " ".join((before or "")[-60:].split())


def _nearest(places: list[Place], start: int, most: int) -> list[Place]:
    """Return at most so many of the places, nearest to the headline, in the page's order."""
    if len(places) <= most:
        return places
    chosen = sorted(places, key=lambda place: abs(place.position - start))[:most]
    return sorted(chosen, key=lambda place: place.position)


def _cost(page: PageOutline, place: Place, before: str, start: int) -> float:
    """Return how unlikely the date is that of publication.

    before: the text in front of the date; start: the position of the headline.
    """
    distance = place.position - start
    cost = min(distance * 0.5 if distance >= 0 else 10 - distance * 0.8, 400)
    if MODIFIED.search(place.marks) or MODIFIED.search(before[-40:]):
        cost += COST_OF_CHANGE
    if "pubdate" in place.element.attrib or PUBLISHED_MARK.search(place.marks):
        cost -= 30
    if page.is_outside_article(place.element):
        cost += COST_OUTSIDE_ARTICLE
    return cost


def _dates_in_text(
    page: PageOutline, heading: Place | None, style: DateStyle
) -> list[Candidate[Moment]]:
    """Return dates in unmarked text near the headline: short lines, beginnings of longer ones."""
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
            at, moment = _published_in(line[:220], style)
            if moment is None:
                continue
            distance = position - start
            cost = distance * 0.5 if distance >= 0 else 15 - distance
            cost += min(len(line), 200) * 0.3 + min(at, 200) * 0.5
            if MODIFIED.search(_label_of(line, at)):
                cost += COST_OF_CHANGE
            if owner is not None and page.is_outside_article(owner):
                cost += LIMIT_INSIDE
            found.append((cost, moment))
        if len(found) > 60:
            break
    found.sort(key=lambda entry: entry[0])
    return [Candidate(moment, "text") for _, moment in found[:5]]
