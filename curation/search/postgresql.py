"""The index on PostgreSQL: a GIN index over an expression; the server keeps it in step."""

from django.db import connection

from curation.search import Hit

TABLE = "curation_article"
# "simple" knows no language's endings, like FTS5's plain tokens: both find the same words.
TITLE = "to_tsvector('simple', {0}title)"
TEXT = (
    "setweight(to_tsvector('simple', {0}title), 'A')"
    " || setweight(to_tsvector('simple', {0}excerpt), 'B')"
    " || setweight(to_tsvector('simple', {0}words), 'D')"
)
INDEXES = {"curation_article_text": TEXT, "curation_article_title_text": TITLE}


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
            for name, expression in INDEXES.items():
                cursor.execute(
                    f"CREATE INDEX IF NOT EXISTS {name} ON {TABLE}"
                    f" USING gin (({expression.format('')}))"
                )

    def frequencies(self, words: list[str], ceiling: int) -> dict[str, int]:
        # Counting one common word would read the whole table: stop just above the ceiling.
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
