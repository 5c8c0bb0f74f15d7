"""Who signed the page. Where nobody did, no author is better than a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.sources.reading.bylines import is_full_name, seen_authors
from curation.sources.reading.declared import Declared
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.json_ld import name_of, types_of
from curation.sources.reading.names import ORGANISATION, PARTICLES, Names, names_in
from curation.sources.reading.site_names import host_names, is_publisher, known_names, stated_names
from curation.sources.reading.survey import Place, Survey
from curation.sources.reading.words import squeezed

AUTHOR_TAGS = (
    "parsely-author", "sailthru.author", "sailthru.byline_name", "byl", "article_author",
    "article-author", "og:article:author", "article:author",
    "article.author", "author", "authors", "dc.creator", "dc:creator", "dcterms.creator",
    "dc.creator.name", "dcsext.author",
    "cxenseparse:author", "qc:author", "byline", "author_name", "author-name", "creator",
    "rbauthors", "atc-metaauthor", "shareaholic:article_author_name",
    "branch:deeplink:authorname1", "article:author_name", "og:author", "news_author",
    "cre.author", "dc.author", "citation_author",
)  # fmt: skip
WRITTEN_BY = {
    "written by",
    "verfasst von",
    "geschrieben von",
    "author",
    "autor",
    "écrit par",
    "escrito por",
    "scritto da",
    "geschreven door",
    "by",
    "von",
    "skrevet av",
    "napisane przez",
    "autor/-in",
}


TRUST = {
    "json-ld": 5.0, "meta": 4.0, "twitter:label": 4.0, "itemprop author": 4.0, "rel author": 4.0,
    "byline": 3.4, "text": 3.2, "dateline": 2.8, "link": 1.4, "json-ld organisation": 2.0,
}  # fmt: skip
ENOUGH = 1.9
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
    return fuller_first([(trust, one) for trust, _, one in weighed])


def fuller_first(
    ranked: list[tuple[float, Candidate[Names]]],
) -> list[tuple[float, Candidate[Names]]]:
    """The same, led by the byline that names the first candidate's people and more beside them."""
    if not ranked:
        return ranked
    best_trust, best = ranked[0]
    own = {squeezed(name) for name in best.value}
    for trust, one in ranked[1:]:
        names = {squeezed(name) for name in one.value}
        if trust < 2.5 or one.source == "text" or not own < names or len(names) > 6:
            continue
        if all(map(is_full_name, one.value)):
            return [(best_trust, one), *(entry for entry in ranked if entry[1] is not one)]
    return ranked


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


def unlikely(names: Names) -> float:
    """How little the names look like people's: 0 for "Jane Roe"."""
    doubt = 0.0
    first = names[0]
    words = first.split()
    if ORGANISATION.search(first):
        doubt += 2.0
    if len(words) == 1 and first.isascii():
        doubt += 0.4
        if (
            first == first.lower()
            or "_" in first
            or "." in first
            or any(c.isdigit() for c in first)
        ):
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
    for article in linked.articles:
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
