"""One walk over the tree: collects what the page declares and the places that readers can see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from curation.sources.reading.declared import Declared, Link, declare
from curation.sources.reading.markup import text_of

MAX_SCRIPT = 1_000_000
MAX_TAGS = 1000
MAX_PLACES = 400
"""Marked places kept of one kind; a page with more is a list, not an article."""

AUTHOR_MARK = re.compile(
    r"author|autor(?!adio|esp)|byline|by-line|writer|verfasser|redakteur|journalist|contributor|"
    r"posted-?by|submitted|vcard|creator|schreiber|auteur|firma[-_ ]|signature|publi(?:shed|e)-?by|"
    r"zuozhe|bianji|reporter|written"
)
BYLINE = re.compile(
    r"[(|–—-]?\s?(?:(?:(?:posted|written|published|veröffentlicht|geschrieben|verfasst|erstellt|"
    r"text|"
    r"words|story|article|artikel|ein artikel|ein beitrag|eine analyse|ein kommentar|"
    r"ein interview|eingestellt|gepostet|publié|interview)\s)?"
    r"(?:by|von|par|por)\b:?(?:\s[^\W\d_]|$)|"
    r"(?:autor(?:in|en)?|author|verfasser(?:in)?|text|texte|words|redakteur(?:in)?|auteur|autore|"
    r"bericht|文|記者|著者|作者|责任编辑)\s?[:：])",
    re.IGNORECASE,
)
BYLINE_STARTS = frozenset("bvpatrwseigBVPATRWSEIG(|–—-文記著作责")
DATED = re.compile(
    r"\b\d{1,2}\. ?(?:\d{1,2}\. ?|[^\W\d_]{3,9}\.? )(?:19|20)\d\d\b|"
    r"\b\d{1,2}[/-]\d{1,2}[/-](?:19|20)\d\d\b|\b[A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d\d\b|"
    r"\b(?:19|20)\d\d-\d\d-\d\d\b"
)
DATE_MARK = re.compile(
    r"date|datum|time|posted|publish|byline|meta|created|submitted|published|pub[-_]|fecha|zeit|"
    r"dato|tarih|info|erstellt|dateline|stamp|veroeffentlich|day"
)
ELSEWHERE = re.compile(
    r"comment|kommentar|respond|reply|related|sidebar|side-bar|widget|footer|recommend|teaser|"
    r"popular|trending|most-?read|newsletter|promo|breadcrumb|disqus|similar|more-?(?:news|"
    r"stories)|"
    r"read-?next|also-?like|pagination|carousel|latest|recent|archive|dropdown|menu|navi?\b|"
    r"nav[-_]|cookie|consent|banner|modal|popup|advert"
)


@dataclass(slots=True)
class Place:
    """An element that was met on the walk, with its number in the page's order."""

    element: etree._Element
    position: int
    marks: str = ""

    @property
    def text(self) -> str:
        return text_of(self.element, 400)


@dataclass(slots=True)
class Survey:
    """The declared facts and the visible places of one page."""

    declared: Declared
    headings: list[Place] = field(default_factory=list)
    authors: list[Place] = field(default_factory=list)
    bylines: list[Place] = field(default_factory=list)
    dated: list[Place] = field(default_factory=list)
    dates: list[Place] = field(default_factory=list)
    times: list[Place] = field(default_factory=list)
    paragraphs: list[Place] = field(default_factory=list)
    items: list[Place] = field(default_factory=list)
    images: list[Place] = field(default_factory=list)
    anchors: list[Place] = field(default_factory=list)
    root: etree._Element | None = None
    _elsewhere: dict[etree._Element, bool] = field(default_factory=dict)

    def stands_elsewhere(self, element: etree._Element) -> bool:
        """Whether it is part of comments, navigation, teasers, a margin or the page's foot."""
        known = self._elsewhere
        chain: list[etree._Element] = []
        answer = False
        node: etree._Element | None = element
        while node is not None:
            if node in known:
                answer = known[node]
                break
            chain.append(node)
            tag = node.tag
            if tag in ("body", "html", "main"):
                break
            if tag in ("aside", "nav", "footer"):
                answer = True
                break
            marks = own_marks(node.attrib)
            # The classes of an <article> tell its categories; only a comment's are another's.
            if marks and ("comment" in marks if tag == "article" else means_elsewhere(marks)):
                answer = True
                break
            node = node.getparent()
        for visited in chain:
            known[visited] = answer
        return answer


def survey(root: etree._Element, url: str) -> Survey:
    """Walk the tree once. Elements are only noted; what they mean is for the fields to say."""
    title, base, language = (
        "",
        "",
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or root.get("xml:lang")
        or "",
    )
    metas: list[tuple[str, str]] = []
    links: list[Link] = []
    scripts: list[str] = []
    seen = Survey(declared=Declared(url), root=root)
    position = 0
    for element in root.iter("*"):
        position += 1
        tag = element.tag
        attributes = dict(element.items())
        if tag == "meta":
            content = attributes.get("content")
            if content and len(metas) < MAX_TAGS:
                for key in ("property", "name", "http-equiv"):
                    if key in attributes:
                        prefix = "http-equiv:" if key == "http-equiv" else ""
                        metas.append((prefix + attributes[key], content))
                        break
                if "itemprop" in attributes:
                    seen.items.append(Place(element, position, attributes["itemprop"].lower()))
            continue
        if tag == "script":
            kind = attributes.get("type", "")
            if "ld+json" in kind.lower() and element.text:
                scripts.append(element.text[:MAX_SCRIPT])
            continue
        if tag == "link":
            if len(links) > MAX_TAGS:
                continue
            links.append(
                Link(
                    rel=frozenset(attributes.get("rel", "").lower().split()),
                    href=attributes.get("href", ""),
                    type=attributes.get("type", "").lower(),
                    sizes=attributes.get("sizes", "").lower(),
                    hreflang=attributes.get("hreflang", "").lower(),
                )
            )
            if "itemprop" in attributes:
                seen.items.append(Place(element, position, attributes["itemprop"].lower()))
            continue
        if tag == "title":
            if not title and not inside_svg(element):
                title = text_of(element, 1000) or (element.text or "")
            continue
        if tag == "base":
            base = base or attributes.get("href", "")
            continue
        if tag in SKIPPED:
            continue
        if tag in HEADINGS:
            note(seen.headings, element, position, own_marks(attributes))
        elif tag == "time":
            note(seen.times, element, position, own_marks(attributes))
        elif tag == "p":
            note(seen.paragraphs, element, position, "", 2000)
        elif tag == "img":
            note(seen.images, element, position, "")
        elif tag == "a" and attributes.get("href"):
            note(seen.anchors, element, position, "", 3000)
        for text, where in ((element.text, ""), (element.tail, "tail")):
            if not text or len(text) > 150:
                continue
            line = text.strip()
            if line and line[0] in BYLINE_STARTS and BYLINE.match(line):
                note(seen.bylines, element, position, where, 40)
            if len(line) > 5 and ("20" in line or "19" in line) and DATED.search(line):
                note(seen.dated, element, position, where, 60)
        if not attributes:
            continue
        if "itemprop" in attributes:
            note(seen.items, element, position, attributes["itemprop"].lower())
        marks = own_marks(attributes)
        if marks:
            of_author, of_date = kinds_of(marks)
            if of_author:
                note(seen.authors, element, position, marks)
            if of_date:
                note(seen.dates, element, position, marks)
    seen.declared = declare(
        url, title=title, language=language, base=base, metas=metas, links=links, scripts=scripts
    )
    return seen


SKIPPED = {
    "style",
    "noscript",
    "svg",
    "path",
    "option",
    "input",
    "form",
    "html",
    "head",
    "body",
    "iframe",
    "template",
    "button",
    "select",
    "textarea",
    "br",
    "hr",
    "label",
}
HEADINGS = {"h1", "h2", "h3"}


def note(
    places: list[Place], element: etree._Element, position: int, marks: str, limit: int = MAX_PLACES
) -> None:
    if len(places) < limit:
        places.append(Place(element, position, marks))


@lru_cache(maxsize=4096)
def kinds_of(marks: str) -> tuple[bool, bool]:
    """Whether such an element may hold an author, or a date. Sites repeat few classes often."""
    return AUTHOR_MARK.search(marks) is not None, DATE_MARK.search(marks) is not None


@lru_cache(maxsize=4096)
def means_elsewhere(marks: str) -> bool:
    return ELSEWHERE.search(marks) is not None


def own_marks(attributes: Mapping[str, str]) -> str:
    """What the element's class, id, rel, itemprop and test ids call it, in lower case."""
    marks = attributes.get("class", "")
    if len(attributes) > 1:
        for key in MARKING:
            if key in attributes:
                marks += " " + attributes[key]
    elif not marks:
        marks = next((attributes[key] for key in MARKING if key in attributes), "")
    return marks[:300].lower()


MARKING = ("id", "rel", "itemprop", "data-testid", "data-qa", "data-component", "property")


def inside_svg(element: etree._Element) -> bool:
    return any(parent.tag == "svg" for parent in element.iterancestors())


def is_hidden(element: etree._Element) -> bool:
    """Whether the element or one around it is not shown."""
    for node in (element, *element.iterancestors()):
        if "hidden" in node.attrib:
            return True
        style = node.get("style")
        if style and HIDING.search(style):
            return True
    return False


HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
