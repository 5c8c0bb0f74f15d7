"""What people outside fill in. The API reads its JSON with `SubmissionForm` too."""

from django import forms
from django.utils.translation import gettext_lazy as _

from curation.models import Partner, SenderNote
from curation.submissions import reviewing
from curation.submissions.pages.fields import LineField, LinkField, MailField, TextField
from curation.submissions.receiving import IncomingSubmission


class SubmissionForm(forms.Form):
    """A story, who sends it and why: the rules for everybody."""

    url = LinkField(
        label=_("Address of the story"),
        help_text=_("Of the article itself, as in https://news.example/a-story."),
        error_messages={"required": _("Give the address of the story.")},
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocapitalize": "none", "autocomplete": "off",
                   "spellcheck": "false"}
        ),
    )  # fmt: skip
    title = LineField(
        label=_("Title"),
        longest=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    why = TextField(
        label=_("Why it matters"),
        help_text=_("What is new, and for whom? Plain text, 2,000 characters at most."),
        longest=2000,
        error_messages={"required": _("Tell us in a sentence or two why it matters.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    name = LineField(
        label=_("Your name"),
        longest=100,
        error_messages={"required": _("Tell us your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = MailField(
        label=_("Your e-mail address"),
        help_text=_("For a receipt, and to tell you what becomes of it. Nobody else gets it."),
        error_messages={
            "required": _("Give an e-mail address, so that we can tell you what becomes of it."),
            "invalid": _("This is no complete e-mail address: it looks like name@mail.example."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
    )
    has_relationship = forms.BooleanField(
        label=_("I have a relationship with this company"),
        help_text=_("You work for it, advise it, own a part of it, or are paid by it."),
        required=False,
    )
    wants_credit = forms.BooleanField(
        label=_("Name me as the one who pointed you there"),
        help_text=_("Your name stands below the article, if we write one."),
        required=False,
    )

    def incoming(self, **facts) -> IncomingSubmission:
        """What a valid form says, with what the caller knows beside it."""
        names = ("title", "why", "name", "email", "has_relationship", "wants_credit")
        given = {name: self.cleaned_data[name] for name in names}
        return IncomingSubmission(link=self.cleaned_data["url"], **given, **facts)


class PublicSubmissionForm(SubmissionForm):
    """The public form. Somebody of several partners says for which one they send."""

    def __init__(self, partners: list[Partner], *args, **options):
        super().__init__(*args, **options)
        self.partners = partners
        if len(partners) > 1:
            self.fields["partner"] = forms.TypedChoiceField(
                label=_("On behalf of"),
                choices=[("", _("Choose …")), *((p.pk, p.name) for p in partners)],
                coerce=lambda pk: next(p for p in partners if p.pk == int(pk)),
                error_messages={"required": _("Choose for whom you send it.")},
            )

    @property
    def partner(self) -> Partner | None:
        """Of a valid form: the partner on whose behalf it was sent."""
        if len(self.partners) == 1:
            return self.partners[0]
        return self.cleaned_data.get("partner") or None


class NoteForm(forms.Form):
    """What a sender adds later."""

    text = TextField(
        label=_("Add a note"),
        help_text=_("For the moderators, plain text."),
        longest=SenderNote.LONGEST,
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(forms.Form):
    """What an outside expert says of a draft; a word is not needed to say that it looks right."""

    text = TextField(
        label=_("Your comment"),
        help_text=_("What is wrong, missing or unclear? Plain text."),
        longest=reviewing.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
