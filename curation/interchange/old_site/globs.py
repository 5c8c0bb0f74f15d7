"""Hugo's patterns for the paths of pages: `/news/**`, `/news/{a,b}`. Pure, in linear time.

Source: Hugo's documentation, *Glob patterns*. A pattern is walked with all its possible places at
once, so that none takes longer than its length times that of the path.
"""

from functools import lru_cache

MOST_ALTERNATIVES = 100
_ANY, _ANY_BUT_SLASH, _ONE = "**", "*", "?"


def glob_matches(pattern: str, path: str) -> bool:
    """Whether a whole path fits a pattern.

    `*` and `?` stand for no slash, `**` for anything; `[a-c]`, `[!x]` for one of several signs,
    `{a,b}` for one of several texts; a backslash takes the next sign as it is. A pattern with more
    than a hundred alternatives fits nothing.

    >>> glob_matches("/news/*", "/news/a"), glob_matches("/news/*", "/news/deep/a")
    (True, False)
    """
    return any(_fits(parts, path) for parts in _alternatives(pattern))


@lru_cache(maxsize=200)
def _alternatives(pattern: str) -> tuple[tuple, ...]:
    """The pattern without braces: one list of parts for each alternative."""
    expanded = _expanded(pattern)
    return tuple(map(_parts, expanded)) if len(expanded) <= MOST_ALTERNATIVES else ()


def _expanded(pattern: str) -> list[str]:
    whole, waiting = [], [pattern]
    while waiting and len(whole) + len(waiting) <= MOST_ALTERNATIVES:
        text = waiting.pop(0)
        braces = _first_braces(text)
        if braces is None:
            whole.append(text)
        else:
            start, end, choices = braces
            waiting += [text[:start] + choice + text[end:] for choice in choices]
    return whole + waiting


def _first_braces(text: str) -> tuple[int, int, list[str]] | None:
    """(where the first braces begin, where they end, what stands between the commas)."""
    start = text.find("{")
    if start < 0:
        return None
    depth, choices, begin = 0, [], start + 1
    for at in range(start, len(text)):
        if text[at] == "{":
            depth += 1
        elif text[at] == "}":
            depth -= 1
        if (text[at] == "," and depth == 1) or depth == 0:
            choices.append(text[begin:at])
            begin = at + 1
        if depth == 0:
            return start, at + 1, choices
    return None


def _parts(pattern: str) -> tuple:
    """The pattern as a list: a sign as it is, a wildcard, or (is it excluded, the signs)."""
    parts: list = []
    at = 0
    while at < len(pattern):
        char = pattern[at]
        end = pattern.find("]", at + 2) if char == "[" else -1
        if pattern.startswith("**", at):
            parts.append((_ANY,))
            at += 2
        elif char in (_ANY_BUT_SLASH, _ONE):
            parts.append((char,))
            at += 1
        elif end > 0:
            inside = pattern[at + 1 : end]
            is_excluded = inside[0] in "!^"
            parts.append(("[", is_excluded, _signs(inside[1:] if is_excluded else inside)))
            at = end + 1
        else:
            at += char == "\\" and at + 1 < len(pattern)
            parts.append(pattern[at])
            at += 1
    return tuple(parts)


def _signs(inside: str) -> tuple[tuple[str, str], ...]:
    """(first, last) of each range in brackets."""
    found, at = [], 0
    while at < len(inside):
        is_range = inside[at + 1 : at + 2] == "-" and at + 2 < len(inside)
        found.append((inside[at], inside[at + 2] if is_range else inside[at]))
        at += 3 if is_range else 1
    return tuple(found)


def _fits(parts: tuple, path: str) -> bool:
    places = _with_empty_wildcards(parts, {0})
    for char in path:
        moved = set()
        for place in places:
            if place == len(parts):
                continue
            part = parts[place]
            kind = part[0] if isinstance(part, tuple) else ""
            if kind == _ANY or (kind == _ANY_BUT_SLASH and char != "/"):
                moved.add(place)
            elif (
                (not kind and part == char)
                or (kind == _ONE and char != "/")
                or (kind == "[" and any(a <= char <= z for a, z in part[2]) != part[1])
            ):
                moved.add(place + 1)
        places = _with_empty_wildcards(parts, moved)
        if not places:
            return False
    return len(parts) in places


def _with_empty_wildcards(parts: tuple, places: set[int]) -> set[int]:
    """The places, and those behind wildcards that stand for nothing."""
    found, waiting = set(places), list(places)
    while waiting:
        place = waiting.pop()
        if place < len(parts) and parts[place] in ((_ANY,), (_ANY_BUT_SLASH,)):
            if place + 1 not in found:
                found.add(place + 1)
                waiting.append(place + 1)
    return found
