"""How a suggestion stands, as far as its sender may know."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curation.models import Article, Decision, Sending, Submission


class Stage(models.TextChoices):
    """What a sender is told. Spam stays received for ever."""

    RECEIVED = "received", _("Received")
    IN_REVIEW = "in_review", _("In review")
    MERGED = "merged", _("Joined with another suggestion")
    ACCEPTED = "accepted", _("Accepted, being prepared")
    PUBLISHED = "published", _("Published")
    TAKEN_DOWN = "taken_down", _("No longer on the site")
    NOT_PUBLISHED = "not_published", _("Not published")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")


SENTENCES = {
    Stage.RECEIVED: _("We have it. A moderator will read it; you need not do anything."),
    Stage.IN_REVIEW: _("A moderator is looking at it. You will hear how it was decided."),
    Stage.MERGED: _(
        "Somebody suggested the same story, and we look at both together. You will hear what "
        "becomes of it."
    ),
    Stage.ACCEPTED: _("We are going to write about it: the article is being prepared."),
    Stage.PUBLISHED: _("Thank you for pointing us to it. Here is what we made of it:"),
    Stage.TAKEN_DOWN: _("We published it, and have taken it off the site since."),
    Stage.NOT_PUBLISHED: _("We prepared an article, but in the end we did not publish it."),
    Stage.DECLINED: _("Thank you for thinking of us. We are not going to write about it."),
    Stage.WITHDRAWN: _("You took it back. You will hear no more of it."),
}  # fmt: skip

_OPEN = (Stage.RECEIVED, Stage.IN_REVIEW)  # no moderator has decided


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline. `place`: done, now or ahead."""

    name: str | Promise
    place: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SenderStatus:
    """One sender's suggestion. `article`: where readers can see it; `told`: why it was declined."""

    sending: Sending
    stage: Stage
    article: Article | None = None
    told: str = ""
    decided_at: datetime | None = None

    @classmethod
    def of(cls, sending: Sending) -> "SenderStatus":
        """Follows a merged submission to where its story goes on."""
        stage = stage_of(sending)
        if stage == Stage.WITHDRAWN:
            return cls(sending, stage, decided_at=sending.withdrawn_at)
        own, end = sending.submission, sending.submission.end
        if stage == Stage.MERGED:
            stage = _joined(end)
        if stage in _OPEN:
            return cls(sending, stage)
        article = end.article if stage == Stage.PUBLISHED else None
        told = ""
        if stage == Stage.DECLINED:
            declined = end.decisions.filter(what=Decision.What.DECLINED).last()
            told = declined.message_to_sender if declined else ""
        return cls(sending, stage, article, told, own.decided_at)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.stage]

    @property
    def is_under_way(self) -> bool:
        """Whether the sender has something to hear yet."""
        return self.stage in (*_OPEN, Stage.MERGED, Stage.ACCEPTED)

    @property
    def steps(self) -> list[Step]:
        """Received, in review, the decision, and where it was accepted the page."""
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
        begun = [Step(received, "done", sent_at)]
        if stage == Stage.WITHDRAWN:
            return [*begun, Step(stage.label, "now", self.decided_at)]
        begun.append(Step(in_review, "done"))
        if stage == Stage.DECLINED:
            return [*begun, Step(stage.label, "now", self.decided_at)]
        if stage == Stage.MERGED:
            joined = Step(stage.label, "now", self.decided_at)
            return [*begun, joined, Step(_("Decision"), "ahead")]
        published = Stage.PUBLISHED.label
        if stage == Stage.ACCEPTED:
            accepted = Step(stage.label, "now", self.decided_at)
            return [*begun, accepted, Step(published, "ahead")]
        begun.append(Step(_("Accepted"), "done", self.decided_at))
        at = self.article.published_at if self.article else None
        return [*begun, Step(stage.label, "now", at)]


def stage_of(sending: Sending) -> Stage:
    """Where it stands, without following a merged one: for lists, with no query of its own."""
    return Stage.WITHDRAWN if sending.withdrawn_at else _of_submission(sending.submission)


def _joined(end: Submission) -> Stage:
    stage = _of_submission(end)
    return Stage.MERGED if stage in _OPEN else stage


def _of_submission(submission: Submission) -> Stage:
    if submission.article_id:
        return _of_article(submission.article)
    if submission.state == Submission.State.MERGED:
        return Stage.MERGED
    return Stage(submission.public_state)


def _of_article(article: Article) -> Stage:
    if article.is_live:
        return Stage.PUBLISHED
    if article.is_gone:
        return Stage.TAKEN_DOWN
    over = (Article.Status.REJECTED, Article.Status.WITHDRAWN)
    return Stage.NOT_PUBLISHED if article.status in over else Stage.ACCEPTED
