"""Mails to senders, moderators and reviewers: written and queued together with the act.

A notice is written and queued in the transaction of the act that it reports;
`curation.submissions.mailing` sends it afterwards. Subject and text are stored as they will be
sent. Receipts and digests contain nothing that a sender typed, so that nobody can use the form to
send text of theirs to other people: such text is mailed only after a moderator acted.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from curation.absolute_urls import absolute_url
from curation.models import (
    Comment,
    Decision,
    Notice,
    RateLimit,
    ReviewLink,
    Sending,
    Submission,
    email_addresses,
)
from curation.models.people import display_name
from curation.submissions import mailing

Kind, State, What = Notice.Kind, Notice.State, Decision.What

# A moderator can undo a mistake before senders get a mail about it.
TIME_TO_UNDO = timedelta(minutes=2)
# To one mailbox: nobody shall use the form to flood others with mail
RECEIPT_LIMITS = [(1, timedelta(hours=1))]

_KIND_OF_DECISION = {
    What.ACCEPTED: Kind.ACCEPTED,
    What.DECLINED: Kind.DECLINED,
    What.MERGED: Kind.MERGED,
}
_STARTED, _NOT_STARTED = (State.SENDING, State.SENT), (State.QUEUED, State.FAILED)


# ---------------------------------------------------------------- to senders


def write_receipt(sending: Sending) -> Notice | None:
    """Confirm to a sender that something was received, with the private link.

    Rate limited: None where this mailbox got a receipt within the last hour.
    """
    mailbox = email_addresses.without_plus_label(sending.email)
    if RateLimit.objects.admit({("receipt to", mailbox): RECEIPT_LIMITS}):
        return None
    number = sending.notices.filter(kind=Kind.RECEIPT).count() + 1
    return _write(
        Kind.RECEIPT,
        f"receipt:{sending.pk}:{number}",
        sending.email,
        {"sending": sending, "status_url": absolute_url(sending)},
        submission=sending.submission,
        sending=sending,
    )


def write_decided(decision: Decision) -> list[Notice]:
    """Tell the senders of a submission, and of those merged into it, how it was decided."""
    submission, article = decision.submission, decision.led_to
    is_live = bool(article and article.is_live)
    if is_live:  # this mail has the URL of the page, so `write_published` shall not send it again
        submission.live_notified_at = timezone.now()
        submission.save(update_fields=["live_notified_at"])
    outcome = {"decision": decision, "article": article, "is_live": is_live}
    written = [
        _write(
            _KIND_OF_DECISION[decision.what],
            f"decision:{decision.pk}:{sending.pk}",
            sending.email,
            _sender_context(sending) | outcome,
            due_at=timezone.now() + TIME_TO_UNDO,
            submission=submission,
            sending=sending,
            decision=decision,
        )
        for sending in senders_of(submission)
    ]
    return [notice for notice in written if notice]


def write_reopened(decision: Decision, undone: Decision | None) -> list[Notice]:
    """Cancel the unsent mails about an undone decision; tell those who got such a mail.

    Mails that failed are cancelled too, so that nobody sends them again by hand. Senders whose
    article is live are not told: what they were told is still true.
    """
    if undone is None:
        return []
    undone.notices.update(is_undone=True)
    article = undone.led_to
    is_live = bool(article and article.is_live)
    written = []
    locked = undone.notices.select_for_update(of=("self",)).select_related("sending__submission")
    for notice in locked:
        sending = notice.sending
        if notice.state in _NOT_STARTED:
            notice.state = State.CANCELLED
            notice.save(update_fields=["state"])
        elif notice.state in _STARTED and not is_live and sending and not sending.withdrawn_at:
            written.append(
                _write(
                    Kind.REOPENED,
                    f"decision:{decision.pk}:{sending.pk}",
                    sending.email,
                    _sender_context(sending),
                    due_at=timezone.now() + TIME_TO_UNDO,
                    submission=decision.submission,
                    sending=sending,
                    decision=decision,
                )
            )
    return [notice for notice in written if notice]


@transaction.atomic
def write_published() -> list[Notice]:
    """Send the URL of the page to the senders of articles that went live since the last call.

    A sender of several links that became one article gets one mail.
    """
    written = []
    newly_live = Submission.objects.newly_live().select_for_update(of=("self",))
    for submission in newly_live.select_related("article__section").order_by("pk")[:100]:
        article_key = f"live:{submission.article_id}:"
        for sending in senders_of(submission):
            if Notice.objects.filter(key__startswith=article_key, to=sending.email).exists():
                continue
            written.append(
                _write(
                    Kind.PUBLISHED,
                    f"{article_key}{sending.pk}",
                    sending.email,
                    _sender_context(sending) | {"article": submission.article},
                    submission=submission,
                    sending=sending,
                )
            )
        submission.live_notified_at = timezone.now()
        submission.save(update_fields=["live_notified_at"])
    return [notice for notice in written if notice]


def cancel_for(sending: Sending) -> None:
    """Cancel the unsent mails to a sender who withdrew."""
    sending.notices.filter(state__in=_NOT_STARTED).update(state=State.CANCELLED)


def senders_of(submission: Submission) -> list[Sending]:
    """The senders of a submission and of those merged into it, without those who withdrew.

    One sending for each e-mail address.
    """
    submissions = Submission.objects.with_merged(submission)
    sendings = Sending.objects.filter(submission__in=submissions, withdrawn_at=None)
    by_email = {sending.email: sending for sending in sendings.select_related("submission")}
    return list(by_email.values())


def _sender_context(sending: Sending) -> dict:
    return {
        "sending": sending,
        "submission": sending.submission,
        "status_url": absolute_url(sending),
    }


# ---------------------------------------------------------------- to reviewers


def write_review_asked(link: ReviewLink) -> Notice | None:
    """Mail a review link to the outside expert."""
    context = {
        "link": link,
        "who": display_name(link.asked_by),
        "url": absolute_url(link),
    }
    return _write(Kind.REVIEW_ASKED, link.notice_key, link.email, context)


def cancel_review_asked(link: ReviewLink) -> None:
    """Cancel the mail with a review link, if it was not sent yet."""
    waiting = Notice.objects.filter(key=link.notice_key, state__in=_NOT_STARTED)
    waiting.update(state=State.CANCELLED)


# ---------------------------------------------------------------- to the newsroom


def write_review_given(link: ReviewLink, decision: Decision) -> Notice | None:
    """Mail a reviewer's answer to the editor who asked; None without an e-mail address."""
    if not link.asked_by.email:
        return None
    url = reverse("admin:curation_article_change", args=[link.article_id])
    return _write(
        Kind.REVIEW_GIVEN,
        f"review-answer:{decision.pk}",
        link.asked_by.email,
        {"link": link, "decision": decision, "url": absolute_url(url)},
        decision=decision,
        user=link.asked_by,
    )


def write_mentions(comment: Comment, users: Iterable) -> list[Notice]:
    """Tell users that a comment mentions them; those without an e-mail address are left out."""
    url = reverse("admin:curation_submission_change", args=[comment.submission_id])
    context = {"comment": comment, "who": display_name(comment.by), "url": absolute_url(url)}
    written = [
        _write(
            Kind.MENTION,
            f"mention:{comment.pk}:{user.pk}",
            user.email,
            context,
            submission=comment.submission,
            user=user,
        )
        for user in users
        if user.email
    ]
    return [notice for notice in written if notice]


def write_digest(moderators: Iterable, now: datetime | None = None) -> list[Notice]:
    """Mail each moderator the numbers of the queue, once a day.

    It contains numbers only. Nothing is written where nothing waits and nothing new came in.
    """
    now = now or timezone.now()
    waiting = Submission.objects.open()
    context = {
        "new": Submission.objects.filter(received_at__gt=now - timedelta(days=1)).count(),
        "waiting": waiting.count(),
        "unassigned": waiting.filter(assigned_to=None).count(),
        "oldest": waiting.oldest_first().values_list("received_at", flat=True).first(),
        "unsent": Notice.objects.needing_attention().count(),
        "url": absolute_url(reverse("admin:curation_submission_changelist")),
        "now": now,
    }
    if not (context["new"] or context["waiting"]):
        return []
    day = timezone.localdate(now)
    written = []
    for user in moderators:
        own = waiting.filter(assigned_to=user).count()
        key = f"digest:{day}:{user.pk}"
        written.append(_write(Kind.DIGEST, key, user.email, context | {"own": own}, user=user))
    return [notice for notice in written if notice]


# ---------------------------------------------------------------- writing one


def render(kind: str, context: dict) -> tuple[str, str, str]:
    """(subject, text, HTML) of a kind of notice, from `templates/submissions/mail/`."""
    context = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **context}
    plain = render_to_string(f"submissions/mail/{kind}.txt", context)
    first_line, _newline, text = plain.strip().partition("\n")
    subject = " ".join(first_line.removeprefix("Subject:").split())[:200]
    html = render_to_string(f"submissions/mail/{kind}.html", context)
    return subject, text.strip() + "\n", html


def _write(kind: str, key: str, to: str, context: dict, **columns) -> Notice | None:
    """Write a notice and queue it. Idempotent: None where a notice with this key exists.

    context: for the templates. columns: further columns of the notice.
    """
    if Notice.objects.filter(key=key).exists():
        return None
    subject, text, html = render(kind, context)
    notice = Notice.objects.create(
        kind=kind, key=key, to=to, subject=subject, text=text, html=html, **columns
    )
    mailing.enqueue(notice)
    return notice
