"""Reading a page: from the HTML of any news page to what it says of itself. Pure: no network.

`read_page` parses, outlines the tree in one walk, and asks the modules of this package, one for
each field. Every field keeps its candidates, with where on the page they were read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from curation.sources.reading import markup
from curation.sources.reading.authors import read_authors
from curation.sources.reading.canonical import read_canonical
from curation.sources.reading.challenges import read_challenge
from curation.sources.reading.date_formats import Moment
from curation.sources.reading.dates import read_published
from curation.sources.reading.declared import Declared
from curation.sources.reading.descriptions import read_description
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.json_ld import as_list
from curation.sources.reading.languages import read_language
from curation.sources.reading.names import Names
from curation.sources.reading.outline import PageOutline, outline_page
from curation.sources.reading.pictures import read_icon, read_image
from curation.sources.reading.scholarly import paper_doi
from curation.sources.reading.site_names import read_site
from curation.sources.reading.text import read_paragraphs
from curation.sources.reading.titles import main_heading, read_title
from curation.sources.reading.words import plain, squeezed

__all__ = ["Candidate", "Field", "Page", "page_from_outline", "read_page"]

EXCERPT_LENGTH = 300  # characters
MOST_KEYWORDS = 60
KEYWORD_TAGS = ("keywords", "news_keywords", "citation_keywords", "eprints.keywords")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of itself. All URLs are absolute.

    Attributes:
        authors: names in the byline's order, empty where nobody signed.
        published: a datetime in the page's own time zone, or a date.
        doi: of a paper, without a resolver before it.
        icon: the URL of the site's icon.
        html_meta: the page's own meta tags as they are, kept as provenance; their names without
            colons (`ogtitle`). `open_graph` and `twitter` are those of these two vocabularies.
        excerpt: for lists.
        text: the article's paragraphs, for suggesting topics.
        challenge: whose check for robots was sent in place of the article (see `challenges`),
            empty for an article. Such a page has no other facts.
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
    doi: str = ""
    icon: str = ""
    keywords: tuple[str, ...] = ()
    html_meta: dict[str, str] = field(default_factory=dict)
    open_graph: dict[str, str] = field(default_factory=dict)
    twitter: dict[str, str] = field(default_factory=dict)
    excerpt: str = ""
    text: str = ""
    challenge: str = ""


def read_page(html: bytes | str, url: str, *, charset: str = "") -> Page:
    """Return what the page that was fetched from `url` says of itself.

    charset: the one in the HTTP header, if any. Whatever the bytes are, a Page comes back; fields
    that nothing was found for are empty.
    """
    root = markup.parse(html, charset)
    if root is None:
        return Page(url=url, canonical_url=read_canonical(Declared(url)))
    return page_from_outline(outline_page(root, url))


def page_from_outline(outline: PageOutline) -> Page:
    """Return the page that an outline describes."""
    declared = outline.declared
    if challenge := read_challenge(outline):
        return Page(
            url=declared.url,
            canonical_url=read_canonical(Declared(declared.url)),
            challenge=challenge,
        )
    site = read_site(outline)
    title = read_title(outline, site.known)
    heading = main_heading(outline, title.value or "")
    paragraphs = read_paragraphs(outline)
    description = read_description(outline, paragraphs, site.known)
    language = read_language(outline, paragraphs)
    text = "\n\n".join(paragraphs)
    repeats_title = squeezed(description.value or "") == squeezed(title.value or "")
    tags = _meta_tags(declared)
    return Page(
        url=declared.url,
        title=title,
        description=description,
        site_name=site.name,
        authors=read_authors(outline, site, heading),
        published=read_published(outline, heading, language.value or ""),
        language=language,
        image=read_image(outline, heading),
        canonical_url=read_canonical(declared),
        doi=paper_doi(declared),
        icon=read_icon(declared),
        keywords=_keywords(declared),
        html_meta=tags,
        open_graph={key: value for key, value in tags.items() if key.lower().startswith("og")},
        twitter={key: value for key, value in tags.items() if key.lower().startswith("twitter")},
        excerpt=shortened(text if repeats_title else description.value or text),
        text=text,
    )


def shortened(text: str) -> str:
    """Return the beginning of the text for a list, cut after a sentence or a word."""
    text = " ".join(text.split())
    if len(text) <= EXCERPT_LENGTH:
        return text
    start = text[:EXCERPT_LENGTH]
    sentence = max(start.rfind(mark) for mark in (". ", "! ", "? ", "。"))
    if sentence > EXCERPT_LENGTH // 2:
        return start[: sentence + 1]
    return start.rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def _meta_tags(declared: Declared) -> dict[str, str]:
    """Return the page's meta tags by name, without the colons in names; the first of each name."""
    return {
        declared.given_names[name].replace(":", ""): contents[0]
        for name, contents in declared.metas.items()
        if not name.startswith("http-equiv:")
    }


def _keywords(declared: Declared) -> tuple[str, ...]:
    """Return the page's own keywords and tags, each once, in the page's order."""
    stated = [text for _, text in declared.all(*KEYWORD_TAGS)]
    for article in declared.linked.articles:
        stated += [word for word in as_list(article.get("keywords")) if isinstance(word, str)]
    found: dict[str, str] = {}
    for text in stated[:50]:
        for word in re.split(r"[,;]", plain(text)):
            found.setdefault(word.strip().casefold(), word.strip())
    for _, word in declared.all("article:tag", "og:article:tag"):
        found.setdefault(plain(word).casefold(), plain(word))
    return tuple(word for word in found.values() if 1 < len(word) < 80)[:MOST_KEYWORDS]
