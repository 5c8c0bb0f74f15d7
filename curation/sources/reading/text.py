"""The paragraphs of the article: enough for an excerpt, suggestions and the language."""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree

from curation.sources.reading.markup import text_of
from curation.sources.reading.outline import PageOutline, is_hidden
from curation.sources.reading.page_builders import without_marks

NOTICE = re.compile(
    r"\bcookies?\b|javascript|einwilligung|browser|newsletter|adblock|all rights reserved",
    re.IGNORECASE,
)
MAX_TEXT = 20_000  # characters that are kept
MAX_PARAGRAPH = 3000
MOST_PARAGRAPHS = 400  # that are weighed
MOST_LINES = 60  # of a page without paragraphs


def read_paragraphs(page: PageOutline) -> list[str]:
    """Return the article's paragraphs: those of the element that holds most running text.

    Where a page marks no paragraphs, the longest texts in its blocks.
    """
    weights: dict[etree._Element, int] = defaultdict(int)
    texts: dict[etree._Element, str] = {}
    for place in page.paragraphs[:MOST_PARAGRAPHS]:
        parent = place.element.getparent()
        if parent is None:
            continue
        text = without_marks(text_of(place.element, MAX_PARAGRAPH))
        if len(text) < 20 or NOTICE.search(text[:300]) or _linked_share(place.element, text) > 0.6:
            continue
        texts[place.element] = text
        weights[parent] += len(text)
        above = parent.getparent()
        if above is not None:
            weights[above] += len(text) // 2
    if not weights:
        return _texts_of_blocks(page)
    ranked = sorted(weights, key=weights.__getitem__, reverse=True)
    shown = (
        holder
        for holder in ranked[:8]
        if not page.is_outside_article(holder) and not is_hidden(holder)
    )
    article = next(shown, ranked[0])
    found, length = [], 0
    for element, text in texts.items():
        parent = element.getparent()
        if parent is article or (parent is not None and parent.getparent() is article):
            found.append(text)
            length += len(text)
            if length > MAX_TEXT:
                break
    return found


def _linked_share(element: etree._Element, text: str) -> float:
    """Return how much of the element's text is the text of links, 0 to 1."""
    linked = sum(len(text_of(link, 1000)) for link in element.iter("a"))
    return linked / max(1, len(text))


def _texts_of_blocks(page: PageOutline) -> list[str]:
    """Return the longer texts that are directly in blocks, for pages without paragraphs."""
    if page.root is None:
        return []
    found = []
    blocks = page.root.iter("div", "td", "article", "section", "font", "center", "pre", "span")
    for element in blocks:
        pieces = [element.text or "", *(child.tail or "" for child in element)]
        text = without_marks(" ".join(" ".join(pieces).split()))
        if len(text) > 60:
            found.append(text[:MAX_PARAGRAPH])
            if len(found) >= MOST_LINES:
                break
    return found
