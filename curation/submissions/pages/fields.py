"""Form fields for what strangers type: plain text, one rule for people and for machines.

Text stays text: what looks like HTML is kept as it is and shown escaped. Refused is what cannot be
stored or what makes a page show something else than was written. No field has a `maxlength`: a
browser would cut what is pasted without a word.
"""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from curation.models import email_addresses
from curation.sources.characters import (
    BIDI_CONTROLS,
    CONTROL_CHARACTERS,
    CONTROL_CHARACTERS_IN_TEXT,
)
from curation.submissions import receiving


def refuse_unreadable(text: str, controls: re.Pattern = CONTROL_CHARACTERS) -> None:
    """Raises ValidationError with a sentence."""
    if controls.search(text):
        raise ValidationError(_("This holds control characters: please type it afresh."))
    if BIDI_CONTROLS.search(text):
        words = _("This holds marks that turn the direction of text: please leave them out.")
        raise ValidationError(words)


def refuse_long(text: str, most: int) -> None:
    """Raises ValidationError with a sentence."""
    if len(text) > most:
        words = _("At most %(most)s characters, please: these are %(number)s.")
        raise ValidationError(words % {"most": _grouped(most), "number": _grouped(len(text))})


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)


class LineField(forms.CharField):
    """One line of plain text."""

    def __init__(self, *, longest: int, **options):
        self.longest = longest
        super().__init__(**options)

    def to_python(self, value):
        text = super().to_python(value)
        refuse_long(text, self.longest)
        refuse_unreadable(text)
        return text


class TextField(forms.CharField):
    """Plain text of several lines; line breaks are stored as one character each."""

    widget = forms.Textarea

    def __init__(self, *, longest: int, **options):
        self.longest = longest
        super().__init__(**options)

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        refuse_long(text, self.longest)
        refuse_unreadable(text, CONTROL_CHARACTERS_IN_TEXT)
        return text


class MailField(forms.EmailField):
    """An e-mail address in its one spelling: one person is counted once, however they type it."""

    LONGEST = 254

    def __init__(self, **options):
        super().__init__(max_length=None, **options)

    def to_python(self, value):
        text = super().to_python(value)
        refuse_long(text, self.LONGEST)
        refuse_unreadable(text)
        return text

    def clean(self, value):
        text = super().clean(value)
        try:
            return email_addresses.normalise(text) if text else text
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class LinkField(forms.CharField):
    """A link to a page on the public web; its value is a Link. No request is made."""

    # What browsers show of a URL, and people copy: ledger.example/wards
    WITHOUT_SCHEME = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?#]\S*)?")

    def to_python(self, value):
        text = super().to_python(value)
        if self.WITHOUT_SCHEME.fullmatch(text):
            text = f"https://{text}"
        return receiving.public_link(text) if text else None
