"""What a front matter's values are made of, and the error for a file that cannot be read.

Each format's module turns text into a tree of dict, list, str, None and Scalar, and back.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

MAX_DEPTH = 50


class FrontMatterError(Exception):
    """A file that cannot be read: what is wrong, what to do, and where (counted from 1)."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None):
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value that is neither text nor null, beside the characters that the file writes it with.

    YAML 1.1 reads `012` as 10 and `1.10` as 1.1; where text is wanted, the characters are right.
    Two scalars are equal when they are written with the same characters.
    """

    value: bool | int | float | date | datetime | time = field(compare=False)
    text: str


def position(text: str, at: int, lines_above: int = 0) -> tuple[int, int]:
    """(line, column), from 1, of an index into a text that has `lines_above` lines above it."""
    return lines_above + text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def too_deep(line: int) -> FrontMatterError:
    """The error for values that are nested deeper than MAX_DEPTH."""
    return FrontMatterError(
        f"The front matter is nested deeper than {MAX_DEPTH} levels; flatten it.", line, 1
    )


def checked_tree(value: Any, depth: int = 0) -> Any:
    """What a TOML or JSON parser gives -> the same as a tree of dict, list, str, None and Scalar.

    Raises FrontMatterError for what is too deep, and for text that no database stores.
    """
    if isinstance(value, str):
        return _storable(value)
    if value is None or isinstance(value, Scalar):
        return value
    if isinstance(value, dict | list) and depth == MAX_DEPTH:
        raise too_deep(1)
    if isinstance(value, dict):
        return {_storable(key): checked_tree(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [checked_tree(item, depth + 1) for item in value]
    return Scalar(
        value, value.isoformat() if isinstance(value, date | time) else str(value).lower()
    )


def _storable(text: str) -> str:
    if "\0" in text or not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
        raise FrontMatterError(
            f"{text[:40]!r} holds a NUL character or half a character; remove it.", 1, 1
        )
    return text
