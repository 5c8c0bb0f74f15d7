"""What a moderator does with a submission.

Each act is one transaction: it changes the row, writes a `Decision` and queues what follows (mails,
the fetch of an accepted draft's source).

Locking is optimistic: a page names the last decision that it showed (`last_seen_decision`). Where
another moderator acted since, or the state does not allow the act, nothing is changed and
`AlreadyDecided` says who did what and when.
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
from curation.models.comments import mentioned_users
from curation.models.people import display_name
from curation.sources.links.link import Link
from curation.submissions import notifying

State, What = Submission.State, Decision.What
# Stored as the reason of a rejected draft, and compared with it later
REOPENED = gettext_lazy("The submission that it came from was reopened.")
# Submissions are merged only into articles that are published, or may be
MERGEABLE_ARTICLES = (Article.Status.DRAFT, Article.Status.IN_REVIEW, Article.Status.PUBLISHED)


class AlreadyDecided(ValidationError):
    """Somebody else acted first, or the submission's state does not allow the act.

    decision: the latest act on the submission; None where there is none.
    """

    def __init__(self, submission: Submission, decision: Decision | None):
        self.submission, self.decision = submission, decision
        if decision:
            message = _("%(who)s acted first: %(what)s, %(when)s. Please look at it again.") % {
                "who": decision.who,
                "what": decision.get_what_display(),
                "when": date_format(timezone.localtime(decision.made_at), "j F Y, H:i"),
            }
        else:
            message = _("This submission is %(state)s.") % {"state": submission.get_state_display()}
        super().__init__(message, code="already_decided")


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What the senders of a declined submission are told: the reason, the note, both or neither."""

    reason: bool = True
    note: bool = False

    def message(self, sentence: str, note: str) -> str:
        """The paragraphs for the sender; "" where nothing is disclosed.

        sentence: that of the reason (`DeclineReason.sentence`).
        """
        paragraphs = []
        if self.reason and sentence:
            paragraphs.append(sentence)
        if self.note and note:
            paragraphs.append(note)
        return "\n\n".join(paragraphs)


def latest_decision(submission: Submission) -> Decision | None:
    """The last act on a submission; pages send its number back as `last_seen_decision`."""
    return submission.decisions.with_people().last()


# ---------------------------------------------------------------- assigning


@transaction.atomic
def take_up(submission: Submission, by, last_seen_decision: int | None = None) -> Decision:
    """Assign a submission to oneself; from then on it is in review. Raises AlreadyDecided."""
    return _assign(_lock_open(submission, last_seen_decision), by, by)


@transaction.atomic
def assign(submission: Submission, to, by, last_seen_decision: int | None = None) -> Decision:
    """Assign a submission to a moderator; from then on it is in review.

    Raises AlreadyDecided, and ValidationError for somebody who may not decide on submissions.
    """
    submission = _lock_open(submission, last_seen_decision)
    if not to.has_perm("curation.moderate_submission"):
        raise ValidationError(_("%(who)s does not decide on submissions.") % {"who": to})
    return _assign(submission, to, by)


def _assign(submission: Submission, to, by) -> Decision:
    state_before, submission.assigned_to = submission.state, to
    if submission.state == State.RECEIVED:
        submission.change_state(State.IN_REVIEW)
    submission.save()
    if to == by:
        return _record(submission, What.TAKEN_UP, by, state_before)
    note = _("to %(who)s") % {"who": display_name(to)}
    return _record(submission, What.ASSIGNED, by, state_before, note=note)


# ---------------------------------------------------------------- decisions


@transaction.atomic
def accept(
    submission: Submission, by, credit: bool = True, last_seen_decision: int | None = None
) -> Decision:
    """Make a draft of the submission, and queue the fetch of its source.

    credit: name the first sender who wants it in the article ("via"). A submission that was
    accepted before and reopened gets its earlier draft back. Raises AlreadyDecided.
    """
    submission, state_before = _lock_to_decide(submission, State.ACCEPTED, last_seen_decision)
    article = (_earlier_draft(submission, by) or _new_draft(submission, by)).hold()
    if credit and not article.via_name.strip():
        if sending := submission.sendings.filter(wants_credit=True, withdrawn_at=None).first():
            article.via_name = sending.name
            article.save(update_fields=["via_name"])
    submission.article = article
    submission.change_state(State.ACCEPTED, at=timezone.now())
    submission.save()
    decision = _record(submission, What.ACCEPTED, by, state_before, led_to=article)
    notifying.write_decided(decision)
    return decision


def _new_draft(submission: Submission, by) -> Article:
    is_author = by.has_perm("curation.add_article")
    link = Link.parse(submission.url)
    return drafting.start_draft(link, by=by if is_author else None, asked_by=by)


def _earlier_draft(submission: Submission, by) -> Article | None:
    """The article of an earlier acceptance, unless an editor rejected or withdrew it."""
    earlier = submission.decisions.filter(what=What.ACCEPTED).select_related("led_to").last()
    if earlier is None or earlier.led_to is None:
        return None
    article = earlier.led_to
    if article.status == Article.Status.WITHDRAWN:
        return None
    if article.status == Article.Status.REJECTED:
        if article.rejection_reason != REOPENED:
            return None
        publishing.unpublish(article, by=by)
    return article


@transaction.atomic
def merge(
    submission: Submission,
    by,
    into: Article | Submission,
    last_seen_decision: int | None = None,
) -> Decision:
    """Attach a submission to an article, or to another submission, of the same story.

    A target that was itself merged is replaced by its merge root.
    Raises AlreadyDecided, and ValidationError for a target that is this submission, or that is
    declined, spam, withdrawn or rejected.
    """
    if isinstance(into, Submission):
        into = Submission.objects.get(pk=into.pk).merge_root
        # Both rows, always in one order: two moderators who merge each into the other's must not
        # deadlock.
        both = Submission.objects.filter(pk__in=[submission.pk, into.pk])
        list(both.select_for_update().order_by("pk"))
    submission, state_before = _lock_to_decide(submission, State.MERGED, last_seen_decision)
    if isinstance(into, Submission):
        into = Submission.objects.get(pk=into.pk)
        if into.pk == submission.pk:
            raise ValidationError(_("A submission cannot be merged into itself."))
        if not into.is_open and into.state != State.ACCEPTED:  # perhaps merged a moment ago
            message = _("That submission is %(state)s. Choose one that is open or accepted.")
            raise ValidationError(message % {"state": into.get_state_display()})
        submission.merged_into = into
    else:
        if into.status not in MERGEABLE_ARTICLES:
            message = _("That article is %(state)s. Choose a draft or a published article.")
            raise ValidationError(message % {"state": into.get_status_display()})
        submission.article = into
    submission.change_state(State.MERGED, at=timezone.now())
    submission.save()
    decision = _record(
        submission,
        What.MERGED,
        by,
        state_before,
        led_to=submission.article,
        into=submission.merged_into,
    )
    notifying.write_decided(decision)
    return decision


@transaction.atomic
def decline(
    submission: Submission,
    by,
    reason: DeclineReason,
    note: str = "",
    disclosure: Disclosure = Disclosure(),  # noqa: B008  frozen
    last_seen_decision: int | None = None,
) -> Decision:
    """Decline a submission for a reason. `disclosure`: what its senders are told of it.

    Raises AlreadyDecided.
    """
    submission, state_before = _lock_to_decide(submission, State.DECLINED, last_seen_decision)
    submission.change_state(State.DECLINED, at=timezone.now())
    submission.save()
    note = note.strip()
    decision = _record(
        submission,
        What.DECLINED,
        by,
        state_before,
        reason=reason,
        note=note,
        message_to_sender=disclosure.message(reason.sentence, note),
    )
    notifying.write_decided(decision)
    return decision


@transaction.atomic
def mark_spam(submission: Submission, by, last_seen_decision: int | None = None) -> Decision:
    """Mark a submission as spam; nobody gets a mail. Raises AlreadyDecided."""
    submission, state_before = _lock_to_decide(submission, State.SPAM, last_seen_decision)
    submission.change_state(State.SPAM, at=timezone.now())
    submission.save()
    return _record(submission, What.SPAM, by, state_before)


@transaction.atomic
def reopen(
    submission: Submission, by, note: str = "", last_seen_decision: int | None = None
) -> Decision:
    """Undo a decision: the submission is in review again, assigned to whoever reopens it.

    The draft of an accepted submission is rejected if nobody has edited it, else it stays. Mails
    about the undone decision that were not sent yet are cancelled. Raises AlreadyDecided where
    the submission is open, and ValidationError where a later submission of the same URL is open.
    """
    submission, state_before = _lock_to_decide(submission, State.IN_REVIEW, last_seen_decision)
    if state_before in Submission.OPEN:
        raise AlreadyDecided(submission, latest_decision(submission))
    undone = submission.decisions.filter(state_after=state_before).last()
    draft = submission.article if state_before == State.ACCEPTED else None
    submission.article = submission.merged_into = submission.live_notified_at = None
    submission.assigned_to = by
    submission.change_state(State.IN_REVIEW)
    try:
        with transaction.atomic():
            submission.save()
    except IntegrityError as error:
        message = _("A later submission of the same address is open. Decide on that one instead.")
        raise ValidationError(message) from error
    if draft and draft.status == Article.Status.DRAFT and not draft.revisions.exists():
        publishing.reject(draft, by=by, reason=str(REOPENED))
    decision = _record(submission, What.REOPENED, by, state_before, note=note.strip(), led_to=draft)
    notifying.write_reopened(decision, undone)
    return decision


@transaction.atomic
def withdraw(sending: Sending) -> Decision | None:
    """Withdraw a sending; without a remaining sender the submission is withdrawn too.

    For a merged submission that is its merge root. Returns None where the submission stays as it
    is: other senders remain, or it was decided before.
    """
    submission = _lock(Submission.objects.get(pk=sending.submission_id).merge_root)
    sending.withdrawn_at = sending.withdrawn_at or timezone.now()
    sending.save(update_fields=["withdrawn_at"])
    notifying.cancel_for(sending)
    if not submission.is_open or notifying.senders_of(submission):
        return None
    state_before = submission.state
    submission.change_state(State.WITHDRAWN, at=timezone.now())
    submission.save()
    return _record(submission, What.WITHDRAWN, None, state_before, by_name=sending.name)


# ---------------------------------------------------------------- comments


@transaction.atomic
def comment(submission: Submission, by, text: str) -> Comment:
    """Add a comment for the newsroom; everybody mentioned as @user-name gets a mail.

    Raises ValidationError for an empty comment.
    """
    if not text.strip():
        raise ValidationError(_("Write something first."))
    new_comment = submission.comments.create(by=by, text=text.strip())
    mentioned = [
        user
        for user in mentioned_users(text)
        if user != by and user.has_perm("curation.view_submission")
    ]
    new_comment.mentions.set(mentioned)
    notifying.write_mentions(new_comment, mentioned)
    return new_comment


# ---------------------------------------------------------------- locking and recording


def _lock(submission: Submission, last_seen_decision: int | None = None) -> Submission:
    """The submission's row as it is now, locked until the transaction ends.

    last_seen_decision: the number of the latest decision that a page showed, 0 for none; where
    there is another by now, AlreadyDecided is raised. None: not checked.
    """
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("article__section", "merged_into")
        .get(pk=submission.pk)
    )
    if last_seen_decision is not None:
        latest = latest_decision(submission)
        if (latest.pk if latest else 0) != last_seen_decision:
            raise AlreadyDecided(submission, latest)
    return submission


def _lock_open(submission: Submission, last_seen_decision: int | None) -> Submission:
    """As `_lock`; raises AlreadyDecided where the submission is not open."""
    submission = _lock(submission, last_seen_decision)
    if not submission.is_open:
        raise AlreadyDecided(submission, latest_decision(submission))
    return submission


def _lock_to_decide(
    submission: Submission, state: str, last_seen_decision: int | None
) -> tuple[Submission, str]:
    """As `_lock`, with the present state; AlreadyDecided where it cannot change to `state`."""
    submission = _lock(submission, last_seen_decision)
    if not submission.can_become(state):
        raise AlreadyDecided(submission, latest_decision(submission))
    return submission, submission.state


def _record(submission: Submission, what: str, by, state_before: str, **details) -> Decision:
    return Decision.objects.create(
        submission=submission,
        what=what,
        by=by,
        state_before=state_before,
        state_after=submission.state,
        **details,
    )
