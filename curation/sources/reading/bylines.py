"""The bylines that readers see: marked up, linked, or written in words near the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from curation.sources.reading.date_formats import without_dates
from curation.sources.reading.dates import is_about_article
from curation.sources.reading.fields import Candidate
from curation.sources.reading.markup import UNREAD
from curation.sources.reading.names import LINE_TAIL, Names, is_personal, names_in
from curation.sources.reading.organisations import is_organisation
from curation.sources.reading.outline import PageOutline, Place, is_hidden, marks_of
from curation.sources.reading.words import squeezed

# Paths of authors' pages; those of AUTHOR_ONLY_PATH are nothing else.
AUTHOR_PATH = re.compile(
    r"(?<!licenses)/(?:authors?|autor(?:en|in)?|people|person|profil(?:es?)?|by|staff|writers?|"
    r"contributors?|journalist(?:s|es|en)?|redakteure?|reporters?|auteurs?|columnists?|"
    r"experts?|bylines?|editors?)/[\w%.@-]{2,}",
    re.IGNORECASE,
)
AUTHOR_ONLY_PATH = re.compile(
    r"/(?:author|autor|contributor|writer|columnist|journalist|redakteur|byline)", re.IGNORECASE
)
BYLINE_MARK = re.compile(r"name|vcard|\bauthor\b|byline|\bfn\b|\bautor\b")
NAME_MARK = re.compile(
    r"\bfn\b|\bname\b|author[-_]{0,2}name|byline[-_]{0,2}name|author[-_]{0,2}link"
)
NOT_BYLINES = frozenset(["img", "input", "body", "html", "article", "main"])
NOT_BYLINE_MARK = re.compile(
    r"comment|avatar|image|photo|bild|social|theme-?author|form-|-bio\b|quote"
)

# How far (in elements) from the headline a byline loses one point of trust, and how many at most.
REACH = {
    "text": (30, 2.2),
    "rel author": (80, 1.0),
    "itemprop author": (80, 1.0),
    "link": (40, 2.0),
}
# What else is said of a book or film beside its author.
LABEL_OF_WORK = re.compile(
    r"\b(?:verlag|seiten(?:zahl|anzahl)?|isbn|publisher|pages|genre|regie|director|illustrator|"
    r"ilustrator|drehbuch|originaltitel|preis|editorial|páginas|éditeur|éditions|editore)\s?:|"
    r"\bisbn\b",
    re.IGNORECASE,
)
MOST_DOUBT_OF_LABEL = 1.2
OTHER_REACH = (60, 1.8)
MOST_ELEMENTS = 40  # elements marked as of an author that are read, nearest to the headline first
MOST_BYLINES = 12
LONGEST_BYLINE = 150  # characters
MOST_AFTER = 4  # elements behind a label, line breaks among them
# What says that a name follows, and no sentence.
LABEL = re.compile(
    r"(?:autor(?:in|en)?|author|verfasser(?:in)?|redaktion|text|written by|auteur|von|by)\s?:|"
    r"(?:autor(?:in|en)?|author|verfasser(?:in)?)\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Byline:
    """Names that readers see, with the doubt (0 and more) that they are the authors'."""

    doubt: float
    source: str
    names: Names


def visible_authors(
    page: PageOutline, heading: Place | None
) -> Iterator[tuple[float, Candidate[Names]]]:
    """Yield (doubt, candidate) of the bylines that readers see, the least doubtful first."""
    start = heading.position if heading else 0
    found: list[Byline] = []
    for place in page.items:
        marks = place.marks.split()
        if ("author" in marks or "creator" in marks) and is_about_article(place.element):
            names = names_in(place.element.get("content") or "") or names_at(place.element)
            found += _weighed(page, heading, place, "itemprop author", names)
    nearest = sorted(page.authors, key=lambda place: abs(place.position - start))
    for place in nearest[:MOST_ELEMENTS]:
        element, marks = place.element, place.marks
        if element.tag in NOT_BYLINES or NOT_BYLINE_MARK.search(marks):
            continue
        if found and abs(place.position - start) > 200 and page.is_outside_article(element):
            continue
        names = names_at(element)
        if "author" in (element.get("rel") or "").split():
            found += _weighed(page, heading, place, "rel author", names)
        else:
            doubt = 0.0 if BYLINE_MARK.search(marks) else 0.6
            found += _weighed(page, heading, place, "byline", names, doubt)
    for place in page.bylines:
        names, is_labelled = _names_in_words(place)
        found += _weighed(page, heading, place, "text", names, is_labelled=is_labelled)
    if heading:
        for place in page.dated:
            if abs(place.position - start) < 60:
                found += _weighed(page, heading, place, "dateline", _names_beside_date(place))
    for place in page.anchors:
        href = place.element.get("href") or ""
        if AUTHOR_PATH.search(href) and "author" not in (place.element.get("rel") or "").split():
            names = names_in(spaced_text(place.element))
            sure = names and " " in names[0] and AUTHOR_ONLY_PATH.search(href)
            found += _weighed(page, heading, place, "link", names, -1.0 if sure else 0.0)
    found.sort(key=lambda byline: byline.doubt)
    for byline in found[:MOST_BYLINES]:
        yield byline.doubt, Candidate(byline.names, byline.source)


def names_at(element: etree._Element) -> Names:
    """Return the names in a byline: of its links to authors and marked names, else of its text."""
    inner = [
        node
        for node in element.iterdescendants()
        if "author" in (node.get("rel") or "").split()
        or NAME_MARK.search(marks_of(node.attrib))
        or (node.tag == "a" and AUTHOR_PATH.search(node.get("href") or ""))
    ]
    found: dict[str, str] = {}
    for node in inner[:20]:
        for name in names_in(spaced_text(node)):
            found.setdefault(squeezed(name), name)
    text = spaced_text(element)
    if not found:
        return names_in(text) if len(text) < 200 else ()
    # "By <a>Ada Roe</a> and Ben Poe": not every name in a byline is a link.
    written = names_in(text) if len(text) < 120 else ()
    if set(found) < {squeezed(name) for name in written} and all(map(is_full_name, written)):
        return written
    return tuple(found.values())


def is_full_name(name: str) -> bool:
    """Say whether it is the name of a person, first and last."""
    return " " in name and is_personal(name) and not is_organisation(name)


def spaced_text(element: etree._Element) -> str:
    """Return the element's text with a space wherever an element begins or ends."""
    if not len(element):
        return " ".join((element.text or "").split())[:400]
    if next(element.iter(*UNREAD), None) is None:
        return " ".join(" ".join(islice(element.itertext(), 60)).split())[:400]
    parts: list[str] = []
    depth_unread = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if depth_unread or node.tag in UNREAD:
                depth_unread += 1
            elif node.text:
                parts.append(node.text)
            continue
        if depth_unread:
            depth_unread -= 1
        if not depth_unread and node is not element and node.tail:
            parts.append(node.tail)
        if len(parts) > 60:
            break
    return " ".join(" ".join(parts).split())[:400]


def _weighed(
    page: PageOutline,
    heading: Place | None,
    place: Place,
    source: str,
    names: Names,
    doubt: float = 0.0,
    *,
    is_labelled: bool = False,
) -> list[Byline]:
    """Return the names as a byline, more doubtful the further they are from the headline.

    is_labelled: a word like "Author:" stands before them; such a line is often the article's last.
    A list of one, or an empty one when there are no names.
    """
    if not names:
        return []
    if heading:
        distance = place.position - heading.position
        # A byline usually follows the headline.
        distance = distance if distance >= 0 else -1.5 * distance
        reach, most = REACH.get(source, OTHER_REACH)
        doubt += min(distance / reach, MOST_DOUBT_OF_LABEL if is_labelled else most)
    else:
        doubt += 0.5
    # A template may call the whole article by such a name, the headline with it.
    is_beside = heading is not None and page.is_outside_article(heading.element)
    if page.is_outside_article(place.element) and not is_beside:
        doubt += 1.1 if source in ("rel author", "itemprop author") else 1.6
    if is_hidden(place.element):
        doubt += 0.5
    return [Byline(doubt, source, names)]


def _names_in_words(place: Place) -> tuple[Names, bool]:
    """Return the names in a text that begins like a byline, and whether a label says so.

    No names when it is a sentence.
    """
    element = place.element
    if place.marks == "tail":
        text = element.tail or ""
        if len(text.split()) < 4:
            text += " " + _text_after(element)
    else:
        text = spaced_text(element)
        if len(text.split()) < 3:  # only the label is in the element; the name follows it
            text += " " + (element.tail or "").strip()[:80]
            if len(text.split()) < 3:
                text += " " + _text_after(element)
    names = names_in(text) if len(text) < LONGEST_BYLINE else ()
    if not names or not all(map(is_personal, names)):
        return (), False
    if LABEL.match(text.lstrip(" -–|(")) and all(map(is_full_name, names)):
        return ((), False) if _is_about_work(element) else (names, True)
    # A byline is little more than its names; a sentence that begins with "by" is more.
    around = LINE_TAIL.sub("", without_dates(text)).strip(" |–-")
    return (names, False) if 2 * sum(map(len, names)) > len(around) - 15 else ((), False)


def _is_about_work(element: etree._Element) -> bool:
    """Say whether the label is one of those of a book or film that the page is about."""
    holder = element.getparent()
    for node in (element, holder, None if holder is None else holder.getparent()):
        if node is not None and LABEL_OF_WORK.search(spaced_text(node)):
            return True
    return False


def _text_after(element: etree._Element) -> str:
    """Return the text of what follows an element on its line, or on the next one."""
    parts: list[str] = []
    for node in islice(element.itersiblings(), MOST_AFTER):
        parts += [spaced_text(node), (node.tail or "").strip()]
        if len(" ".join(parts).split()) > 1:
            break
    return " ".join(" ".join(parts).split())[:80]


def _names_beside_date(place: Place) -> Names:
    """Return the full names in a short line with a date, if there is little else in it."""
    tail = place.marks == "tail"
    text = (place.element.tail or "") if tail else spaced_text(place.element)
    if len(text) >= 120:
        return ()
    parts = [part.strip(" -–—,") for part in without_dates(text).split("|")]
    names = tuple(
        name for part in parts for name in names_in(part) if is_personal(name) and " " in name
    )
    return names if 2 * sum(map(len, names)) > sum(map(len, parts)) - 10 else ()
