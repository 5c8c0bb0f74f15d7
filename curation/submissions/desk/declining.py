"""Declining a submission: the form, and a preview of the mail to the sender."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from curation.models import Decision, DeclineReason, Notice, Submission
from curation.submissions import moderating, notifying
from curation.submissions.desk.access import (
    desk_page,
    get_submission_for_moderator,
    last_seen_decision,
    next_url,
)
from curation.submissions.desk.flash_messages import flash_done

_PLACEHOLDER = "\ue000"  # a private use character, in the place of the message to the sender


class DeclineForm(forms.Form):
    reason = forms.ModelChoiceField(
        DeclineReason.objects.filter(is_active=True),
        label=gettext_lazy("Reason"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a reason.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=2000, widget=forms.Textarea
    )
    tell_reason = forms.BooleanField(required=False, initial=True)
    tell_note = forms.BooleanField(required=False)

    def arguments(self) -> dict:
        """The arguments of a valid form for `moderating.decline`."""
        return {
            "reason": self.cleaned_data["reason"],
            "note": self.cleaned_data["note"],
            "disclosure": self._disclosure(),
        }

    def message_to_sender(self) -> str:
        """What the sender would be told, as far as the form is filled in."""
        if not self.is_bound:
            return ""
        self.is_valid()
        reason = self.cleaned_data.get("reason")
        sentence = reason.sentence if reason else ""
        return self._disclosure().message(sentence, self.cleaned_data.get("note", ""))

    def _disclosure(self) -> moderating.Disclosure:
        return moderating.Disclosure(
            reason=self.cleaned_data["tell_reason"], note=self.cleaned_data["tell_note"]
        )


@dataclass(frozen=True, slots=True)
class DeclineMail:
    """The mail to the sender: its text before, in place of, and after the message."""

    before: str
    message: str
    after: str


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The form. Where it is refused, or somebody else acted first, what was typed is kept."""
    submission = get_submission_for_moderator(request, pk)
    form = DeclineForm(request.POST or None)
    status, problem = 200, ""
    if request.method == "POST" and "preview" not in request.POST:
        status = 400
        if form.is_valid():
            try:
                decision = moderating.decline(
                    submission,
                    by=request.user,
                    last_seen_decision=last_seen_decision(request),
                    **form.arguments(),
                )
            except ValidationError as error:
                status, problem = 409, " ".join(error.messages)
                submission.refresh_from_db()
            else:
                flash_done(request, decision)
                return HttpResponseRedirect(next_url(request))
    latest = moderating.latest_decision(submission)
    return desk_page(
        request,
        "decline",
        _("Decline"),
        status,
        submission=submission,
        form=form,
        problem=problem,
        latest_decision=latest,
        last_seen_decision=latest.pk if latest else 0,
        mail=_mail(submission, form.message_to_sender()),
    )


def _mail(submission: Submission, message: str) -> DeclineMail:
    """The mail to the first sender, without the private link, which only the sender may see."""
    context = {
        "sending": submission.first_sending,
        "submission": submission,
        "decision": Decision(what=Decision.What.DECLINED, message_to_sender=_PLACEHOLDER),
        "status_url": _("(the sender's private link)"),
    }
    _subject, text, _html = notifying.render(Notice.Kind.DECLINED, context)
    before, _separator, after = text.partition(_PLACEHOLDER)
    return DeclineMail(before, message, after)
