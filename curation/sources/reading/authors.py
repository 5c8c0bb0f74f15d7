"""Who signed the page. Where nobody did, no author is better than a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.sources.reading import scholarly
from curation.sources.reading.bylines import is_full_name, visible_authors
from curation.sources.reading.declared import Declared
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.json_ld import name_of, types_of
from curation.sources.reading.names import PARTICLES, Names, names_in
from curation.sources.reading.organisations import is_organisation
from curation.sources.reading.outline import PageOutline, Place
from curation.sources.reading.site_names import ARTICLE, Site, is_publisher
from curation.sources.reading.words import letters_of, spellings, squeezed

# In order of trust.
AUTHOR_TAGS = tuple(
    """
    parsely-author sailthru.author sailthru.byline_name byl article_author article-author
    og:article:author article:author article.author author authors dc.creator dc:creator
    dcterms.creator dc.creator.name dcsext.author cxenseparse:author qc:author byline author_name
    author-name creator rbauthors atc-metaauthor shareaholic:article_author_name
    branch:deeplink:authorname1 article:author_name og:author news_author cre.author dc.author
    """.split()
)
PAPER_TAGS = frozenset([*scholarly.AUTHOR_TAGS, *scholarly.LIST_TAGS])
# Labels beside which X's cards (`twitter:label1`, `twitter:data1`) name the author.
AUTHOR_LABELS = frozenset(
    [
        "author", "autor", "autor/-in", "by", "von", "written by", "verfasst von",
        "geschrieben von", "écrit par", "escrito por", "scritto da", "geschreven door",
        "skrevet av", "napisane przez",
    ]
)  # fmt: skip

# How far each source is trusted to name the authors.
TRUST = {
    "json-ld": 5.0,
    "paper": 4.8,
    "meta": 4.0,
    "twitter:label": 4.0,
    "itemprop author": 4.0,
    "rel author": 4.0,
    "byline": 3.4,
    "text": 3.2,
    "dateline": 2.8,
    "json-ld organisation": 2.0,
    "link": 1.4,
}
ENOUGH = 1.9  # with less trust the author stays open, for a curator to choose
TRUST_IN_FULLER = 2.5  # that a longer list of authors needs to replace the first candidate
COST_OF_PUBLISHER = 3.5
COST_OF_VISIBLE_PUBLISHER = 2.0  # readers see it as the byline
SHORTEST_TEXT = 1000  # characters; a page with less is written by scripts, its text is unknown

# (trust, candidate), the most trusted first
Ranking = list[tuple[float, Candidate[Names]]]


def read_authors(page: PageOutline, site: Site, heading: Place | None = None) -> Field[Names]:
    """Return who signed the page: names in the byline's order; empty where nobody seems to have."""
    declared = [
        *_json_ld_authors(page.declared),
        *scholarly.paper_authors(page.declared),
        *_meta_authors(page.declared, site),
    ]
    visible = list(visible_authors(page, heading))
    ranking = _ranked(page, site, declared, visible)
    candidates = [candidate for _, candidate in ranking]
    if ranking and ranking[0][0] >= ENOUGH:
        return Field.first_of(candidates)
    return Field.undecided(candidates, ())


def _ranked(
    page: PageOutline,
    site: Site,
    declared: list[Candidate[Names]],
    visible: list[tuple[float, Candidate[Names]]],
) -> Ranking:
    """Return all candidates by trust: in their source, in the names, in agreement of sources."""
    text = _visible_text(page) if declared else ""
    entries: Ranking = []
    for candidate in declared:
        is_paper = candidate.source.removeprefix("meta ") in PAPER_TAGS
        trust = TRUST["paper"] if is_paper else TRUST.get(candidate.source, TRUST["meta"])
        # Names that a page never shows are those of the system's users, not of its writers; only
        # journals shorten them.
        if text and not is_paper and not _is_mentioned(candidate.value[0], text):
            trust -= 4
        entries.append((trust, candidate))
    entries += [(TRUST[candidate.source] - doubt, candidate) for doubt, candidate in visible]
    name_sets = [
        (_source_kind(candidate.source), {squeezed(name) for name in candidate.value})
        for _, candidate in entries
    ]
    weighed = []
    for number, (trust, candidate) in enumerate(entries):
        kind, own = name_sets[number]
        agreeing = {other for other, names in name_sets if other != kind and names == own}
        # That a page names its publisher in many places says nothing of who wrote it.
        if spellings(candidate.value[0]).isdisjoint(site.known):
            trust += 0.8 * len(agreeing)
        trust -= _publisher_cost(candidate, site, is_visible=number >= len(declared))
        trust -= _doubt(candidate.value)
        if _is_part(candidate.value, [other.value for _, other in entries]):
            trust -= 2
        weighed.append((trust, candidate))
    weighed.sort(key=lambda entry: -entry[0])  # stable: equals stay in the order of their sources
    return _fuller_first(weighed)


def _fuller_first(ranking: Ranking) -> Ranking:
    """Return the ranking, led by a byline that has the first candidate's people and more."""
    if not ranking:
        return ranking
    best_trust, best = ranking[0]
    own = {squeezed(name) for name in best.value}
    for trust, candidate in ranking[1:]:
        names = {squeezed(name) for name in candidate.value}
        if trust < TRUST_IN_FULLER or candidate.source == "text":
            continue
        if own < names and len(names) <= 6 and all(map(is_full_name, candidate.value)):
            others = [entry for entry in ranking if entry[1] is not candidate]
            return [(best_trust, candidate), *others]
    return ranking


def _publisher_cost(candidate: Candidate[Names], site: Site, *, is_visible: bool) -> float:
    """Return how much trust is lost because the first name is rather that of the publisher.

    Less where readers see it as a byline. A person's own site has the person's name, above all in
    its host.
    """
    name = candidate.value[0]
    cost = COST_OF_VISIBLE_PUBLISHER if is_visible else COST_OF_PUBLISHER
    if not spellings(name).isdisjoint(site.stated):
        cost += 0.5
    if is_publisher(name, site.stated) or squeezed(" ".join(candidate.value)) in site.stated:
        return cost
    if candidate.source == "rel author" and squeezed(name) == squeezed(site.subdomain):
        return 0.4  # the account whose blog it is: roe.blogs.example
    if is_publisher(name, site.host):
        is_person = is_full_name(name) and name.istitle() and not ARTICLE.match(name)
        return 0.4 if is_person else cost
    return 0.0


def _source_kind(source: str) -> str:
    """Return what agrees with itself for free: all JSON-LD is one source, all meta tags another."""
    return source.split()[0] if source.startswith(("json-ld", "meta")) else source


def _doubt(names: Names) -> float:
    """Return how little the first name looks like a person's: 0 for "Jane Roe"."""
    doubt = 0.0
    name = names[0]
    words = name.split()
    if len(names) > 2 and all(" " not in one and one.isascii() for one in names):
        doubt += 1.0  # rather topics than first names
    if is_organisation(name):
        doubt += 2.0
    if len(words) == 1 and name.isascii():
        doubt += 0.4
        if name == name.lower() or re.search(r"[\d_.]", name):  # the name of an account
            doubt += 0.6
    if len(words) > 4:
        doubt += 1.6 if words[0][:1].islower() else 0.8
    if sum(word[:1].islower() and word not in PARTICLES for word in words) > 1:
        doubt += 1
    if len(words) > 1 and not any(word[:1].isupper() for word in words) and name.isascii():
        doubt += 2
    return doubt


def _is_part(names: Names, others: list[Names]) -> bool:
    """Say whether another candidate has the same name more fully or without additions.

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


def _visible_text(page: PageOutline) -> str:
    """Return all that readers can read, case folded; empty when scripts write the page's text."""
    if page.root is None:
        return ""
    body = page.root.find("body")
    parts: list[str] = []
    for element in (page.root if body is None else body).iter("*"):
        if element.tag not in ("script", "style", "noscript", "template"):
            parts.append(element.text or "")
        parts.append(element.tail or "")
    text = "".join(parts).casefold()
    return text if len(text) > SHORTEST_TEXT else ""


def _is_mentioned(name: str, text: str) -> bool:
    """Say whether the (case folded) text has the name, however it is spaced."""
    return name.casefold() in text or squeezed(name) in letters_of(text)


def _describes_site(content: str, site: Site) -> bool:
    """Say whether it is a whole title with the site's name in it, not a byline."""
    letters = spellings(content)
    return len(content.split()) > 4 and any(
        len(name) > 6 and name in one for one in letters for name in site.host
    )


def _json_ld_authors(declared: Declared) -> Iterator[Candidate[Names]]:
    linked = declared.linked
    for article in linked.articles:
        for key in ("author", "creator"):
            people: list[str] = []
            organisations: list[str] = []
            for value in linked.values(article, key):
                kinds = types_of(value) if isinstance(value, dict) else []
                name = name_of(value)
                if isinstance(value, dict) and isinstance(value.get("name"), list):
                    name = ", ".join(str(one) for one in value["name"])
                if not name or name.startswith(("http", "@")):
                    continue
                if "person" in kinds or not kinds:
                    people.extend(names_in(name))
                else:
                    organisations.extend(names_in(name))
            if people:
                yield Candidate(tuple(dict.fromkeys(people)), "json-ld")
            if organisations:
                yield Candidate(tuple(dict.fromkeys(organisations)), "json-ld organisation")


def _meta_authors(declared: Declared, site: Site) -> Iterator[Candidate[Names]]:
    for tag in AUTHOR_TAGS:
        people: list[str] = []
        for _, content in declared.all(tag):
            if is_publisher(content.split(",")[0], site.known) and "," in content:
                people.append(content.split(",")[0].strip())
            elif _describes_site(content, site):
                continue
            elif not re.match(r"https?:|www\.|/|@", content):
                people.extend(names_in(content, joined=not tag.startswith("dc")))
        if people:
            yield Candidate(tuple(dict.fromkeys(people)), "meta " + tag)
    for number in ("1", "2"):
        label = declared.first("twitter:label" + number).lower().strip(" :")
        if label in AUTHOR_LABELS:
            people = list(names_in(declared.first("twitter:data" + number)))
            if people:
                yield Candidate(tuple(people), "twitter:label")
