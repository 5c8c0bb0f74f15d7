"""The description: what the page declares as its summary, else the standfirst that is seen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.site_names import known_names
from curation.sources.reading.survey import Survey
from curation.sources.reading.words import plain, squeezed

DESCRIPTION_TAGS = (
    "description", "og:description", "twitter:description", "dcterms.abstract", "dc.description",
    "dcterms.description", "sailthru.description", "citation_abstract", "parsely-description",
    "abstract", "excerpt",
)  # fmt: skip


def read_description(page: Survey, paragraphs: Sequence[str] = ()) -> Field[str]:
    """The declared description; without one, the article's first paragraph.

    What only repeats the site's name describes nothing and stands behind the rest.
    """
    declared = page.declared
    found = [Candidate(tidy(content), name) for name, content in declared.all(*DESCRIPTION_TAGS)]
    for article in declared.linked.articles:
        for key in ("description", "abstract"):
            for value in declared.linked.values(article, key):
                if isinstance(value, str):
                    found.append(Candidate(tidy(value), "json-ld"))
    for place in page.items:
        if "description" in place.marks.split() and len(found) < 20:
            value = place.element.get("content") or place.text
            found.append(Candidate(tidy(value), "itemprop description"))
    for paragraph in paragraphs[:10]:
        if len(paragraph) > 40:
            found.append(Candidate(paragraph, "text"))
            break
    known = known_names(declared)
    found.sort(key=lambda one: squeezed(one.value) in known)
    return Field.first_of(found)


def tidy(text: str) -> str:
    """One line without tags, escaped line breaks and the invitation to read on."""
    text = re.sub(r"\\[nrt](?=\s|[A-Z]|$)", " ", text)
    return re.sub(
        r"\s*(?:Read more|Continue reading|Weiterlesen)\W*$", "", plain(text, 3000), flags=re.I
    )
