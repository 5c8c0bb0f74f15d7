"""Declining: for a reason from the list, with a note that is private unless it is to be told."""

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
    seen_in,
    way_back,
)
from curation.submissions.desk.act_messages import say_done

_HERE = "\ue000"  # private use: stands in the mail where the told words go


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

    def facts(self) -> dict:
        """What `moderating.decline` takes."""
        said = self.cleaned_data
        tell = moderating.Disclosure(reason=said["tell_reason"], note=said["tell_note"])
        return {"reason": said["reason"], "note": said["note"], "tell": tell}

    def told(self) -> str:
        """What the sender would be told, as far as the form is filled in."""
        if not self.is_bound:
            return ""
        self.is_valid()
        said = self.cleaned_data
        reason, note = said.get("reason"), said.get("note", "")
        parts = [reason.sentence if reason and said["tell_reason"] else ""]
        parts += [note if said["tell_note"] else ""]
        return "\n\n".join(part for part in parts if part)


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """A refused form, and one whose sender was too slow, shows everything typed."""
    submission = get_submission_for_moderator(request, pk)
    form = DeclineForm(request.POST or None)
    status, problem = 200, ""
    if request.method == "POST" and "preview" not in request.POST:
        status = 400
        if form.is_valid():
            try:
                decision = moderating.decline(
                    submission, by=request.user, seen=seen_in(request), **form.facts()
                )
            except ValidationError as error:
                status, problem = 409, " ".join(error.messages)
                submission.refresh_from_db()
            else:
                say_done(request, decision)
                return HttpResponseRedirect(way_back(request))
    last = moderating.latest_decision(submission)
    return desk_page(
        request, "decline", _("Decline"), status, submission=submission, form=form,
        problem=problem, last=last, seen=last.pk if last else 0,
        mail=mail_of(submission, form.told()),
    )  # fmt: skip


def mail_of(submission: Submission, told: str) -> tuple[str, str, str]:
    """The mail to the first sender, parted in what stands before, at and behind the told words.

    The private link is left out: it is the sender's alone.
    """
    facts = {
        "sending": submission.sender,
        "submission": submission,
        "decision": Decision(what=Decision.What.DECLINED, message_to_sender=_HERE),
        "status_url": _("(the sender's private link)"),
    }
    _subject, text, _html = notifying.render(Notice.Kind.DECLINED, facts)
    before, _here, behind = text.partition(_HERE)
    return before, told, behind
