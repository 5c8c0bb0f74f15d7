"""The model field for URLs that people type."""

import pytest
from django.core.exceptions import ValidationError

from curation.sources.links.fields import WebURLField

FIELD = WebURLField(blank=True)


@pytest.mark.parametrize("url", ["", "http://example.org", "https://example.org/a?b=c#d"])
def test_a_web_url_or_nothing_is_taken(url):
    assert FIELD.clean(url, None) == url


@pytest.mark.parametrize(
    "url",
    ["example", "ftp://example.org/", "javascript:alert(1)", "https://example.org/" + "a" * 2029],
)
def test_anything_else_is_refused(url):
    with pytest.raises(ValidationError):
        FIELD.clean(url, None)


def test_what_is_typed_without_a_scheme_is_https():
    assert FIELD.formfield().clean("example.org/a") == "https://example.org/a"
