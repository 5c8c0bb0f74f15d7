"""Source fetches: for each draft, the state of fetching its source, and what the page offered."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SourceFetchQuerySet(models.QuerySet):
    def under_way(self):
        """Return the fetches that are queued or being done."""
        return self.filter(state__in=[SourceFetch.State.QUEUED, SourceFetch.State.READING])

    def lost(self, now=None):
        """Return those under way for longer than any fetch takes: their worker was killed."""
        return self.under_way().filter(
            due_at__lt=(now or timezone.now()) - SourceFetch.FETCH_TIMEOUT
        )

    def claim(self, pk: int, attempt: int):
        """Take a queued attempt for this worker. Returns the row, or None if another has it."""
        taken = self.filter(pk=pk, attempt=attempt, state=SourceFetch.State.QUEUED).update(
            state=SourceFetch.State.READING, due_at=timezone.now()
        )
        return self.select_related("article__section").get(pk=pk) if taken else None


class SourceFetch(models.Model):
    """The fetch of a draft's source: its state, and everything that the page offered.

    `candidates`: field -> [{"value", "origin"}], best first. `filled`: field -> the value that a
    fetch put into the article; a later fetch may replace that, but not what a curator typed.
    `attempt`: its number, from 1 on. `due_at`: when it is to begin, or has begun.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        READING = "reading", _("reading")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    ATTEMPTS = 3
    # Page, picture and icon may take 15 s each; after twice that time the worker is gone.
    FETCH_TIMEOUT = timedelta(seconds=90)

    article = models.OneToOneField(
        "curation.Article", models.CASCADE, primary_key=True, related_name="source_fetch"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    notes = models.JSONField(_("notes"), default=list, blank=True)
    due_at = models.DateTimeField(_("due at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    candidates = models.JSONField(_("candidates"), default=dict, blank=True)
    filled = models.JSONField(_("filled by reading"), default=dict, blank=True)

    objects = SourceFetchQuerySet.as_manager()

    class Meta:
        db_table = "curation_sourcereading"  # the model's former name
        verbose_name = _("source fetch")
        verbose_name_plural = _("source fetches")
        indexes = [models.Index(fields=["state", "due_at"], name="reading_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "reading", "done", "failed"]),
                name="reading_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "reading"]) | Q(finished_at__isnull=False),
                name="reading_ended_has_time",
            ),
        ]

    def __str__(self):
        return f"{self.article}: {self.get_state_display()}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.READING)
