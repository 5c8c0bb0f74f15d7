"""The paragraphs that make the article: enough for an excerpt, suggestions and the language."""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree

from curation.sources.reading.markup import text_of
from curation.sources.reading.survey import Survey, is_hidden

NOTICE = re.compile(
    r"\bcookies?\b|javascript|einwilligung|browser|newsletter|adblock|all rights reserved",
    re.IGNORECASE,
)
MAX_TEXT = 20_000
"""Characters of text that are kept."""


def read_paragraphs(page: Survey) -> list[str]:
    """The article's paragraphs: those of the element that holds most running text.

    Where a page marks no paragraphs, the lines of its longest block of text are taken.
    """
    weights: dict[etree._Element, int] = defaultdict(int)
    texts: dict[etree._Element, str] = {}
    for place in page.paragraphs[:400]:
        parent = place.element.getparent()
        if parent is None:
            continue
        text = text_of(place.element, 3000)
        if len(text) < 20 or NOTICE.search(text[:300]) or linked_share(place.element, text) > 0.6:
            continue
        texts[place.element] = text
        weights[parent] += len(text)
        above = parent.getparent()
        if above is not None:
            weights[above] += len(text) // 2
    if not weights:
        return loose_lines(page)
    ranked = sorted(weights, key=weights.__getitem__, reverse=True)
    best = next(
        (
            holder
            for holder in ranked[:8]
            if not page.stands_elsewhere(holder) and not is_hidden(holder)
        ),
        ranked[0],
    )
    found, length = [], 0
    for element, text in texts.items():
        parent = element.getparent()
        if parent is best or (parent is not None and parent.getparent() is best):
            found.append(text)
            length += len(text)
            if length > MAX_TEXT:
                break
    return found


def linked_share(element: etree._Element, text: str) -> float:
    """How much of the element's text is the text of links, 0 to 1."""
    linked = sum(len(text_of(link, 1000)) for link in element.iter("a"))
    return linked / max(1, len(text))


def loose_lines(page: Survey) -> list[str]:
    """The longest texts that stand directly in blocks, for pages without paragraphs."""
    root = page.root
    found = []
    if root is None:
        return []
    for element in root.iter("div", "td", "article", "section", "font", "center", "pre", "span"):
        pieces = [element.text or "", *(child.tail or "" for child in element)]
        text = " ".join(" ".join(pieces).split())
        if len(text) > 60:
            found.append(text[:3000])
            if len(found) >= 60:
                break
    return found
