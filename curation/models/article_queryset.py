"""Queries for articles. `for_…` preloads what the page of that name shows."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from curation.models.article_rows import Byline, RelatedOffering
from markup import sanitise
from taxonomy.models import Category


class ArticleQuerySet(models.QuerySet):
    def published(self):
        """Return what readers may see now. All code that shows articles to readers uses this."""
        now = timezone.now()
        return self.filter(self._published_and_not_expired(now), published_at__lte=now)

    def scheduled(self):
        """Return what will be published at a time that has not come yet."""
        return self.filter(self.when_scheduled())

    def when_scheduled(self) -> Q:
        """Return the condition of `scheduled`, for a query that counts other states as well."""
        now = timezone.now()
        return self._published_and_not_expired(now) & Q(published_at__gt=now)

    def expired(self):
        """Return what was published until a time that has come."""
        return self.filter(status=self.model.Status.PUBLISHED, expires_at__lte=timezone.now())

    def _published_and_not_expired(self, now) -> Q:
        not_yet = Q(expires_at=None) | Q(expires_at__gt=now)
        return Q(status=self.model.Status.PUBLISHED) & not_yet

    def newest_first(self):
        """Order by publication. Equal times have a fixed order, so that pages do not overlap."""
        return self.order_by("-published_at", "-pk")

    def without_text(self):
        """Defer the long columns, which no list shows."""
        return self.defer("body", "body_source", "words", "insights")

    def for_list(self):
        """Preload what a row of a list shows: section, publisher, picture and topics."""
        return (
            self.without_text()
            .select_related("section", "publisher", "featured_image")
            .prefetch_related(models.Prefetch("categories", Category.objects.for_index()))
            .newest_first()
        )

    def for_home(self, sections, each: int):
        """Return the newest articles of each section, `each` of them, in one query."""
        newest = Q()
        for section in sections:
            in_section = self.filter(section=section).newest_first()
            newest |= Q(pk__in=in_section.values("pk")[:each])
        return (self.filter(newest) if sections else self.none()).for_list()

    def for_page(self):
        """Preload what the article's own page shows from single rows.

        `has_stored_offerings`: whether related offerings were chosen for the article.
        """
        related = RelatedOffering.objects.filter(article=models.OuterRef("pk"))
        return self.select_related(
            "section",
            "publisher__icon",
            "featured_image",
            "featured_pdf",
            "institution",
            "offering__institution",
        ).annotate(has_stored_offerings=models.Exists(related))

    def for_feed(self):
        """Preload what an entry of a feed says: section, publisher, topics and curators."""
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
        """Return what comes after the article in the order of `newest_first`."""
        return self.filter(
            Q(published_at__lt=article.published_at)
            | Q(published_at=article.published_at, pk__lt=article.pk)
        )

    def newer_than(self, article):
        """Return what comes before the article in the order of `newest_first`."""
        return self.filter(
            Q(published_at__gt=article.published_at)
            | Q(published_at=article.published_at, pk__gt=article.pk)
        )

    def about_offering(self, offering):
        """Return the articles about an offering, and those that have it as a related offering."""
        related = RelatedOffering.objects.filter(offering=offering).values("article")
        return self.filter(Q(offering=offering) | Q(pk__in=related))

    def for_desk(self):
        """Preload what the desk shows of an article in one line."""
        return self.without_text().select_related("section", "publisher")

    def stale_bodies(self):
        """Return the articles whose body was sanitised by an older policy."""
        return self.exclude(body_policy=sanitise.POLICY_VERSION)
