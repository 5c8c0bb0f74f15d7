"""Addresses: the present and former paths of articles. A published path is kept for ever."""

import unicodedata
from urllib.parse import unquote, urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AddressQuerySet(models.QuerySet):
    def at(self, path: str):
        """Return the address at a path in any form; one row at most."""
        return self.filter(path=Address.normalise(path))

    def aliases(self):
        """Return former paths: each redirects (301) to its article."""
        return self.filter(is_live=False)


class Address(models.Model):
    """A path of an article: the live one, or an alias that redirects there.

    Both kinds share one table, so that the database guarantees that no alias equals a live path.
    `Article.save` keeps the live row equal to the article's section and slug.
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
        """Return the form of a path or URL that is stored and looked up.

        Host, query and fragment are dropped, percent-encoding is decoded, Unicode is in form NFC.
        The path begins with one slash and ends with none. Its case is kept, since it matters.

        >>> Address.normalise("https://example.org/news/A%20b/?x=1")
        '/news/A b'
        """
        decoded = unicodedata.normalize("NFC", unquote(urlsplit(path.strip()).path))
        return "/" + decoded.strip("/")

    def clean(self):
        self.path = self.normalise(self.path)

    def save(self, *args, **kwargs):
        self.path = self.normalise(self.path)
        super().save(*args, **kwargs)
