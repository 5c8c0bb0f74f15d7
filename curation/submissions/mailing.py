"""Sending mails: the background task, retries with back-off, and the rescue of lost ones.

`curation.submissions.notifying` writes the notices; this file gets them out. Nothing is sent twice.
"""

from datetime import datetime, timedelta
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from curation.models import Notice
from curation.submissions.mail_server import Unanswered

State = Notice.State

ATTEMPTS = 6
BACKOFF = timedelta(minutes=1)  # before the second attempt; five times as long before each next
LONGEST_WAIT = timedelta(hours=6)
LOST_IN_QUEUE = timedelta(minutes=1)  # a due notice that no worker took by then is queued again
RESCUED_AT_ONCE = 200
BROKE_OFF = gettext_lazy(
    "Sending broke off: it may have left or not. Send it again if you think it did not."
)


@task
def send_later(pk: int) -> None:
    """Background task: send one notice, and queue it again where it is to be retried."""
    if due_at := send_now(pk):
        send_later.using(run_after=due_at).enqueue(pk)


def enqueue(notice: Notice) -> None:
    """Queue a notice for the time at which it is due, in the caller's transaction."""
    is_later = notice.due_at > timezone.now()
    (send_later.using(run_after=notice.due_at) if is_later else send_later).enqueue(notice.pk)


def send_now(pk: int) -> datetime | None:
    """Send one notice. Returns when to try again, or None where nothing more is to be done.

    What the mail server or its operator might mend is tried six times within half a day, a refused
    recipient or text once. A mail that was handed over without an answer is not tried again. Does
    nothing where another worker has the notice.
    """
    notice = Notice.objects.claim(pk)
    if notice is None:
        return None
    notice.attempt += 1
    try:
        _message(notice).send()
    except Unanswered:
        return _failed(notice, str(BROKE_OFF), for_good=True)
    except (SMTPException, OSError) as error:
        return _failed(notice, _explained(error), for_good=_is_final(error))
    except ValueError as error:  # an address or header that no mail can carry
        return _failed(notice, str(error), for_good=True)
    notice.state, notice.sent_at, notice.problem = State.SENT, timezone.now(), ""
    notice.save(update_fields=["state", "sent_at", "problem", "attempt"])
    return None


@transaction.atomic
def send_again(notice: Notice) -> bool:
    """Queue a mail that could not be sent so far; False where it is none of those."""
    notice = Notice.objects.in_trouble().select_for_update().filter(pk=notice.pk).first()
    if notice is None:
        return False
    notice.attempt = 0 if notice.state == State.FAILED else notice.attempt
    notice.state, notice.due_at = State.QUEUED, timezone.now()
    notice.save(update_fields=["state", "attempt", "due_at"])
    enqueue(notice)
    return True


@transaction.atomic
def rescue_lost_notices() -> int:
    """Queue again what is due and lost its place in the queue; returns how many.

    A notice whose worker was killed while sending may have left or not. It is not sent again by
    itself, because nothing is sent twice: it fails, and a person decides.
    """
    broken_off = Notice.objects.lost()
    broken_off.filter(is_undone=True).update(state=State.CANCELLED, problem=str(BROKE_OFF))
    broken_off.update(state=State.FAILED, problem=str(BROKE_OFF))
    now = timezone.now()
    due = Notice.objects.due(now - LOST_IN_QUEUE).select_for_update(skip_locked=True)
    lost = list(due.order_by("due_at")[:RESCUED_AT_ONCE])
    Notice.objects.filter(pk__in=[notice.pk for notice in lost]).update(due_at=now)
    for notice in lost:
        send_later.enqueue(notice.pk)
    return len(lost)


def _message(notice: Notice) -> EmailMultiAlternatives:
    host = urlsplit(settings.SITE_URL).hostname
    message = EmailMultiAlternatives(
        notice.subject,
        notice.text,
        to=[notice.to],
        headers={
            "Message-ID": f"<notice-{notice.pk}@{host}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers
        },
    )
    if notice.html:
        message.attach_alternative(notice.html, "text/html")
    return message


def _failed(notice: Notice, problem: str, for_good: bool) -> datetime | None:
    notice.problem = problem[:500]
    notice.refresh_from_db(fields=["is_undone"])
    if notice.is_undone:
        notice.state = State.CANCELLED
    elif for_good or notice.attempt >= ATTEMPTS:
        notice.state = State.FAILED
    else:
        wait = min(BACKOFF * 5 ** (notice.attempt - 1), LONGEST_WAIT)
        notice.state, notice.due_at = State.QUEUED, timezone.now() + wait
    notice.save(update_fields=["state", "attempt", "problem", "due_at"])
    return notice.due_at if notice.state == State.QUEUED else None


def _is_final(error: Exception) -> bool:
    """Whether a retry is pointless: a 5xx answer to the recipient or to the mail itself.

    Source: RFC 5321 section 4.2.1. A refused login, say, concerns every mail until an operator
    mends it.
    """
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code >= 500


def _explained(error: Exception) -> str:
    """What went wrong, as the desk shows it beside the notice."""
    if isinstance(error, SMTPRecipientsRefused):
        error = next(iter(error.recipients.values()))
        return f"{error[0]} {_decoded(error[1])}"
    if isinstance(error, SMTPResponseException):
        return f"{error.smtp_code} {_decoded(error.smtp_error)}"
    why = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return _("The mail server cannot be reached: %(why)s") % {"why": why}


def _decoded(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
