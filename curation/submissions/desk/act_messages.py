"""What the desk says after an act: what was done, with a button to undo it; or who was faster."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html

from curation.models import Decision, Submission
from curation.submissions.desk.access import page_address, way_back

What = Decision.What
UNDONE_BY_REOPENING = (What.ACCEPTED, What.DECLINED, What.MERGED, What.SPAM)


def say_done(request: HttpRequest, decision: Decision):
    """What was done to which submission; where it can be undone, with a form that reopens it."""
    words = render_to_string(
        "submissions/desk/done.html",
        {
            "decision": decision,
            "submission": decision.submission,
            "may_undo": decision.what in UNDONE_BY_REOPENING,
            "next": way_back(request).partition("#")[0],
        },
        request,
    )
    messages.success(request, words)


def say_refused(request: HttpRequest, submission: Submission, error: ValidationError):
    """Why nothing was done: somebody was faster, say."""
    words = format_html(
        '<span class="queue-told"><a href="{}"><bdi>{}</bdi></a>: {}</span>',
        page_address(submission), str(submission)[:80], " ".join(error.messages),
    )  # fmt: skip
    messages.warning(request, words)
