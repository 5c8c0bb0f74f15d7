"""JSON-LD as it is found in the wild: read what can be read, follow its references."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from curation.sources.reading.words import unescaped

MAX_THINGS = 300
MAX_ARTICLES = 10
"""A page describes a handful of things; a dump of thousands is not walked to its end."""

MAX_REPAIRED = 300_000
"""Broken scripts longer than this (characters) are not mended."""

ARTICLE_TYPES = (
    "newsarticle", "article", "blogposting", "reportagenewsarticle", "analysisnewsarticle",
    "opinionnewsarticle", "backgroundnewsarticle", "reviewnewsarticle", "scholarlyarticle",
    "medicalscholarlyarticle", "techarticle", "report", "satiricalarticle", "liveblogposting",
    "socialmediaposting", "discussionforumposting", "advertisercontentarticle", "review", "recipe",
    "videoobject", "podcastepisode", "howto", "faqpage", "medicalwebpage", "creativework",
    "webpage", "itempage", "aboutpage", "product", "event", "jobposting", "book", "movie",
)  # fmt: skip
SITE_TYPES = {"website", "newsmediaorganization", "organization", "corporation", "blog"}
# Keys that lead from a thing to others about the same page; what hangs elsewhere (comments,
# recommendations, lists of other articles) says nothing of this page.
SAME_PAGE = ("@graph", "mainEntity", "mainEntityOfPage", "mainContentOfPage", "isPartOf")


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The things that a page's JSON-LD describes, in the page's order."""

    things: tuple[dict, ...] = ()
    by_id: dict[str, dict] = field(default_factory=dict)
    articles: tuple[dict, ...] = ()
    """The things that may be this page's article, likeliest first."""

    def of_type(self, names: Iterable[str]) -> list[dict]:
        """The things of one of these (lower-case) types."""
        wanted = set(names)
        return [thing for thing in self.things if wanted.intersection(types_of(thing))]

    def values(self, thing: dict, key: str) -> list[dict | str]:
        """What the thing says under ``key``, as a list, references to other things followed."""
        found: list[dict | str] = []
        for value in as_list(thing.get(key)):
            if isinstance(value, dict):
                target = self.by_id.get(str(value.get("@id"))) if len(value) <= 2 else None
                found.append(target if target is not None else value)
            elif isinstance(value, str):
                found.append(self.by_id.get(value, value) if value[:4] == "http" else value)
            elif isinstance(value, int | float) and not isinstance(value, bool):
                found.append(str(value))
        return found


def read(scripts: Iterable[str]) -> LinkedData:
    """The linked data of a page's ``application/ld+json`` scripts; unreadable ones are left out."""
    things: list[dict] = []
    for script in scripts:
        for value in loads(script):
            things.extend(islice(same_page_things(value), MAX_THINGS))
        if len(things) > MAX_THINGS:
            break
    by_id: dict[str, dict] = {}
    for thing in things:
        key = thing.get("@id")
        # The fullest description stands for the thing; the others only point to it.
        if isinstance(key, str) and len(thing) > len(by_id.get(key, ())):
            by_id[key] = thing
        for part in ("author", "publisher", "creator"):
            for inner in as_list(thing.get(part)):
                key = inner.get("@id") if isinstance(inner, dict) else None
                if isinstance(key, str) and len(inner) > max(1, len(by_id.get(key, ()))):
                    by_id[key] = inner
    return LinkedData(tuple(things), by_id, ranked_articles(things))


def ranked_articles(things: list[dict]) -> tuple[dict, ...]:
    """The articles among the things, the likeliest first, a page's first before its second."""
    ranked = [
        (rank, order, thing)
        for order, thing in enumerate(things)
        if (rank := article_rank(thing)) is not None
    ]
    ranked.sort(key=lambda entry: entry[:2])
    return tuple(thing for _, _, thing in ranked[:MAX_ARTICLES])


def same_page_things(value: object) -> Iterator[dict]:
    """The value's own thing and those on the same page, walked without recursion."""
    waiting = deque([(value, 0)])
    for _ in range(10 * MAX_THINGS):
        if not waiting:
            return
        current, depth = waiting.popleft()
        if depth > 6:
            continue
        if isinstance(current, list):
            waiting.extend((item, depth + 1) for item in current[:MAX_THINGS])
        elif isinstance(current, dict):
            if len(current) > 1:
                yield current
            for key in SAME_PAGE:
                if isinstance(current.get(key), dict | list):
                    waiting.append((current[key], depth + 1))


def types_of(thing: dict) -> list[str]:
    """The thing's types in lower case, without a vocabulary's address before them."""
    return [
        re.split(r"[/#:]", name)[-1].lower()
        for name in as_list(thing.get("@type"))
        if isinstance(name, str)
    ]


def article_rank(thing: dict) -> int | None:
    """How likely the thing is the article of the page: 0 is best, None is no article."""
    ranks = [ARTICLE_TYPES.index(name) for name in types_of(thing) if name in ARTICLE_TYPES]
    if not ranks:
        return None
    rank = min(ranks)
    # Every kind of article is as good as another; web pages, products and the like come behind.
    return 0 if rank < ARTICLE_TYPES.index("review") else rank


def as_list(value: object) -> list:
    """A list as it is, nothing as an empty list, anything else as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def loads(script: str) -> list[object]:
    """The JSON values in a script, repaired where the usual mistakes broke them."""
    text = script.strip().lstrip("\ufeff")
    if not text:
        return []
    for attempt in (text, *repairs(text)):
        try:
            return [json.loads(attempt, strict=False)]
        except json.JSONDecodeError as error:
            if error.msg == "Extra data":
                return several(attempt)
        except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
            return []
        if len(text) > MAX_REPAIRED or text.count("/*") > 1000:
            return []
    return []


def repairs(text: str) -> Iterator[str]:
    """The text with ever more mended: wrappers, entities, comments, commas, an open end."""
    text = re.sub(r"^\s*(?:/\*\s*)?(?://\s*)?<!(?:--|\[CDATA\[)(?:\s*\*/)?", "", text)
    text = re.sub(r"(?://\s*|/\*\s*)?(?:-->|\]\]>)(?:\s*\*/)?[\s;]*$", "", text).strip().rstrip(";")
    yield text
    plain = mend(text)
    yield plain
    if "&quot;" in text or "&#34;" in text:
        yield mend(unescaped(text))
    yield close(plain)


TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?=\s*[}\]])|,(?=\s*,)', re.DOTALL)


def mend(text: str) -> str:
    """Without comments and needless commas, and with single backslashes doubled."""
    text = TOKEN.sub(lambda match: match[0] if match[0][0] == '"' else "", text)
    return re.sub(r'\\(?![\\"/bfnrtu])|\\u(?![0-9a-fA-F]{4})', r"\\\\", text)


def close(text: str) -> str:
    """A text that breaks off, closed behind its last complete member."""
    opened: list[str] = []
    complete: tuple[int, list[str]] = (0, [])
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[\]{},]', text):
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


def several(text: str) -> list[object]:
    """The values of a script that holds more than one, up to the first unreadable one."""
    decoder, values, position = json.JSONDecoder(strict=False), [], 0
    while position < len(text) and len(values) < MAX_THINGS:
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        values.append(value)
        gap = re.compile(r"[\s,;]*").match(text, position)
        position = gap.end() if gap else position
    return values


def name_of(value: dict | str | None) -> str:
    """The name of a person or an organisation, however it is given; empty when it is not."""
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
    """The address of an image or a page, however it is given; empty when it is not."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        for key in ("url", "contentUrl", "@id"):
            for address in as_list(value.get(key)):
                if isinstance(address, dict):
                    address = address.get("@id") or address.get("url")
                if isinstance(address, str) and address:
                    return address
    return ""
