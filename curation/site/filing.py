"""An article's curators, topics, tags and further reports: all its short rows, in one query."""

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from taggit.models import Tag

from curation.models import Article, Byline, Curator, FurtherReport, Publisher
from taxonomy.models import Category, Taxonomy

LAST = 99_999


@dataclass(slots=True)
class Filing:
    """What one article is filed under, by whom, and who else reported its story.

    The rows are unsaved copies with names, slugs, hues, addresses: enough to be shown and linked.
    """

    curators: list[Curator] = field(default_factory=list)
    topics: list[Category] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    reports: list[FurtherReport] = field(default_factory=list)

    @property
    def topics_by_taxonomy(self) -> list[tuple[Taxonomy | None, list[Category]]]:
        """The topics in groups; those without a taxonomy come last, under None."""
        groups = groupby(self.topics, lambda topic: topic.taxonomy)
        return [(taxonomy, list(topics)) for taxonomy, topics in groups]

    @classmethod
    def of(cls, article: Article) -> "Filing":
        """That of a saved article."""
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
            Value("curator"), F("position"), Value(""), "curator__name", "curator__slug",
            Value(-1), Value(0),
        )  # fmt: skip
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
        filing, schemes = cls(), {None: None}
        others = (rows.order_by() for rows in (curators, tags, reports))
        rows = topics.order_by().union(*others, all=True)
        for kind, _position, scheme, name, slug, hue, number in sorted(rows):
            if kind == "curator":
                filing.curators.append(Curator(name=name, slug=slug))
            elif kind == "tag":
                filing.tags.append(Tag(name=name, slug=slug))
            elif kind == "report":
                report = FurtherReport(href=slug, title=scheme, publisher=Publisher(name=name))
                filing.reports.append(report)
            else:
                taxonomy = schemes.setdefault(
                    number or None, Taxonomy(pk=number, name=scheme, hue=None if hue < 0 else hue)
                )
                filing.topics.append(Category(taxonomy=taxonomy, label=name, slug=slug))
        return filing
