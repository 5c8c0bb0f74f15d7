"""What a moderator does with a submission.

Each act is one transaction: the row, its record, and the queueing of what it sets in motion (mails,
the fetch of an accepted draft's source). Two moderators never decide the same submission twice: the
second gets `DecidedAlready`, which says who decided what and when.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curation import drafting, publishing
from curation.models import (
    Article,
    Comment,
    Decision,
    DeclineReason,
    Sending,
    Submission,
)
from curation.models.comments import mentioned_in
from curation.models.people import display_name
from curation.sources.links.link import Link
from curation.submissions import notifying

State, What = Submission.State, Decision.What
REOPENED = gettext_lazy("The submission that it came from was reopened.")


class DecidedAlready(ValidationError):
    """Somebody else was faster. `decision`: what they did; None where nobody is on record."""

    def __init__(self, submission: Submission, decision: Decision | None):
        self.submission, self.decision = submission, decision
        if decision:
            words = _("%(who)s was faster: %(what)s at %(when)s. Look at it again.") % {
                "who": decision.who,
                "what": decision.get_what_display(),
                "when": date_format(timezone.localtime(decision.made_at), "j F Y, H:i"),
            }
        else:
            words = _("This submission is %(state)s.") % {"state": submission.get_state_display()}
        super().__init__(words, code="decided_already")


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a sender learns of a refusal: the reason's sentence, the note, both or neither."""

    reason: bool = True
    note: bool = False

    def message(self, sentence: str, note: str) -> str:
        """The paragraphs for the sender; "" where nothing is disclosed."""
        parts = [sentence if self.reason else "", note if self.note else ""]
        return "\n\n".join(part for part in parts if part)


def latest_decision(submission: Submission) -> Decision | None:
    """The last act on a submission; a page sends its number back as `seen`."""
    return submission.decisions.with_people().last()


# ---------------------------------------------------------------- who looks after it


@transaction.atomic
def take_up(submission: Submission, by, seen: int | None = None) -> Decision:
    """Assign it to oneself; from then on it is in review. Raises DecidedAlready."""
    submission = _locked(submission, seen)
    if not submission.is_open:
        raise DecidedAlready(submission, latest_decision(submission))
    return _assigned(submission, by, by, What.TAKEN_UP)


@transaction.atomic
def assign(submission: Submission, to, by, seen: int | None = None) -> Decision:
    """Assign it to somebody who may decide; from then on it is in review.

    Raises DecidedAlready, and ValidationError for somebody who may not decide on submissions.
    """
    submission = _locked(submission, seen)
    if not submission.is_open:
        raise DecidedAlready(submission, latest_decision(submission))
    if not to.has_perm("curation.moderate_submission"):
        raise ValidationError(_("%(who)s does not decide on submissions.") % {"who": to})
    what = What.TAKEN_UP if to == by else What.ASSIGNED
    return _assigned(submission, to, by, what)


def _assigned(submission: Submission, to, by, what: str) -> Decision:
    before, submission.assigned_to = submission.state, to
    if submission.state == State.RECEIVED:
        submission.move(State.IN_REVIEW)
    submission.save()
    note = "" if to == by else _("to %(who)s") % {"who": display_name(to)}
    return _record(submission, what, by, before, note=note)


# ---------------------------------------------------------------- decisions


@transaction.atomic
def accept(submission: Submission, by, credit: bool = True, seen: int | None = None) -> Decision:
    """Make a draft of the submission, and queue the fetch of its source.

    credit: name the first sender who wishes it as the one who pointed us there ("via"). A
    submission that was accepted before and reopened gets its earlier draft back. Raises
    DecidedAlready.
    """
    submission, before = _to_decide(submission, State.ACCEPTED, seen)
    article = (_earlier_draft(submission, by) or _new_draft(submission, by)).hold()
    if credit and not article.via_name.strip():
        if sending := submission.sendings.filter(wants_credit=True, withdrawn_at=None).first():
            article.via_name = sending.name
            article.save(update_fields=["via_name"])
    submission.article = article
    submission.move(State.ACCEPTED, at=timezone.now())
    submission.save()
    decision = _record(submission, What.ACCEPTED, by, before, led_to=article)
    notifying.write_decided(decision)
    return decision


def _new_draft(submission: Submission, by) -> Article:
    writes = by.has_perm("curation.add_article")
    link = Link.parse(submission.url)
    return drafting.start_draft(link, by=by if writes else None, asked_by=by)


def _earlier_draft(submission: Submission, by) -> Article | None:
    earlier = submission.decisions.filter(what=What.ACCEPTED).select_related("led_to").last()
    article = earlier and earlier.led_to
    if article is None or article.status == Article.Status.WITHDRAWN:
        return None
    if article.status == Article.Status.REJECTED:
        if article.rejection_reason != REOPENED:
            return None  # an editor decided against that one
        publishing.unpublish(article, by=by)
    return article


@transaction.atomic
def merge(
    submission: Submission, by, into: Article | Submission, seen: int | None = None
) -> Decision:
    """Attach it to an article, or to another submission, that tells the same story.

    Raises DecidedAlready, and ValidationError for a target that leads back here or nowhere.
    """
    if isinstance(into, Submission):
        into = Submission.objects.get(pk=into.pk).end
        # Both at once and in one order: two who merge each into the other's must not wait for ever.
        both = Submission.objects.filter(pk__in=[submission.pk, into.pk])
        list(both.select_for_update().order_by("pk"))
    submission, before = _to_decide(submission, State.MERGED, seen)
    if isinstance(into, Submission):
        into = Submission.objects.get(pk=into.pk)
        if into.pk == submission.pk:
            raise ValidationError(_("A submission cannot be merged into itself."))
        if not into.is_open and into.state != State.ACCEPTED:  # or was merged this very moment
            words = _("That submission is %(state)s: merge into one that goes on.")
            raise ValidationError(words % {"state": into.get_state_display()})
        submission.merged_into = into
    else:
        if into.status in (Article.Status.WITHDRAWN, Article.Status.REJECTED):
            words = _("That article is %(state)s: merge into one that goes on.")
            raise ValidationError(words % {"state": into.get_status_display()})
        submission.article = into
    submission.move(State.MERGED, at=timezone.now())
    submission.save()
    decision = _record(
        submission, What.MERGED, by, before, led_to=submission.article, into=submission.merged_into
    )
    notifying.write_decided(decision)
    return decision


@transaction.atomic
def decline(
    submission: Submission,
    by,
    reason: DeclineReason,
    note: str = "",
    tell: Disclosure = Disclosure(),  # noqa: B008  frozen
    seen: int | None = None,
) -> Decision:
    """Decide against it, for a reason. `tell` says what its senders learn of it.

    Raises DecidedAlready.
    """
    submission, before = _to_decide(submission, State.DECLINED, seen)
    submission.move(State.DECLINED, at=timezone.now())
    submission.save()
    note = note.strip()
    decision = _record(
        submission,
        What.DECLINED,
        by,
        before,
        reason=reason,
        note=note,
        message_to_sender=tell.message(reason.sentence, note),
    )
    notifying.write_decided(decision)
    return decision


@transaction.atomic
def mark_spam(submission: Submission, by, seen: int | None = None) -> Decision:
    """Put it away without a word to anybody. Raises DecidedAlready."""
    submission, before = _to_decide(submission, State.SPAM, seen)
    submission.move(State.SPAM, at=timezone.now())
    submission.save()
    return _record(submission, What.SPAM, by, before)


@transaction.atomic
def reopen(submission: Submission, by, note: str = "", seen: int | None = None) -> Decision:
    """Undo a decision: it is in review again, with whoever reopens it.

    A draft in which nobody wrote is rejected, one in which somebody did stays as it is. Mails of
    the undone decision that have not left yet never will. Raises DecidedAlready where it is open
    already, and ValidationError where a later submission of the same address is open.
    """
    submission, before = _to_decide(submission, State.IN_REVIEW, seen)
    if before in Submission.OPEN:
        raise DecidedAlready(submission, latest_decision(submission))
    undone = submission.decisions.filter(state_after=before).last()
    draft = submission.article if before == State.ACCEPTED else None
    submission.article = submission.merged_into = submission.live_notified_at = None
    submission.assigned_to = by
    submission.move(State.IN_REVIEW)
    try:
        with transaction.atomic():
            submission.save()
    except IntegrityError as error:
        words = _("A later submission of the same address is open: decide on that one.")
        raise ValidationError(words) from error
    if draft and draft.status == Article.Status.DRAFT and not draft.revisions.exists():
        publishing.reject(draft, by=by, reason=str(REOPENED))
    decision = _record(submission, What.REOPENED, by, before, note=note.strip(), led_to=draft)
    notifying.write_reopened(decision, undone)
    return decision


@transaction.atomic
def withdraw(sending: Sending) -> Decision | None:
    """A sender takes their suggestion back; where they were the last, the submission is withdrawn,
    or the one that it was merged into.

    None where others still suggest it, or what was merged into it, or it was decided: then only
    this sender is out of it.
    """
    submission = _locked(Submission.objects.get(pk=sending.submission_id).end)
    sending.withdrawn_at = sending.withdrawn_at or timezone.now()
    sending.save(update_fields=["withdrawn_at"])
    notifying.cancel_for(sending)
    if not submission.is_open or notifying.senders_of(submission):
        return None
    before = submission.state
    submission.move(State.WITHDRAWN, at=timezone.now())
    submission.save()
    return _record(submission, What.WITHDRAWN, None, before, by_name=sending.name)


# ---------------------------------------------------------------- what is said about it


@transaction.atomic
def comment(submission: Submission, by, text: str) -> Comment:
    """Say something within the newsroom; everybody named as @user gets a mail.

    Raises ValidationError for a comment without words.
    """
    if not text.strip():
        raise ValidationError(_("Write something first."))
    said = submission.comments.create(by=by, text=text.strip())
    people = [
        user
        for user in mentioned_in(text)
        if user != by and user.has_perm("curation.view_submission")
    ]
    said.mentions.set(people)
    notifying.write_mentions(said, people)
    return said


# ---------------------------------------------------------------- one act


def _locked(submission: Submission, seen: int | None = None) -> Submission:
    """The row as it stands, held until the act is over. `seen`: the last act that a page showed."""
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("article__section", "merged_into")
        .get(pk=submission.pk)
    )
    if seen is not None:
        last = latest_decision(submission)
        if (last.pk if last else 0) != seen:
            raise DecidedAlready(submission, last)
    return submission


def _to_decide(submission: Submission, to: str, seen: int | None) -> tuple[Submission, str]:
    submission = _locked(submission, seen)
    if not submission.may_become(to):
        raise DecidedAlready(submission, latest_decision(submission))
    return submission, submission.state


def _record(submission: Submission, what: str, by, before: str, **facts) -> Decision:
    return Decision.objects.create(
        submission=submission,
        what=what,
        by=by,
        state_before=before,
        state_after=submission.state,
        **facts,
    )
