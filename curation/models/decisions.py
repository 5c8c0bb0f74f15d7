"""Decisions: the audit log of moderation. Each row is written once and never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from curation.models.people import display_name
from curation.models.submissions import Submission


class DeclineReason(models.Model):
    """A reason to decline a submission, and the sentence that tells its sender."""

    label = models.CharField(_("reason"), max_length=60, unique=True)
    sentence = models.CharField(
        _("what the sender is told"),
        max_length=300,
        help_text=_("One polite sentence, as in “The article is behind a paywall.”"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(
        _("offered"), default=True, help_text=_("Untick to keep it for what was decided only.")
    )

    class Meta:
        verbose_name = _("reason to decline")
        verbose_name_plural = _("reasons to decline")
        ordering = ["position", "label"]
        constraints = [
            models.CheckConstraint(condition=~Q(label="") & ~Q(sentence=""), name="reason_is_named")
        ]

    def __str__(self):
        return self.label


class AppendOnly(TypeError):
    """Raised for every attempt to change or delete a decision."""

    def __init__(self):
        super().__init__("decisions are written once; they are neither changed nor deleted")


class DecisionQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise AppendOnly

    def delete(self):
        raise AppendOnly

    def bulk_update(self, *args, **kwargs):
        raise AppendOnly

    def bulk_create(self, *args, update_conflicts=False, **kwargs):
        if update_conflicts:
            raise AppendOnly
        return super().bulk_create(*args, **kwargs)

    def update_or_create(self, *args, **kwargs):
        raise AppendOnly

    def with_people(self):
        """With the related rows that one line of a history needs."""
        return self.select_related("by", "reason", "led_to", "into")

    def about_article(self, article):
        """Decisions on the article itself and on all submissions that led to it.

        Submissions that were merged into one of these count too.
        """
        submissions = Submission.objects.leading_to(article).values("pk")
        return self.filter(Q(article=article) | Q(led_to=article) | Q(submission__in=submissions))


class Decision(models.Model):
    """One act on exactly one target: a submission, or an article (by an outside review).

    state_before, state_after: the submission's state; empty for an article.
    """

    class What(models.TextChoices):
        TAKEN_UP = "taken_up", _("took it up")
        ASSIGNED = "assigned", _("assigned it")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        MERGED = "merged", _("merged")
        SPAM = "spam", _("marked as spam")
        WITHDRAWN = "withdrawn", _("withdrew")
        REOPENED = "reopened", _("reopened")
        REVIEW_ASKED = "review_asked", _("asked for a review")
        REVIEW_REVOKED = "review_revoked", _("revoked the link for a review")
        COMMENTED = "commented", _("commented")
        LOOKS_RIGHT = "looks_right", _("says: looks right")

    submission = models.ForeignKey(
        Submission,
        models.PROTECT,
        null=True,
        related_name="decisions",
        verbose_name=_("submission"),
    )
    article = models.ForeignKey(
        "curation.Article",
        models.PROTECT,
        null=True,
        related_name="decisions",
        verbose_name=_("article"),
    )
    what = models.CharField(_("what"), max_length=20, choices=What)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="decisions",
        verbose_name=_("who"),
    )
    by_name = models.CharField(_("who, without an account"), max_length=150, blank=True)
    made_at = models.DateTimeField(_("when"), auto_now_add=True)
    state_before = models.CharField(max_length=10, blank=True)
    state_after = models.CharField(max_length=10, blank=True)
    reason = models.ForeignKey(
        DeclineReason, models.PROTECT, null=True, related_name="+", verbose_name=_("reason")
    )
    # The reason's label at the time: changing the reason later does not change past decisions
    reason_label = models.CharField(_("reason"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    message_to_sender = models.TextField(
        _("what the sender was told"), blank=True, db_column="told"
    )
    led_to = models.ForeignKey(
        "curation.Article",
        models.PROTECT,
        null=True,
        related_name="led_to_by",
        verbose_name=_("led to"),
    )
    into = models.ForeignKey(
        Submission, models.PROTECT, null=True, related_name="+", verbose_name=_("merged into")
    )

    review_link = models.ForeignKey(
        "curation.ReviewLink", models.PROTECT, null=True, related_name="decisions"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["made_at", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(submission__isnull=False, article__isnull=True)
                | Q(submission__isnull=True, article__isnull=False),
                name="decision_on_exactly_one_target",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | ~Q(by_name=""), name="decision_has_a_maker"
            ),
            models.CheckConstraint(
                condition=~Q(what="declined") | Q(reason__isnull=False),
                name="decision_to_decline_has_reason",
            ),
        ]

    def __str__(self):
        return f"{self.who} {self.get_what_display()}, {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def who(self) -> str:
        """The name of the user, or the name that somebody without an account gave."""
        if self.by_id:
            return display_name(self.by)
        return self.by_name

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnly
        if self.reason and not self.reason_label:
            self.reason_label = self.reason.label
        # Always insert: given the key of an existing row, Django would update that row.
        super().save(*args, **{**kwargs, "force_insert": True, "force_update": False})

    def delete(self, *args, **kwargs):
        raise AppendOnly
