"""A model field, a form field and a validator for http(s) URLs that people type, for any model."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models

from curation.sources.links.parsing import MAX_LENGTH, LinkError
from curation.sources.links.pasting import address_in

validate_web_url = URLValidator(schemes=["http", "https"])


class WebURLField(models.URLField):
    """An http or https URL of at most 2,048 characters, or ""."""

    default_validators = [validate_web_url]

    def __init__(self, verbose_name=None, name=None, **kwargs):
        kwargs.setdefault("max_length", MAX_LENGTH)
        super().__init__(verbose_name, name, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(
            **{"form_class": PastedURLField, "assume_scheme": "https", **kwargs}
        )


class PastedURLField(forms.URLField):
    """A form field that finds the address in what was pasted. A whole URL stays as it is typed."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        # `type=url` would keep a browser from sending a text with an address in it.
        self.widget.input_type = "text"
        self.widget.attrs.setdefault("inputmode", "url")

    def to_python(self, value):
        text = forms.CharField.to_python(self, value)
        try:
            validate_web_url(text)
        except ValidationError:
            return self._found_in(text) if text else text
        return super().to_python(text)

    def _found_in(self, text: str) -> str:
        try:
            return address_in(text)
        except LinkError as error:
            raise ValidationError(str(error), code="invalid") from error
