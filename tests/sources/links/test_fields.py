"""The model field for URLs that people type."""

import pytest
from django import forms
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


@pytest.mark.parametrize("text", ["Wards: {}", "“{}”", "<{}>", "[Wards]({})", "Wards\n{}"])
def test_the_address_is_found_in_what_was_pasted(text):
    assert FIELD.formfield().clean(text.format("https://example.org/a")) == "https://example.org/a"


@pytest.mark.parametrize("url", ["https://example.org/a.", "https://example.org/a_(b)", ""])
def test_a_whole_url_stays_as_it_was_typed(url):
    assert FIELD.formfield().clean(url) == url


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "wards", "https://a.example https://b.example"]
)
def test_what_is_not_one_address_is_refused_in_plain_words(text):
    with pytest.raises(ValidationError, match=r"^\['The "):
        FIELD.formfield().clean(text)


def test_no_browser_keeps_a_text_with_an_address_from_being_sent():
    for widget in (None, forms.URLInput, forms.URLInput()):
        shown = str(FIELD.formfield(widget=widget).widget.render("url", ""))
        assert 'type="text"' in shown
        assert 'inputmode="url"' in shown
