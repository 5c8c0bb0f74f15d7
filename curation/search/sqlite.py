"""Full-text search on SQLite: an FTS5 table with external content, updated by triggers."""

from django.db import connection

from curation.search import Hit

TABLE = "curation_article"
INDEX = "curation_article_fts"
COLUMNS = ("title", "excerpt", "words")
WEIGHTS = "4.0, 2.0, 1.0"

_NEW = ", ".join(f"new.{column}" for column in COLUMNS)
_OLD = ", ".join(f"old.{column}" for column in COLUMNS)
_LIST = ", ".join(COLUMNS)
_ADD = f"INSERT INTO {INDEX}(rowid, {_LIST}) VALUES (new.id, {_NEW});"
_REMOVE = f"INSERT INTO {INDEX}({INDEX}, rowid, {_LIST}) VALUES ('delete', old.id, {_OLD});"
TRIGGERS = {
    f"{INDEX}_added": f"AFTER INSERT ON {TABLE} BEGIN {_ADD} END",
    f"{INDEX}_removed": f"AFTER DELETE ON {TABLE} BEGIN {_REMOVE} END",
    f"{INDEX}_changed": f"AFTER UPDATE OF {_LIST} ON {TABLE} BEGIN {_REMOVE} {_ADD} END",
}


class SqliteBackend:
    """See `curation.search.Backend`."""

    def ensure(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master")
            present = {name for (name,) in cursor.fetchall()}
            if TABLE not in present or {INDEX, *TRIGGERS} <= present:
                return
            cursor.execute(f"PRAGMA table_info({TABLE})")
            if not set(COLUMNS) <= {row[1] for row in cursor.fetchall()}:
                return  # an older schema, in the middle of a migration
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5({_LIST},"
                f" content='{TABLE}', content_rowid='id',"
                " tokenize='unicode61 remove_diacritics 2')"
            )
            for name, rule in TRIGGERS.items():
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {rule}")
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')")

    def frequencies(self, words: list[str], ceiling: int) -> dict[str, int]:
        # FTS5's vocabulary table counts without limit: 60 ms for 120 words in 100,000 articles.
        counted = f"SELECT count(*) FROM (SELECT 1 FROM {INDEX} WHERE {INDEX} MATCH %s LIMIT %s)"
        found = {}
        with connection.cursor() as cursor:
            for word in words:
                cursor.execute(counted, [f'"{word}"', ceiling + 1])
                found[word] = cursor.fetchone()[0]
        return found

    def any_of(self, words: list[str], limit: int, *, titles_only: bool, where: str) -> list[Hit]:
        match = " OR ".join(f'"{word}"' for word in words)
        if titles_only:
            match = f"title : ({match})"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT article.id, -bm25({INDEX}, {WEIGHTS}) AS score"
                f" FROM {INDEX} JOIN {TABLE} article ON article.id = {INDEX}.rowid"
                f" WHERE {INDEX} MATCH %s AND {where}"
                " ORDER BY score DESC, article.id DESC LIMIT %s",
                [match, limit],
            )
            return [Hit(*row) for row in cursor.fetchall()]
