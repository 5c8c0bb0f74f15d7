"""The forms of the public pages. The API validates its JSON with `SubmissionForm` too."""

from django import forms
from django.utils.translation import gettext_lazy as _

from curation.models import Partner, SenderNote
from curation.submissions import reviewing
from curation.submissions.pages.fields import (
    EmailAddressField,
    LineField,
    LinkField,
    TextField,
)
from curation.submissions.receiving import IncomingSubmission


class SubmissionForm(forms.Form):
    """A story, who sends it and why. These are the rules for the form and for the API."""

    url = LinkField(
        label=_("Address of the story"),
        help_text=_("Of the article itself, for example https://news.example/a-story."),
        error_messages={"required": _("Give the address of the story.")},
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocapitalize": "none", "autocomplete": "off",
                   "spellcheck": "false"}
        ),
    )  # fmt: skip
    title = LineField(
        label=_("Title"),
        max_characters=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    why = TextField(
        label=_("Why it matters"),
        help_text=_("What is new, and for whom? Plain text, 2,000 characters at most."),
        max_characters=2000,
        error_messages={"required": _("Tell us in a sentence or two why it matters.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    name = LineField(
        label=_("Your name"),
        max_characters=100,
        error_messages={"required": _("Tell us your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = EmailAddressField(
        label=_("Your e-mail address"),
        help_text=_("For a receipt, and to tell you our decision. Nobody else gets it."),
        error_messages={
            "required": _("Give an e-mail address, so that we can tell you our decision."),
            "invalid": _("This is not a complete e-mail address, such as name@mail.example."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
    )
    has_relationship = forms.BooleanField(
        label=_("I have a relationship with this company"),
        help_text=_("You work for it, advise it, own a part of it, or are paid by it."),
        required=False,
    )
    wants_credit = forms.BooleanField(
        label=_("Name me in the article"),
        help_text=_("Your name is shown below the article, if we publish one."),
        required=False,
    )

    def to_incoming(self, **others) -> IncomingSubmission:
        """The values of a valid form. `others`: further fields of `IncomingSubmission`."""
        names = ("title", "why", "name", "email", "has_relationship", "wants_credit")
        values = {name: self.cleaned_data[name] for name in names}
        return IncomingSubmission(link=self.cleaned_data["url"], **values, **others)


class PublicSubmissionForm(SubmissionForm):
    """The public form. A user who belongs to several partners chooses one of them."""

    def __init__(self, partners: list[Partner], *args, **options):
        super().__init__(*args, **options)
        self.partners = partners
        if len(partners) > 1:
            self.fields["partner"] = forms.TypedChoiceField(
                label=_("On behalf of"),
                choices=[("", _("Choose …")), *((one.pk, one.name) for one in partners)],
                coerce=lambda pk: {one.pk: one for one in partners}[int(pk)],
                error_messages={"required": _("Choose on whose behalf you send it.")},
            )

    @property
    def partner(self) -> Partner | None:
        """The partner on whose behalf a valid form was sent; None for readers."""
        if len(self.partners) == 1:
            return self.partners[0]
        return self.cleaned_data.get("partner") or None


class NoteForm(forms.Form):
    """A note that a sender adds later."""

    text = TextField(
        label=_("Add a note"),
        help_text=_("For the moderators, plain text."),
        max_characters=SenderNote.MAX_LENGTH,
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(forms.Form):
    """An outside expert's answer. The text is optional: a button says that it looks right."""

    text = TextField(
        label=_("Your comment"),
        help_text=_("What is wrong, missing or unclear? Plain text."),
        max_characters=reviewing.MAX_ANSWER_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
