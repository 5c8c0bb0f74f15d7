"""Folders of a former site, and the folders here that hold what was in them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from curation.models.addresses import Address
from slugs.fields import NFCCharField

DEEPEST = 20  # folders of an address that are looked up


class FormerFolderQuerySet(models.QuerySet):
    def moved(self, path: str) -> list[str]:
        """Return where a path of the former site may lie here: by its innermost folder first.

        With `/blog` leading to `/`, `/blog/tags/icu/index.xml` is `/tags/icu/index.xml` here. The
        final slash stays.
        """
        wanted = Address.normalise(path)
        parts = wanted.strip("/").split("/")[:DEEPEST]
        folders = ["/" + "/".join(parts[:end]) for end in range(1, len(parts) + 1)]
        slash = "/" if path.endswith("/") else ""
        found = sorted(self.filter(path__in=folders), key=lambda row: -len(row.path))
        moved = (f"{row.leads_to.rstrip('/')}{wanted[len(row.path) :]}" for row in found)
        # A path that begins with two slashes is another host's.
        return [f"{here}{slash}" or "/" for here in moved if not here.startswith("//")]


class FormerFolder(models.Model):
    """A folder of the former site that is elsewhere here, with its lists, feeds and pages.

    Such as the folder in which the site stood on its host, or the list of a section whose address
    was not made of its folder's name. Heeded only where the site has no page and no article.
    """

    path = NFCCharField(
        _("path"),
        max_length=500,
        unique=True,
        help_text=_("Of the folder on the former site, as in /blog"),
    )
    leads_to = NFCCharField(
        _("leads to"),
        max_length=500,
        help_text=_("The folder on this site that holds the same, as in /news or /"),
    )

    objects = FormerFolderQuerySet.as_manager()

    class Meta:
        verbose_name = _("former folder")
        verbose_name_plural = _("former folders")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(path__startswith="/")
                & ~Q(path__endswith="/")
                & Q(leads_to__startswith="/")
                & ~Q(leads_to__startswith="//"),
                name="former_folder_has_paths",
            )
        ]

    def __str__(self):
        return f"{self.path} → {self.leads_to}"

    def clean(self):
        """Take paths with and without slashes at their ends, and whole URLs of the former site."""
        self.path, self.leads_to = map(Address.normalise, (self.path, self.leads_to))
        if self.path == "/":
            raise ValidationError({"path": _("Write a folder, as in /blog.")})
