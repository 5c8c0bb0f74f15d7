"""Trending topics, offerings and publishers: what the newest articles are about."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from curation.models import Article, Publisher, RelatedOffering
from offerings.models import Offering
from taxonomy.models import Category

# Numbers of articles, not ages: a publication that pauses for a month still has a full page.
RECENT = 100
MOST_RECENT = 30


def _newest(number: int) -> QuerySet:
    return Article.objects.published().newest_first().values("pk")[:number]


def trending_topics(limit: int) -> QuerySet[Category]:
    """Return the most frequent topics; `number` is how many of the newest articles each has."""
    return (
        Category.objects.filter(articles__in=_newest(RECENT))
        .select_related("taxonomy")
        .annotate(number=Count("articles"))
        .order_by("-number", "label", "pk")[:limit]
    )


def trending_publishers(limit: int) -> QuerySet[Publisher]:
    """Return the most frequent publishers; `number` is how many of the newest articles each has."""
    return (
        Publisher.objects.filter(articles__in=_newest(RECENT))
        .select_related("icon")
        .annotate(number=Count("articles"))
        .order_by("-number", "brand")[:limit]
    )


def trending_offerings(limit: int) -> QuerySet[Offering]:
    """Return the offerings that most of the newest articles are about or have as related.

    `number`: how many of these articles.
    """
    newest = _newest(MOST_RECENT)
    about = Article.objects.filter(pk__in=newest, offering__isnull=False)
    related = RelatedOffering.objects.filter(article__in=newest)
    return (
        Offering.objects.published()
        .filter(Q(pk__in=about.values("offering")) | Q(pk__in=related.values("offering")))
        .select_related("institution", "logo")
        .annotate(number=_count(about) + _count(related))
        .order_by("-number", "name", "pk")[:limit]
    )


def _count(rows: QuerySet):
    """Return an expression: how many of the rows point to an offering."""
    counted = (
        rows.filter(offering=OuterRef("pk"))
        .order_by()
        .values("offering")
        .annotate(number=Count("pk"))
    )
    return Coalesce(Subquery(counted.values("number")), 0)
