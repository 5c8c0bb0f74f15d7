"""What the newest articles are about: topics, offerings and sources for the home page's rail."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from curation.models import Article, Publisher, RelatedOffering
from offerings.models import Offering
from taxonomy.models import Category

# By number, not by age: a publication that rests for a month still has a full page.
RECENT = 100
JUST_NOW = 30


def _newest(number: int) -> QuerySet:
    return Article.objects.published().newest_first().values("pk")[:number]


def topics_in_the_news(limit: int) -> QuerySet[Category]:
    """The topics of most of the newest articles; each carries `number`, how many."""
    return (
        Category.objects.filter(articles__in=_newest(RECENT))
        .select_related("taxonomy")
        .annotate(number=Count("articles"))
        .order_by("-number", "label", "pk")[:limit]
    )


def sources_in_the_news(limit: int) -> QuerySet[Publisher]:
    """The publishers of most of the newest articles; each carries `number`, how many."""
    return (
        Publisher.objects.filter(articles__in=_newest(RECENT))
        .select_related("icon")
        .annotate(number=Count("articles"))
        .order_by("-number", "brand")[:limit]
    )


def offerings_in_the_news(limit: int) -> QuerySet[Offering]:
    """The offerings that most of the very newest articles are about or name."""
    newest = _newest(JUST_NOW)
    about = Article.objects.filter(pk__in=newest, offering__isnull=False)
    named = RelatedOffering.objects.filter(article__in=newest)
    return (
        Offering.objects.published()
        .filter(Q(pk__in=about.values("offering")) | Q(pk__in=named.values("offering")))
        .select_related("institution", "logo")
        .annotate(number=_times(about) + _times(named))
        .order_by("-number", "name", "pk")[:limit]
    )


def _times(rows: QuerySet):
    """How many of `rows` point to an offering."""
    counted = (
        rows.filter(offering=OuterRef("pk"))
        .order_by()
        .values("offering")
        .annotate(number=Count("pk"))
    )
    return Coalesce(Subquery(counted.values("number")), 0)
