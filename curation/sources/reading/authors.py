"""Who signed the page. Where nobody did, no author is better than a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from curation.sources.reading.date_words import without_dates
from curation.sources.reading.dates import speaks_of_article
from curation.sources.reading.declared import Declared
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.json_ld import name_of, types_of
from curation.sources.reading.names import names_in
from curation.sources.reading.markup import UNREAD
from curation.sources.reading.site_names import host_names, is_publisher, known_names, stated_names
from curation.sources.reading.survey import Place, Survey, is_hidden, own_marks
from curation.sources.reading.words import squeezed

Names = tuple[str, ...]

AUTHOR_TAGS = (
    "parsely-author", "sailthru.author", "sailthru.byline_name", "byl", "article_author", "article-author", "og:article:author", "article:author",
    "article.author", "author", "authors", "dc.creator", "dc:creator", "dcterms.creator", "dc.creator.name", "dcsext.author",
    "cxenseparse:author", "qc:author", "byline", "author_name", "author-name", "creator", "rbauthors", "atc-metaauthor", "shareaholic:article_author_name",
    "branch:deeplink:authorname1", "article:author_name", "og:author", "news_author", "cre.author", "dc.author", "citation_author",
)  # fmt: skip
WRITTEN_BY = {"written by", "verfasst von", "geschrieben von", "author", "autor", "écrit par", "escrito por", "scritto da", "geschreven door", "by", "von", "skrevet av", "napisane przez", "autor/-in"}


AUTHORS_OWN = re.compile(r"/(?:author|autor|contributor|writer|columnist|journalist|redakteur|byline)", re.I)
TRUST = {
    "json-ld": 5.0, "meta": 4.0, "twitter:label": 4.0, "itemprop author": 4.0, "rel author": 4.0,
    "byline": 3.4, "text": 3.2, "dateline": 2.8, "link": 1.4, "json-ld organisation": 2.0,
}  # fmt: skip
ENOUGH = 2.0
"""Less trust than this leaves the author open: the candidates wait for a curator's choice."""


def read_authors(page: Survey, heading: Place | None = None) -> Field[Names]:
    """Who signed the page: names in the byline's order; empty where nobody is seen to have."""
    stated = [*linked_authors(page.declared), *declared_authors(page.declared)]
    seen = list(seen_authors(page, heading))
    ranked = weigh(page, stated, seen)
    candidates = [one for _, one in ranked]
    if ranked and ranked[0][0] >= ENOUGH:
        return Field.first_of(candidates)
    return Field.undecided(candidates, ())


def weigh(
    page: Survey, stated: list[Candidate[Names]], seen: list[tuple[float, Candidate[Names]]]
) -> list[tuple[float, Candidate[Names]]]:
    """(trust, candidate), the most trusted first."""
    stated_as, host = stated_names(page.declared), host_names(page.declared.url)
    read = readable(page) if stated else ""
    entries: list[tuple[float, Candidate[Names]]] = []
    for one in stated:
        trust = TRUST.get(one.source, TRUST["meta"])
        # Names that a page keeps from its readers are the system's users, not its writers.
        if read and not is_read(one.value[0], read):
            trust -= 4
        entries.append((trust, one))
    entries += [(TRUST[one.source] - cost, one) for cost, one in seen]
    sets = [(source_kind(one.source), {squeezed(name) for name in one.value}) for _, one in entries]
    weighed = []
    for number, (trust, one) in enumerate(entries):
        kind, own = sets[number]
        agreeing = {other for other, names in sets if other != kind and names == own}
        trust += 0.8 * len(agreeing)
        trust -= publishing(one, stated_as, host, number >= len(stated))
        trust -= unlikely(one.value)
        if is_part(one.value, [other.value for _, other in entries]):
            trust -= 2
        weighed.append((trust, number, one))
    weighed.sort(key=lambda entry: (-entry[0], entry[1]))
    return [(trust, one) for trust, _, one in weighed]


PUBLISHER_SEEN = 2.0


def publishing(one: Candidate[Names], stated: set[str], host: set[str], seen: bool) -> float:
    """How much the first name is rather the publisher's; less where readers see it as a byline.

    A person's own site carries the person's name, in its address above all.
    """
    name = one.value[0]
    person = 2 <= len(name.split()) <= 3 and name.istitle() and not ORGANISATION.search(name)
    if is_publisher(name, stated) or is_publisher(" ".join(one.value), stated):
        return PUBLISHER_SEEN if seen else 3.5
    if is_publisher(name, host):
        return 0.4 if person else PUBLISHER_SEEN if seen else 3.5
    return 0.0


def source_kind(source: str) -> str:
    return source.split()[0] if source.startswith(("json-ld", "meta")) else source


ORGANISATION = re.compile(
    r"\be\.\s?V\b|GmbH|\bAG\b|redaktion|\bnews\b|verlag|\bmedia\b|minist|verband|institut|\bteam\b|"
    r"\bonline\b|magazin|\bstaff\b|agency|agentur|zeitung|foundation|stiftung|universit|\binc\b|\bllc\b|"
    r"\bltd\b|\bgroup\b|kitchen|\bblog\b|\bbund\b|amt\b|redacci|rédaction|\beditors?\b|partei|anstalt|"
    r"\bwire\b|desk\b|www|\bS\.A\b|verein",
    re.IGNORECASE,
)


def unlikely(names: Names) -> float:
    """How little the names look like people's: 0 for "Jane Roe"."""
    doubt = 0.0
    first = names[0]
    words = first.split()
    if ORGANISATION.search(first):
        doubt += 2.0
    if len(words) == 1 and first.isascii():
        doubt += 0.4
        if first == first.lower() or "_" in first or "." in first or any(c.isdigit() for c in first):
            doubt += 0.6
    if len(words) > 4:
        doubt += 0.8
    if sum(word[:1].islower() and word not in PARTICLES for word in words) > 1:
        doubt += 1
    if len(words) > 1 and not any(word[:1].isupper() for word in words) and first.isascii():
        doubt += 2
    return doubt


def is_part(names: Names, others: list[Names]) -> bool:
    """Whether another candidate says the same more fully or more cleanly.

    "Jane" is less than "Jane Roe", and "Jane Roe Berlin" is more than her name.
    """
    if len(names) > 1:
        return False
    words = names[0].casefold().split()
    for other in others:
        if len(other) != 1 or other == names:
            continue
        rival = other[0].casefold().split()
        if len(words) == 1 and len(rival) in (2, 3) and rival[0] == words[0]:
            return True
        if len(rival) > 1 and len(words) > len(rival) and words[: len(rival)] == rival:
            return True
    return False


def readable(page: Survey) -> str:
    """All that readers can read, folded; empty when scripts are to write the page's text."""
    if page.root is None:
        return ""
    body = page.root.find("body")
    parts: list[str] = []
    for element in (page.root if body is None else body).iter("*"):
        if element.tag not in ("script", "style", "noscript", "template"):
            parts.append(element.text or "")
        parts.append(element.tail or "")
    text = "".join(parts).casefold()
    return text if len(text) > 1000 else ""


def is_read(name: str, text: str) -> bool:
    """Whether the (folded) text names the person, however it is spaced."""
    if name.casefold() in text:
        return True
    return squeezed(name) in squeezed.__wrapped__(text)


def linked_authors(declared: Declared) -> Iterator[Candidate[Names]]:
    linked = declared.linked
    for article in linked.articles():
        for key in ("author", "creator"):
            people: list[str] = []
            others: list[str] = []
            for value in linked.values(article, key):
                kinds = types_of(value) if isinstance(value, dict) else []
                name = name_of(value)
                if isinstance(value, dict) and isinstance(value.get("name"), list):
                    name = ", ".join(str(one) for one in value["name"])
                if name.startswith(("http", "@")) or not name:
                    continue
                is_person = "person" in kinds or not kinds
                (people if is_person else others).extend(names_in(name))
            if people:
                yield Candidate(tuple(dict.fromkeys(people)), "json-ld")
            if others:
                yield Candidate(tuple(dict.fromkeys(others)), "json-ld organisation")


def declared_authors(declared: Declared) -> Iterator[Candidate[Names]]:
    publisher = known_names(declared)
    for tag in AUTHOR_TAGS:
        people: list[str] = []
        for _, content in declared.all(tag):
            if is_publisher(content.split(",")[0], publisher) and "," in content:
                people.append(content.split(",")[0].strip())
            elif not re.match(r"https?:|www\.|/|@", content):
                people.extend(names_in(content, joined=not tag.startswith(("citation", "dc"))))
        if people:
            yield Candidate(tuple(dict.fromkeys(people)), "meta " + tag)
    for number in ("1", "2"):
        label = declared.first("twitter:label" + number).lower().strip(" :")
        if label in WRITTEN_BY:
            people = list(names_in(declared.first("twitter:data" + number)))
            if people:
                yield Candidate(tuple(people), "twitter:label")


AUTHOR_PATH = re.compile(
    r"(?<!licenses)/(?:authors?|autor(?:en|in)?|people|person|profil(?:es?)?|by|staff|writers?|contributors?|"
    r"journalist(?:s|es|en)?|redakteure?|reporters?|autoren|auteurs?|columnists?|experts?|bylines?|editors?)"
    r"/[\w%.@-]{2,}",
    re.IGNORECASE,
)


# How far (in elements) from the headline a byline loses one point of trust, and how many at most.
REACH = {"text": (30, 2.2), "rel author": (80, 1.0), "itemprop author": (80, 1.0), "link": (40, 2.0)}


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
            doubt += 1.6
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
                name for part in rest for name in names_in(part) if is_personal(name) and " " in name
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


def is_personal(name: str) -> bool:
    """Whether running text names a person here: one to four words, each with a capital."""
    words = name.split()
    if not name.isascii() and not re.search(r"[a-z]", name):
        return len(name) <= 12
    return 1 <= len(words) <= 4 and all(word[0].isupper() or word in PARTICLES for word in words)


PARTICLES = {"von", "van", "de", "der", "den", "di", "da", "del", "la", "le", "el", "al", "bin", "zu", "dos"}
NOT_BYLINES = {"img", "input", "body", "html", "article", "main"}
NOT_BYLINE = re.compile(r"comment|avatar|image|photo|bild|social|theme-?author|form-|-bio\b|quote")
NAME_MARK = re.compile(r"\bfn\b|\bname\b|author[-_]{0,2}name|byline[-_]{0,2}name|author[-_]{0,2}link")


def names_at(element: etree._Element) -> Names:
    """The names in a byline: of its links to authors and its marked names, else of its text."""
    inner = []
    for node in element.iterdescendants():
        if "author" in (node.get("rel") or "").split() or NAME_MARK.search(own_marks(node.attrib)):
            inner.append(node)
        elif node.tag == "a" and AUTHOR_PATH.search(node.get("href") or ""):
            inner.append(node)
    found: dict[str, str] = {}
    for node in inner[:20]:
        for name in names_in(spaced_text(node)):
            found.setdefault(squeezed(name), name)
    if found:
        return tuple(found.values())
    text = spaced_text(element)
    return names_in(text) if len(text) < 200 else ()


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
