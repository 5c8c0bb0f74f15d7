"""Submissions: addresses that readers and partners suggest, and where each of them stands."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from curation.models.articles import Article
from curation.sources.links.link import Link


class ImpossibleMove(Exception):
    """A state that a submission cannot take from the one in which it is."""

    def __init__(self, submission: "Submission", to: str):
        super().__init__(f"submission {submission.pk} cannot become {to} from {submission.state}")
        self.submission, self.to = submission, to


class SubmissionQuerySet(models.QuerySet):
    def open(self):
        """Undecided: received, or in review."""
        return self.filter(state__in=Submission.OPEN)

    def oldest_first(self):
        return self.order_by("received_at", "pk")

    def leading(self):
        """Of the open ones that tell one story, the first; and every decided one."""
        same = Q(pk=OuterRef("story")) | Q(story=OuterRef("story"), pk__lt=OuterRef("pk"))
        earlier = Submission.objects.open().filter(same)
        return self.exclude(Q(state__in=Submission.OPEN), Q(Exists(earlier)))

    def of_story(self, submission: "Submission"):
        """The other submissions that tell the same story by their titles."""
        first = submission.story_id or submission.pk
        return self.filter(Q(pk=first) | Q(story=first)).exclude(pk=submission.pk)

    def of_page(self, key: str):
        """Every submission of one page, whatever form its URL had. key: a `Link.key`."""
        return self.filter(link_key=key)

    def newly_live(self):
        """Whose article readers can see by now, and whose senders do not know yet."""
        live = Article.objects.published()
        return self.filter(
            state__in=[Submission.State.ACCEPTED, Submission.State.MERGED],
            live_notified_at=None,
            article__in=live,
        )

    def family_of(self, submission: "Submission"):
        """The submission and all that were merged into it, at whatever remove."""
        return self._with_merged([submission.pk])

    def leading_to(self, article: Article):
        """Those that were accepted as the article or merged into it, at whatever remove."""
        return self._with_merged(list(self.filter(article=article).values_list("pk", flat=True)))

    def _with_merged(self, family: list[int]):
        edge = family
        while edge:
            edge = list(self.filter(merged_into__in=edge).values_list("pk", flat=True))
            family = family + edge
        return self.filter(pk__in=family)

    def for_desk(self):
        """With what the desk says of a submission in one line."""
        return self.select_related("assigned_to", "article", "merged_into").prefetch_related(
            "sendings__partner"
        )


class Submission(models.Model):
    """One address that somebody outside suggests, undecided or decided.

    Its state changes by `move` alone, and only as MOVES allows; `save` refuses everything else.
    Who sent it stands in its sendings: several people may suggest one address.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        IN_REVIEW = "in_review", _("in review")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        MERGED = "merged", _("merged")
        SPAM = "spam", _("spam")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN = (State.RECEIVED, State.IN_REVIEW)
    DECIDED = (State.ACCEPTED, State.DECLINED, State.MERGED, State.SPAM, State.WITHDRAWN)
    # A moderator who decides at once has reviewed it: no click in between. Reopening undoes any
    # decision, and a decision is only ever changed by reopening.
    MOVES = {
        State.RECEIVED: frozenset({State.IN_REVIEW, *DECIDED}),
        State.IN_REVIEW: frozenset(DECIDED),
        State.ACCEPTED: frozenset({State.IN_REVIEW}),
        State.DECLINED: frozenset({State.IN_REVIEW}),
        State.MERGED: frozenset({State.IN_REVIEW}),
        State.SPAM: frozenset({State.IN_REVIEW}),
        State.WITHDRAWN: frozenset({State.IN_REVIEW}),
    }

    url = models.TextField(_("address"), help_text=_("As it was sent."))
    href = models.TextField(_("cleaned address"), editable=False)
    link_key = models.CharField(max_length=500, editable=False, db_index=True)
    domain = models.CharField(_("domain"), max_length=253, editable=False, db_index=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_submissions",
        verbose_name=_("assigned to"),
    )
    # What it led to: the draft of an accepted one, or what a merged one was attached to
    article = models.ForeignKey(
        "curation.Article",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name=_("article"),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    story = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="retold",
        verbose_name=_("first of the same story"),
    )

    # When the senders were told that the article is live
    live_notified_at = models.DateTimeField(null=True, editable=False, db_column="live_told_at")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-received_at", "-pk"]
        permissions = [("moderate_submission", "Can decide on submissions")]
        indexes = [models.Index(fields=["state", "received_at"], name="submission_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["link_key"],
                condition=Q(state__in=["received", "in_review"]),
                name="one_open_submission_an_address",
                violation_error_message=_("Another submission of this address is open."),
            ),
            models.CheckConstraint(
                condition=Q(url__startswith="http://") | Q(url__startswith="https://"),
                name="submission_is_web_address",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", article__isnull=False, merged_into__isnull=True)
                | Q(state="merged", article__isnull=False, merged_into__isnull=True)
                | Q(state="merged", article__isnull=True, merged_into__isnull=False)
                | Q(
                    state__in=["received", "in_review", "declined", "spam", "withdrawn"],
                    article__isnull=True,
                    merged_into__isnull=True,
                ),
                name="submission_state_fits_its_links",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "in_review"], decided_at__isnull=True)
                | (
                    ~Q(state__in=["received", "in_review"]) & Q(decided_at__isnull=False)
                ),
                name="submission_decided_has_time",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="submission_not_merged_into_itself",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title or self.href

    @classmethod
    def of_link(cls, link: Link, **fields) -> "Submission":
        """Return a submission of the link, not saved yet, with all that follows from the link."""
        submission = cls(**fields)
        submission._take_link(link)
        return submission

    def _take_link(self, link: Link) -> None:
        self.url, self.href = link.pasted, link.href
        self.link_key, self.domain = link.key, link.brand

    @classmethod
    def from_db(cls, db, field_names, values):
        submission = super().from_db(db, field_names, values)
        submission._stored_state = submission.__dict__.get("state")  # absent where deferred
        return submission

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        self._stored_state = None  # only some fields may have been refreshed: asked for when saved

    # ------------------------------------------------------------ what follows from the facts

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def sender(self) -> "Sending":  # noqa: F821  a model of its own file
        """The first who sent it."""
        return next(iter(self.sendings.all()))

    @property
    def end(self) -> "Submission":
        """Where a merged submission's story goes on: the last of the submissions it was merged
        into, else itself."""
        submission, seen = self, {self.pk}
        while submission.merged_into_id and submission.merged_into_id not in seen:
            submission = submission.merged_into
            seen.add(submission.pk)
        return submission

    @property
    def public_state(self) -> str:
        """The state as its senders may know it: spam is silent, and looks as it did before."""
        if self.state == self.State.SPAM:
            return self.State.IN_REVIEW if self.assigned_to_id else self.State.RECEIVED
        return self.state

    # ------------------------------------------------------------ keeping the facts true

    def may_become(self, state: str) -> bool:
        return state in self.MOVES[self.state]

    def move(self, state: str, at=None):
        """Take another state, in memory; raises ImpossibleMove. `at`: when it was decided."""
        if not self.may_become(state):
            raise ImpossibleMove(self, state)
        self.state = state
        self.decided_at = at if state in self.DECIDED else None

    def save(self, *args, **kwargs):
        """Save a move that is possible, else raise ImpossibleMove.

        Of a new submission that was made without `of_link`, the URL is parsed here (LinkError).
        """
        is_new = self._state.adding
        stored = self.State.RECEIVED if is_new else self._stored_state
        if stored is None:
            stored = Submission.objects.values_list("state", flat=True).get(pk=self.pk)
        possible = {stored} if is_new else {stored, *self.MOVES[stored]}
        if self.state not in possible:
            to, self.state = self.state, stored
            raise ImpossibleMove(self, to)
        if is_new and not self.link_key:
            self._take_link(Link.parse(self.url, strict=False))
        super().save(*args, **kwargs)
        self._stored_state = self.state
