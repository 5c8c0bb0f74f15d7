"""The description: what the page declares as its summary, else the article's first paragraph."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from curation.sources.reading.date_formats import without_dates
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.outline import PageOutline
from curation.sources.reading.page_builders import without_marks
from curation.sources.reading.words import plain, squeezed, unescaped

DESCRIPTION_TAGS = tuple(
    """
    description og:description twitter:description dcterms.abstract dc.description
    dcterms.description sailthru.description citation_abstract eprints.abstract
    parsely-description abstract excerpt
    """.split()
)
LONGEST = 3000  # characters
ESCAPED_BREAK = re.compile(r"\\[nrt](?=\s|[A-Z]|$)")
READ_ON = re.compile(r"\s*(?:Read more|Continue reading|Weiterlesen)\W*$", re.IGNORECASE)


def read_description(
    page: PageOutline, paragraphs: Sequence[str] = (), site: Collection[str] = frozenset()
) -> Field[str]:
    """Return the declared description; without one, the article's first paragraph.

    One that only repeats the site's name comes after all others. site: the squeezed forms of the
    names of the site and its publisher.
    """
    declared = page.declared
    found = [Candidate(_tidy(content), name) for name, content in declared.all(*DESCRIPTION_TAGS)]
    for article in declared.linked.articles:
        for key in ("description", "abstract"):
            for value in declared.linked.values(article, key):
                if isinstance(value, str):
                    found.append(Candidate(_tidy(value), "json-ld"))
    for place in page.items:
        if "description" in place.marks.split() and len(found) < 20:
            value = place.element.get("content") or place.text
            found.append(Candidate(_tidy(value), "itemprop description"))
    for paragraph in paragraphs[:10]:
        if len(without_dates(paragraph)) > 40:  # "Updated …, published …" is none
            found.append(Candidate(paragraph, "text"))
            break
    found.sort(key=lambda one: squeezed(one.value) in site)
    return Field.first_of(found)


def _tidy(text: str) -> str:
    """Return one line without tags, page builders' marks and the invitation to read on."""
    text = without_marks(unescaped(ESCAPED_BREAK.sub(" ", text[:LONGEST])))
    return READ_ON.sub("", without_marks(plain(text, LONGEST)))
