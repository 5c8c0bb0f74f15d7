"""Model fields for names and slugs: one form of Unicode, and letters of every script."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

_SLUG = re.compile(r"[-\w]+")


def normal_form(text: str) -> str:
    """Return a text in form NFC. File names of a Mac have the same letters in another form, NFD.

    >>> normal_form("cafe\\u0301") == "caf\\xe9"
    True
    """
    return unicodedata.normalize("NFC", text)


def without_marks(text: str) -> str:
    """Return a text without combining marks, which `\\w` does not match: vowel signs, accents."""
    return "".join(char for char in text if unicodedata.category(char)[0] != "M")


def validate_slug(slug: str):
    """Raise ValidationError unless a text has only letters, their marks, digits, `-` and `_`.

    Django's own validator refuses the vowel signs of Hindi and Thai.
    """
    if not _SLUG.fullmatch(slug[:1] + without_marks(slug[1:])):
        raise ValidationError(_("Use letters, digits, underscores and hyphens."), code="invalid")


class NFCMixin:
    """Stores and looks up texts in form NFC, so that equal texts are equal values."""

    def to_python(self, value: Any) -> Any:
        return _normalised(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return _normalised(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Give the object the form that its row gets."""
        value = _normalised(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class NFCCharField(NFCMixin, models.CharField):
    """A name or a slug: one word is one value, whichever form of Unicode it came in."""


class SlugFormField(forms.SlugField):
    """A slug with letters of every script."""

    default_validators = [validate_slug]

    def to_python(self, value: Any) -> str:
        return _normalised(super().to_python(value))


class UnicodeSlugField(NFCMixin, models.SlugField):
    """A slug with letters of every script. A constraint of its model says that it is not empty."""

    default_validators = [validate_slug]

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": SlugFormField, **kwargs})


def _normalised(value: Any) -> Any:
    return normal_form(value) if isinstance(value, str) else value
