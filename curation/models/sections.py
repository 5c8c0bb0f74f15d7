"""Sections: the parts of the publication, each with its own path."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from curation.models.addresses import Address
from slugs.fields import NFCCharField, without_marks

# First parts of paths that the site itself uses: no section may have one.
RESERVED = frozenset({
    "admin", "api", "feed", "feeds", "healthz", "home", "media", "offering", "offerings", "page",
    "preview", "publisher", "publishers", "robots.txt", "search", "sitemap.xml", "static",
    "submissions", "submit", "tag", "tags", "topic", "topics",
})  # fmt: skip


_PART = re.compile(r"[^\W_][\w-]*")


def valid_path(path: str):
    """Raise ValidationError unless a text may be a section's path, such as `news/briefs`.

    Letters of every script are allowed: the paths of folders of the former site are kept.
    """
    parts = path.split("/")
    if path != path.lower() or not all(
        _PART.fullmatch(part[:1] + without_marks(part[1:])) for part in parts
    ):
        raise ValidationError(
            _("Use small letters, digits and hyphens, with a slash between two parts."),
            code="invalid",
        )


class Section(models.Model):
    """A part of the publication, such as News: its list is at `/<path>/`, its articles below."""

    path = NFCCharField(
        _("path"),
        max_length=100,
        unique=True,
        validators=[valid_path],
        help_text=_("The section's address without slashes around it, as in news."),
    )
    name = NFCCharField(_("name"), max_length=100, help_text=_("As readers see it."))
    facet = models.CharField(
        _("facet label"), max_length=100, blank=True, help_text=_("searchCategory in files.")
    )
    banner = models.CharField(
        _("banner"), max_length=100, blank=True, help_text=_("mastHead in files.")
    )
    content_set = models.CharField(
        _("content set"), max_length=150, blank=True, help_text=_("contentCategories in files.")
    )
    description = models.CharField(_("description"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(path="")
                & ~Q(path__startswith="/")
                & ~Q(path__endswith="/")
                & ~Q(path__in=sorted(RESERVED)),
                name="section_path_is_free",
                violation_error_message=_("The site itself uses this address."),
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.path.partition("/")[0] in RESERVED:
            raise ValidationError({"path": _("The site itself uses this address.")})
        if article := self._article_at_path():
            words = _("“%(title)s” answers at this address, or did formerly.")
            raise ValidationError({"path": words % {"title": article}})
        if self.pk and self.articles.exists():
            before = Section.objects.values_list("path", flat=True).get(pk=self.pk)
            if before != self.path:
                raise ValidationError(
                    {"path": _("Articles answer below this path; it cannot change any more.")}
                )

    def _article_at_path(self):
        """Return the article whose present or former path is the section's, or None."""
        address = Address.objects.at(self.path).select_related("article").first()
        return address and address.article

    def get_absolute_url(self) -> str:
        return reverse("site:section", args=[self.path])
