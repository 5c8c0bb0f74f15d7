"""What a sender sees and does by their private link, without an account."""

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
from curation.submissions.pages.private import for_one_reader, refused, see_other
from curation.submissions.pages.sender_status import SenderStatus, Stage
from curation.submissions.reviewing import LinkRefused


@for_one_reader
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, token: str) -> HttpResponse:
    """`/submit/status/<token>/`: how it stands; the sender may add a note."""
    try:
        sending = opened(token)
    except LinkRefused as error:
        return refused(request, error)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            receiving.add_note(sending, form.cleaned_data["text"])
        except ValidationError as error:
            form.add_error("text", error)
        else:
            return see_other(f"{reverse('submissions:status', args=[token])}#notes")
    standing = SenderStatus.of(sending)
    return render(
        request,
        "submissions/pages/status.html",
        {
            "sending": sending,
            "standing": standing,
            "notes": sending.notes.all(),
            "form": form,
            "token": token,
            "is_thanks": "thanks" in request.GET and standing.stage == Stage.RECEIVED,
            "has_receipt": sending.notices.filter(kind=Notice.Kind.RECEIPT).exists(),
        },
        status=422 if form.errors else 200,
    )


@for_one_reader
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """`/submit/status/<token>/withdraw/`: asks once, then takes the suggestion back."""
    try:
        sending = opened(token)
    except LinkRefused as error:
        return refused(request, error)
    page = reverse("submissions:status", args=[token])
    if sending.withdrawn_at:
        return see_other(page)
    if request.method == "POST":
        moderating.withdraw(sending)
        return see_other(page)
    stage = SenderStatus.of(sending).stage
    facts = {
        "sending": sending,
        "page": page,
        "is_open": stage in (Stage.RECEIVED, Stage.IN_REVIEW),
    }
    return render(request, "submissions/pages/withdraw.html", facts)


def opened(token: str) -> Sending:
    """The sending that a private link opens. Raises LinkRefused."""
    try:
        return Sending.objects.by_token(token)
    except signing.SignatureExpired as error:
        words = _("This link has expired: private links are good for a year.")
        raise LinkRefused(words, is_gone=True) from error
    except (signing.BadSignature, Sending.DoesNotExist) as error:
        words = _("This link is incomplete or was changed. Open it as it stands in our mail.")
        raise LinkRefused(words, is_gone=False) from error
