"""The headline: the visible heading that the declared titles confirm, else the best declared "
"one."""

from __future__ import annotations

import re
from urllib.parse import unquote

from lxml import etree

from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.json_ld import types_of
from curation.sources.reading.markup import text_of
from curation.sources.reading.site_names import SEPARATOR, known_names
from curation.sources.reading.survey import Place, Survey, is_hidden, own_marks
from curation.sources.reading.words import (
    address_parts,
    overlap,
    pairs_of,
    plain,
    squeezed,
    words_of,
)

TITLE_TAGS = (
    "og:title", "twitter:title", "citation_title", "dc.title", "dcterms.title", "parsely-title",
    "sailthru.title", "headline", "rbtitle", "fb_title", "title", "shareaholic:title",
)  # fmt: skip
HEADLINE_MARK = re.compile(
    r"headline|(?:entry|post|article|story|page|content|news|artikel|titulo|"
    r"titre)[-_]*(?:main[-_]*)?(?:title|heading|header|titel|titulo|titre)|\btitle\b|titel"
)
PASSED_ON = {"website", "organization", "person", "imageobject", "breadcrumblist"}


def read_title(page: Survey) -> Field[str]:
    """The headline without the site's name."""
    declared = page.declared
    names = known_names(declared)
    stated = [
        Candidate(plain(content, 500), name)
        for name, content in declared.all(*TITLE_TAGS)
        if not content.startswith("http")
    ]
    linked = []
    for article in declared.linked.articles:
        for key in ("headline", "name"):
            value = article.get(key)
            if isinstance(value, str) and not PASSED_ON.intersection(types_of(article)):
                linked.append(Candidate(plain(value, 500), "json-ld"))
    tag = [Candidate(plain(declared.title, 500), "title")]
    references = [*stated[:3], *linked[:2], *tag]
    cut = [Candidate(without_site(one.value, names), one.source) for one in references]
    headings = ranked_headings(page, references, cut, names)
    best = [Candidate(text, source) for score, text, source in headings if score >= 3]
    others = [Candidate(text, source) for score, text, source in headings if score < 3]
    order = {"og:title": 0, "json-ld": 1, "title": 2, "twitter:title": 3}
    cut.sort(key=lambda one: order.get(one.source, 4))
    cut = [one for one in cut if squeezed(one.value) not in names] + cut
    return Field.first_of([*best, *cut, *others[:5], *stated, *linked, *tag])


def main_heading(page: Survey, title: str) -> Place | None:
    """The place of the headline on the page: the heading that says the title, else the first h1."""
    wanted = squeezed(title)
    ranked = []
    for number, place in enumerate(page.headings[:80]):
        says = squeezed(headline_text(place.element))
        first = place.element.tag == "h1"
        if not says or (says != wanted and not first):
            continue
        elsewhere = page.stands_elsewhere(place.element)
        ranked.append((says == wanted, not elsewhere, first, -number, place))
    return max(ranked, key=lambda one: one[:4])[4] if ranked else None


def without_site(title: str, names: set[str]) -> str:
    """The title without the site's name at its end or its start."""
    for _ in range(3):
        parts = list(SEPARATOR.finditer(title))
        if not parts:
            return title
        last, first = parts[-1], parts[0]
        if len(title[: last.start()]) > 1 and is_site(title[last.end() :], names):
            title = title[: last.start()].strip()
        elif is_site(title[: first.start()], names) and not is_site(title[first.end() :], names):
            title = title[first.end() :].strip()
        else:
            return title
    return title


def is_site(part: str, names: set[str]) -> bool:
    """Whether this part of a title is the site's name, or nearly so ("Example News Online")."""
    folded = squeezed(part)
    if folded in names:
        return True
    if len(folded) < 5 or len(part.split()) > 6:
        return False
    return any(
        len(name) > 4 and (folded in name or name in folded) and len(folded) < 3 * len(name)
        for name in names
    )


def ranked_headings(
    page: Survey, references: list[Candidate[str]], cut: list[Candidate[str]], names: set[str]
) -> list[tuple[float, str, str]]:
    """(score, text, tag) of the headings, likeliest headline first."""
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
    path = unquote(address_parts(page.declared.url).path)
    slug = words_of(re.sub(r"[-_./+]", " ", path))
    firsts = sum(1 for place in page.headings if place.element.tag == "h1")
    titles = {one.value for one in cut if one.value}
    ranked: list[tuple[float, int, str, str]] = []
    for number, place in enumerate(page.headings[:60]):
        level = place.element.tag
        text = headline_text(place.element)
        folded = squeezed(text)
        if not folded or len(text) > 300:
            continue
        score = {"h1": 2.0, "h2": 0.5, "h3": 0.0}[level]
        if folded in whole:
            score += 3 if whole[folded] == "title" else 3.5
        elif folded in segments:
            score += 2.5
        elif level != "h1" and number > 8:
            continue
        else:
            shared = max((likeness(text, title) for title in titles), default=0)
            score += 2 * shared if shared > 0.34 and len(folded) > 8 else -1.5
            if level != "h1":
                score -= 1.5
        if folded in names:
            score -= 4
        elif names_the_site(place):
            score -= 3
        if HEADLINE_MARK.search(place.marks):
            score += 0.7
        if len(slug) > 2:
            score += 1.5 * len(slug & words_of(text)) / len(slug)
        if page.stands_elsewhere(place.element):
            score -= 1.5
        if level == "h1" and firsts == 1:
            score += 0.8
        if is_hidden(place.element):
            score -= 1
        ranked.append((score, -number, text, level))
    ranked.sort(reverse=True)
    return [(score, text, level) for score, _, text, level in ranked]


def likeness(heading: str, title: str) -> float:
    """0 to 1: the share of common words, or of common pairs of letters where words are joined."""
    words = overlap(heading, title)
    first, second = pairs_of(squeezed(heading)), pairs_of(squeezed(title))
    pairs = 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0
    return max(words, pairs if pairs > 0.5 else 0.0)


def headline_text(heading: etree._Element) -> str:
    """The heading's text without the kicker, label or subtitle that the markup sets apart in it."""
    whole = text_of(heading, 400)
    if not len(heading):
        return whole
    asides = [
        child
        for child in heading.iterdescendants()
        if isinstance(child.tag, str)
        and (child.tag in ASIDE_TAGS or ASIDE_MARK.search(own_marks(child.attrib)))
    ]
    rest = whole
    for aside in asides[:5]:
        said = text_of(aside, 400)
        if said and rest.startswith(said):
            rest = rest[len(said) :]
        elif said and rest.endswith(said):
            rest = rest[: -len(said)]
    rest = rest.strip().lstrip(":|–- ").rstrip("|–- ") if rest != whole else whole
    return rest if len(squeezed(rest)) > 5 else whole


ASIDE_TAGS = {"small", "time", "h2", "h3", "h4", "h5", "h6"}
ASIDE_MARK = re.compile(
    r"kicker|overline|overhead|dachzeile|roof-?line|top-?line|top-?title|super-?title|pre-?title|"
    r"spitzmarke|vorzeile|oberzeile|eyebrow|sub-?title|sub-?head|sub-?line|untertitel|label|topic|"
    r"badge|hidden|invisible|sr-only|screen-reader|small|rubrik|categor|byline|author|anchor|"
    r"permalink|headerlink|colon\b"
)


def names_the_site(place: Place) -> bool:
    """Whether the heading is the site's own: in its masthead, or a link to its home page."""
    if SITE_MARK.search(place.marks):
        return True
    links = [*place.element.iter("a"), *place.element.iterancestors("a")]
    for link in links[:2]:
        target = (link.get("href") or "").split("#")[0].split("?")[0]
        path = re.sub(r"^(?:https?:)?//[^/]+(?:/web/\d+[a-z_]*/https?:/+[^/]+)?", "", target)
        if target and path in ("", "/", "index.html", "/index.html", "/index.php"):
            return True
    return any(
        SITE_MARK.search(own_marks(node.attrib)) for node in list(place.element.iterancestors())[:3]
    )


SITE_MARK = re.compile(
    r"site-?(?:title|name|logo|brand|header)|blog-?(?:title|name|header)|logo|branding|masthead|"
    r"titlewrapper|header-?text"
)
