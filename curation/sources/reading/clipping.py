"""A clipping: what a curator's own browser tab says of a page. Pure: no network.

The bookmarklet (`static/desk/from_link/bookmarklet.js`) collects it, past paywalls and bot walls.
It is as untrusted as the page itself: bounded here, then read as any page is.
"""

import json
from dataclasses import dataclass

from lxml.builder import E

from curation.sources.characters import NOT_IN_XML
from curation.sources.links.link import Link
from curation.sources.links.parsing import MAX_LENGTH, LinkError
from curation.sources.reading.outline import outline_page
from curation.sources.reading.page import Page, page_from_outline

# Characters, and numbers of rows, that are taken of each part.
MAX_PAYLOAD = 1_000_000
MAX_SELECTION = 20_000
MAX_LINE = 1_000
MAX_LANGUAGE = 40
MAX_METAS = 100
MAX_META_NAME = 200
MAX_META = 2_000
MAX_LINKS = 30
MAX_LINKED_DATA = 100_000


class ClippingError(ValueError):
    """A clipping that cannot be used; `str(error)` says why, in words for a curator."""


@dataclass(frozen=True, slots=True)
class Clipping:
    """What one tab says of its page, bounded.

    Attributes:
        selection: the paragraphs that the curator marked.
        metas: (name, content) of the meta tags.
        links: (rel, href, type, sizes) of the head links.
        linked_data: the texts of the JSON-LD blocks.
    """

    link: Link
    title: str = ""
    heading: str = ""
    language: str = ""
    selection: tuple[str, ...] = ()
    metas: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str, str, str], ...] = ()
    linked_data: tuple[str, ...] = ()


def parse_clipping(payload: str) -> Clipping:
    """Return the Clipping in a bookmarklet's JSON object; what is too long is cut.

    Raises ClippingError where it is no such object, or its URL is none.
    """
    if len(payload) > MAX_PAYLOAD:
        raise ClippingError("The page's facts are too large to be taken.")
    try:
        facts = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise ClippingError("What the bookmarklet sent cannot be read. Try it again.") from error
    if not isinstance(facts, dict):
        raise ClippingError("What the bookmarklet sent cannot be read. Try it again.")
    try:
        link = Link.parse(_text(facts.get("url"), MAX_LENGTH + 1))
    except LinkError as error:
        raise ClippingError(str(error)) from error
    selection = _text(facts.get("selection"), MAX_SELECTION)
    return Clipping(
        link=link,
        title=_text(facts.get("title"), MAX_LINE),
        heading=_text(facts.get("heading"), MAX_LINE),
        language=_text(facts.get("language"), MAX_LANGUAGE),
        selection=tuple(" ".join(line.split()) for line in selection.split("\n") if line.strip()),
        metas=tuple(
            (_text(row[0], MAX_META_NAME), _text(row[1], MAX_META))
            for row in _rows(facts.get("metas"), 2, MAX_METAS)
        ),
        links=tuple(
            tuple(_text(value, MAX_META) for value in row)
            for row in _rows(facts.get("links"), 4, MAX_LINKS)
        ),
        linked_data=_whole_texts(facts.get("linkedData"), MAX_LINKED_DATA),
    )


def read_clipping(clipping: Clipping) -> Page:
    """Return the Page that a clipping describes, by the same rules as a fetched one.

    Raises ClippingError where the tab shows a check for robots.
    """
    head = [E.title(clipping.title)]
    head += [E.meta(property=name, content=content) for name, content in clipping.metas]
    head += [
        E.link(rel=rel, href=href, type=kind, sizes=sizes)
        for rel, href, kind, sizes in clipping.links
    ]
    head += [E.script(text, type="application/ld+json") for text in clipping.linked_data]
    body = [E.h1(clipping.heading)] if clipping.heading else []
    body += [E.p(paragraph) for paragraph in clipping.selection]
    root = E.html(E.head(*head), E.body(E.article(*body)), lang=clipping.language)
    page = page_from_outline(outline_page(root, clipping.link.pasted))
    if page.challenge:
        raise ClippingError("The tab shows a check for robots. Pass it, then use the bookmarklet.")
    return page


def _text(value: object, limit: int) -> str:
    return NOT_IN_XML.sub("", value[:limit]).strip() if isinstance(value, str) else ""


def _rows(value: object, width: int, limit: int) -> list[list]:
    """Return the rows of a list that have the right number of values, at most `limit`."""
    rows = value if isinstance(value, list) else []
    return [row for row in rows[:limit] if isinstance(row, list) and len(row) == width]


def _whole_texts(value: object, budget: int) -> tuple[str, ...]:
    """Return the texts of a list that fit into `budget` characters together.

    Those that do not are left out, not cut: half a JSON text cannot be read.
    """
    kept = []
    for item in value if isinstance(value, list) else ():
        text = _text(item, budget + 1)
        if text and len(text) <= budget:
            kept.append(text)
            budget -= len(text)
    return tuple(kept)
