"""Tells tracking from content in the path, the query and the fragment of a URL. Pure.

Applies the tables of `tracking_rules.py` and `site_rules.py`. What is kept has its order and its
exact spelling.
"""

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from curation.sources.links import site_rules, tracking_rules
from curation.sources.links.hosts import rule_keys


class Names:
    """A set of names in lower case; `*` in a name stands for any characters, `#` for one digit."""

    __slots__ = ("_exact", "_matches")

    def __init__(self, *lines: str):
        names = {name for line in lines for name in line.split()}
        wild = {name for name in names if "*" in name or "#" in name}
        expressions = (
            re.escape(name).replace(r"\*", ".*").replace(r"\#", r"\d") for name in sorted(wild)
        )
        self._exact = frozenset(names - wild)
        self._matches = re.compile("|".join(expressions)).fullmatch if wild else None

    def __contains__(self, name: str) -> bool:
        return name in self._exact or (self._matches is not None and bool(self._matches(name)))


class _Site(NamedTuple):
    """The rules of all tables for one host."""

    untouched: bool
    names: tuple[tuple[Names, re.Pattern | None], ...]  # with the path that they need, if any
    paths: tuple[re.Pattern, ...]
    content: Names


def _whole(*expressions: str):
    return re.compile("|".join(f"(?:{e})" for e in expressions), re.IGNORECASE).fullmatch


def _by_host(rows, *, value) -> dict[str, list]:
    table = defaultdict(list)
    for row in rows:
        for host in row[0].split():
            table[host].append(value(row))
    return dict(table)


def _by_name(rows) -> dict:
    expressions = defaultdict(list)
    for names, expression, _source in rows:
        for name in names.split():
            expressions[name].append(expression)
    return {name: _whole(*found) for name, found in expressions.items()}


_EVERYWHERE = Names(
    *(names for names, _source in tracking_rules.EVERYWHERE + tracking_rules.SESSIONS)
)
_WITH_VALUE = _by_name(tracking_rules.WITH_VALUE)
_TOGETHER = {
    name: (_whole(value), Names(others)) for name, value, others, _source in tracking_rules.TOGETHER
}
_IN_PATH = re.compile("|".join(e for e, _source in tracking_rules.IN_PATH), re.IGNORECASE)
_FRAGMENT = _whole(*(expression for expression, _source in tracking_rules.FRAGMENTS))
_IN_FRAGMENTS = Names(*(names for names, _source in tracking_rules.IN_FRAGMENTS))
_SITES = _by_host(
    site_rules.SITES,
    value=lambda row: (Names(row.names), re.compile(row.path) if row.path else None),
)
_SITE_PATHS = _by_host(site_rules.SITE_PATHS, value=lambda row: re.compile(row[1], re.IGNORECASE))
_CONTENT = _by_host(site_rules.CONTENT, value=lambda row: row[1])
_UNTOUCHED = _by_host(site_rules.UNTOUCHED, value=lambda row: True)

# Another page's whole URL in the path (web archives, proxies): what follows belongs to it.
_URL_IN_PATH = re.compile(r"/https?(?::|%3A)(?:/|%2F)", re.IGNORECASE)

_LEAD = re.compile(r"(?:\?|;|amp;)*")
_PIECES = re.compile(r"(?=[;?])")


@lru_cache(maxsize=4096)
def _site(host: str) -> _Site:
    keys = rule_keys(host)
    return _Site(
        untouched=any(key in _UNTOUCHED for key in keys),
        names=tuple(rule for key in keys for rule in _SITES.get(key, ())),
        paths=tuple(rule for key in keys for rule in _SITE_PATHS.get(key, ())),
        content=Names(*(line for key in keys for line in _CONTENT.get(key, ()))),
    )


def is_untouched(host: str, path: str) -> bool:
    """Say whether nothing may be dropped: another page's URL, or a signed query, is inside."""
    return _site(host).untouched or bool(_URL_IN_PATH.search(path))


def is_content(name: str, host: str) -> bool:
    """Say whether a parameter of this name, in lower case, is always content on this host."""
    return name in _site(host).content


def clean_path(path: str, host: str) -> str:
    """Return `path` without session identifiers and tracking segments."""
    if ";" in path or "(" in path or "utm_" in path:
        path = _IN_PATH.sub("", path)
    for expression in _site(host).paths:
        path = expression.sub("", path)
    return path


def clean_query(query: str, host: str, path: str) -> str | None:
    """Return `query` without tracking and session parameters, None when nothing is left."""
    while "&amp;" in query:
        query = query.replace("&amp;", "&")  # copied out of HTML source
    parameters = query.split("&")
    site = _site(host)
    companions = _companions(parameters)
    kept = [_content_of(p, companions, site, path) for p in parameters]
    if kept == parameters:
        return query if query.strip("&") else None
    remaining = "&".join(filter(None, kept))
    if any(before != after for before, after in zip(parameters, kept, strict=True) if after):
        # What was cut out of a parameter may have hidden one that makes others tracking.
        return clean_query(remaining, host, path)
    return remaining or None


def _companions(parameters: list[str]) -> list[Names]:
    return [
        others
        for name, value in map(_split, parameters)
        for matches, others in [_TOGETHER.get(name, (None, None))]
        if matches and matches(value)
    ]


def _content_of(parameter: str, companions: list[Names], site: _Site, path: str) -> str:
    """Return `parameter`, or what is left of it: '' when it is tracking.

    Understands two common mistakes: a second question mark (`p=1?utm_source=rss`), and semicolons
    between parameters (`&amp;` among them).
    """
    if (";" not in parameter and "?" not in parameter) or "://" in parameter:
        return "" if _is_tracking(parameter, companions, site, path) else parameter
    lead = _LEAD.match(parameter).group()
    kept = []
    keep = True
    for piece in _PIECES.split(parameter[len(lead) :]):
        if "=" in piece or not kept:  # a piece without a value goes with the one before it
            keep = not _is_tracking(piece.lstrip(";?"), companions, site, path)
        if keep:
            kept.append(piece)
    remaining = "".join(kept)
    if not remaining:
        return ""
    return lead + remaining if parameter.startswith(lead + remaining) else remaining.lstrip(";?")


def _is_tracking(parameter: str, companions: list[Names], site: _Site, path: str) -> bool:
    name, value = _split(parameter)
    if name in _EVERYWHERE or any(name in others for others in companions):
        return True
    if name in site.content:
        return False
    if any(name in names and (not at or at.search(path)) for names, at in site.names):
        return True
    matches = _WITH_VALUE.get(name)
    return matches is not None and matches(unquote(value)) is not None


def _split(parameter: str) -> tuple[str, str]:
    """Return the name, decoded and in lower case, and the value of a parameter."""
    name, _, value = parameter.partition("=")
    if "%" in name:
        name = unquote(name)
    return _LEAD.sub("", name.lower()), value


def clean_fragment(fragment: str, host: str) -> str | None:
    """Return `fragment` (without `#`) if it is content, what is content in it, or None.

    Routes of single-page sites (`!/a`, `/a`) and anchors are content; tracking, text fragments
    and jumps to the comments or the top are not.
    """
    fragment = fragment.partition(":~:")[0]
    if (bare := fragment.lstrip("#?&")) != fragment and (not bare or "=" in bare):
        # Marks in front, as of scripts that append `##name=value` to whatever is there.
        kept = clean_fragment(bare, host)
        return fragment if kept == bare else kept
    if fragment.startswith(("/", "!/")):
        route, mark, query = fragment.partition("?")
        query = mark and clean_query(query, host, route)
        return f"{route}?{query}" if query else route
    if not fragment or _FRAGMENT(unquote(fragment)):
        return None
    if "=" not in fragment:
        return fragment
    parts = fragment.lstrip("?").split("&")
    kept = [part for part in parts if "=" not in part or not _is_fragment_tracking(part)]
    return fragment if kept == parts else clean_fragment("&".join(kept), host)


def _is_fragment_tracking(part: str) -> bool:
    name, _value = _split(part)
    return name in _EVERYWHERE or name in _IN_FRAGMENTS
