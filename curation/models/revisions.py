"""Revisions: what an article said before each change. Nothing that a curator wrote is ever lost."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RevisionQuerySet(models.QuerySet):
    def record(self, article, before: dict, after: dict, by=None, act: str = "edited"):
        """Keep the differences of two snapshots; returns the revision, or None where they agree.

        `before`, `after`: field name -> value, as `snapshot` gives them. `act`: what was done, in
        the past tense, as shown in the history.
        """
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        if not names and act == "edited":
            return None
        return self.create(
            article=article,
            by=by,
            act=act,
            changes={name: [before.get(name), after.get(name)] for name in names},
        )


class Revision(models.Model):
    """One change of one article: who, when, and each changed field before and after."""

    article = models.ForeignKey("curation.Article", models.CASCADE, related_name="revisions")
    made_at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    act = models.CharField(_("what"), max_length=100)
    changes = models.JSONField(_("changes"), default=dict)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.act}, {self.made_at:%Y-%m-%d %H:%M}"


FIELDS = (
    "title", "slug", "section_id", "kind", "excerpt", "body_source", "link_original", "link_href",
    "publisher_id", "via_name", "via_url", "featured_image_id", "image_alt", "featured_pdf_id",
    "institution_id", "offering_id", "insights_name", "insights", "status", "published_at",
    "withdrawal_reason", "canonical_url", "source_author", "source_date", "language",
    "rejection_reason",
)  # fmt: skip


def snapshot(article) -> dict:
    """An article's editable facts as JSON values: field name -> text, number, list or None."""
    facts = {name: getattr(article, name) for name in FIELDS}
    facts["published_at"] = article.published_at and article.published_at.isoformat()
    facts["curators"] = [str(line.curator) for line in article.bylines.select_related("curator")]
    facts["categories"] = [
        category.name for category in article.categories.select_related("taxonomy")
    ]
    facts["tags"] = sorted(article.tags.names())
    facts["related_offerings"] = [
        row.offering.name for row in article.related.select_related("offering")
    ]
    return facts
