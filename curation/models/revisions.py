"""Revisions: what an article said before each change. Nothing that a curator wrote is ever lost."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RevisionQuerySet(models.QuerySet):
    def record(self, article, before: dict, after: dict, by=None, act: str = "edited"):
        """Save the differences of two snapshots; returns the revision, or None where they agree.

        `before`, `after`: name -> JSON value, as `snapshot` gives them. `act`: what was done, in
        the past tense, as the history shows it.
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
    """One change of one article: who, when, and each changed value before and after.

    `changes`: name -> [before, after]. The names are stored for ever: a column that is renamed
    needs a data migration.
    """

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


# Columns that can be edited and that a history leaves out, with the reason
UNRECORDED = {
    "id": "never changes",
    "source": "set once, by the import",
    "external_id": "set once, by the import",
    "archetype": "belongs to the content format; no page of the desk shows it",
}

# The many-to-many fields, as a history records them: field name -> what an article's row gives
LISTS = {
    "curators": lambda article: [
        str(line.curator) for line in article.bylines.select_related("curator")
    ],
    "categories": lambda article: [
        category.name for category in article.categories.select_related("taxonomy")
    ],
    "tags": lambda article: sorted(article.tags.names()),
    "related_offerings": lambda article: [
        row.offering.name for row in article.related.select_related("offering")
    ],
}


def recorded_columns(model: type[models.Model]) -> list[models.Field]:
    """The columns whose changes a history records: all that can be edited, but for UNRECORDED."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and field.name not in UNRECORDED
    ]


def snapshot(article) -> dict:
    """An article's columns and lists as JSON values: name -> text, number, list or None.

    A foreign key is recorded as the number of its row, under the column's name ("section_id").
    """
    values = {
        field.attname: getattr(article, field.attname) for field in recorded_columns(type(article))
    }
    for name, value in values.items():
        if isinstance(value, date):
            values[name] = value.isoformat()
    return values | {name: read(article) for name, read in LISTS.items()}
