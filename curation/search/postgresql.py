"""Full-text search on PostgreSQL: GIN indexes on expressions."""

from django.db import connection

from curation.search import Hit

TABLE = "curation_article"
# The configuration "simple" does no stemming, like FTS5's tokenizer: both find the same words.
# Accents are removed as in `search.words_of`, by functions that are immutable, unlike unaccent().
_PLAIN = "regexp_replace(normalize({{0}}{0}, NFKD), '[\u0300-\u036f]', '', 'g')"
_VECTOR = f"to_tsvector('simple', {_PLAIN})"
TITLE = _VECTOR.format("title")
TEXT = (
    f"setweight({_VECTOR.format('title')}, 'A')"
    f" || setweight({_VECTOR.format('excerpt')}, 'B')"
    f" || setweight({_VECTOR.format('words')}, 'D')"
)
# A changed expression needs a new name: an index is created if its name does not exist.
INDEXES = {"curation_article_plain_text": TEXT, "curation_article_plain_title": TITLE}


class PostgresqlBackend:
    """See `curation.search.Backend`."""

    def ensure(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM information_schema.columns WHERE table_name = %s"
                " AND table_schema = current_schema() AND column_name = 'words'",
                [TABLE],
            )
            if not cursor.fetchone()[0]:
                return
            # CREATE INDEX IF NOT EXISTS waits for all writers even if the index exists.
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [TABLE])
            present = {name for (name,) in cursor.fetchall()}
            for name, expression in INDEXES.items():
                if name in present:
                    continue
                cursor.execute(
                    f"CREATE INDEX IF NOT EXISTS {name} ON {TABLE}"
                    f" USING gin (({expression.format('')}))"
                )

    def frequencies(self, words: list[str], ceiling: int) -> dict[str, int]:
        # Counting a common word would read the whole table, so the count stops above the ceiling.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT word, (SELECT count(*) FROM (SELECT 1 FROM"
                f" {TABLE} WHERE ({TEXT.format('')}) @@ to_tsquery('simple', quote_literal(word))"
                " LIMIT %s) seen) FROM unnest(%s::text[]) word",
                [ceiling + 1, words],
            )
            return dict(cursor.fetchall())

    def any_of(self, words: list[str], limit: int, *, titles_only: bool, where: str) -> list[Hit]:
        query = " | ".join(f"'{word}'" for word in words)
        vector = (TITLE if titles_only else TEXT).format("article.")
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT article.id, ts_rank({vector}, query) AS score"
                f" FROM {TABLE} article, to_tsquery('simple', %s) query"
                f" WHERE ({vector}) @@ query AND {where} ORDER BY score DESC, article.id DESC"
                " LIMIT %s",
                [query, limit],
            )
            return [Hit(*row) for row in cursor.fetchall()]
