"""The outline of a page: what it declares, and the elements that may show a title, author or date.

Collected in one walk over the tree. Elements are only noted here; what they mean is decided by the
modules that read the fields.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from curation.sources.reading.declared import Declared, HeadLink, declare
from curation.sources.reading.markup import text_of

# Bounds on pages that are built to be expensive; no article comes near them.
MAX_SCRIPT = 1_000_000  # characters of one JSON-LD block
MAX_TAGS = 1000  # <meta> and <link> elements
MAX_PLACES = 400  # elements of one kind: a page with more is a list, not an article
MAX_PARAGRAPHS = 2000
MAX_ANCHORS = 3000
MAX_BYLINES = 40
MAX_DATED = 60
LONGEST_LINE = 150  # characters; no byline and no date line is longer

AUTHOR_MARK = re.compile(
    r"author|autor(?!adio|esp)|byline|by-line|writer|verfasser|redakteur|journalist|contributor|"
    r"posted-?by|submitted|vcard|creator|schreiber|auteur|firma[-_ ]|signature|publi(?:shed|e)-?by|"
    r"zuozhe|bianji|reporter|written"
)
BYLINE = re.compile(
    r"[(|–—-]?\s?(?:"
    r"(?:(?:"
    r"posted|written|published|veröffentlicht|geschrieben|verfasst|erstellt|text|words|story|"
    r"article|artikel|ein artikel|ein beitrag|eine analyse|ein kommentar|ein interview|eingestellt|"
    r"gepostet|publié|interview"
    r")\s)?(?:by|von|par|por)\b:?(?:\s[^\W\d_]|$)|"
    r"(?:autor(?:in|en)?|author|verfasser(?:in)?|text|texte|words|redakteur(?:in)?|auteur|autore|"
    r"bericht|redaktion|文|記者|著者|作者|责任编辑)\s?[:：]|"
    r"(?:autor(?:in|en)?|author|verfasser(?:in)?)$)",  # a label over the name
    re.IGNORECASE,
)
BYLINE_STARTS = frozenset("bvpatrwseigBVPATRWSEIG(|–—-文記著作责")  # spares most lines the search
DATED = re.compile(
    r"\b\d{1,2}\. ?(?:\d{1,2}\. ?|[^\W\d_]{3,9}\.? )(?:19|20)\d\d\b|"
    r"\b\d{1,2}[/-]\d{1,2}[/-](?:19|20)\d\d\b|"
    r"\b[A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d\d\b|"
    r"\b(?:19|20)\d\d-\d\d-\d\d\b"
)
DATE_MARK = re.compile(
    r"date|datum|time|posted|publish|byline|meta|created|submitted|published|pub[-_]|fecha|zeit|"
    r"dato|tarih|info|erstellt|dateline|stamp|veroeffentlich|day"
)
OUTSIDE_MARK = re.compile(
    r"comment|kommentar|respond|reply|related|sidebar|side-bar|widget|footer|recommend|teaser|"
    r"popular|trending|most-?read|newsletter|promo|breadcrumb|disqus|similar|"
    r"more-?(?:news|stories)|read-?next|also-?like|pagination|carousel|latest|recent|archive|"
    r"dropdown|menu|navi?\b|nav[-_]|cookie|consent|banner|modal|popup|advert"
)
HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

PICTURES = frozenset(["img", "amp-img", "video"])
HEADINGS = frozenset(["h1", "h2", "h3"])
SKIPPED = frozenset(
    "style noscript svg path option input form html head body iframe template button select "
    "textarea br hr label".split()
)
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
NAMING_ATTRIBUTES = (
    "id",
    "rel",
    "itemprop",
    "data-testid",
    "data-qa",
    "data-component",
    "property",
)


@dataclass(slots=True)
class Place:
    """An element of the page.

    Attributes:
        position: its number in the order of the page's elements, from 1.
        marks: its class names and other names (see `marks_of`); for a text beside an element
            "tail" when it follows the element, else "".
    """

    element: etree._Element
    position: int
    marks: str = ""

    @property
    def text(self) -> str:
        return text_of(self.element, 400)


@dataclass(slots=True)
class PageOutline:
    """What one page declares, and its elements by what they may be, in the page's order.

    Attributes:
        authors, dates: elements whose marks speak of an author, or of a date.
        bylines, dated: short texts that begin like a byline, or contain a date.
        items: elements with `itemprop` (microdata); its value is in their marks.
        root: the tree, None for a page of declared facts alone.
    """

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
    _outside: dict[etree._Element, bool] = field(default_factory=dict)

    def is_outside_article(self, element: etree._Element) -> bool:
        """Say whether it is part of comments, navigation, teasers, a sidebar or the footer."""
        known = self._outside
        visited: list[etree._Element] = []
        answer = False
        node: etree._Element | None = element
        while node is not None:
            if node in known:
                answer = known[node]
                break
            visited.append(node)
            tag = node.tag
            if tag in ("body", "html", "main"):
                break
            if tag in ("aside", "nav", "footer"):
                answer = True
                break
            marks = marks_of(node.attrib)
            # The classes of an <article> name its categories; of those only "comment" counts.
            if marks and ("comment" in marks if tag == "article" else _mark_outside(marks)):
                answer = True
                break
            node = node.getparent()
        for node in visited:
            known[node] = answer
        return answer


def outline_page(root: etree._Element, url: str) -> PageOutline:
    """Walk the tree once and return the outline of the page that was fetched from `url`."""
    title = ""
    base = ""
    language = root.get("lang") or root.get(XML_LANGUAGE) or root.get("xml:lang") or ""
    metas: list[tuple[str, str]] = []
    links: list[HeadLink] = []
    scripts: list[str] = []
    outline = PageOutline(declared=Declared(url), root=root)
    for position, element in enumerate(root.iter("*"), start=1):
        tag = element.tag
        attributes = dict(element.items())
        if tag == "meta":
            content = attributes.get("content")
            if content and len(metas) < MAX_TAGS:
                if name := _meta_name(attributes):
                    metas.append((name, content))
                if "itemprop" in attributes:
                    outline.items.append(Place(element, position, attributes["itemprop"].lower()))
        elif tag == "link":
            if len(links) <= MAX_TAGS:
                links.append(_head_link(attributes))
                if "itemprop" in attributes:
                    outline.items.append(Place(element, position, attributes["itemprop"].lower()))
        elif tag == "script":
            if "ld+json" in attributes.get("type", "").lower() and element.text:
                scripts.append(element.text[:MAX_SCRIPT])
        elif tag == "title":
            if not title and not any(parent.tag == "svg" for parent in element.iterancestors()):
                title = text_of(element, 1000) or (element.text or "")
        elif tag == "base":
            base = base or attributes.get("href", "")
        elif tag not in SKIPPED:
            _note_visible(outline, element, position, attributes)
    outline.declared = declare(
        url, title=title, language=language, base=base, metas=metas, links=links, scripts=scripts
    )
    return outline


def _meta_name(attributes: Mapping[str, str]) -> str:
    """Return the name of a meta tag; that of an http-equiv tag begins with "http-equiv:"."""
    if "property" in attributes:
        return attributes["property"]
    if "name" in attributes:
        return attributes["name"]
    if "http-equiv" in attributes:
        return "http-equiv:" + attributes["http-equiv"]
    return ""


def _head_link(attributes: Mapping[str, str]) -> HeadLink:
    return HeadLink(
        rel=frozenset(attributes.get("rel", "").lower().split()),
        href=attributes.get("href", ""),
        type=attributes.get("type", "").lower(),
        sizes=attributes.get("sizes", "").lower(),
    )


def _note_visible(
    outline: PageOutline, element: etree._Element, position: int, attributes: Mapping[str, str]
) -> None:
    """Note an element of the body under everything that it may be."""
    tag = element.tag
    if tag in HEADINGS:
        _note(outline.headings, element, position, marks_of(attributes))
    elif tag == "time":
        _note(outline.times, element, position, marks_of(attributes))
    elif tag == "p":
        _note(outline.paragraphs, element, position, limit=MAX_PARAGRAPHS)
    elif tag in PICTURES:
        _note(outline.images, element, position)
    elif tag == "a" and attributes.get("href"):
        _note(outline.anchors, element, position, limit=MAX_ANCHORS)
    for text, where in ((element.text, ""), (element.tail, "tail")):
        if not text or len(text) > LONGEST_LINE:
            continue
        line = text.strip()
        if line and line[0] in BYLINE_STARTS and BYLINE.match(line):
            _note(outline.bylines, element, position, where, limit=MAX_BYLINES)
        if len(line) > 5 and ("20" in line or "19" in line) and DATED.search(line):
            _note(outline.dated, element, position, where, limit=MAX_DATED)
    if not attributes:
        return
    if "itemprop" in attributes:
        _note(outline.items, element, position, attributes["itemprop"].lower())
    if marks := marks_of(attributes):
        of_author, of_date = _mark_author_and_date(marks)
        if of_author:
            _note(outline.authors, element, position, marks)
        if of_date:
            _note(outline.dates, element, position, marks)


def _note(
    places: list[Place],
    element: etree._Element,
    position: int,
    marks: str = "",
    *,
    limit: int = MAX_PLACES,
) -> None:
    if len(places) < limit:
        places.append(Place(element, position, marks))


# Sites use few classes, and use them often: the two functions below are worth a cache.
@lru_cache(maxsize=4096)
def _mark_author_and_date(marks: str) -> tuple[bool, bool]:
    """Say whether an element with such marks may hold an author, and whether a date."""
    return AUTHOR_MARK.search(marks) is not None, DATE_MARK.search(marks) is not None


@lru_cache(maxsize=4096)
def _mark_outside(marks: str) -> bool:
    return OUTSIDE_MARK.search(marks) is not None


def marks_of(attributes: Mapping[str, str]) -> str:
    """Return an element's class, id, rel, itemprop and test ids, in lower case, in one string."""
    marks = attributes.get("class", "")
    if len(attributes) > 1:
        for key in NAMING_ATTRIBUTES:
            if key in attributes:
                marks += " " + attributes[key]
    elif not marks:
        marks = next((attributes[key] for key in NAMING_ATTRIBUTES if key in attributes), "")
    return marks[:300].lower()


def is_hidden(element: etree._Element) -> bool:
    """Say whether the element, or one around it, is not shown."""
    for node in (element, *element.iterancestors()):
        if "hidden" in node.attrib:
            return True
        style = node.get("style")
        if style and HIDING_STYLE.search(style):
            return True
    return False
