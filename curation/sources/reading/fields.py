"""A field as it was read from a page: its value, and every other value that the page offers.

A curator may choose another one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Value]):
    """One possible value, and where on the page it was read (`h1`, `og:title`, `json-ld`)."""

    value: Value
    source: str


@dataclass(frozen=True, slots=True)
class Field(Generic[Value]):
    """The chosen value with all candidates.

    Attributes:
        value: None, or an empty tuple, where nothing is known.
        source: where the value was read; empty when none was chosen.
        candidates: in order of preference, each value once.
    """

    value: Value | None = None
    source: str = ""
    candidates: tuple[Candidate[Value], ...] = ()

    @classmethod
    def first_of(cls, candidates: Iterable[Candidate[Value]]) -> Field[Value]:
        """Return a field whose value is that of the first candidate that is not empty."""
        kept = distinct(candidates)
        return cls(kept[0].value, kept[0].source, kept) if kept else cls()

    @classmethod
    def undecided(
        cls, candidates: Iterable[Candidate[Value]], value: Value | None = None
    ) -> Field[Value]:
        """Return a field whose candidates are offered, but none is trusted enough to be chosen."""
        return cls(value, "", distinct(candidates))

    def __bool__(self) -> bool:
        return bool(self.value)


def distinct(candidates: Iterable[Candidate[Value]]) -> tuple[Candidate[Value], ...]:
    """Return the candidates in their order, each value once, empty ones left out."""
    kept: dict[Value, Candidate[Value]] = {}
    for candidate in candidates:
        if candidate.value:
            kept.setdefault(candidate.value, candidate)
    return tuple(kept.values())
