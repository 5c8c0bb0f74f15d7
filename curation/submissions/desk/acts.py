"""What a moderator does by one button: accept, spam, take, assign, reopen; and comments."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from curation.models import Submission
from curation.models.comments import names_in
from curation.models.people import display_name, moderators
from curation.submissions import moderating
from curation.submissions.desk import detail, merge_targets
from curation.submissions.desk.access import (
    desk_page,
    get_submission_for_moderator,
    get_submission_to_read,
    page_address,
    seen_in,
    way_back,
)
from curation.submissions.desk.act_messages import say_done, say_refused
from curation.submissions.pages.fields import LineField


class ReopenForm(forms.Form):
    note = LineField(label=gettext_lazy("Why reopen"), required=False, longest=2000)


def act(request: HttpRequest, submission: Submission, verb, **facts) -> HttpResponse:
    """Do one act that loses nothing where somebody was faster; say what came of it; go back."""
    try:
        decision = verb(submission, by=request.user, seen=seen_in(request), **facts)
    except ValidationError as error:
        say_refused(request, submission, error)
    else:
        say_done(request, decision)
    return HttpResponseRedirect(way_back(request))


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft; where an article or a draft tells the story already, only after asking."""
    submission = get_submission_for_moderator(request, pk)
    told_already = merge_targets.articles_that_stand(submission)
    if request.method == "POST" and ("anyway" in request.POST or not told_already):
        return act(request, submission, moderating.accept, credit="credit" in request.POST)
    if request.method == "POST":
        query = urlencode({"next": way_back(request)})
        return HttpResponseRedirect(f"{request.path}?{query}")
    last = moderating.latest_decision(submission)
    return desk_page(
        request,
        "accept",
        _("Accept"),
        submission=submission,
        last=last,
        seen=last.pk if last else 0,
        targets=[merge_targets.of_article(one.article, one.why) for one in told_already],
        credited=detail.credited(submission),
    )


@require_POST
def spam(request: HttpRequest, pk: int) -> HttpResponse:
    """At once and silently; the message that follows offers to undo it."""
    submission = get_submission_for_moderator(request, pk)
    return act(request, submission, moderating.mark_spam)


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Assign it to oneself."""
    submission = get_submission_for_moderator(request, pk)
    return act(request, submission, moderating.take_up)


@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Assign it to somebody who may decide: `to`, the number of their account."""
    submission = get_submission_for_moderator(request, pk)
    wanted = request.POST.get("to", "")
    people = {str(person.pk): person for person in moderators()}
    if wanted not in people:
        error = ValidationError(_("Choose somebody who decides on submissions."))
        say_refused(request, submission, error)
        return HttpResponseRedirect(way_back(request))
    return act(request, submission, moderating.assign, to=people[wanted])


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a decision, with a note where one was typed; a refusal shows the note again."""
    submission = get_submission_for_moderator(request, pk)
    note, form = request.POST.get("note", ""), ReopenForm(request.POST)
    if not form.is_valid():
        errors = form.errors["note"]
        return detail.shown(request, submission, status=400, note=note, note_errors=errors)
    try:
        decision = moderating.reopen(
            submission, by=request.user, seen=seen_in(request), **form.cleaned_data
        )
    except ValidationError as error:
        if not note.strip():
            say_refused(request, submission, error)
            return HttpResponseRedirect(way_back(request))
        return detail.shown(
            request, submission, status=409, problem=" ".join(error.messages), note=note
        )
    say_done(request, decision)
    return HttpResponseRedirect(f"{way_back(request).partition('#')[0]}#row-{submission.pk}")


@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something within the newsroom. Who may comment also answers where they were mentioned:
    curators, too."""
    submission = get_submission_to_read(request, pk)
    if not request.user.has_perm("curation.add_comment"):
        raise PermissionDenied
    text = request.POST.get("text", "")
    try:
        detail.check_comment(text)
        said = moderating.comment(submission, by=request.user, text=text)
    except ValidationError as error:
        return detail.shown(request, submission, status=400, comment=text, comment_error=error)
    told = {user.username: display_name(user) for user in said.mentions.all()}
    if told:
        names = ", ".join(sorted(told.values()))
        messages.success(request, _("Kept; %(names)s will be told.") % {"names": names})
    else:
        messages.success(request, _("Kept."))
    unknown = names_in(text) - set(told) - {request.user.username}
    if unknown:
        names = ", ".join(f"@{name}" for name in sorted(unknown))
        words = _("Nobody here who may read this is called %(names)s.")
        messages.warning(request, words % {"names": names})
    query = urlencode({"next": way_back(request)})
    return HttpResponseRedirect(f"{page_address(submission)}?{query}#comment-{said.pk}")
