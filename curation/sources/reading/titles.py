"""The headline: the visible heading that the declared titles confirm, or the best of these."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote

from lxml import etree

from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.home_links import is_home
from curation.sources.reading.json_ld import types_of
from curation.sources.reading.markup import text_of
from curation.sources.reading.outline import PageOutline, Place, is_hidden, marks_of
from curation.sources.reading.page_builders import without_marks
from curation.sources.reading.site_names import SEPARATOR
from curation.sources.reading.words import (
    overlap,
    pairs_of,
    plain,
    squeezed,
    url_parts,
    words_of,
)

TITLE_TAGS = tuple(
    """
    og:title twitter:title citation_title bepress_citation_title eprints.title prism.title dc.title
    dcterms.title parsely-title sailthru.title headline rbtitle fb_title title shareaholic:title
    """.split()
)
# Declared titles are preferred in this order, others after these.
PREFERENCE = {"og:title": 0, "json-ld": 1, "title": 2, "twitter:title": 3}
OTHER_PREFERENCE = 4
NAMELESS_TYPES = frozenset(["website", "organization", "person", "imageobject", "breadcrumblist"])
LONGEST_TITLE = 500  # characters
LONGEST_HEADING = 300
ENOUGH = 3  # score with which a heading is taken for the headline

HEADLINE_MARK = re.compile(
    r"headline|"
    r"(?:entry|post|article|story|page|content|news|artikel|titulo|titre)[-_]*(?:main[-_]*)?"
    r"(?:title|heading|header|titel|titulo|titre)|"
    r"\btitle\b|titel"
)
SITE_MARK = re.compile(
    r"site-?(?:title|name|logo|brand|header)|blog-?(?:title|name|header)|logo|branding|masthead|"
    r"titlewrapper|header-?text"
)
# What is in a heading and not part of the headline: kickers, labels, subtitles.
ASIDE_TAGS = frozenset(["small", "time", "h2", "h3", "h4", "h5", "h6"])
ASIDE_MARK = re.compile(
    r"kicker|overline|overhead|dachzeile|roof-?line|top-?line|top-?title|super-?title|pre-?title|"
    r"spitzmarke|vorzeile|oberzeile|eyebrow|sub-?title|sub-?head|sub-?line|untertitel|label|topic|"
    r"badge|hidden|invisible|sr-only|screen-reader|small|rubrik|categor|byline|author|anchor|"
    r"permalink|headerlink|colon\b"
)


def read_title(page: PageOutline, site: Collection[str] = frozenset()) -> Field[str]:
    """Return the headline without the site's name.

    site: the squeezed forms of the names of the site and its publisher.
    """
    declared = page.declared
    metas = [
        Candidate(without_marks(plain(content, LONGEST_TITLE)), name)
        for name, content in declared.all(*TITLE_TAGS)
        if not content.startswith("http")
    ]
    linked = [
        Candidate(without_marks(plain(article[key], LONGEST_TITLE)), "json-ld")
        for article in declared.linked.articles
        for key in ("headline", "name")
        if isinstance(article.get(key), str) and NAMELESS_TYPES.isdisjoint(types_of(article))
    ]
    tag = [Candidate(without_marks(plain(declared.title, LONGEST_TITLE)), "title")]
    references = [*metas[:3], *linked[:2], *tag]
    cut = [Candidate(without_site(one.value, site), one.source) for one in references]
    headings = _ranked_headings(page, references, cut, site)
    best = [Candidate(text, source) for score, text, source in headings if score >= ENOUGH]
    others = [Candidate(text, source) for score, text, source in headings if score < ENOUGH]
    cut.sort(key=lambda one: PREFERENCE.get(one.source, OTHER_PREFERENCE))
    cut = [one for one in cut if squeezed(one.value) not in site] + cut
    return Field.first_of([*best, *cut, *others[:5], *metas, *linked, *tag])


def main_heading(page: PageOutline, title: str) -> Place | None:
    """Return the headline's place: the heading with the title's words, else the first h1."""
    wanted = squeezed(title)
    ranked = []
    for number, place in enumerate(page.headings[:80]):
        text = squeezed(headline_text(place.element))
        is_first_level = place.element.tag == "h1"
        if text and (text == wanted or is_first_level):
            inside = not page.is_outside_article(place.element)
            ranked.append((text == wanted, inside, is_first_level, -number, place))
    return max(ranked, key=lambda entry: entry[:4])[4] if ranked else None


def without_site(title: str, site: Collection[str]) -> str:
    """Return the title without the site's name at its end or its start.

    site: the squeezed forms of the names of the site and its publisher.
    """
    for _ in range(3):
        separators = list(SEPARATOR.finditer(title))
        if not separators:
            return title
        first, last = separators[0], separators[-1]
        if last.start() > 1 and _is_site(title[last.end() :], site):
            title = title[: last.start()].strip()
        elif _is_site(title[: first.start()], site) and not _is_site(title[first.end() :], site):
            title = title[first.end() :].strip()
        else:
            return title
    return title


def headline_text(heading: etree._Element) -> str:
    """Return the heading's text without kicker, label or subtitle that have their own elements."""
    whole = text_of(heading, 400)
    if not len(heading):
        return whole
    asides = [
        child
        for child in heading.iterdescendants()
        if isinstance(child.tag, str)
        and (child.tag in ASIDE_TAGS or ASIDE_MARK.search(marks_of(child.attrib)))
    ]
    rest = whole
    for aside in asides[:5]:
        text = text_of(aside, 400)
        if text and rest.startswith(text):
            rest = rest[len(text) :]
        elif text and rest.endswith(text):
            rest = rest[: -len(text)]
    if rest == whole:
        return whole
    rest = rest.strip().lstrip(":|–- ").rstrip("|–- ")
    return rest if len(squeezed(rest)) > 5 else whole


def _is_site(part: str, site: Collection[str]) -> bool:
    """Say whether this part of a title is the site's name, or nearly ("Example News Online")."""
    letters = squeezed(part)
    if letters in site:
        return True
    if len(letters) < 5 or len(part.split()) > 6:
        return False
    return any(
        len(name) > 4 and (letters in name or name in letters) and len(letters) < 3 * len(name)
        for name in site
    )


def _ranked_headings(
    page: PageOutline,
    references: list[Candidate[str]],
    cut: list[Candidate[str]],
    site: Collection[str],
) -> list[tuple[float, str, str]]:
    """Return (score, text, tag) of the headings, the likeliest headline first.

    references: the declared titles; cut: the same without the site's name.
    """
    whole: dict[str, str] = {}
    for one in [*cut, *references]:
        if one.value:
            whole.setdefault(squeezed(one.value), one.source)
    segments = {
        squeezed(part)
        for one in references
        for part in [*SEPARATOR.split(one.value), *re.split(r"\s*[:»]\s*", one.value)]
        if part and len(part) > 3
    }
    titles = {one.value for one in cut if one.value}
    slug = words_of(re.sub(r"[-_./+]", " ", unquote(url_parts(page.declared.url).path)))
    first_levels = sum(place.element.tag == "h1" for place in page.headings)
    ranked: list[tuple[float, int, str, str]] = []
    for number, place in enumerate(page.headings[:60]):
        level = place.element.tag
        text = headline_text(place.element)
        letters = squeezed(text)
        if not letters or len(text) > LONGEST_HEADING:
            continue
        score = {"h1": 2.0, "h2": 0.5, "h3": 0.0}[level]
        if letters in whole:
            score += 3 if whole[letters] == "title" else 3.5
        elif letters in segments:
            score += 2.5
        elif level != "h1" and number > 8:
            continue
        else:
            shared = max((_similarity(text, title) for title in titles), default=0)
            score += 2 * shared if shared > 0.34 and len(letters) > 8 else -1.5
            if level != "h1":
                score -= 1.5
        if letters in site:
            score -= 4
        elif _names_the_site(place):
            score -= 3
        if HEADLINE_MARK.search(place.marks):
            score += 0.7
        if len(slug) > 2:
            score += 1.5 * len(slug & words_of(text)) / len(slug)
        if page.is_outside_article(place.element):
            score -= 1.5
        if level == "h1" and first_levels == 1:
            score += 0.8
        if is_hidden(place.element):
            score -= 1
        ranked.append((score, -number, text, level))
    ranked.sort(reverse=True)
    return [(score, text, level) for score, _, text, level in ranked]


def _similarity(heading: str, title: str) -> float:
    """Return 0 to 1: the share of common words, or of pairs of letters where words are joined."""
    words = overlap(heading, title)
    first, second = pairs_of(squeezed(heading)), pairs_of(squeezed(title))
    pairs = 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0
    return max(words, pairs if pairs > 0.5 else 0.0)


def _names_the_site(place: Place) -> bool:
    """Say whether the heading is the site's own: in its masthead, or a link to its home page."""
    if SITE_MARK.search(place.marks):
        return True
    element = place.element
    for link in [*element.iter("a"), *element.iterancestors("a")][:2]:
        if is_home(link.get("href") or ""):
            return True
    around = list(element.iterancestors())[:3]
    return any(SITE_MARK.search(marks_of(node.attrib)) for node in around)
