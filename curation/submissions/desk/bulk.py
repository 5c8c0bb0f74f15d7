"""Bulk acts: decline the ticked rows, or mark them as spam, each in a transaction of its own.

The queue opens the confirmation page by a POST with the field `ask`, because a URL with all rows of
one page would be too long for web servers. Only a POST without `ask` acts.
"""

import re
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from curation.models import Submission
from curation.submissions import moderating
from curation.submissions.desk.access import desk_page, next_url, require_moderator
from curation.submissions.desk.declining import DeclineForm
from curation.submissions.desk.flash_messages import flash_bulk_result, flash_nothing_ticked
from curation.submissions.desk.rows import Row, rows_of

MAX_AT_ONCE = 200
# `Row.checkbox_value`: the submission, and the last decision that was shown
_CHECKBOX_VALUE = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")


@dataclass(slots=True)
class Selection:
    """The ticked rows: those to decide, and those on which somebody acted since they were shown."""

    unchanged: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.unchanged) + len(self.changed)


@require_http_methods(["GET", "HEAD", "POST"])
def decline_selected(request: HttpRequest) -> HttpResponse:
    """Ask for one reason, then decline all ticked submissions."""
    require_moderator(request)
    form = DeclineForm(request.POST if _is_confirmed(request) else None)
    if not form.is_valid():
        return _confirmation(request, "decline_selected", _("Decline selected"), form=form)
    done, refused = _perform_each(request, moderating.decline, **form.arguments())
    if refused and not done:  # show the page again, so that the note is not lost
        return _confirmation(request, "decline_selected", _("Decline selected"), 409, form=form)
    message = ngettext("%(number)d declined.", "%(number)d declined.", done) % {"number": done}
    flash_bulk_result(request, message, done, refused)
    return HttpResponseRedirect(next_url(request))


@require_http_methods(["GET", "HEAD", "POST"])
def spam_selected(request: HttpRequest) -> HttpResponse:
    """Ask for a confirmation, then mark all ticked submissions as spam."""
    require_moderator(request)
    if not _is_confirmed(request):
        return _confirmation(request, "spam_selected", _("Mark selected as spam"))
    done, refused = _perform_each(request, moderating.mark_spam)
    message = ngettext("%(number)d marked as spam.", "%(number)d marked as spam.", done)
    flash_bulk_result(request, message % {"number": done}, done, refused)
    return HttpResponseRedirect(next_url(request))


def _is_confirmed(request: HttpRequest) -> bool:
    return request.method == "POST" and "ask" not in request.POST


def _ticked(request: HttpRequest) -> dict[int, int]:
    """Number of each ticked submission -> number of the last decision shown for it.

    Malformed values, and what exceeds MAX_AT_ONCE, are left out.
    """
    values = (request.POST if request.method == "POST" else request.GET).getlist("chosen")
    matches = [match for match in map(_CHECKBOX_VALUE.fullmatch, values) if match]
    return {int(match[1]): int(match[2]) for match in matches[:MAX_AT_ONCE]}


def _selection(request: HttpRequest) -> Selection:
    ticked = _ticked(request)
    submissions = Submission.objects.filter(pk__in=ticked).oldest_first()
    selection = Selection()
    for row in rows_of(submissions, with_same_story=True):
        if row.submission.is_open and row.last_seen_decision == ticked[row.submission.pk]:
            row.same_story = [other for other in row.same_story if other.pk not in ticked]
            selection.unchanged.append(row)
        else:
            selection.changed.append(row)
    return selection


def _confirmation(
    request: HttpRequest, name: str, title: str, error_status: int = 400, **context
) -> HttpResponse:
    """The page that asks for a confirmation.

    error_status: of the response, where the form on it was sent and refused.
    """
    selection = _selection(request)
    if not selection.size:
        flash_nothing_ticked(request)
        return HttpResponseRedirect(next_url(request))
    if selection.size == MAX_AT_ONCE:
        message = _("At most %(maximum)d at once. The other ticked rows are not changed.")
        messages.info(request, message % {"maximum": MAX_AT_ONCE})
    changed = [
        (row.submission, moderating.latest_decision(row.submission)) for row in selection.changed
    ]
    status = error_status if _is_confirmed(request) else 200
    return desk_page(
        request, name, title, status, rows=selection.unchanged, changed=changed, **context
    )


def _perform_each(
    request: HttpRequest, verb, **arguments
) -> tuple[int, list[tuple[Submission, str]]]:
    """Call a verb of `moderating` for each ticked submission.

    Returns how many succeeded, and (submission, reason) for each other.
    """
    done, refused = 0, []
    ticked = _ticked(request)
    for submission in Submission.objects.filter(pk__in=ticked).oldest_first():
        last_seen = ticked[submission.pk]
        try:
            verb(submission, by=request.user, last_seen_decision=last_seen, **arguments)
        except ValidationError as error:
            refused.append((submission, " ".join(error.messages)))
        else:
            done += 1
    return done, refused
