"""Full-text search over articles: one interface, with a backend for SQLite FTS5 and PostgreSQL.

Only this folder has SQL that is specific to one database. The index covers `title`, `excerpt` and
`words` (the body's plain text) of every article, and the database itself keeps it up to date.
"""

import re
import unicodedata
from typing import NamedTuple, Protocol

from django.db import connection


class Hit(NamedTuple):
    """An article's primary key and its relevance, which can be compared within one result only."""

    pk: int
    score: float


class Backend(Protocol):
    """What each database's backend does."""

    def ensure(self) -> None:
        """Create and fill the index if it does not exist."""

    def frequencies(self, words: list[str], ceiling: int) -> dict[str, int]:
        """Return word -> number of articles that contain it. Counting may stop above `ceiling`."""

    def any_of(self, words: list[str], limit: int, *, titles_only: bool, where: str) -> list[Hit]:
        """Return the articles that contain any of the words, most relevant first.

        where: an SQL condition on `article.<column>`. It must never contain user input.
        """


def backend() -> Backend:
    """Return the backend for the database in use."""
    if connection.vendor == "sqlite":
        from curation.search.sqlite import SqliteBackend

        return SqliteBackend()
    from curation.search.postgresql import PostgresqlBackend

    return PostgresqlBackend()


_WORD = re.compile(r"[^\W_]+")
# Stop words: so common that they do not distinguish articles.
_STOP_WORDS = frozenset(
    """
    a about after again all also an and any are as at be because been before being but by can could
    did do does down for from had has have he her him his how i if in into is it its just like may
    more most new no not now of off on one only or other our out over own said say says she should
    so some such than that the their them then there these they this those through to too under up
    us use used using very was we were what when where which while who why will with would you your
    """.split()
)


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are in the index: in lower case, without accents.

    >>> words_of("Ärzte & AI-care")
    ['arzte', 'ai', 'care']
    """
    plain = unicodedata.normalize("NFKD", text.lower())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def distinctive_words(text: str, budget: int, most: int) -> list[str]:
    """Return the most distinctive words: frequent in this text, rare in others; `most` at most.

    budget: the sum of the numbers of articles that contain each word. It bounds the rows that a
    search for these words reads, however large the site is.
    """
    counts: dict[str, int] = {}
    for word in words_of(text):
        if len(word) > 1 and word not in _STOP_WORDS:
            counts[word] = counts.get(word, 0) + 1
    frequent = sorted(counts, key=counts.get, reverse=True)[:60]
    frequencies = backend().frequencies(frequent, ceiling=budget)
    ranked = sorted(
        (word for word in frequent if 0 < frequencies.get(word, 0) <= budget),
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
    """Return the published articles most similar to a text, best first.

    At most 3,000 rows are scored, whatever the size of the site. exclude: an article's number.
    """
    words = distinctive_words(text[:6000], budget=NEAREST_BUDGET, most=14)
    if not words:
        return []
    hits = backend().any_of(words, limit + 1, titles_only=False, where=_PUBLISHED)
    return [hit for hit in hits if hit.pk != exclude][:limit]


def titles_sharing_words(title: str, limit: int = 50) -> list[Hit]:
    """Return articles of any status whose title shares distinctive words, best first."""
    words = distinctive_words(title, budget=TITLE_BUDGET, most=8)
    return backend().any_of(words, limit, titles_only=True, where="1 = 1") if words else []


def ensure_index(**_signal) -> None:
    """Create the index after a migration, if it does not exist. Receives `post_migrate`.

    A migration could not do this: a later change of the article's table drops SQLite's triggers.
    """
    backend().ensure()
