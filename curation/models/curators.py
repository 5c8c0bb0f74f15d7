"""Curators: the people whose names are in the bylines."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from curation.models.people import display_name
from slugs import slug_from_name, unique_slug
from slugs.fields import NFCCharField, UnicodeSlugField


class CuratorQuerySet(models.QuerySet):
    def known_as(self, user) -> "Curator | None":
        """Return the user's curator: the linked one, or one of the same name without a user."""
        linked = self.filter(user=user).first()
        return linked or self.filter(user=None, name=display_name(user)).first()

    def of(self, user) -> "Curator":
        """Return the user's curator, linked to the user; it is made if there is none."""
        curator = self.known_as(user)
        if curator is None:
            curator = Curator(name=display_name(user))
            if self.filter(name=curator.name).exists():  # another user's
                curator.name = f"{curator.name} ({user.get_username()})"
        if curator.user_id is None:
            curator.user = user
            curator.save()
        return curator


class Curator(models.Model):
    """A name in a byline. Curators who came with imported files have no user."""

    name = NFCCharField(_("name"), max_length=150, unique=True)
    slug = UnicodeSlugField(_("slug"), max_length=170, unique=True, blank=True)
    biography = models.TextField(_("biography"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="curator",
        verbose_name=_("account"),
    )

    objects = CuratorQuerySet.as_manager()

    class Meta:
        verbose_name = _("curator")
        verbose_name_plural = _("curators")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(slug=""), name="curator_is_named")
        ]

    def __str__(self):
        return self.name

    def clean(self):
        self.make_slug()

    def make_slug(self):
        """Set an empty slug to the first free one that the name gives."""
        if not self.slug:
            slug = slug_from_name(self.name, "curator", max_length=150)
            self.slug = unique_slug(slug, Curator.objects.all())

    def save(self, *args, **kwargs):
        self.make_slug()
        super().save(*args, **kwargs)
