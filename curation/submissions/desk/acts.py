"""What a moderator does with one button: accept, spam, take, assign, reopen; and comments."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from curation.models import Submission
from curation.models.comments import mentioned_names
from curation.models.people import display_name, moderators
from curation.submissions import moderating
from curation.submissions.desk import detail, merge_candidates
from curation.submissions.desk.access import (
    desk_page,
    get_submission_for_moderator,
    get_submission_to_read,
    last_seen_decision,
    next_url,
    submission_url,
)
from curation.submissions.desk.flash_messages import flash_done, flash_refused
from curation.submissions.pages.fields import LineField


class ReopenForm(forms.Form):
    note = LineField(label=gettext_lazy("Why reopen"), required=False, max_characters=2000)


def perform(request: HttpRequest, submission: Submission, verb, **arguments) -> HttpResponse:
    """Call a verb of `moderating`, flash the result, and redirect to `next`.

    For acts without typed text: where the act is refused, nothing that somebody wrote is lost.
    """
    try:
        decision = verb(
            submission,
            by=request.user,
            last_seen_decision=last_seen_decision(request),
            **arguments,
        )
    except ValidationError as error:
        flash_refused(request, submission, error)
    else:
        flash_done(request, decision)
    return HttpResponseRedirect(next_url(request))


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft; if an article tells the story already, only after a confirmation."""
    submission = get_submission_for_moderator(request, pk)
    existing = merge_candidates.existing_articles(submission)
    if request.method == "POST" and ("anyway" in request.POST or not existing):
        return perform(request, submission, moderating.accept, credit="credit" in request.POST)
    if request.method == "POST":
        query = urlencode({"next": next_url(request)})
        return HttpResponseRedirect(f"{request.path}?{query}")
    latest = moderating.latest_decision(submission)
    return desk_page(
        request,
        "accept",
        _("Accept"),
        submission=submission,
        latest_decision=latest,
        last_seen_decision=latest.pk if latest else 0,
        candidates=[merge_candidates.from_article(one.article, one.why) for one in existing],
        credited=detail.credited_sending(submission),
    )


@require_POST
def spam(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark as spam without a confirmation; the flash message offers to undo it."""
    submission = get_submission_for_moderator(request, pk)
    return perform(request, submission, moderating.mark_spam)


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Assign a submission to oneself."""
    submission = get_submission_for_moderator(request, pk)
    return perform(request, submission, moderating.take_up)


@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Assign a submission to a moderator; the field `to` is the key of the user."""
    submission = get_submission_for_moderator(request, pk)
    wanted = request.POST.get("to", "")
    possible = {str(user.pk): user for user in moderators()}
    if wanted not in possible:
        error = ValidationError(_("Choose somebody who decides on submissions."))
        flash_refused(request, submission, error)
        return HttpResponseRedirect(next_url(request))
    return perform(request, submission, moderating.assign, to=possible[wanted])


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a decision. Where it is refused, a note that was typed is shown again."""
    submission = get_submission_for_moderator(request, pk)
    note, form = request.POST.get("note", ""), ReopenForm(request.POST)
    if not form.is_valid():
        errors = form.errors["note"]
        return detail.submission_page(
            request, submission, status=400, note=note, note_errors=errors
        )
    try:
        decision = moderating.reopen(
            submission,
            by=request.user,
            last_seen_decision=last_seen_decision(request),
            **form.cleaned_data,
        )
    except ValidationError as error:
        if not note.strip():
            flash_refused(request, submission, error)
            return HttpResponseRedirect(next_url(request))
        problem = " ".join(error.messages)
        return detail.submission_page(request, submission, status=409, problem=problem, note=note)
    flash_done(request, decision)
    return HttpResponseRedirect(f"{next_url(request).partition('#')[0]}#row-{submission.pk}")


@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a comment. Everybody at the desk who may comment can, not only moderators."""
    submission = get_submission_to_read(request, pk)
    if not request.user.has_perm("curation.add_comment"):
        raise PermissionDenied
    text = request.POST.get("text", "")
    try:
        detail.check_comment(text)
        new_comment = moderating.comment(submission, by=request.user, text=text)
    except ValidationError as error:
        return detail.submission_page(
            request, submission, status=400, comment=text, comment_error=error
        )
    _flash_mentions(request, new_comment)
    query = urlencode({"next": next_url(request)})
    return HttpResponseRedirect(f"{submission_url(submission)}?{query}#comment-{new_comment.pk}")


def _flash_mentions(request: HttpRequest, new_comment) -> None:
    """Say who gets a mail about a comment, and which mentioned names nobody has."""
    mentioned = {user.username: display_name(user) for user in new_comment.mentions.all()}
    if mentioned:
        names = ", ".join(sorted(mentioned.values()))
        messages.success(request, _("Comment saved. %(names)s will get a mail.") % {"names": names})
    else:
        messages.success(request, _("Comment saved."))
    unknown = mentioned_names(new_comment.text) - set(mentioned) - {request.user.username}
    if unknown:
        names = ", ".join(f"@{name}" for name in sorted(unknown))
        message = _("Nobody who may read this comment is called %(names)s.")
        messages.warning(request, message % {"names": names})
