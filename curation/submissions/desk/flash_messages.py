"""Flash messages after acts on submissions: what was done, with a button to undo it, or why not."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curation.models import Decision, Submission
from curation.submissions.desk.access import next_url, submission_url

What = Decision.What
CAN_BE_REOPENED = (What.ACCEPTED, What.DECLINED, What.MERGED, What.SPAM)


def flash_done(request: HttpRequest, decision: Decision) -> None:
    """Say what was done; if it can be undone, with a form that reopens the submission."""
    message = render_to_string(
        "submissions/desk/done.html",
        {
            "decision": decision,
            "submission": decision.submission,
            "may_undo": decision.what in CAN_BE_REOPENED,
            "next_url": next_url(request).partition("#")[0],
        },
        request,
    )
    messages.success(request, message)


def flash_refused(request: HttpRequest, submission: Submission, error: ValidationError) -> None:
    """Say why nothing was done to a submission."""
    message = format_html(
        '<span class="queue-told"><a href="{}"><bdi>{}</bdi></a>: {}</span>',
        submission_url(submission),
        str(submission)[:80],
        " ".join(error.messages),
    )
    messages.warning(request, message)


def flash_bulk_result(
    request: HttpRequest, message: str, done: int, refused: list[tuple[Submission, str]]
) -> None:
    """Say to how many submissions something was done, and why not to the others.

    message: what was done. refused: each submission that was left, with the reason.
    """
    if done:
        messages.success(request, message)
    if refused:
        lines = format_html_join(
            "",
            '<li><a href="{}"><bdi>{}</bdi></a>: {}</li>',
            [(submission_url(one), str(one)[:80], reason) for one, reason in refused],
        )
        heading = ngettext(
            "%(number)d was not changed:", "%(number)d were not changed:", len(refused)
        ) % {"number": len(refused)}
        messages.warning(request, format_html("{}<ul>{}</ul>", heading, lines))
    if not done and not refused:
        flash_nothing_ticked(request)


def flash_nothing_ticked(request: HttpRequest) -> None:
    messages.info(request, _("Tick rows first: the space bar ticks the row that has the focus."))
