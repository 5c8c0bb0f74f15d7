"""What journals and repositories declare of a paper: its authors, its journal, its DOI.

The vocabularies are those that Google Scholar's inclusion guidelines name: Highwire Press
(`citation_*`), BE Press (`bepress_citation_*`), EPrints (`eprints.*`), PRISM (`prism.*`), and last
Dublin Core (`dc.*`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.sources.reading.declared import Declared
from curation.sources.reading.fields import Candidate
from curation.sources.reading.names import Names, names_in, turned_round
from curation.sources.reading.words import plain

# One author in each tag, and all authors in one.
AUTHOR_TAGS = (
    "citation_author",
    "bepress_citation_author",
    "eprints.creators_name",
    "prism.creator",
    "prism.author",
)
LIST_TAGS = ("citation_authors", "bepress_citation_authors", "eprints.creators")
JOURNAL_TAGS = (
    "citation_journal_title",
    "bepress_citation_journal_title",
    "prism.publicationname",
    "eprints.publication",
    "citation_conference_title",
    "bepress_citation_conference_title",
    "citation_conference",
)
URL_TAGS = (
    "citation_abstract_html_url",
    "bepress_citation_abstract_html_url",
    "citation_public_url",
)
DOI_TAGS = (
    "citation_doi",
    "bepress_citation_doi",
    "prism.doi",
    "eprints.doi",
    "doi",
    "dc.identifier.doi",
    "dc.identifier",
    "dcterms.identifier",
    "eprints.id_number",
)
# ISO 26324: the prefix "10." with the registrant, a slash, any printable characters
DOI = re.compile(
    r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/|info:doi/)?(10\.\d{4,9}(?:\.\d+)*/[^\s\"<>]{1,200})",
    re.IGNORECASE,
)


def paper_authors(declared: Declared) -> Iterator[Candidate[Names]]:
    """Yield the authors that each vocabulary names: "Roe, Ada" is turned round to Ada Roe."""
    for tag in AUTHOR_TAGS:
        yield from _as_candidate([content for _, content in declared.all(tag)], tag)
    for tag in LIST_TAGS:
        found: list[str] = []
        for _, content in declared.all(tag):
            is_divided = ";" in content or content.count(",") == 1
            found += content.split(";") if is_divided else names_in(content)
        yield from _as_candidate(found, tag)


def paper_journals(declared: Declared) -> list[Candidate[str]]:
    """Return the names of the journal or the conference in which the paper appeared."""
    return [Candidate(plain(content, 200), name) for name, content in declared.all(*JOURNAL_TAGS)]


def paper_doi(declared: Declared) -> str:
    """Return the paper's DOI without a resolver before it; empty when the page declares none."""
    for _, content in declared.all(*DOI_TAGS):
        if match := DOI.fullmatch(content.strip().rstrip(".")):
            return match[1]
    return ""


def _as_candidate(stated: list[str], tag: str) -> Iterator[Candidate[Names]]:
    people = [name for text in stated for name in names_in(turned_round(text))]
    if people:
        yield Candidate(tuple(dict.fromkeys(people)), "meta " + tag)
