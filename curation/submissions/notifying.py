"""Mails to senders, moderators and reviewers: written and queued with the act that they report.

A notice is written and queued in the act's own transaction; `curation.submissions.mailing` sends it
afterwards. Subject and text are stored as they will be sent. What a stranger typed is in no mail
before a moderator has acted: a receipt and the digest hold none of it, so that nobody can use the
form to send mail to others.
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

# A moderator's slip can be undone before anybody was told.
TIME_TO_UNDO = timedelta(minutes=2)
RECEIPTS = [(1, timedelta(hours=1))]  # to one address: the form must not mail strangers

_OF_DECISION = {
    What.ACCEPTED: Kind.ACCEPTED,
    What.DECLINED: Kind.DECLINED,
    What.MERGED: Kind.MERGED,
}
_OUT, _NOT_OUT = (State.SENDING, State.SENT), (State.QUEUED, State.FAILED)


# ---------------------------------------------------------------- writing


def write_receipt(sending: Sending) -> Notice | None:
    """That something was received from this address, and the private link; one an hour at most."""
    if RateLimit.objects.admit({("receipt to", email_addresses.counted(sending.email)): RECEIPTS}):
        return None
    number = sending.notices.filter(kind=Kind.RECEIPT).count() + 1
    return _write(
        Kind.RECEIPT, f"receipt:{sending.pk}:{number}", sending.email,
        {"sending": sending, "status_url": absolute_url(sending)},
        submission=sending.submission, sending=sending,
    )  # fmt: skip


def write_decided(decision: Decision) -> list[Notice]:
    """To everybody who suggested it, or what was merged into it: how it was decided."""
    submission, article, written = decision.submission, decision.led_to, []
    is_live = bool(article and article.is_live)
    if is_live:  # this mail names the page: none need follow to say that it went live
        submission.live_notified_at = timezone.now()
        submission.save(update_fields=["live_notified_at"])
    for sending in senders_of(submission):
        facts = _facts_for(sending) | {"decision": decision, "article": article, "is_live": is_live}
        written.append(
            _write(
                _OF_DECISION[decision.what],
                f"decision:{decision.pk}:{sending.pk}",
                sending.email,
                facts,
                due_at=timezone.now() + TIME_TO_UNDO,
                submission=submission,
                sending=sending,
                decision=decision,
            )  # fmt: skip
        )
    return [notice for notice in written if notice]


def write_reopened(decision: Decision, undone: Decision | None) -> list[Notice]:
    """Cancel what the undone decision has not told yet; tell those who were told already.

    A mail that could not be sent is cancelled as well: nobody shall send it again by hand.
    """
    if undone is None:
        return []
    undone.notices.update(is_undone=True)
    article = undone.led_to
    is_live = bool(article and article.is_live)  # what they were told of it stays true
    written = []
    for notice in undone.notices.select_for_update(of=("self",)).select_related(
        "sending__submission"
    ):
        if notice.state in _NOT_OUT:
            notice.state = State.CANCELLED
            notice.save(update_fields=["state"])
        elif is_live or notice.state not in _OUT or notice.sending is None:
            continue
        elif notice.sending.withdrawn_at is None:
            written.append(
                _write(
                    Kind.REOPENED,
                    f"decision:{decision.pk}:{notice.sending_id}",
                    notice.sending.email,
                    _facts_for(notice.sending),
                    due_at=timezone.now() + TIME_TO_UNDO,
                    submission=decision.submission,
                    sending=notice.sending,
                    decision=decision,
                )  # fmt: skip
            )
    return [notice for notice in written if notice]


@transaction.atomic
def write_published() -> list[Notice]:
    """Mail the senders of articles that went live since the last look the URL of the page.

    Somebody who suggested several links that became one page gets one mail.
    """
    written = []
    newly = Submission.objects.newly_live().select_for_update(of=("self",))
    for submission in newly.select_related("article__section").order_by("pk")[:100]:
        page = f"live:{submission.article_id}:"
        for sending in senders_of(submission):
            if Notice.objects.filter(key__startswith=page, to=sending.email).exists():
                continue
            facts = _facts_for(sending) | {"article": submission.article}
            written.append(
                _write(
                    Kind.PUBLISHED,
                    f"{page}{sending.pk}",
                    sending.email,
                    facts,
                    submission=submission,
                    sending=sending,
                )  # fmt: skip
            )
        submission.live_notified_at = timezone.now()
        submission.save(update_fields=["live_notified_at"])
    return [notice for notice in written if notice]


def write_mentions(comment: Comment, people: Iterable) -> list[Notice]:
    """To those of the newsroom whom a comment names."""
    url = reverse("admin:curation_submission_change", args=[comment.submission_id])
    facts = {"comment": comment, "who": display_name(comment.by), "url": absolute_url(url)}
    written = [
        _write(
            Kind.MENTION,
            f"mention:{comment.pk}:{user.pk}",
            user.email,
            facts,
            submission=comment.submission,
            user=user,
        )  # fmt: skip
        for user in people
        if user.email
    ]
    return [notice for notice in written if notice]


def write_review_asked(link: ReviewLink) -> Notice | None:
    """To the outside expert: the link to the draft."""
    facts = {
        "link": link,
        "who": display_name(link.asked_by),
        "url": absolute_url(link),
    }
    return _write(Kind.REVIEW_ASKED, link.notice_key, link.email, facts)


def cancel_for(sending: Sending) -> None:
    """Who took a suggestion back hears no more of it: what has not left yet never will."""
    sending.notices.filter(state__in=_NOT_OUT).update(state=State.CANCELLED)


def cancel_review_asked(link: ReviewLink) -> None:
    """The mail with a link that opens nothing any more need not leave."""
    waiting = Notice.objects.filter(key=link.notice_key, state__in=_NOT_OUT)
    waiting.update(state=State.CANCELLED)


def write_review_given(link: ReviewLink, decision: Decision) -> Notice | None:
    """To whoever asked: what the expert says."""
    if not link.asked_by.email:
        return None
    url = reverse("admin:curation_article_change", args=[link.article_id])
    facts = {"link": link, "decision": decision, "url": absolute_url(url)}
    return _write(
        Kind.REVIEW_GIVEN, f"review-answer:{decision.pk}", link.asked_by.email, facts,
        decision=decision, user=link.asked_by,
    )  # fmt: skip


def write_digest(moderators: Iterable, now: datetime | None = None) -> list[Notice]:
    """To each moderator once a day: how much came in, how long the oldest waits. Numbers only.

    Nothing where nothing waits and nothing came in.
    """
    now = now or timezone.now()
    waiting = Submission.objects.open()
    facts = {
        "new": Submission.objects.filter(received_at__gt=now - timedelta(days=1)).count(),
        "waiting": waiting.count(),
        "unassigned": waiting.filter(assigned_to=None).count(),
        "oldest": waiting.oldest_first().values_list("received_at", flat=True).first(),
        "unsent": Notice.objects.in_trouble().count(),
        "url": absolute_url(reverse("admin:curation_submission_changelist")),
        "now": now,
    }
    if not (facts["new"] or facts["waiting"]):
        return []
    day = timezone.localdate(now)
    written = []
    for user in moderators:
        own = waiting.filter(assigned_to=user).count()
        key = f"digest:{day}:{user.pk}"
        written.append(_write(Kind.DIGEST, key, user.email, facts | {"own": own}, user=user))
    return [notice for notice in written if notice]


def render(kind: str, facts: dict) -> tuple[str, str, str]:
    """(subject, text, HTML) of a kind of notice, from `templates/submissions/mail/`."""
    shared = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **facts}
    first, _blank, text = (
        render_to_string(f"submissions/mail/{kind}.txt", shared).strip().partition("\n")
    )
    subject = " ".join(first.removeprefix("Subject:").split())[:200]
    return subject, text.strip() + "\n", render_to_string(f"submissions/mail/{kind}.html", shared)


def _write(kind: str, key: str, to: str, facts: dict, **about) -> Notice | None:
    """Write a notice and queue it, unless one of its key exists: nothing is mailed twice."""
    if Notice.objects.filter(key=key).exists():
        return None
    subject, text, html = render(kind, facts)
    notice = Notice.objects.create(
        kind=kind, key=key, to=to, subject=subject, text=text, html=html, **about
    )
    mailing.enqueue(notice)
    return notice


def senders_of(submission: Submission) -> list[Sending]:
    """Everybody who still suggests it or what was merged into it, each e-mail once."""
    family = Submission.objects.family_of(submission)
    rows = Sending.objects.filter(submission__in=family, withdrawn_at=None)
    return list({row.email: row for row in rows.select_related("submission")}.values())


def _facts_for(sending: Sending) -> dict:
    return {
        "sending": sending,
        "submission": sending.submission,
        "status_url": absolute_url(sending),
    }
