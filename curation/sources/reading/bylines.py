"""The bylines that readers see: marked up, linked, or written in words near the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from curation.sources.reading.date_formats import without_dates
from curation.sources.reading.dates import speaks_of_article
from curation.sources.reading.fields import Candidate
from curation.sources.reading.markup import UNREAD
from curation.sources.reading.names import ORGANISATION, Names, is_personal, names_in
from curation.sources.reading.survey import Place, Survey, is_hidden, own_marks
from curation.sources.reading.words import squeezed

AUTHORS_OWN = re.compile(
    r"/(?:author|autor|contributor|writer|columnist|journalist|redakteur|byline)",
    re.IGNORECASE,
)
AUTHOR_PATH = re.compile(
    r"(?<!licenses)/(?:authors?|autor(?:en|in)?|people|person|profil(?:es?)?|by|staff|writers?|"
    r"contributors?|"
    r"journalist(?:s|es|en)?|redakteure?|reporters?|autoren|auteurs?|columnists?|experts?|"
    r"bylines?|editors?)"
    r"/[\w%.@-]{2,}",
    re.IGNORECASE,
)


# How far (in elements) from the headline a byline loses one point of trust, and how many at most.
REACH = {
    "text": (30, 2.2),
    "rel author": (80, 1.0),
    "itemprop author": (80, 1.0),
    "link": (40, 2.0),
}


def seen_authors(page: Survey, heading: Place | None) -> Iterator[tuple[float, Candidate[Names]]]:
    """(doubt, candidate) for every byline that readers see, the nearest to the headline first."""
    start = heading.position if heading else 0
    found: list[tuple[float, str, Names]] = []

    def consider(place: Place, source: str, names: Names, doubt: float = 0.0) -> None:
        if not names:
            return
        distance = place.position - start
        far = distance if distance >= 0 else -1.5 * distance
        reach, most = REACH.get(source, (60, 1.8))
        doubt += min(far / reach, most) if heading else 0.5
        if page.stands_elsewhere(place.element):
            doubt += 1.1 if source in ("rel author", "itemprop author") else 1.6
        if is_hidden(place.element):
            doubt += 0.5
        found.append((doubt, source, names))

    for place in page.items:
        marks = place.marks.split()
        if ("author" in marks or "creator" in marks) and speaks_of_article(place.element):
            content = place.element.get("content") or ""
            consider(place, "itemprop author", names_in(content) or names_at(place.element))
    nearest = sorted(page.authors, key=lambda place: abs(place.position - start))
    for place in nearest[:40]:
        element, marks = place.element, place.marks
        if element.tag in NOT_BYLINES or NOT_BYLINE.search(marks):
            continue
        if abs(place.position - start) > 200 and page.stands_elsewhere(element) and found:
            continue
        names = names_at(element)
        if "author" in (element.get("rel") or "").split():
            consider(place, "rel author", names)
        elif re.search(r"name|vcard|\bauthor\b|byline|\bfn\b|\bautor\b", marks):
            consider(place, "byline", names)
        else:
            consider(place, "byline", names, 0.6)
    for place in page.bylines:
        if place.marks == "tail":
            text = place.element.tail or ""
            following = place.element.getnext()
            if following is not None and len(text.split()) < 4:
                text += " " + spaced_text(following)
        else:
            text = spaced_text(place.element)
            if len(text.split()) < 3:
                # Only the label stands in the element; the name follows it.
                following = place.element.getnext()
                text += " " + (place.element.tail or "").strip()[:80]
                if len(text.split()) < 3 and following is not None:
                    text += " " + spaced_text(following)
        names = names_in(text) if len(text) < 150 else ()
        # A byline is little more than its names; a sentence that begins with "by" is more.
        said = sum(len(name) for name in names)
        if names and 2 * said > len(text) - 15 and all(is_personal(name) for name in names):
            consider(place, "text", names)
    for place in page.dated:
        text = (place.element.tail or "") if place.marks == "tail" else spaced_text(place.element)
        if len(text) < 120 and abs(place.position - start) < 60 and heading:
            rest = [part.strip(" -–—,") for part in without_dates(text).split("|")]
            names = tuple(
                name
                for part in rest
                for name in names_in(part)
                if is_personal(name) and " " in name
            )
            if names and 2 * sum(map(len, names)) > sum(map(len, rest)) - 10:
                consider(place, "dateline", names)
    for place in page.anchors:
        element = place.element
        rel = (element.get("rel") or "").split()
        if "author" not in rel and AUTHOR_PATH.search(element.get("href") or ""):
            names = names_in(spaced_text(element))
            sure = AUTHORS_OWN.search(element.get("href")) and names and " " in names[0]
            consider(place, "link", names, -1.0 if sure else 0.0)
    found.sort(key=lambda one: one[0])
    for doubt, source, names in found[:12]:
        yield doubt, Candidate(names, source)


NOT_BYLINES = {"img", "input", "body", "html", "article", "main"}
NOT_BYLINE = re.compile(r"comment|avatar|image|photo|bild|social|theme-?author|form-|-bio\b|quote")
NAME_MARK = re.compile(
    r"\bfn\b|\bname\b|author[-_]{0,2}name|byline[-_]{0,2}name|author[-_]{0,2}link"
)


def names_at(element: etree._Element) -> Names:
    """The names in a byline: of its links to authors and its marked names, else of its text."""
    inner = []
    for node in element.iterdescendants():
        if (
            "author" in (node.get("rel") or "").split()
            or NAME_MARK.search(own_marks(node.attrib))
            or node.tag == "a"
            and AUTHOR_PATH.search(node.get("href") or "")
        ):
            inner.append(node)
    found: dict[str, str] = {}
    for node in inner[:20]:
        for name in names_in(spaced_text(node)):
            found.setdefault(squeezed(name), name)
    text = spaced_text(element)
    if found:
        # "By <a>Ada Roe</a> and Ben Poe": not every name in a byline is a link.
        said = names_in(text) if len(text) < 120 else ()
        if set(found) < {squeezed(name) for name in said} and all(map(is_full_name, said)):
            return said
        return tuple(found.values())
    return names_in(text) if len(text) < 200 else ()


def is_full_name(name: str) -> bool:
    return " " in name and is_personal(name) and not ORGANISATION.search(name)


def spaced_text(element: etree._Element) -> str:
    """The element's text with a space wherever an element begins or ends."""
    parts: list[str] = []
    for node in element.iter("*"):
        if node.tag not in UNREAD and node.text:
            parts.append(node.text)
        if node is not element and node.tail:
            parts.append(node.tail)
        if len(parts) > 60:
            break
    return " ".join(" ".join(parts).split())[:400]
