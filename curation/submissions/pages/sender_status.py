"""The status of a sending, as far as its sender may know it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curation.models import Article, Decision, Sending, Submission


class Stage(models.TextChoices):
    """The stages that senders see. Spam is shown in the stage before it (`public_state`)."""

    RECEIVED = "received", _("Received")
    IN_REVIEW = "in_review", _("In review")
    MERGED = "merged", _("Joined with another suggestion")
    ACCEPTED = "accepted", _("Accepted, being prepared")
    PUBLISHED = "published", _("Published")
    TAKEN_DOWN = "taken_down", _("No longer on the site")
    NOT_PUBLISHED = "not_published", _("Not published")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


SENTENCES = {
    Stage.RECEIVED: _("We have it. A moderator will read it; you need not do anything."),
    Stage.IN_REVIEW: _("A moderator is looking at it. We will tell you the decision."),
    Stage.MERGED: _(
        "Somebody suggested the same story, and we look at both together. We will tell you the "
        "decision."
    ),
    Stage.ACCEPTED: _("We are going to write about it: the article is being prepared."),
    Stage.PUBLISHED: _("Thank you for pointing us to it. Here is what we made of it:"),
    Stage.TAKEN_DOWN: _("We published it, and have taken it off the site since."),
    Stage.NOT_PUBLISHED: _("We prepared an article, but in the end we did not publish it."),
    Stage.DECLINED: _("Thank you for thinking of us. We are not going to write about it."),
    Stage.WITHDRAWN: _("You withdrew it. You will get no more mails about it."),
}  # fmt: skip

_OPEN = (Stage.RECEIVED, Stage.IN_REVIEW)  # not decided yet


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline. `progress`: "done", "now" or "ahead"."""

    name: str | Promise
    progress: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SenderStatus:
    """The status of one sending.

    article: the published article. decline_message: what the moderator chose to tell the sender.
    """

    sending: Sending
    stage: Stage
    article: Article | None = None
    decline_message: str = ""
    decided_at: datetime | None = None

    @classmethod
    def of(cls, sending: Sending) -> "SenderStatus":
        """The status; for a merged submission that of its merge root."""
        stage = stage_of(sending)
        if stage == Stage.WITHDRAWN:
            return cls(sending, stage, decided_at=sending.withdrawn_at)
        root = sending.submission.merge_root
        if stage == Stage.MERGED:
            stage = _stage_when_merged(root)
        if stage in _OPEN:
            return cls(sending, stage)
        article = root.article if stage == Stage.PUBLISHED else None
        message = ""
        if stage == Stage.DECLINED:
            decision = root.decisions.filter(what=Decision.What.DECLINED).last()
            message = decision.message_to_sender if decision else ""
        return cls(sending, stage, article, message, sending.submission.decided_at)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.stage]

    @property
    def is_pending(self) -> bool:
        """Whether the sender will get another mail about it."""
        return self.stage in (*_OPEN, Stage.MERGED, Stage.ACCEPTED)

    @property
    def steps(self) -> list[Step]:
        """The timeline: received, in review, the decision, and after an acceptance the page."""
        sent_at, stage = self.sending.sent_at, self.stage
        received, in_review = Stage.RECEIVED.label, Stage.IN_REVIEW.label
        if stage == Stage.RECEIVED:
            ahead = [Step(in_review, "ahead"), Step(_("Decision"), "ahead")]
            return [Step(received, "now", sent_at), *ahead]
        if stage == Stage.IN_REVIEW:
            return [
                Step(received, "done", sent_at),
                Step(in_review, "now"),
                Step(_("Decision"), "ahead"),
            ]
        done = [Step(received, "done", sent_at)]
        if stage == Stage.WITHDRAWN:
            return [*done, Step(stage.label, "now", self.decided_at)]
        done.append(Step(in_review, "done"))
        if stage == Stage.DECLINED:
            return [*done, Step(stage.label, "now", self.decided_at)]
        if stage == Stage.MERGED:
            merged = Step(stage.label, "now", self.decided_at)
            return [*done, merged, Step(_("Decision"), "ahead")]
        if stage == Stage.ACCEPTED:
            accepted = Step(stage.label, "now", self.decided_at)
            return [*done, accepted, Step(Stage.PUBLISHED.label, "ahead")]
        done.append(Step(_("Accepted"), "done", self.decided_at))
        published_at = self.article.published_at if self.article else None
        return [*done, Step(stage.label, "now", published_at)]


def stage_of(sending: Sending) -> Stage:
    """The stage of a sending's own submission, merged or not. For lists: it makes no query."""
    if sending.withdrawn_at:
        return Stage.WITHDRAWN
    return _stage_of_submission(sending.submission)


def _stage_when_merged(root: Submission) -> Stage:
    """The stage for senders of a submission that was merged into this one."""
    stage = _stage_of_submission(root)
    return Stage.MERGED if stage in _OPEN else stage


def _stage_of_submission(submission: Submission) -> Stage:
    if submission.article_id:
        return _stage_of_article(submission.article)
    if submission.state == Submission.State.MERGED:
        return Stage.MERGED
    return Stage(submission.public_state)


def _stage_of_article(article: Article) -> Stage:
    if article.is_live:
        return Stage.PUBLISHED
    if article.is_gone:
        return Stage.TAKEN_DOWN
    if article.status in (Article.Status.REJECTED, Article.Status.WITHDRAWN):
        return Stage.NOT_PUBLISHED
    return Stage.ACCEPTED
