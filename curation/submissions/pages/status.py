"""The private status page: a sender follows their suggestion without an account."""

from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from curation.models import Notice, Sending
from curation.submissions import moderating, receiving
from curation.submissions.pages.forms import NoteForm
from curation.submissions.pages.responses import link_refused, private_page, see_other
from curation.submissions.pages.sender_status import SenderStatus, Stage
from curation.submissions.reviewing import LinkRefused


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, token: str) -> HttpResponse:
    """`/submit/status/<token>/`: the status; the sender may add a note."""
    try:
        sending = _sending_by_token(token)
    except LinkRefused as error:
        return link_refused(request, error)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            receiving.add_note(sending, form.cleaned_data["text"])
        except ValidationError as error:
            form.add_error("text", error)
        else:
            return see_other(f"{reverse('submissions:status', args=[token])}#notes")
    sender_status = SenderStatus.of(sending)
    return render(
        request,
        "submissions/pages/status.html",
        {
            "sending": sending,
            "sender_status": sender_status,
            "notes": sending.notes.all(),
            "form": form,
            "token": token,
            "is_thanks": "thanks" in request.GET and sender_status.stage == Stage.RECEIVED,
            "has_receipt": sending.notices.filter(kind=Notice.Kind.RECEIPT).exists(),
        },
        status=422 if form.errors else 200,
    )


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """`/submit/status/<token>/withdraw/`: a GET asks, a POST withdraws the suggestion."""
    try:
        sending = _sending_by_token(token)
    except LinkRefused as error:
        return link_refused(request, error)
    status_url = reverse("submissions:status", args=[token])
    if sending.withdrawn_at:
        return see_other(status_url)
    if request.method == "POST":
        moderating.withdraw(sending)
        return see_other(status_url)
    stage = SenderStatus.of(sending).stage
    context = {
        "sending": sending,
        "status_url": status_url,
        "is_open": stage in (Stage.RECEIVED, Stage.IN_REVIEW),
    }
    return render(request, "submissions/pages/withdraw.html", context)


def _sending_by_token(token: str) -> Sending:
    """The sending with this token. Raises LinkRefused."""
    try:
        return Sending.objects.by_token(token)
    except signing.SignatureExpired as error:
        message = _("This link has expired: private links are valid for a year.")
        raise LinkRefused(message, is_gone=True) from error
    except (signing.BadSignature, Sending.DoesNotExist) as error:
        message = _("This link is incomplete or was changed. Please copy all of it from our mail.")
        raise LinkRefused(message, is_gone=False) from error
