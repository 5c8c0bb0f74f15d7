"""Reading a page: from the HTML of any news page to what can be said of it. Pure: no network.

``read_page`` parses, surveys the tree once, and asks the files of ``curation.sources.reading``, one
for each fact. Every field keeps its candidates with the places they were read from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from curation.sources.door.head import parse_refresh
from curation.sources.reading import markup
from curation.sources.reading.authors import read_authors
from curation.sources.reading.canonical import read_canonical
from curation.sources.reading.date_formats import Moment
from curation.sources.reading.dates import read_published
from curation.sources.reading.declared import Declared
from curation.sources.reading.descriptions import read_description
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.json_ld import as_list
from curation.sources.reading.languages import read_language
from curation.sources.reading.names import Names
from curation.sources.reading.pictures import read_icon, read_image
from curation.sources.reading.site_names import read_site_name
from curation.sources.reading.survey import Survey, survey
from curation.sources.reading.text import read_paragraphs
from curation.sources.reading.titles import main_heading, read_title
from curation.sources.reading.words import plain, squeezed

__all__ = ["Candidate", "Field", "Page", "compose", "read_page"]

EXCERPT_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of itself.

    ``authors`` is a tuple of names in the byline's order, empty where nobody signed; ``published``
    a datetime in the page's own zone, or a date. Addresses are absolute. ``html_meta``,
    ``open_graph`` and ``twitter`` are the page's own tags as they stand, keys without colons
    (``ogtitle``), kept as provenance. ``excerpt`` is for lists, ``text`` the article's paragraphs,
    for suggesting topics.
    """

    url: str
    title: Field[str] = field(default_factory=Field)
    description: Field[str] = field(default_factory=Field)
    site_name: Field[str] = field(default_factory=Field)
    authors: Field[Names] = field(default_factory=Field)
    published: Field[Moment] = field(default_factory=Field)
    language: Field[str] = field(default_factory=Field)
    image: Field[str] = field(default_factory=Field)
    canonical_url: Field[str] = field(default_factory=Field)
    icon: str = ""
    keywords: tuple[str, ...] = ()
    amp_url: str = ""
    pdf_url: str = ""
    refresh_url: str = ""
    html_meta: dict[str, str] = field(default_factory=dict)
    open_graph: dict[str, str] = field(default_factory=dict)
    twitter: dict[str, str] = field(default_factory=dict)
    excerpt: str = ""
    text: str = ""


def read_page(html: bytes | str, url: str, *, charset: str = "") -> Page:
    """Read the page that was fetched from ``url``.

    ``charset`` is the one named in the HTTP header, if any. Whatever the bytes are, a Page comes
    back; fields that nothing was found for are empty.
    """
    root = markup.parse(html, charset)
    if root is None:
        return Page(url=url, canonical_url=read_canonical(Declared(url)))
    return compose(survey(root, url))


def compose(seen: Survey) -> Page:
    """The page that a survey tells of: of HTML, or of declared facts alone (no visible places)."""
    declared = seen.declared
    title = read_title(seen)
    heading = main_heading(seen, title.value or "")
    paragraphs = read_paragraphs(seen)
    description = read_description(seen, paragraphs)
    language = read_language(seen, paragraphs)
    text = "\n\n".join(paragraphs)
    names = provenance(declared)
    return Page(
        url=declared.url,
        title=title,
        description=description,
        site_name=read_site_name(declared),
        authors=read_authors(seen, heading),
        published=read_published(seen, heading, language.value or ""),
        language=language,
        image=read_image(seen, heading),
        canonical_url=read_canonical(declared),
        icon=read_icon(declared),
        keywords=keywords(declared),
        amp_url=linked_address(declared, "amphtml"),
        pdf_url=pdf_address(declared),
        refresh_url=refresh_target(declared),
        html_meta=names,
        open_graph={key: value for key, value in names.items() if key.lower().startswith("og")},
        twitter={key: value for key, value in names.items() if key.lower().startswith("twitter")},
        excerpt=shortened(text if says_title(description, title) else description.value or text),
        text=text,
    )


def provenance(declared: Declared) -> dict[str, str]:
    """The page's meta tags by name, colons left out of the names; the first of each name."""
    return {
        declared.given_names[name].replace(":", ""): contents[0]
        for name, contents in declared.metas.items()
        if not name.startswith("http-equiv:")
    }


def keywords(declared: Declared) -> tuple[str, ...]:
    """The page's own keywords and tags, each once, in the page's order."""
    stated = [text for _, text in declared.all("keywords", "news_keywords")]
    for article in declared.linked.articles:
        stated += [word for word in as_list(article.get("keywords")) if isinstance(word, str)]
    found: dict[str, str] = {}
    for text in stated[:50]:
        for word in re.split(r"[,;]", plain(text)):
            found.setdefault(word.strip().casefold(), word.strip())
    for _, word in declared.all("article:tag", "og:article:tag"):
        found.setdefault(plain(word).casefold(), plain(word))
    return tuple(word for word in found.values() if 1 < len(word) < 80)[:60]


def linked_address(declared: Declared, relation: str, kind: str = "") -> str:
    """The address of the first link of this relation (and type), empty when there is none."""
    for link in declared.links:
        if relation in link.rel and link.type.startswith(kind) and link.href:
            return declared.absolute(link.href)
    return ""


def pdf_address(declared: Declared) -> str:
    """The PDF that the page names as another form of itself."""
    stated = declared.first("citation_pdf_url", "wkhealth_pdf_url", "bepress_citation_pdf_url")
    return declared.absolute(stated) or linked_address(declared, "alternate", "application/pdf")


def refresh_target(declared: Declared) -> str:
    """Where the page sends its readers within seconds, if it is a mere signpost."""
    stated = parse_refresh(declared.first("http-equiv:refresh"))
    if not stated:
        return ""
    target = declared.absolute(stated)
    return target if target.split("#")[0] != declared.url.split("#")[0] else ""


def says_title(description: Field[str], title: Field[str]) -> bool:
    """Whether the description only repeats the title."""
    return squeezed(description.value or "") == squeezed(title.value or "")


def shortened(text: str) -> str:
    """The text's beginning for a list, cut behind a sentence or a word."""
    text = " ".join(text.split())
    if len(text) <= EXCERPT_LENGTH:
        return text
    start = text[:EXCERPT_LENGTH]
    sentence = max(start.rfind(mark) for mark in (". ", "! ", "? ", "。"))
    if sentence > EXCERPT_LENGTH // 2:
        return start[: sentence + 1]
    return start.rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"
