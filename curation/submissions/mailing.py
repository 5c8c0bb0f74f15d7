"""Sending mails: the background task, retries with back-off, and the rescue of lost ones.

`curation.submissions.notifying` writes the notices, this module sends them. No mail is sent twice.
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
from curation.submissions.mail_server import DeliveryUnknown

State = Notice.State

MAX_ATTEMPTS = 6
FIRST_BACKOFF = timedelta(minutes=1)  # before the second attempt
BACKOFF_FACTOR = 5
MAX_BACKOFF = timedelta(hours=6)
LOST_AFTER = timedelta(minutes=1)  # a due notice that no worker took by then is queued again
RESCUE_BATCH = 200  # notices
DELIVERY_UNKNOWN = gettext_lazy(
    "Sending was interrupted: the mail may have been sent or not. Send it again if you think it "
    "was not."
)


@task
def send_later(pk: int) -> None:
    """Background task: send one notice, and queue it again if it is to be retried."""
    if due_at := send_now(pk):
        send_later.using(run_after=due_at).enqueue(pk)


def enqueue(notice: Notice) -> None:
    """Queue a notice for the time at which it is due, in the caller's transaction."""
    if notice.due_at > timezone.now():
        send_later.using(run_after=notice.due_at).enqueue(notice.pk)
    else:
        send_later.enqueue(notice.pk)


def send_now(pk: int) -> datetime | None:
    """Send one notice. Returns when to retry, or None where nothing more is to be done.

    Temporary faults, and those that an operator can repair, are retried with back-off: six
    attempts within half a day. A refused recipient or mail is not retried, nor is a mail whose
    delivery is unknown. Does nothing where another worker has claimed the notice.
    """
    notice = Notice.objects.claim(pk)
    if notice is None:
        return None
    notice.attempt += 1
    try:
        _message(notice).send()
    except DeliveryUnknown:
        return _record_failure(notice, str(DELIVERY_UNKNOWN), is_final=True)
    except (SMTPException, OSError) as error:
        return _record_failure(notice, _explain(error), is_final=_is_final(error))
    except ValueError as error:  # an e-mail address or header that a mail cannot have
        return _record_failure(notice, str(error), is_final=True)
    notice.state, notice.sent_at, notice.problem = State.SENT, timezone.now(), ""
    notice.save(update_fields=["state", "sent_at", "problem", "attempt"])
    return None


@transaction.atomic
def send_again(notice: Notice) -> bool:
    """Queue a notice that needs attention for now. False where it does not (any longer)."""
    unsent = Notice.objects.needing_attention()
    notice = unsent.select_for_update().filter(pk=notice.pk).first()
    if notice is None:
        return False
    if notice.state == State.FAILED:
        notice.attempt = 0
    notice.state, notice.due_at = State.QUEUED, timezone.now()
    notice.save(update_fields=["state", "attempt", "due_at"])
    enqueue(notice)
    return True


@transaction.atomic
def rescue_lost_notices() -> int:
    """Queue due notices again whose task was lost. Returns how many.

    A notice whose worker was killed while sending may have been delivered or not. It is marked as
    failed and not retried automatically, because no mail is sent twice: a person decides.
    """
    interrupted = Notice.objects.lost()
    interrupted.filter(is_undone=True).update(state=State.CANCELLED, problem=str(DELIVERY_UNKNOWN))
    interrupted.update(state=State.FAILED, problem=str(DELIVERY_UNKNOWN))
    now = timezone.now()
    due = Notice.objects.due(now - LOST_AFTER).select_for_update(skip_locked=True)
    without_task = list(due.order_by("due_at")[:RESCUE_BATCH])
    Notice.objects.filter(pk__in=[notice.pk for notice in without_task]).update(due_at=now)
    for notice in without_task:
        send_later.enqueue(notice.pk)
    return len(without_task)


def _message(notice: Notice) -> EmailMultiAlternatives:
    host = urlsplit(settings.SITE_URL).hostname
    message = EmailMultiAlternatives(
        notice.subject,
        notice.text,
        to=[notice.to],
        headers={
            "Message-ID": f"<notice-{notice.pk}@{host}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834: asks for no automatic replies
        },
    )
    if notice.html:
        message.attach_alternative(notice.html, "text/html")
    return message


def _record_failure(notice: Notice, problem: str, is_final: bool) -> datetime | None:
    """Store a failed attempt. Returns when to retry (exponential back-off), or None."""
    notice.problem = problem[:500]
    notice.refresh_from_db(fields=["is_undone"])
    if notice.is_undone:
        notice.state = State.CANCELLED
    elif is_final or notice.attempt >= MAX_ATTEMPTS:
        notice.state = State.FAILED
    else:
        wait = min(FIRST_BACKOFF * BACKOFF_FACTOR ** (notice.attempt - 1), MAX_BACKOFF)
        notice.state, notice.due_at = State.QUEUED, timezone.now() + wait
    notice.save(update_fields=["state", "attempt", "problem", "due_at"])
    return notice.due_at if notice.state == State.QUEUED else None


def _is_final(error: Exception) -> bool:
    """Whether a retry is pointless: a 5xx reply to the recipient or to the mail itself.

    Source: RFC 5321 section 4.2.1. Other errors, such as a refused login, are not about this mail:
    an operator can repair them.
    """
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code >= 500


def _explain(error: Exception) -> str:
    """The error as the desk shows it beside the notice: the server's reply, if there is one."""
    if isinstance(error, SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()))
        return f"{code} {_decode(reply)}"
    if isinstance(error, SMTPResponseException):
        return f"{error.smtp_code} {_decode(error.smtp_error)}"
    cause = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return _("The mail server cannot be reached: %(cause)s") % {"cause": cause}


def _decode(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
