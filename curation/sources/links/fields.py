"""A model field and a validator for http(s) URLs that people type, for any model."""

from django.core.validators import URLValidator
from django.db import models

from curation.sources.links.parsing import MAX_LENGTH

validate_web_url = URLValidator(schemes=["http", "https"])


class WebURLField(models.URLField):
    """An http or https URL of at most 2,048 characters, or ""."""

    default_validators = [validate_web_url]

    def __init__(self, verbose_name=None, name=None, **kwargs):
        kwargs.setdefault("max_length", MAX_LENGTH)
        super().__init__(verbose_name, name, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})
