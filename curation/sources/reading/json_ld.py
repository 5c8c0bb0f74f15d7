"""JSON-LD as real pages have it: the usual mistakes are repaired, references are followed.

A "thing" is an object of schema.org: an article, a person, an organisation.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from curation.sources.reading.words import unescaped

# A page describes a handful of things; a dump of thousands is not walked to its end.
MAX_THINGS = 300
MAX_ARTICLES = 10
MAX_DEPTH = 6  # of things within things
MAX_REPAIRED = 300_000  # characters; longer scripts are not repaired
MAX_COMMENTS = 1000  # a script with more is not repaired: the search for their ends is quadratic

# The likelier the article of a page, the further in front. All before "review" are equal.
ARTICLE_TYPES = tuple(
    """
    newsarticle article blogposting reportagenewsarticle analysisnewsarticle opinionnewsarticle
    backgroundnewsarticle reviewnewsarticle scholarlyarticle medicalscholarlyarticle techarticle
    report satiricalarticle liveblogposting socialmediaposting discussionforumposting
    advertisercontentarticle
    review recipe videoobject podcastepisode howto faqpage medicalwebpage creativework webpage
    itempage aboutpage product event jobposting book movie
    """.split()
)
# Keys that lead from a thing to others about the same page. Other keys lead to comments,
# recommendations and lists of other articles, which say nothing of this page.
SAME_PAGE = ("@graph", "mainEntity", "mainEntityOfPage", "mainContentOfPage", "isPartOf")

STRING_OR_EXTRA = re.compile(
    r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?=\s*[}\]])|,(?=\s*,)', re.DOTALL
)
STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},]')
WRAPPER_START = re.compile(r"^\s*(?:/\*\s*)?(?://\s*)?<!(?:--|\[CDATA\[)(?:\s*\*/)?")
WRAPPER_END = re.compile(r"(?://\s*|/\*\s*)?(?:-->|\]\]>)(?:\s*\*/)?[\s;]*$")
BAD_ESCAPE = re.compile(r'\\(?![\\"/bfnrtu])|\\u(?![0-9a-fA-F]{4})')


@dataclass(frozen=True, slots=True)
class LinkedData:
    """What a page's JSON-LD describes.

    Attributes:
        things: in the page's order.
        by_id: `@id` -> the fullest description of the thing.
        articles: the things that may be this page's article, the likeliest first.
    """

    things: tuple[dict, ...] = ()
    by_id: dict[str, dict] = field(default_factory=dict)
    articles: tuple[dict, ...] = ()

    def of_type(self, names: Iterable[str]) -> list[dict]:
        """Return the things of one of these (lower-case) types."""
        wanted = set(names)
        return [thing for thing in self.things if wanted.intersection(types_of(thing))]

    def values(self, thing: dict, key: str) -> list[dict | str]:
        """Return what the thing has under `key`, as a list, references to other things followed."""
        found: list[dict | str] = []
        for value in _members(thing.get(key)):
            if isinstance(value, dict):
                target = self.by_id.get(str(value.get("@id"))) if len(value) <= 2 else None
                found.append(value if target is None else target)
            elif isinstance(value, str):
                found.append(self.by_id.get(value, value) if value.startswith("http") else value)
            elif isinstance(value, int | float) and not isinstance(value, bool):
                found.append(str(value))
        return found


def read(scripts: Iterable[str]) -> LinkedData:
    """Return the linked data of `application/ld+json` scripts; unreadable ones are left out."""
    things: list[dict] = []
    for script in scripts:
        for value in _load(script):
            things.extend(islice(_things_of_page(value), MAX_THINGS))
        if len(things) > MAX_THINGS:
            break
    by_id: dict[str, dict] = {}
    for thing in things:
        key = thing.get("@id")
        # The fullest description counts; the others only refer to it.
        if isinstance(key, str) and len(thing) > len(by_id.get(key, ())):
            by_id[key] = thing
        for part in ("author", "publisher", "creator"):
            for inner in as_list(thing.get(part)):
                key = inner.get("@id") if isinstance(inner, dict) else None
                if isinstance(key, str) and len(inner) > max(1, len(by_id.get(key, ()))):
                    by_id[key] = inner
    return LinkedData(tuple(things), by_id, _ranked_articles(things))


def types_of(thing: dict) -> list[str]:
    """Return the thing's types in lower case, without the URL of a vocabulary before them."""
    return [
        re.split(r"[/#:]", name)[-1].lower()
        for name in as_list(thing.get("@type"))
        if isinstance(name, str)
    ]


def as_list(value: object) -> list:
    """Return a list as it is, None as an empty list, anything else as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _members(value: object) -> list:
    """Return the values of a list, also of one in JSON-LD's own form, `{"@list": […]}`."""
    if isinstance(value, dict):
        value = value.get("@list") or value.get("@set") or value
    return as_list(value)


def name_of(value: dict | str | None) -> str:
    """Return the name of a person or an organisation in whatever form; empty when it has none."""
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return ""
    for key in ("name", "legalName", "alternateName"):
        for name in as_list(value.get(key)):
            if isinstance(name, dict):
                name = name.get("@value") or name.get("name")
            if isinstance(name, str) and name.strip():
                return name
    parts = [value.get(key) for key in ("givenName", "additionalName", "familyName")]
    return " ".join(part for part in parts if isinstance(part, str) and part)


def url_of(value: dict | str | None) -> str:
    """Return the URL of an image or a page in whatever form; empty when it has none."""
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return ""
    for key in ("url", "contentUrl", "@id"):
        for url in as_list(value.get(key)):
            if isinstance(url, dict):
                url = url.get("@id") or url.get("url")
            if isinstance(url, str) and url:
                return url
    return ""


def _ranked_articles(things: list[dict]) -> tuple[dict, ...]:
    """Return the articles among the things, the likeliest first, equals in the page's order."""
    ranked = [(rank, thing) for thing in things if (rank := _article_rank(thing)) is not None]
    ranked.sort(key=lambda entry: entry[0])
    return tuple(thing for _, thing in ranked[:MAX_ARTICLES])


def _article_rank(thing: dict) -> int | None:
    """Return how likely the thing is the page's article: 0 is best, None is no article."""
    ranks = [ARTICLE_TYPES.index(name) for name in types_of(thing) if name in ARTICLE_TYPES]
    if not ranks:
        return None
    # Every kind of article is as good as another; web pages, products and the like come later.
    return 0 if min(ranks) < ARTICLE_TYPES.index("review") else min(ranks)


def _things_of_page(value: object) -> Iterator[dict]:
    """Yield the value's own thing and others about the same page; walked without recursion."""
    waiting = deque([(value, 0)])
    for _ in range(10 * MAX_THINGS):
        if not waiting:
            return
        current, depth = waiting.popleft()
        if depth > MAX_DEPTH:
            continue
        if isinstance(current, list):
            waiting.extend((item, depth + 1) for item in current[:MAX_THINGS])
        elif isinstance(current, dict):
            if len(current) > 1:  # not a mere reference
                yield current
            for key in SAME_PAGE:
                if isinstance(current.get(key), dict | list):
                    waiting.append((current[key], depth + 1))


def _load(script: str) -> list[object]:
    """Return the JSON values of a script, repaired where the usual mistakes broke them."""
    text = script.strip().lstrip("\ufeff")
    if not text:
        return []
    for attempt in chain([text], _repairs(text)):
        try:
            return [json.loads(attempt, strict=False)]
        except json.JSONDecodeError as error:
            if error.msg == "Extra data":
                return _load_several(attempt)
        except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
            return []
        if len(text) > MAX_REPAIRED or text.count("/*") > MAX_COMMENTS:
            return []
    return []


def _load_several(text: str) -> list[object]:
    """Return the values of a script that holds more than one, up to the first unreadable one."""
    decoder = json.JSONDecoder(strict=False)
    values: list[object] = []
    position = 0
    while position < len(text) and len(values) < MAX_THINGS:
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        values.append(value)
        position = re.compile(r"[\s,;]*").match(text, position).end()
    return values


def _repairs(text: str) -> Iterator[str]:
    """Yield the text, ever more repaired: wrappers, comments and commas, entities, an open end."""
    text = WRAPPER_END.sub("", WRAPPER_START.sub("", text)).strip().rstrip(";")
    yield text
    mended = _mended(text)
    yield mended
    if "&quot;" in text or "&#34;" in text:
        yield _mended(unescaped(text))
    yield _closed(mended)


def _mended(text: str) -> str:
    """Return the text without comments and needless commas, single backslashes doubled."""
    text = STRING_OR_EXTRA.sub(lambda match: match[0] if match[0][0] == '"' else "", text)
    return BAD_ESCAPE.sub(r"\\\\", text)


def _closed(text: str) -> str:
    """Return a text that breaks off, closed after its last complete member."""
    opened: list[str] = []
    complete: tuple[int, list[str]] = (0, [])
    for match in STRING_OR_BRACKET.finditer(text):
        sign = match[0]
        if sign in "[{":
            opened.append("]" if sign == "[" else "}")
        elif sign in "]}":
            if not opened or opened.pop() != sign:
                break
        elif sign == ",":
            complete = (match.start(), opened.copy())
        if len(opened) > 50:
            break
    end, closing = complete
    return text[:end] + "".join(reversed(closing))
