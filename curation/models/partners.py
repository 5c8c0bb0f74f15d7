"""Partners: organisations that send in links, their people by login, their machines by token."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PREFIX = "cd_"  # lets a person, and a scanner for leaked secrets, recognise a token
USE_RECORDED_EVERY = timedelta(minutes=1)
SHOWN_CHARACTERS = 8  # of the secret, stored so that people can tell tokens apart


class PartnerQuerySet(models.QuerySet):
    def of_user(self, user):
        """The active partners on whose behalf a user sends; none for somebody not logged in."""
        return self.filter(is_active=True, people=user) if user.is_authenticated else self.none()


class Partner(models.Model):
    """An organisation that sends in links regularly. Its people see all that it sent."""

    name = models.CharField(_("name"), max_length=150, unique=True)
    email = models.EmailField(
        _("e-mail"),
        help_text=_("Where notices go when a machine sends a link without naming a person."),
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="partners",
        verbose_name=_("people"),
        help_text=_("Accounts that see everything this partner sent; they need no staff status."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="partner_is_named")]

    def __str__(self):
        return self.name


def _digest(secret: str) -> str:
    # A secret is 256 random bits: unlike a password it needs no slow hash.
    return hashlib.sha256(secret.encode()).hexdigest()


class PartnerTokenQuerySet(models.QuerySet):
    def issue(self, partner: Partner, label: str, by=None) -> tuple["PartnerToken", str]:
        """Make a token. Returns the row and the secret, which cannot be read again later."""
        secret = PREFIX + secrets.token_urlsafe(32)
        token = self.create(
            partner=partner,
            label=label,
            digest=_digest(secret),
            shown=secret[: len(PREFIX) + SHOWN_CHARACTERS],
            issued_by=by,
        )
        return token, secret

    def by_secret(self, secret: str) -> "PartnerToken | None":
        """The token with this secret; None if unknown, revoked, or its partner inactive."""
        valid = self.filter(revoked_at=None, partner__is_active=True)
        return valid.select_related("partner").filter(digest=_digest(secret)).first()


class PartnerToken(models.Model):
    """A bearer token by which a partner's machine authenticates. Only a digest is stored."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="tokens")
    label = models.CharField(
        _("label"), max_length=100, help_text=_("Which machine uses it, as in “newsletter robot”.")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    shown = models.CharField(_("begins with"), max_length=20, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    issued_at = models.DateTimeField(_("issued at"), auto_now_add=True)
    used_at = models.DateTimeField(_("last used at"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)

    objects = PartnerTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ["-issued_at", "-pk"]

    def __str__(self):
        return f"{self.label} ({self.shown}…)"

    def record_use(self):
        """Store the time of use, at most once a minute, so that not every call writes a row."""
        now = timezone.now()
        if self.used_at is None or self.used_at < now - USE_RECORDED_EVERY:
            self.used_at = now
            self.save(update_fields=["used_at"])

    def revoke(self):
        """Make the token invalid. What was sent with it stays."""
        if self.revoked_at is None:
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])
