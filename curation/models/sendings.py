"""Sendings: who sent in a URL and why, and the private link by which they follow it."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from curation.models.partners import Partner
from curation.models.submissions import Submission

STATUS_SALT = "curation.submission.status"
STATUS_LINK_VALID_FOR = timedelta(days=365)  # each notice carries a new one


class SendingQuerySet(models.QuerySet):
    def by_token(self, token: str) -> "Sending":
        """The sending that a private link opens.

        Raises signing.SignatureExpired, signing.BadSignature, or DoesNotExist.
        """
        pk = signing.loads(token, salt=STATUS_SALT, max_age=STATUS_LINK_VALID_FOR)
        return self.select_related("submission__article__section", "partner").get(pk=pk)

    def of_partners(self, partners):
        """All that these partners sent, newest first, with the related rows that a list needs."""
        return (
            self.filter(partner__in=partners)
            .select_related("submission__article__section", "partner")
            .prefetch_related("submission__sendings")
            .order_by("-sent_at", "-pk")
        )

    def outcomes_by_sender(self, emails) -> dict[str, dict[str, int]]:
        """How many submissions of these senders are in each state: e-mail -> state -> number."""
        rows = (
            self.filter(email__in=emails)
            .order_by()
            .values_list("email", "submission__state")
            .annotate(number=Count("pk"))
        )
        outcomes: dict[str, dict[str, int]] = {}
        for email, state, number in rows:
            outcomes.setdefault(email, {})[state] = number
        return outcomes


class Sending(models.Model):
    """One person's or partner's part in a submission. The first sending makes the submission."""

    class Channel(models.TextChoices):
        FORM = "form", _("form")
        API = "api", _("API")

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="sendings", verbose_name=_("submission")
    )
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"), db_index=True)
    why = models.TextField(_("why it matters"), blank=True)
    has_relationship = models.BooleanField(_("has a relationship with the company"), default=False)
    wants_credit = models.BooleanField(_("wants to be named"), default=False)
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sendings",
        verbose_name=_("partner"),
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(_("channel"), max_length=4, choices=Channel, default=Channel.FORM)
    # Idempotency key, made from the form token or sent by a machine: sent twice, stored once
    form_key = models.CharField(max_length=200, null=True, unique=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)

    objects = SendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "email"], name="sender_once_a_submission"
            ),
            models.CheckConstraint(condition=~Q(email="") & ~Q(name=""), name="sending_has_sender"),
        ]

    def __str__(self):
        return f"{self.name} <{self.email}>"

    @property
    def is_first(self) -> bool:
        """Whether it made the submission: then this sender wrote the submission's title."""
        return self.submission.first_sending.pk == self.pk

    @property
    def token(self) -> str:
        """The signed token in the private link."""
        return signing.dumps(self.pk, salt=STATUS_SALT)

    def get_absolute_url(self) -> str:
        """The path of the private status page."""
        return reverse("submissions:status", args=[self.token])


class SenderNote(models.Model):
    """A note that a sender added later."""

    MAX_PER_SENDING = 10
    MAX_LENGTH = 2000  # characters

    sending = models.ForeignKey(Sending, models.PROTECT, related_name="notes")
    text = models.TextField(_("note"))
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("sender's note")
        verbose_name_plural = _("senders' notes")
        ordering = ["added_at", "pk"]

    def __str__(self):
        return self.text[:80]
