"""What was read, and where it stood: a field keeps every candidate, so a curator can pick "
"another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Value]):
    """One possible value and the place it was read from (``h1``, ``og:title``, ``json-ld`` ...)."""

    value: Value
    source: str


@dataclass(frozen=True, slots=True)
class Field(Generic[Value]):
    """The chosen value (None or an empty tuple where nothing is known) with all candidates.

    ``candidates`` stand in order of preference, each value once; ``source`` is where the chosen
    value was read, empty when none was chosen.
    """

    value: Value | None = None
    source: str = ""
    candidates: tuple[Candidate[Value], ...] = ()

    @classmethod
    def first_of(cls, candidates: Iterable[Candidate[Value]]) -> Field[Value]:
        """The first candidate is the value."""
        kept = distinct(candidates)
        return cls(kept[0].value, kept[0].source, kept) if kept else cls()

    @classmethod
    def undecided(
        cls, candidates: Iterable[Candidate[Value]], value: Value | None = None
    ) -> Field[Value]:
        """Candidates are shown, but none is trusted enough to become the value."""
        return cls(value, "", distinct(candidates))

    def __bool__(self) -> bool:
        return bool(self.value)


def distinct(candidates: Iterable[Candidate[Value]]) -> tuple[Candidate[Value], ...]:
    """The candidates in their order, each value only once, empty ones left out."""
    kept: dict[Value, Candidate[Value]] = {}
    for candidate in candidates:
        if candidate.value:
            kept.setdefault(candidate.value, candidate)
    return tuple(kept.values())
