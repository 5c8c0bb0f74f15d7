"""JSON front matter: read, and written with some values changed."""

import json
import re
from typing import Any

from curation.interchange.front_matter.values import (
    FrontMatterError,
    Scalar,
    checked_tree,
    position,
    too_deep,
)


def read_json(text: str, start: int) -> tuple[str, dict[str, Any]]:
    """A file's text, whose JSON object begins at `start` -> (its head, the object's values).

    The head goes up to the object's end, with the rest of that line where it is blank.
    """
    lines_above = text.count("\n", 0, start)
    decoder = json.JSONDecoder(
        object_pairs_hook=_unique_keys,
        parse_int=lambda digits: Scalar(int(digits), digits),
        parse_float=lambda digits: Scalar(float(digits), digits),
        parse_constant=_refuse_constant,
    )
    try:
        values, end = decoder.raw_decode(text, start)
        if newline := re.compile(r"[ \t]*\r?\n").match(text, end):
            end = newline.end()
        return text[:end], checked_tree(values)
    except json.JSONDecodeError as error:
        raise FrontMatterError(
            f"This is not JSON: {error.msg}.", error.lineno, error.colno
        ) from None
    except _DuplicateKey as error:
        written = re.compile(re.escape(json.dumps(error.args[0], ensure_ascii=False)) + r"\s*:")
        places = [match.start() for match in written.finditer(text, start)]
        raise FrontMatterError(
            f"The key {error.args[0]!r} is here a second time; keep one.",
            *(position(text, places[1]) if len(places) > 1 else (lines_above + 1, 1)),
        ) from None
    except ValueError as error:  # NaN, or a number of more digits than Python converts
        raise FrontMatterError(f"This is not JSON: {error}.", lines_above + 1, 1) from None
    except RecursionError:
        raise too_deep(lines_above + 1) from None


class _DuplicateKey(Exception):
    pass


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in pairs:
        if key in mapping:
            raise _DuplicateKey(key)
        mapping[key] = value
    return mapping


def _refuse_constant(name: str):
    raise ValueError(f"{name} is not a number")


def write_json(head: str, values: dict[str, Any]) -> str:
    """A JSON head -> the same head with these values, in their order and the old indentation."""
    start = head.index("{")
    end = head.rindex("}") + 1
    indent = re.search(r"\{\r?\n([ \t]+)", head)
    newline = "\r\n" if "\r\n" in head else "\n"
    text = _dumped(values, indent[1] if indent else "  ", 0)
    return head[:start] + text.replace("\n", newline) + head[end:]


def _dumped(value: Any, indent: str, depth: int) -> str:
    if isinstance(value, Scalar):
        return value.text
    if not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    inner, outer = "\n" + indent * (depth + 1), "\n" + indent * depth
    if isinstance(value, list):
        items = (_dumped(item, indent, depth + 1) for item in value)
        return "[" + ",".join(inner + item for item in items) + outer + "]"
    pairs = (
        f"{json.dumps(key, ensure_ascii=False)}: {_dumped(item, indent, depth + 1)}"
        for key, item in value.items()
    )
    return "{" + ",".join(inner + pair for pair in pairs) + outer + "}"
