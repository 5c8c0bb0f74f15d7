"""The rows that join an article to what a record lists: curators, categories, tags, offerings."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from taggit.models import Tag, TaggedItem

from curation.interchange.comparison import offering_key
from curation.interchange.records import ArticleRecord
from curation.interchange.shared_rows import SharedRows
from curation.models import Address, Article, Byline, Curator, RelatedOffering
from offerings.models import Offering
from taxonomy.models import Category


class ArticleLists:
    """The lists of one record, to be stored for its article. Raises FieldError for a bad name."""

    def __init__(self, article: Article, record: ArticleRecord, shared: SharedRows):
        self.article, self.record, self.shared = article, record, shared

    @cached_property
    def curators(self) -> list[Curator]:
        return [self.shared.curator(name) for name in self.record.curators]

    @cached_property
    def categories(self) -> list[Category]:
        return _unique(
            self.shared.category(name, ("categories", index), by_address=self.record.joins_terms)
            for index, name in enumerate(self.record.categories)
        )

    @cached_property
    def tags(self) -> list[Tag]:
        joins_terms = self.record.joins_terms
        return _unique(self.shared.tag(name, by_address=joins_terms) for name in self.record.tags)

    @cached_property
    def related(self) -> list[Offering]:
        return _unique(
            self.shared.offering(offering, ("relatedOfferings", index))
            for index, offering in enumerate(self.record.related)
        )

    def add_all(self):
        """Store all lists of a new article, which has none yet."""
        self._add_curators()
        pk, kind = self.article.pk, ContentType.objects.get_for_model(Article).pk
        _insert(
            Article.categories.through,
            ("article_id", "category_id"),
            [(pk, row.pk) for row in self.categories],
        )
        _insert(
            TaggedItem,
            ("content_type_id", "object_id", "tag_id"),
            [(kind, pk, row.pk) for row in self.tags],
        )
        self._add_related()

    def replace(self, names: set[str]):
        """Replace the article's lists of those names by the record's."""
        if "curators" in names:
            self.article.bylines.all().delete()
            self._add_curators()
        if "categories" in names:
            self.article.categories.set(self.categories)
        if "tags" in names:
            self.article.tags.set(self.tags)
        if "related" in names:
            self.article.related.all().delete()
            self._add_related()

    def add_aliases(self, paths: list[str]):
        _insert(
            Address,
            ("path", "article_id", "is_live"),
            [(path, self.article.pk, False) for path in paths],
        )

    def compared_values(self) -> dict[str, Any]:
        """The lists as `comparison` compares them, without a query."""
        return {
            "curators": [row.name for row in self.curators],
            "categories": [row.name for row in self.categories],
            "tags": [row.name for row in self.tags],
            "related": [offering_key(row) for row in self.related],
        }

    def _add_curators(self):
        _insert(
            Byline,
            ("article_id", "curator_id", "position"),
            [(self.article.pk, row.pk, position) for position, row in enumerate(self.curators)],
        )

    def _add_related(self):
        _insert(
            RelatedOffering,
            ("article_id", "offering_id", "position"),
            [(self.article.pk, row.pk, position) for position, row in enumerate(self.related)],
        )


def _insert(model: type[Model], columns: tuple[str, ...], rows: list[tuple]):
    """Insert rows that only join others.

    With bulk_create it took three times as long: a fifth of an import's time.
    """
    if not rows:
        return
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})",  # noqa: S608
            rows,
        )


def _unique(rows: Iterable) -> list:
    """Each row once: two spellings of a name may mean the same row."""
    return list({row.pk: row for row in rows}.values())
