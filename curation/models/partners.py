"""Partners: organisations whose people send in links with an account, or a machine with a token."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PREFIX = "cd_"  # tells a person, and a scanner for leaked secrets, what the word is
NOTED = timedelta(minutes=1)
SHOWN = 8  # characters by which people tell two tokens apart


class PartnerQuerySet(models.QuerySet):
    def of_person(self, user):
        """The active partners on whose behalf an account sends; none for a stranger."""
        return self.filter(is_active=True, people=user) if user.is_authenticated else self.none()


class Partner(models.Model):
    """An organisation that suggests links regularly. Its people see all that it sent in."""

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


def _digest(token: str) -> str:
    # A token is 256 random bits: unlike a password it needs no slow hash.
    return hashlib.sha256(token.encode()).hexdigest()


class PartnerTokenQuerySet(models.QuerySet):
    def issue(self, partner: Partner, label: str, by=None) -> tuple["PartnerToken", str]:
        """A new token and its words, which nobody can read again afterwards."""
        words = PREFIX + secrets.token_urlsafe(32)
        shown = words[: len(PREFIX) + SHOWN]
        row = self.create(
            partner=partner, label=label, digest=_digest(words), shown=shown, issued_by=by
        )
        return row, words

    def presented(self, words: str) -> "PartnerToken | None":
        """The token that a machine presents, unless revoked or its partner switched off."""
        valid = self.filter(revoked_at=None, partner__is_active=True)
        return valid.select_related("partner").filter(digest=_digest(words)).first()


class PartnerToken(models.Model):
    """What a partner's machine proves itself with. Only its digest is kept."""

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

    def note_use(self):
        """Remember that it was used, to the minute: a busy machine writes no row for each call."""
        now = timezone.now()
        if self.used_at is None or self.used_at < now - NOTED:
            self.used_at = now
            self.save(update_fields=["used_at"])

    def revoke(self):
        """From now on it opens nothing. What it sent in stays."""
        if self.revoked_at is None:
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])
