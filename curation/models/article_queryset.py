"""The questions that pages ask of articles, each named after who asks, with what it shows."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from curation.models.article_rows import Byline, RelatedOffering
from markup import sanitise
from taxonomy.models import Category


class ArticleQuerySet(models.QuerySet):
    def published(self):
        """What readers may see now. Everything that shows articles to readers asks this."""
        return self.filter(status=self.model.Status.PUBLISHED, published_at__lte=timezone.now())

    def scheduled(self):
        """Decided, but not yet due."""
        return self.filter(status=self.model.Status.PUBLISHED, published_at__gt=timezone.now())

    def newest_first(self):
        """In reading order; equal dates keep one order on every page and every day."""
        return self.order_by("-published_at", "-pk")

    def without_text(self):
        """Without the columns that no list shows."""
        return self.defer("body", "body_source", "words", "insights")

    def for_list(self):
        """With what a list row shows: section, publisher, picture and topics, newest first."""
        return (
            self.without_text()
            .select_related("section", "publisher", "featured_image")
            .prefetch_related(models.Prefetch("categories", Category.objects.for_index()))
            .newest_first()
        )

    def for_home(self, sections, each: int):
        """The newest `each` of the given sections, as list rows, in one query."""
        newest = Q()
        for section in sections:
            rows = self.filter(section=section).newest_first().values("pk")[:each]
            newest |= Q(pk__in=rows)
        return (self.filter(newest) if sections else self.none()).for_list()

    def for_page(self):
        """With what an article's own page shows, except for what has many rows."""
        return self.select_related(
            "section", "publisher__icon", "featured_image", "featured_pdf", "institution",
            "offering__institution",
        ).annotate(has_stored_offerings=models.Exists(
            RelatedOffering.objects.filter(article=models.OuterRef("pk"))
        ))  # fmt: skip

    def for_feed(self):
        """With what a feed's entry says, newest first."""
        return (
            self.without_text()
            .select_related("section", "publisher")
            .prefetch_related(
                models.Prefetch("categories", Category.objects.for_index()),
                models.Prefetch("bylines", Byline.objects.select_related("curator")),
            )
            .newest_first()
        )

    def older_than(self, article):
        """What stands behind the article in reading order."""
        return self.filter(
            Q(published_at__lt=article.published_at)
            | Q(published_at=article.published_at, pk__lt=article.pk)
        )

    def newer_than(self, article):
        """What stands before the article in reading order."""
        return self.filter(
            Q(published_at__gt=article.published_at)
            | Q(published_at=article.published_at, pk__gt=article.pk)
        )

    def about_offering(self, offering):
        """What is about the offering, or names it among those related."""
        named = RelatedOffering.objects.filter(offering=offering).values("article")
        return self.filter(Q(offering=offering) | Q(pk__in=named))

    def for_desk(self):
        """With what the desk says of an article in one line."""
        return self.without_text().select_related("section", "publisher")

    def stale_bodies(self):
        """Whose shown body was made by an older sanitising policy."""
        return self.exclude(body_policy=sanitise.POLICY_VERSION)
