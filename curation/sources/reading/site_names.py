"""The site's name: what the page, its publisher or the end of its title call it."""

from __future__ import annotations

import re

from curation.sources.reading.declared import Declared
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.json_ld import name_of
from curation.sources.reading.scholarly import paper_journals
from curation.sources.reading.words import host_of, plain, squeezed

# What separates a page's title from the site's name.
SEPARATOR = re.compile(
    r"\s+[|‖¦·•»«›‹~→–—-]+\s+|\s*[｜|‖]\s*|\s+::?\s+|\s*::\s*|\s+[/\\<>]\s+|_(?=[^_]{1,20}$)|"
    r"(?<=[^\W\d]): (?=[^:]*$)"
)
NAME_TAGS = ("og:site_name", "og:sitename", "site_name", "sitename", "al:android:app_name_site")
# Tags that may hold a company's, a journal's or an app's name instead.
LATER_TAGS = tuple(
    """
    application-name apple-mobile-web-app-title dc.publisher dcterms.publisher citation_publisher
    bepress_citation_publisher eprints.publisher citation_dissertation_institution
    citation_technical_report_institution publisher article:publisher sailthru.publisher rbpubname
    cre twitter:app:name:iphone al:ios:app_name twitter:app:name:googleplay al:android:app_name
    copyright twitter:site
    """.split()
)
DOMAIN = re.compile(r"[\w-]+\.\w{2,4}")
DOMAIN_IN_NAME = re.compile(r"\.(?:com|de|net|org|at|ch|co\.uk|fr|it|es|tv|info)\b")
ARTICLE = re.compile(r"^(?:the|der|die|das|la|le|el|il|les|los|de)\s+", re.IGNORECASE)


def read_site_name(declared: Declared) -> Field[str]:
    """Return the site's name; if none is declared, the part of the title that the host repeats."""
    return Field.first_of(_candidates(declared))


def known_names(declared: Declared) -> set[str]:
    """Return the squeezed forms of all that may name the site or its publisher, host included."""
    return stated_names(declared) | host_names(declared.url)


def stated_names(declared: Declared) -> set[str]:
    """Return the squeezed forms of the names of the site and its publisher that the page states."""
    names = {
        squeezed(one.value)
        for one in _candidates(declared)
        if one.source not in ("copyright", "title", "publisher", "address")
    }
    return {name for name in names if len(name) > 1}


def host_names(url: str) -> set[str]:
    """Return the squeezed forms of the host, the domains above it and its longer labels."""
    host = host_of(url)
    labels = host.split(".")
    names = {squeezed(".".join(labels[start:])) for start in range(max(1, len(labels) - 1))}
    names.update(squeezed(label) for label in labels[:-1] if len(label) > 3)
    return {name for name in names if len(name) > 1}


def is_publisher(name: str, names: set[str]) -> bool:
    """Say whether the name is that of the site or its publisher: "The Example", "Example News".

    names: the squeezed forms of their names.
    """
    for letters in (squeezed(name), squeezed(ARTICLE.sub("", name.strip()))):
        if letters in names:
            return True
        if any(len(one) > 3 and one in letters and len(letters) - len(one) <= 7 for one in names):
            return True
    return DOMAIN_IN_NAME.search(name.lower()) is not None


def _candidates(declared: Declared) -> list[Candidate[str]]:
    """Return every name that may be the site's, the likeliest first."""
    host = squeezed(host_of(declared.url))
    # A paper's journal is where it appeared, whoever's platform shows it.
    named = paper_journals(declared)
    named += [Candidate(plain(content, 200), name) for name, content in declared.all(*NAME_TAGS)]
    linked = declared.linked
    found: list[Candidate[str]] = []
    for article in linked.articles:
        for publisher in linked.values(article, "publisher"):
            found.append(Candidate(plain(name_of(publisher), 200), "json-ld publisher"))
    for site in linked.of_type({"website"}):
        found.append(Candidate(plain(name_of(site), 200), "json-ld website"))
    for organisation in linked.of_type({"newsmediaorganization", "organization"}):
        found.append(Candidate(plain(name_of(organisation), 200), "json-ld organisation"))
    if named and DOMAIN.fullmatch(named[0].value):
        # "Example.com" is a domain; the publisher's name with the same word is what people say.
        label = squeezed(named[0].value.rsplit(".", 1)[0])
        found = [*(one for one in found if label in squeezed(one.value)), *named, *found]
    else:
        found = [*named, *found]
    parts = [part.strip() for part in SEPARATOR.split(plain(declared.title, 400)) if part]
    if len(parts) > 1:
        for part in [parts[0], *reversed(parts[1:])]:
            letters = squeezed(part)
            if len(letters) > 2 and (letters in host or (host and host in letters)):
                found.append(Candidate(part, "title"))
    for name, content in declared.all(*LATER_TAGS):
        value = plain(content, 200).lstrip("@")
        if not value.startswith(("http", "/")) and len(value) < 60:
            found.append(Candidate(value, name))
    found.append(Candidate(host_of(declared.url), "address"))
    if len(parts) > 1 and len(parts[-1]) < 40:
        found.append(Candidate(parts[-1], "title"))
    return [one for one in found if not one.value.startswith("http")]
