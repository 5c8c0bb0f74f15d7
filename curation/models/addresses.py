"""Addresses: every path that an article answers at, now or formerly. Addresses last for ever."""

import unicodedata
from urllib.parse import unquote, urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AddressQuerySet(models.QuerySet):
    def at(self, path: str):
        """The address (one at most) that a visitor's path means."""
        return self.filter(path=Address.normalise(path))

    def aliases(self):
        """Former addresses: each answers 301 to its article."""
        return self.filter(is_live=False)


class Address(models.Model):
    """One path of one article: its live address, or an alias that leads there.

    Both kinds share a table, so that the database itself keeps an alias from equalling a live
    address. `Article.save` keeps the live row in step with section and slug.
    """

    path = models.CharField(_("path"), max_length=500, unique=True)
    article = models.ForeignKey(
        "curation.Article", models.CASCADE, related_name="addresses", verbose_name=_("article")
    )
    is_live = models.BooleanField(_("live"), default=False, editable=False)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(is_live=True), name="one_live_address_an_article"
            ),
            models.CheckConstraint(
                condition=Q(path__startswith="/") & (~Q(path__endswith="/") | Q(path="/")),
                name="address_path_is_normal",
            ),
        ]

    def __str__(self):
        return self.path

    @staticmethod
    def normalise(path: str) -> str:
        """A path or whole address as people write it -> the one form that is stored and looked up.

        Host, query and fragment dropped, percent-encoding decoded, one slash in front, none behind,
        Unicode composed. Case is kept: addresses tell it apart.

        >>> Address.normalise("https://example.org/news/A%20b/?x=1")
        '/news/A b'
        """
        plain = unicodedata.normalize("NFC", unquote(urlsplit(path.strip()).path))
        return "/" + plain.strip("/")

    def clean(self):
        self.path = self.normalise(self.path)

    def save(self, *args, **kwargs):
        self.path = self.normalise(self.path)
        super().save(*args, **kwargs)
