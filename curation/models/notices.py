"""Notices: mails that the newsroom owes somebody. One that cannot be sent is shown, not lost."""

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
        """What shall be sent by now."""
        return self.filter(state=Notice.State.QUEUED, due_at__lte=now or timezone.now())

    def claim(self, pk: int) -> "Notice | None":
        """Take one that is due for this worker; None where another has it or it is over."""
        taken = self.due().filter(pk=pk).update(state=Notice.State.SENDING, due_at=timezone.now())
        return self.get(pk=pk) if taken else None

    def lost(self, now=None):
        """Being sent for longer than any sending takes: their worker was killed."""
        before = (now or timezone.now()) - Notice.PATIENCE
        return self.filter(state=Notice.State.SENDING, due_at__lt=before)

    def in_trouble(self):
        """Tried and not out: given up, or to be tried again."""
        again = Q(state=Notice.State.QUEUED, attempt__gt=0)
        return self.filter(Q(state=Notice.State.FAILED) | again)


class Notice(models.Model):
    """One mail to one address, as it is or was sent. `key` names the event: written once."""

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

    PATIENCE = timedelta(minutes=5)  # more than all steps of talking to a mail server may take

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
    # Its decision was undone while it was on its way: it is never tried again
    is_undone = models.BooleanField(default=False, editable=False)
    # What it is about
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
    def is_in_trouble(self) -> bool:
        """As `NoticeQuerySet.in_trouble`."""
        tried = self.state == self.State.QUEUED and self.attempt > 0
        return tried or self.state == self.State.FAILED

    @property
    def standing(self) -> str:
        """The state in words; one that was tried in vain does not simply wait."""
        if self.state == self.State.QUEUED and self.attempt:
            return _("tried in vain, will be tried again")
        return self.get_state_display()
