"""A clipping: what a curator's own browser tab said of a page. Pure: no network.

The bookmarklet (`static/desk/from_link/bookmarklet.js`) collects it where paywalls and bot walls
do not matter. It is as untrusted as the page itself: bounded here, then read as any page is.
"""

import json
from dataclasses import dataclass

from lxml.builder import E

from curation.sources.links import addresses
from curation.sources.reading.markup import CONTROL
from curation.sources.reading.page import Page, compose
from curation.sources.reading.survey import survey

MAX_PAYLOAD = 1_000_000  # characters
MAX_SELECTION = 20_000
MAX_LINE = 1_000
MAX_METAS = 100
MAX_META = 2_000
MAX_LINKS = 30
MAX_LINKED_DATA = 100_000


class ClippingError(ValueError):
    """A clipping that cannot be used; the message says why, in words for a curator."""


@dataclass(frozen=True, slots=True)
class Clipping:
    """The facts of one tab, bounded. `metas` are (name, content), `links` (rel, href, type, sizes);
    `selection` holds the paragraphs that were marked."""

    url: str
    title: str = ""
    heading: str = ""
    language: str = ""
    selection: tuple[str, ...] = ()
    metas: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str, str, str], ...] = ()
    linked_data: tuple[str, ...] = ()


def parse_clipping(payload: str) -> Clipping:
    """The JSON object of a bookmarklet -> a Clipping; what is too long is cut.

    Raises ClippingError where it is no such object, or its address is none.
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
        url = addresses.check(_text(facts.get("url"), addresses.MAX_LENGTH + 1))
    except addresses.AddressError as error:
        raise ClippingError(str(error)) from error
    selection = _text(facts.get("selection"), MAX_SELECTION)
    return Clipping(
        url=url,
        title=_text(facts.get("title"), MAX_LINE),
        heading=_text(facts.get("heading"), MAX_LINE),
        language=_text(facts.get("language"), 40),
        selection=tuple(" ".join(line.split()) for line in selection.split("\n") if line.strip()),
        metas=tuple(
            (_text(row[0], 200), _text(row[1], MAX_META))
            for row in _rows(facts.get("metas"), 2, MAX_METAS)
        ),
        links=tuple(
            tuple(_text(value, MAX_META) for value in row)
            for row in _rows(facts.get("links"), 4, MAX_LINKS)
        ),
        linked_data=_within(facts.get("linkedData"), MAX_LINKED_DATA),
    )


def read_clipping(clipping: Clipping) -> Page:
    """The Page that a clipping tells of, by the same rules as a fetched one."""
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
    return compose(survey(root, clipping.url))


def _text(value: object, limit: int) -> str:
    return CONTROL.sub("", value[:limit]).strip() if isinstance(value, str) else ""


def _rows(value: object, width: int, limit: int) -> list[list]:
    rows = value if isinstance(value, list) else []
    return [row for row in rows[:limit] if isinstance(row, list) and len(row) == width]


def _within(value: object, budget: int) -> tuple[str, ...]:
    """The texts of a list that fit together; JSON that is cut cannot be read, so none is."""
    kept = []
    for item in value if isinstance(value, list) else ():
        text = _text(item, budget + 1)
        if text and len(text) <= budget:
            kept.append(text)
            budget -= len(text)
    return tuple(kept)
