"""Taxonomies (KLAS, Gartner, …) and their categories, and the form `Taxonomy: Label` of names."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from slugs import slug_from_name, unique_slug
from slugs.fields import NFCCharField, UnicodeSlugField

DIVIDER = ": "


def split_name(name: str) -> tuple[str, str]:
    """Split `Taxonomy: Label` into (taxonomy, label); for a plain label the taxonomy is "".

    The first `: ` separates them: a label may contain commas, `&`, parentheses and colons.

    >>> split_name("Gartner: AIOps: the basics")
    ('Gartner', 'AIOps: the basics')
    >>> split_name("Privacy")
    ('', 'Privacy')
    """
    taxonomy, divider, label = name.strip().partition(DIVIDER)
    return (taxonomy.strip(), label.strip()) if divider and label.strip() else ("", name.strip())


def join_name(taxonomy: str, label: str) -> str:
    """Join a taxonomy and a label to `Taxonomy: Label`; without a taxonomy, return the label."""
    return f"{taxonomy}{DIVIDER}{label}" if taxonomy else label


def category_slug(name: str) -> str:
    """Return a category's slug, made from its whole name.

    Rule: `categoryUrl` in the content format.

    >>> category_slug("Healthcare IT Today: AI & Machine Learning")
    'healthcare-it-today-ai-machine-learning'
    """
    return slug_from_name(name, "topic")


class Taxonomy(models.Model):
    """A scheme of categories, such as an analyst's classification of a market."""

    name = NFCCharField(_("name"), max_length=120, unique=True)
    slug = UnicodeSlugField(
        _("slug"),
        max_length=140,
        unique=True,
        blank=True,
        help_text=_("Part of its topics' addresses; made from the name where empty."),
    )
    description = models.TextField(_("description"), blank=True)
    hue = models.PositiveSmallIntegerField(
        _("hue"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(359)],
        help_text=_("Colour of this taxonomy's kickers, 0 to 359 degrees; empty = the accent."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("taxonomy")
        verbose_name_plural = _("taxonomies")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name__contains=DIVIDER) & ~Q(name=""),
                name="taxonomy_name_has_no_divider",
                violation_error_message=_("A taxonomy's name cannot hold “: ”."),
            ),
            models.CheckConstraint(condition=Q(hue__lt=360) | Q(hue=None), name="taxonomy_hue"),
            models.CheckConstraint(condition=~Q(slug=""), name="taxonomy_has_slug"),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        self.make_slug()

    def make_slug(self):
        """Set an empty slug to the first free one that the name gives."""
        if not self.slug:
            slug = slug_from_name(self.name, "taxonomy", max_length=120)
            self.slug = unique_slug(slug, Taxonomy.objects.all())

    def save(self, *args, **kwargs):
        self.make_slug()
        super().save(*args, **kwargs)


class CategoryQuerySet(models.QuerySet):
    def by_name(self, name: str):
        """Return the category with the name `Taxonomy: Label`; one row at most."""
        taxonomy, label = split_name(name)
        return self.filter(taxonomy__name=taxonomy or None, label=label)

    def for_index(self):
        """Order as on the page of topics: by taxonomy, then by label; preload the taxonomies."""
        return self.select_related("taxonomy").order_by(
            models.F("taxonomy__position").asc(nulls_last=True), "taxonomy__name", "label"
        )


class Category(models.Model):
    """A label of a taxonomy; its page is a topic. Plain labels in old files have no taxonomy."""

    taxonomy = models.ForeignKey(
        Taxonomy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="categories",
        verbose_name=_("taxonomy"),
    )
    label = NFCCharField(_("label"), max_length=200)
    slug = UnicodeSlugField(
        _("slug"),
        max_length=220,
        unique=True,
        blank=True,
        help_text=_("Address of the topic's page; made from the name where empty."),
    )
    description = models.TextField(_("description"), blank=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["taxonomy__position", "taxonomy__name", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["taxonomy", "label"], name="category_once_per_taxonomy"
            ),
            models.UniqueConstraint(
                fields=["label"],
                condition=Q(taxonomy=None),
                name="category_once_without_taxonomy",
            ),
            models.CheckConstraint(condition=~Q(label="") & ~Q(slug=""), name="category_is_named"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The whole name: `Taxonomy: Label`, or the label."""
        return join_name(self.taxonomy.name if self.taxonomy_id else "", self.label)

    def get_absolute_url(self) -> str:
        return reverse("site:topic", args=[self.slug])

    def clean(self):
        if not self.taxonomy_id and split_name(self.label)[0]:
            raise ValidationError(
                {"label": _("Choose the taxonomy in its own field; the label stands alone here.")}
            )
        self.make_slug()

    def make_slug(self):
        """Set an empty slug to the first free one that the name gives."""
        if not self.slug:
            self.slug = unique_slug(category_slug(self.name), Category.objects.all())

    def save(self, *args, **kwargs):
        self.make_slug()
        super().save(*args, **kwargs)
