"""Publishers: the outlets whose stories the articles link to."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from slugs.fields import NFCCharField


class PublisherQuerySet(models.QuerySet):
    def of_brand(self, brand: str) -> "Publisher":
        """Return the publisher of a brand; it is made if there is none.

        brand: a `Link.brand`, or `brand_of` a URL that must not be cleaned.
        """
        return self.get_or_create(brand=brand)[0]


class Publisher(models.Model):
    """The outlet behind a source link. Its brand is the host name without `www.`."""

    brand = models.CharField(
        _("brand"),
        max_length=253,
        unique=True,
        help_text=_("Host name without “www.”, as in nature.com."),
    )
    name = NFCCharField(
        _("name"), max_length=200, blank=True, help_text=_("As readers know it; else the brand.")
    )
    icon = models.ForeignKey(
        "media.Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("icon"),
    )

    objects = PublisherQuerySet.as_manager()

    class Meta:
        verbose_name = _("publisher")
        verbose_name_plural = _("publishers")
        ordering = ["brand"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(brand="") & ~Q(brand__contains="/"), name="publisher_has_brand"
            )
        ]

    def __str__(self):
        return self.name or self.brand

    def get_absolute_url(self) -> str:
        return reverse("site:publisher", args=[self.brand])
