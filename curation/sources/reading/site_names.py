"""The site's name: what the page, its publisher, its logo or the end of its title call it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curation.sources.reading.declared import Declared
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.home_links import names_of_home_links
from curation.sources.reading.json_ld import name_of, types_of
from curation.sources.reading.names import is_personal
from curation.sources.reading.organisations import is_organisation
from curation.sources.reading.outline import PageOutline
from curation.sources.reading.scholarly import paper_journals
from curation.sources.reading.words import host_of, plain, spellings, squeezed, url_parts

# What separates a page's title from the site's name.
SEPARATOR = re.compile(
    r"\s+[|‖│¦·•»«›‹~→–—-]+\s+|\s*[｜|‖│]\s*|\s+::?\s+|\s*::\s*|\s+(?:[/\\<>]|//)\s+|"
    r"_(?=[^_]{1,20}$)|(?<=[^\W\d]): (?=[^:]*$)"
)
NAME_TAGS = ("og:site_name", "og:sitename", "site_name", "sitename", "al:android:app_name_site")
# Tags that may hold a company's, a publisher's or an app's name instead.
LATER_TAGS = tuple(
    """
    application-name apple-mobile-web-app-title dc.publisher dcterms.publisher citation_publisher
    bepress_citation_publisher eprints.publisher citation_dissertation_institution
    citation_technical_report_institution publisher article:publisher sailthru.publisher rbpubname
    cre twitter:app:name:iphone al:ios:app_name twitter:app:name:googleplay al:android:app_name
    copyright twitter:site
    """.split()
)
# Sources that may name something else than the site or its publisher
UNSURE = frozenset(
    """
    copyright title publisher address json-ld-person
    """.split()
)
DOMAIN = re.compile(r"[\w-]+\.\w{2,4}")
DOMAIN_IN_NAME = re.compile(r"\.(?:com|de|net|org|at|ch|co\.uk|fr|it|es|tv|info)\b")
ARTICLE = re.compile(r"^(?:the|der|die|das|la|le|el|il|les|los|de)\s+", re.IGNORECASE)
LONGEST_NAME = 60  # characters
MOST_WORDS = 6  # of a name at one end of a title


@dataclass(frozen=True, slots=True)
class Site:
    """What a page says of its site.

    Attributes:
        candidates: every name that may be the site's, the likeliest first.
        stated, host: the squeezed forms of the names of the site and its publisher that the page
            states, and of those in its host.
        subdomain: the first part of a host that has more than two (www does not count).
    """

    candidates: tuple[Candidate[str], ...] = ()
    stated: frozenset[str] = frozenset()
    host: frozenset[str] = frozenset()
    subdomain: str = ""

    @property
    def known(self) -> frozenset[str]:
        return self.stated | self.host

    @property
    def name(self) -> Field[str]:
        return Field.first_of(self.candidates)


def read_site(page: PageOutline) -> Site:
    """Return the site that the page is on; its name is the part of the title that the host repeats
    where nothing is declared."""
    candidates = tuple(_candidates(page))
    is_deep = host_of(page.declared.url).count(".") > 1
    named = next((one.value for one in candidates if one.source in NAME_TAGS), "")
    stated = [
        spellings(one.value)
        for one in candidates
        if _is_of_publisher(one) and not _is_sender(one, named)
    ]
    return Site(
        candidates,
        frozenset(name for names in stated for name in names if len(name) > 1),
        frozenset(host_names(page.declared.url)),
        subdomain=host_of(page.declared.url).rsplit(".", 2)[0] if is_deep else "",
    )


def _is_of_publisher(candidate: Candidate[str]) -> bool:
    """Say whether the name is that of the site or its publisher, not of a person who writes."""
    if candidate.source in UNSURE:
        return False
    name = candidate.value
    is_person = " " in name and is_personal(name) and not is_organisation(name)
    return not (
        is_person and candidate.source in ("dc.publisher", "dcterms.publisher", "home link")
    )


def _is_sender(candidate: Candidate[str], site_name: str) -> bool:
    """Say whether it is who sent what the site shows: the company of a press release."""
    if not site_name or candidate.source != "json-ld publisher":
        return False
    name, letters = squeezed(candidate.value), squeezed(site_name)
    return not is_organisation(candidate.value) and name not in letters and letters not in name


def host_names(url: str) -> set[str]:
    """Return the squeezed forms of the host, the domains above it and its longer labels."""
    host = host_of(url)
    labels = host.split(".")
    names = {squeezed(".".join(labels[start:])) for start in range(max(1, len(labels) - 1))}
    names.update(squeezed(label) for label in labels[:-1] if len(label) > 3)
    return {name for name in names if len(name) > 1}


def is_publisher(name: str, names: frozenset[str]) -> bool:
    """Say whether the name is that of the site or its publisher: "The Example", "Example News".

    names: the squeezed forms of their names.
    """
    for letters in spellings(name) | spellings(ARTICLE.sub("", name.strip())):
        if letters in names:
            return True
        if any(len(one) > 3 and one in letters and len(letters) - len(one) <= 7 for one in names):
            return True
        if is_organisation(name) and any(
            len(one) > 7 and letters.startswith(one) for one in names
        ):  # "Example Kitchens"
            return True
    return DOMAIN_IN_NAME.search(name.lower()) is not None


def _candidates(page: PageOutline) -> list[Candidate[str]]:
    """Return every name that may be the site's, the likeliest first."""
    declared = page.declared
    found = _declared_names(declared)
    parts = [part.strip() for part in SEPARATOR.split(plain(declared.title, 400)) if part]
    label = _label_of(declared.url)
    segments = {squeezed(part) for part in parts} if len(parts) > 1 else set()
    for name in names_of_home_links(page):
        # "Example - News for everybody": the name is what the host repeats.
        own = [part for part in SEPARATOR.split(name) if part and _has_label(part, label)]
        if own or squeezed(name) in segments:
            found.append(Candidate(own[0] if own else name, "home link"))
    found += [Candidate(name, "title") for name in _names_in_title(parts, declared.url)]
    for name, content in declared.all(*LATER_TAGS):
        value = plain(content, 200).lstrip("@")
        if not value.startswith(("http", "/")) and len(value) < LONGEST_NAME:
            found.append(Candidate(value, name))
    found.append(Candidate(host_of(declared.url), "address"))
    if len(parts) > 1 and len(parts[-1]) < 40:
        found.append(Candidate(parts[-1], "title"))
    return [one for one in found if not one.value.startswith("http")]


def _declared_names(declared: Declared) -> list[Candidate[str]]:
    """Return the names in tags and JSON-LD that are meant for the site."""
    # A paper's journal is where it appeared, whoever's platform shows it.
    named = paper_journals(declared)
    named += [Candidate(plain(content, 200), name) for name, content in declared.all(*NAME_TAGS)]
    linked = declared.linked
    found: list[Candidate[str]] = []
    for article in linked.articles:
        for publisher in linked.values(article, "publisher"):
            is_person = isinstance(publisher, dict) and "person" in types_of(publisher)
            source = "json-ld-person" if is_person else "json-ld publisher"
            found.append(Candidate(plain(name_of(publisher), 200), source))
    for site in linked.of_type({"website"}):
        found.append(Candidate(plain(name_of(site), 200), "json-ld website"))
    for organisation in linked.of_type({"newsmediaorganization", "organization"}):
        if "person" in types_of(organisation):  # a blogger is both to some programs
            continue
        found.append(Candidate(plain(name_of(organisation), 200), "json-ld organisation"))
    if named and DOMAIN.fullmatch(named[0].value):
        # "Example.com" is a domain; the publisher's name with the same word is what people say.
        label = squeezed(named[0].value.rsplit(".", 1)[0])
        return [*(one for one in found if label in squeezed(one.value)), *named, *found]
    # A publication on a platform has a folder of its own there: /night-ferries/seals-return
    folders = [squeezed(folder) for folder in url_parts(declared.url).path.split("/")[1:-1]]
    own = [one for one in found if folders and squeezed(one.value) == folders[0]]
    return [*own, *named, *found]


def _names_in_title(parts: list[str], url: str) -> Iterator[str]:
    """Yield the parts of the title that the host repeats, or that have its word in them."""
    host = squeezed(host_of(url))
    label = _label_of(url)
    if len(parts) < 2:
        return
    ends = [parts[0], *reversed(parts[1:])]
    for part in ends:
        if any(len(one) > 2 and (one in host or (host and host in one)) for one in spellings(part)):
            yield part
    for part in (parts[-1], parts[0]):
        is_number = re.search(r"\d{4}", part)  # of a report, in a database
        if not is_number and len(part.split()) <= MOST_WORDS and _has_label(part, label):
            yield _without_folder(part, url)


def _label_of(url: str) -> str:
    """Return the host's own word: "example" of news.example.co.uk; empty for a short one."""
    labels = host_of(url).split(".")
    if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3:
        labels = labels[:-1]
    label = squeezed(labels[-2]) if len(labels) > 1 else ""
    return label if len(label) > 4 else ""


def _has_label(name: str, label: str) -> bool:
    """Say whether the host's word is in the name, or the (longer) name in the host's word."""
    if not label:
        return False
    return any(
        label in one or (5 * len(one) >= 3 * len(label) and one in label) for one in spellings(name)
    )


def _without_folder(name: str, url: str) -> str:
    """Return the name without a folder of the URL: "Example Tech Blog" under /tech-blog/."""
    words = name.split()
    folders = {squeezed(folder) for folder in url_parts(url).path.split("/")}
    for number in range(1, len(words)):
        if squeezed(" ".join(words[number:])) in folders:
            return " ".join(words[:number])
    return name
