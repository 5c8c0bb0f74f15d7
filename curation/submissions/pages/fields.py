"""Form fields for what strangers type: plain text, the same rules for the form and the API.

Text is stored as it is; what looks like HTML is shown escaped. Text that cannot be stored, and text
that would make a page show something else than was written, is refused. No field has a `maxlength`
attribute: browsers silently cut pasted text at it.
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
from curation.sources.links.parsing import LinkError
from curation.sources.links.pasting import address_in
from curation.submissions import receiving


def refuse_control_characters(text: str, pattern: re.Pattern = CONTROL_CHARACTERS) -> None:
    """Raises ValidationError where a text has control or bidirectional control characters."""
    if pattern.search(text):
        raise ValidationError(_("This contains control characters. Please type it again."))
    if BIDI_CONTROLS.search(text):
        raise ValidationError(
            _("This contains characters that change the direction of text. Please remove them.")
        )


def refuse_too_long(text: str, max_length: int) -> None:
    """Raises ValidationError where a text has more characters than `max_length`."""
    if len(text) > max_length:
        message = _("Please use at most %(maximum)s characters: this has %(number)s.")
        numbers = {"maximum": _grouped(max_length), "number": _grouped(len(text))}
        raise ValidationError(message % numbers)


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)


class LineField(forms.CharField):
    """One line of plain text."""

    def __init__(self, *, max_characters: int, **options):
        self.max_characters = max_characters
        super().__init__(**options)

    def to_python(self, value):
        text = super().to_python(value)
        refuse_too_long(text, self.max_characters)
        refuse_control_characters(text)
        return text


class TextField(forms.CharField):
    """Plain text of several lines; line breaks are stored as one character each."""

    widget = forms.Textarea

    def __init__(self, *, max_characters: int, **options):
        self.max_characters = max_characters
        super().__init__(**options)

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        refuse_too_long(text, self.max_characters)
        refuse_control_characters(text, CONTROL_CHARACTERS_IN_TEXT)
        return text


class EmailAddressField(forms.EmailField):
    """An e-mail address, normalised, so that one person is counted once."""

    MAX_LENGTH = 254

    def __init__(self, **options):
        super().__init__(max_length=None, **options)

    def to_python(self, value):
        text = super().to_python(value)
        refuse_too_long(text, self.MAX_LENGTH)
        refuse_control_characters(text)
        return text

    def clean(self, value):
        text = super().clean(value)
        try:
            return email_addresses.normalise(text) if text else text
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class LinkField(forms.CharField):
    """A link to a page on the public web, found in what was pasted; its value is a Link.

    No request is made.
    """

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            return receiving.public_link(address_in(text))
        except LinkError as error:
            raise ValidationError(str(error)) from error
