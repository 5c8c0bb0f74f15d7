"""The product catalogue: institutions and their offerings. It does not import the newsroom."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from curation.sources.links.fields import WebURLField
from markup import sanitise
from slugs import slug_from_name, unique_slug
from slugs.fields import NFCCharField, UnicodeSlugField
from taxonomy.models import Category


class Institution(models.Model):
    """An organisation that news is about: a vendor, a hospital, a regulator."""

    name = NFCCharField(_("name"), max_length=200, unique=True)
    slug = UnicodeSlugField(_("slug"), max_length=220, unique=True, blank=True)
    website = WebURLField(_("website"), blank=True)
    description = models.TextField(_("description"), blank=True)
    logo = models.ForeignKey(
        "media.Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
    )

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(slug=""), name="institution_is_named")
        ]

    def __str__(self):
        return self.name

    def clean(self):
        self.make_slug()

    def make_slug(self):
        """Set an empty slug to the first free one that the name gives."""
        if not self.slug:
            slug = slug_from_name(self.name, "institution")
            self.slug = unique_slug(slug, Institution.objects.all())

    def save(self, *args, **kwargs):
        self.make_slug()
        super().save(*args, **kwargs)


class OfferingQuerySet(models.QuerySet):
    def published(self):
        """Return what readers may see."""
        return self.filter(status=Offering.Status.PUBLISHED)

    def for_list(self):
        """Preload what a card shows: institution, logo and categories."""
        return self.select_related("institution", "logo").prefetch_related(
            models.Prefetch("categories", Category.objects.for_index())
        )

    def sharing(self, categories):
        """Return published offerings that share at least one of the categories, best first.

        categories: ids, rows or a queryset. `shared` is how many categories a row shares. Rule
        (related offerings in the content format): most shared categories first, then the highest
        external number; offerings without a number last.
        """
        return (
            self.published()
            .filter(categories__in=categories)
            .annotate(shared=models.Count("categories", distinct=True))
            .order_by("-shared", models.F("external_id").desc(nulls_last=True), "pk")
        )


class Offering(models.Model):
    """A product, solution or service of the catalogue."""

    class Kind(models.TextChoices):
        PRODUCT = "product", _("product")
        SOLUTION = "solution", _("solution")
        SERVICE = "service", _("service")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    external_id = models.PositiveBigIntegerField(
        _("external number"),
        null=True,
        blank=True,
        unique=True,
        help_text=_("The offering's number in the system it came from (offeringId)."),
    )
    name = NFCCharField(_("name"), max_length=200)
    slug = UnicodeSlugField(
        _("slug"),
        max_length=220,
        unique=True,
        blank=True,
        help_text=_("Address of the offering's page; made from the name where empty."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PRODUCT)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PUBLISHED)
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offerings",
        verbose_name=_("institution"),
    )
    website = WebURLField(_("website"), blank=True)
    logo = models.ForeignKey(
        "media.Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
    )
    summary = models.CharField(
        _("short description"),
        max_length=300,
        blank=True,
        help_text=_("Shown in lists: one sentence, what it does and for whom."),
    )
    description_source = models.TextField(_("long description"), blank=True)
    description = models.TextField(editable=False, blank=True)
    description_policy = models.PositiveSmallIntegerField(editable=False, default=0)
    categories = models.ManyToManyField(
        Category, blank=True, related_name="offerings", verbose_name=_("categories")
    )
    licence = models.CharField(
        _("open-source licence"),
        max_length=60,
        blank=True,
        help_text=_("SPDX identifier such as Apache-2.0, where the offering is open source."),
    )
    repository = WebURLField(_("source repository"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    objects = OfferingQuerySet.as_manager()

    class Meta:
        verbose_name = _("offering")
        verbose_name_plural = _("offerings")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(slug=""), name="offering_is_named"),
            models.CheckConstraint(
                condition=Q(kind__in=["product", "solution", "service"]), name="offering_kind"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "withdrawn"]),
                name="offering_status",
            ),
            models.CheckConstraint(
                condition=Q(repository="") | ~Q(licence=""),
                name="offering_repository_has_licence",
                violation_error_message=_("Name the licence of the source repository."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_open_source(self) -> bool:
        return bool(self.licence)

    @property
    def monogram(self) -> str:
        """One or two capital letters, shown instead of a missing logo."""
        return "".join(word[0] for word in self.name.split() if word[0].isalnum())[:2].upper()

    def get_absolute_url(self) -> str:
        return reverse("offerings:detail", args=[self.slug])

    def clean(self):
        self.make_slug()

    def make_slug(self):
        """Set an empty slug to the first free one that the name gives."""
        if not self.slug:
            slug = slug_from_name(self.name, "offering")
            self.slug = unique_slug(slug, Offering.objects.all())

    def save(self, *args, **kwargs):
        self.make_slug()
        self.description = sanitise.render(self.description_source)
        self.description_policy = sanitise.POLICY_VERSION
        super().save(*args, **kwargs)
