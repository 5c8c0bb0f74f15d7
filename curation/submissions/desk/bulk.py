"""Many at once: decline or spam the rows that were ticked, each by an act of its own.

The queue asks by a POST with `ask`: an address with all that one page can tick would be longer than
a server reads. Only a POST without it acts.
"""

import re
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from curation.models import Submission
from curation.submissions import moderating
from curation.submissions.desk.access import desk_page, only_moderators, page_address, way_back
from curation.submissions.desk.declining import DeclineForm
from curation.submissions.desk.rows import rows_of

MOST = 200
_CHOSEN = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")  # a submission, the last decision shown of it


@dataclass(slots=True)
class Selection:
    """The ticked rows as they stand: those still to decide, and those that somebody else has
    decided, or taken up, since they were shown."""

    rows: list = field(default_factory=list)
    gone: list = field(default_factory=list)


@require_http_methods(["GET", "HEAD", "POST"])
def decline_selected(request: HttpRequest) -> HttpResponse:
    """Ask the reason once, then decline them all."""
    only_moderators(request)
    form = DeclineForm(request.POST if _is_to_act(request) else None)
    if form.is_valid():
        done, refused = _do_to_each(request, moderating.decline, **form.facts())
        if refused and not done:  # the page comes again, with the note
            return _ask(request, "decline_selected", _("Decline selected"), 409, form=form)
        words = ngettext("%(number)d declined.", "%(number)d declined.", done)
        return _answer(request, words % {"number": done}, done, refused)
    return _ask(request, "decline_selected", _("Decline selected"), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def spam_selected(request: HttpRequest) -> HttpResponse:
    """Ask whether all of them, then put them away."""
    only_moderators(request)
    if _is_to_act(request):
        done, refused = _do_to_each(request, moderating.mark_spam)
        words = ngettext("%(number)d marked as spam.", "%(number)d marked as spam.", done)
        return _answer(request, words % {"number": done}, done, refused)
    return _ask(request, "spam_selected", _("Mark selected as spam"))


def _is_to_act(request: HttpRequest) -> bool:
    return request.method == "POST" and "ask" not in request.POST


def _chosen(request: HttpRequest) -> dict[int, int]:
    """Submission's number -> number of the last decision that was shown; what is malformed, and
    what goes beyond the most that is done at once, is left out."""
    values = (request.POST if request.method == "POST" else request.GET).getlist("chosen")
    matches = [match for match in map(_CHOSEN.fullmatch, values) if match]
    return {int(match[1]): int(match[2]) for match in matches[:MOST]}


def _selection(request: HttpRequest) -> Selection:
    chosen = _chosen(request)
    selection = Selection()
    for row in rows_of(Submission.objects.filter(pk__in=chosen).oldest_first(), others_too=True):
        is_as_shown = row.submission.is_open and row.seen == chosen[row.submission.pk]
        (selection.rows if is_as_shown else selection.gone).append(row)
    for row in selection.rows:
        row.others = [other for other in row.others if other.pk not in chosen]
    return selection


def _ask(
    request: HttpRequest, name: str, title: str, refused: int = 400, **context
) -> HttpResponse:
    selection = _selection(request)
    if not selection.rows and not selection.gone:
        messages.info(request, _("Tick the rows first: the space bar ticks the one in focus."))
        return HttpResponseRedirect(way_back(request))
    if len(selection.rows) + len(selection.gone) == MOST:
        words = _("At most %(most)d at once: whatever else was ticked is left as it is.")
        messages.info(request, words % {"most": MOST})
    status = refused if _is_to_act(request) else 200
    gone = [(row.submission, moderating.latest_decision(row.submission)) for row in selection.gone]
    return desk_page(request, name, title, status, rows=selection.rows, gone=gone, **context)


def _do_to_each(request: HttpRequest, verb, **facts) -> tuple[int, list]:
    """How many it was done to, and (submission, why not) of each other."""
    done, refused = 0, []
    chosen = _chosen(request)
    for submission in Submission.objects.filter(pk__in=chosen).oldest_first():
        seen = chosen[submission.pk]
        try:
            verb(submission, by=request.user, seen=seen, **facts)
            done += 1
        except ValidationError as error:
            refused.append((submission, " ".join(error.messages)))
    return done, refused


def _answer(request: HttpRequest, words: str, done: int, refused: list) -> HttpResponse:
    if done:
        messages.success(request, words)
    if refused:
        lines = format_html_join(
            "", '<li><a href="{}"><bdi>{}</bdi></a>: {}</li>',
            [(page_address(one), str(one)[:80], why) for one, why in refused],
        )  # fmt: skip
        head = ngettext(
            "%(number)d was left as it is:", "%(number)d were left as they are:", len(refused)
        )
        number = {"number": len(refused)}
        messages.warning(request, format_html("{}<ul>{}</ul>", head % number, lines))
    if not done and not refused:
        messages.info(request, _("Tick the rows first: the space bar ticks the one in focus."))
    return HttpResponseRedirect(way_back(request))
