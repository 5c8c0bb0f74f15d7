"""An article's curators, topics, tags and further reports, read in one query."""

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from taggit.models import Tag

from curation.models import Article, Byline, Curator, FurtherReport, Publisher
from taxonomy.models import Category, Taxonomy

LAST = 99_999  # the position of topics without a taxonomy


@dataclass(slots=True)
class ArticleMetadata:
    """Who curated an article, what it is filed under, and who else reported its story.

    The rows are unsaved instances with the columns that are shown and linked: names, slugs, hues
    and URLs.
    """

    curators: list[Curator] = field(default_factory=list)
    topics: list[Category] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    reports: list[FurtherReport] = field(default_factory=list)

    @property
    def topics_by_taxonomy(self) -> list[tuple[Taxonomy | None, list[Category]]]:
        """(taxonomy, its topics); topics without a taxonomy come last, under None."""
        groups = groupby(self.topics, lambda topic: topic.taxonomy)
        return [(taxonomy, list(topics)) for taxonomy, topics in groups]

    @classmethod
    def of(cls, article: Article) -> "ArticleMetadata":
        """Return the metadata of a saved article.

        A UNION of four queries needs the same columns in each: kind, position, text, name, slug or
        URL, hue, id of the taxonomy. Sorted by these, each kind is in its own order.
        """
        topics = Category.objects.filter(articles=article).values_list(
            Value("topic"),
            Coalesce("taxonomy__position", LAST),
            Coalesce("taxonomy__name", Value("")),
            "label",
            "slug",
            Coalesce("taxonomy__hue", -1),
            Coalesce("taxonomy_id", 0),
        )
        curators = Byline.objects.filter(article=article).values_list(
            Value("curator"),
            F("position"),
            Value(""),
            "curator__name",
            "curator__slug",
            Value(-1),
            Value(0),
        )
        tags = Tag.objects.filter(articles=article.pk).values_list(
            Value("tag"), Value(0), Value(""), "name", "slug", Value(-1), Value(0)
        )
        reports = FurtherReport.objects.filter(article=article).values_list(
            Value("report"),
            F("pk"),  # in the order in which they were added
            "title",
            Coalesce(NullIf("publisher__name", Value("")), "publisher__brand"),
            "href",
            Value(-1),
            Value(0),
        )
        metadata, taxonomies = cls(), {None: None}
        others = (rows.order_by() for rows in (curators, tags, reports))
        rows = topics.order_by().union(*others, all=True)
        for kind, _position, text, name, slug, hue, taxonomy_id in sorted(rows):
            if kind == "curator":
                metadata.curators.append(Curator(name=name, slug=slug))
            elif kind == "tag":
                metadata.tags.append(Tag(name=name, slug=slug))
            elif kind == "report":
                report = FurtherReport(href=slug, title=text, publisher=Publisher(name=name))
                metadata.reports.append(report)
            else:
                taxonomy = taxonomies.setdefault(
                    taxonomy_id or None,
                    Taxonomy(pk=taxonomy_id, name=text, hue=None if hue < 0 else hue),
                )
                metadata.topics.append(Category(taxonomy=taxonomy, label=name, slug=slug))
        return metadata
