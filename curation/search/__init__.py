"""Full text over articles: one small protocol, spoken by SQLite FTS5 and PostgreSQL.

This is the one place with SQL that only one of them knows. The index covers `title`, `excerpt` and
`words` (the body's plain text) of every article; the database itself keeps it in step.
"""

import re
import unicodedata
from typing import NamedTuple, Protocol

from django.db import connection


class Hit(NamedTuple):
    """An article's primary key and how near it is: higher is nearer, comparable in one answer."""

    pk: int
    score: float


class Backend(Protocol):
    """What a database must know."""

    def ensure(self) -> None:
        """Make the index where it is missing, and fill it; nothing where it is in order."""

    def frequencies(self, words: list[str], ceiling: int) -> dict[str, int]:
        """word -> in how many articles it occurs; counting may stop above `ceiling`."""

    def any_of(self, words: list[str], limit: int, *, titles_only: bool, where: str) -> list[Hit]:
        """Articles that hold any of the words, nearest first.

        `where` is a condition over the article's columns as `article.column`; never user input.
        """


def backend() -> Backend:
    """The backend of the database in use."""
    if connection.vendor == "sqlite":
        from curation.search.sqlite import SqliteBackend

        return SqliteBackend()
    from curation.search.postgresql import PostgresqlBackend

    return PostgresqlBackend()


_WORD = re.compile(r"[^\W_]+")
# Words so common in any text that they never tell two articles apart.
_COMMON = frozenset("""
    a about after again all also an and any are as at be because been before being but by can could
    did do does down for from had has have he her him his how i if in into is it its just like may
    more most new no not now of off on one only or other our out over own said say says she should
    so some such than that the their them then there these they this those through to too under up
    us use used using very was we were what when where which while who why will with would you your
""".split())  # fmt: skip


def words_of(text: str) -> list[str]:
    """The words of a text as the index knows them: lower case, no accents, in order.

    >>> words_of("Ärzte & AI-care")
    ['arzte', 'ai', 'care']
    """
    plain = unicodedata.normalize("NFKD", text.lower())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def telling_words(text: str, budget: int, most: int) -> list[str]:
    """The words that tell this text from the others: often here, rare elsewhere, `most` at most.

    `budget`: how many articles the words may occur in, summed, so that a search for any of them
    reads a bounded number of rows however large the site is.
    """
    counts: dict[str, int] = {}
    for word in words_of(text):
        if len(word) > 1 and word not in _COMMON:
            counts[word] = counts.get(word, 0) + 1
    often = sorted(counts, key=counts.get, reverse=True)[:60]
    frequencies = backend().frequencies(often, ceiling=budget)
    ranked = sorted(
        (word for word in often if 0 < frequencies.get(word, 0) <= budget),
        key=lambda word: (counts[word] / frequencies[word] ** 0.5, word),
        reverse=True,
    )
    chosen, spent = [], 0
    for word in ranked:
        if len(chosen) < most and spent + frequencies[word] <= budget:
            chosen.append(word)
            spent += frequencies[word]
    return chosen


NEAREST_BUDGET = 3000
TITLE_BUDGET = 2000
_PUBLISHED = "article.status = 'published'"


def nearest(text: str, limit: int = 10, *, exclude: int | None = None) -> list[Hit]:
    """Published articles whose words are nearest to a text, best first.

    Bounded: at most 3,000 rows are scored, whatever the size of the site.
    """
    words = telling_words(text[:6000], budget=NEAREST_BUDGET, most=14)
    if not words:
        return []
    hits = backend().any_of(words, limit + 1, titles_only=False, where=_PUBLISHED)
    return [hit for hit in hits if hit.pk != exclude][:limit]


def titles_sharing_words(title: str, limit: int = 50) -> list[Hit]:
    """Articles of any status whose title shares telling words with this one, best first."""
    words = telling_words(title, budget=TITLE_BUDGET, most=8)
    return backend().any_of(words, limit, titles_only=True, where="1 = 1") if words else []


def ensure_index(**_signal) -> None:
    """After every migration: the index exists and is complete.

    Not a migration, since a later change of the article's table would drop SQLite's triggers.
    """
    backend().ensure()
