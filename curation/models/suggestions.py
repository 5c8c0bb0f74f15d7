"""Suggestions: topics, offerings and tags proposed for an article, each with its reason."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offerings.models import Offering
from taxonomy.models import Category


class Suggestion(models.Model):
    """A category, offering or tag for an article, which takes effect when a curator accepts it."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DROPPED = "dropped", _("dropped")

    article = models.ForeignKey("curation.Article", models.CASCADE, related_name="suggestions")
    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, related_name="+")
    offering = models.ForeignKey(Offering, models.CASCADE, null=True, blank=True, related_name="+")
    tag = models.CharField(_("tag"), max_length=100, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "category"],
                condition=Q(category__isnull=False),
                name="suggest_category_once",
            ),
            models.UniqueConstraint(
                fields=["article", "offering"],
                condition=Q(offering__isnull=False),
                name="suggest_offering_once",
            ),
            models.UniqueConstraint(
                fields=["article", "tag"], condition=~Q(tag=""), name="suggest_tag_once"
            ),
            models.CheckConstraint(
                condition=Q(category__isnull=False, offering__isnull=True, tag="")
                | Q(category__isnull=True, offering__isnull=False, tag="")
                | (Q(category__isnull=True, offering__isnull=True) & ~Q(tag="")),
                name="suggest_exactly_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted", "dropped"]), name="suggestion_state"
            ),
        ]

    def __str__(self):
        return str(self.category or self.offering or self.tag)
