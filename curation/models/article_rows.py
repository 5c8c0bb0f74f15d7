"""Ordered rows of an article: its curators, and its related offerings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.models.curators import Curator
from offerings.models import Offering


class Byline(models.Model):
    """A curator of an article; `position` orders them."""

    article = models.ForeignKey("curation.Article", models.CASCADE, related_name="bylines")
    curator = models.ForeignKey(
        Curator, models.PROTECT, related_name="bylines", verbose_name=_("curator")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("curator")
        verbose_name_plural = _("curators")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "curator"], name="curator_once_an_article")
        ]

    def __str__(self):
        return str(self.curator)


class RelatedOffering(models.Model):
    """An offering shown beside an article; a curator or an imported file chose it."""

    article = models.ForeignKey("curation.Article", models.CASCADE, related_name="related")
    offering = models.ForeignKey(
        Offering, models.CASCADE, related_name="+", verbose_name=_("offering")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("related offering")
        verbose_name_plural = _("related offerings")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "offering"], name="offering_once_an_article")
        ]

    def __str__(self):
        return str(self.offering)
