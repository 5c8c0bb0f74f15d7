"""Notices: the mails that are to be sent. One that cannot be sent is shown at the desk."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation.models.decisions import Decision
from curation.models.sendings import Sending
from curation.models.submissions import Submission


class NoticeQuerySet(models.QuerySet):
    def due(self, now=None):
        """Queued notices whose time to be sent has come."""
        return self.filter(state=Notice.State.QUEUED, due_at__lte=now or timezone.now())

    def claim(self, pk: int) -> "Notice | None":
        """Take a due notice for this worker; None where another worker has it or it is not due."""
        claimed = self.due().filter(pk=pk)
        number = claimed.update(state=Notice.State.SENDING, due_at=timezone.now())
        return self.get(pk=pk) if number else None

    def lost(self, now=None):
        """Notices that are being sent for too long: their worker was killed."""
        before = (now or timezone.now()) - Notice.SENDING_TIMEOUT
        return self.filter(state=Notice.State.SENDING, due_at__lt=before)

    def needing_attention(self):
        """Notices that could not be sent: given up, or waiting for another attempt."""
        is_retried = Q(state=Notice.State.QUEUED, attempt__gt=0)
        return self.filter(Q(state=Notice.State.FAILED) | is_retried)


class Notice(models.Model):
    """One mail to one e-mail address, stored as it is sent.

    key: an idempotency key that names the event and the recipient; no second notice has it.
    """

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("receipt")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        MERGED = "merged", _("merged")
        REOPENED = "reopened", _("reopened")
        PUBLISHED = "published", _("published")
        MENTION = "mention", _("mention in a comment")
        DIGEST = "digest", _("digest for moderators")
        REVIEW_ASKED = "review_asked", _("request for a review")
        REVIEW_GIVEN = "review_given", _("answer to a review")

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")
        CANCELLED = "cancelled", _("cancelled")

    # Longer than all steps of the SMTP dialogue may take together (`mail_server`)
    SENDING_TIMEOUT = timedelta(minutes=5)

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    key = models.CharField(max_length=100, unique=True, editable=False)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(_("attempts"), default=0)
    problem = models.CharField(_("problem"), max_length=500, blank=True)
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)
    due_at = models.DateTimeField(_("due at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    # Its decision was undone while it was being sent: it is not tried again
    is_undone = models.BooleanField(default=False, editable=False)
    # What the mail is about
    submission = models.ForeignKey(
        Submission,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("submission"),
    )
    sending = models.ForeignKey(
        Sending, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="notice_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending", "sent", "failed", "cancelled"]),
                name="notice_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="notice_sent_has_time"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.to}"

    @property
    def needs_attention(self) -> bool:
        """The same as `NoticeQuerySet.needing_attention`."""
        return self.is_retried or self.state == self.State.FAILED

    @property
    def is_retried(self) -> bool:
        """Whether an attempt failed and another one is to follow."""
        return self.state == self.State.QUEUED and self.attempt > 0

    @property
    def state_label(self) -> str:
        """The state in words; a failed attempt is mentioned."""
        if self.is_retried:
            return _("could not be sent yet, will be retried")
        return self.get_state_display()
