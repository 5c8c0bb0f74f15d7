"""The rich-text editor for bodies, and which bodies it can edit without a loss.

The editor drops everything that its schema does not have. A body with more than that (a table with
a caption, right-to-left text, Markdown) is edited in a plain text area, so that saving it loses
nothing.
"""

from html.parser import HTMLParser

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django_prose_editor.widgets import AdminProseEditorWidget

from markup import sanitise

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "Code": True,
    "Heading": {"levels": [2, 3, 4]},
    "HardBreak": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "HTML": True,
}
# Tags that the editor keeps. `<b>` and `<i>` become `<strong>` and `<em>`; of `<font>` and `<span>`
# only the text remains, as in the sanitiser.
_TAGS = {
    "a", "b", "blockquote", "br", "code", "em", "font", "h2", "h3", "h4", "hr", "i", "li", "ol",
    "p", "span", "strong", "sub", "sup", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "rel", "title"}, "ol": {"start"}}


class _LossFinder(HTMLParser):
    """Collects the tags and attributes that the editor would drop."""

    def __init__(self, attributes: bool):
        super().__init__()
        self.attributes = attributes
        self.found = set()

    def handle_starttag(self, tag, attrs):
        if tag not in _TAGS:
            self.found.add(f"<{tag}>")
        elif self.attributes:
            known = _ATTRIBUTES.get(tag, ())
            self.found |= {f"{name}=" for name, _value in attrs if name not in known}

    def parse_html_declaration(self, i):
        # The library raises AssertionError for `<![x`, which is a comment for browsers.
        if self.rawdata.startswith(("<!--", "<!doctype", "<!DOCTYPE"), i):
            return super().parse_html_declaration(i)
        return self.parse_bogus_comment(i)

    def handle_comment(self, data):
        self.found.add("<!-- -->")


def beyond_editor(html: str) -> list[str]:
    """Return the tags and attributes of an HTML body that the editor would lose, sorted.

    All tags of the source count, but only those attributes that the sanitiser keeps.

    >>> beyond_editor('<p class="x">One <b>two</b></p>')
    []
    >>> beyond_editor('<p dir="rtl">One</p><table></table>')
    ['<table>', 'dir=']
    """
    tags, attributes = _LossFinder(attributes=False), _LossFinder(attributes=True)
    tags.feed(html)
    tags.close()
    attributes.feed(sanitise.sanitise(html))
    attributes.close()
    return sorted(tags.found | {name for name in attributes.found if name.endswith("=")})


def why_plain(source: str) -> str:
    """Return why a body cannot be edited in the rich-text editor, as HTML; "" if it can."""
    if not sanitise.looks_like_html(source):
        return _("This body is Markdown, so it is edited as it is written.")
    if beyond := beyond_editor(source):
        words = _(
            "This body holds what the rich-text editor cannot show ({parts}), so it is edited "
            "as it is written, in HTML."
        )
        return format_html(words, parts=", ".join(beyond))
    return ""


def _lines(text: str) -> str:
    """Return the text with Unix line ends: browsers send CRLF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class BodyWidget(AdminProseEditorWidget):
    """The editor for one stored body; without JavaScript, a plain text area.

    A hidden field receives the HTML that the editor makes of the unchanged body, so that `kept` can
    tell whether the body was edited. `static/desk/body.js` fills it in.
    """

    def __init__(self, source: str, attrs: dict | None = None):
        self.source = source
        super().__init__(
            {"rows": 18, "autocomplete": "off", **(attrs or {})},
            config={"extensions": EXTENSIONS},
            preset="configurable",
        )

    @property
    def media(self):
        return super().media + forms.Media(js=["desk/body.js"])

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, value, attrs, renderer)
        if _lines(value or "") != _lines(self.source):  # an edited body, shown again
            return field
        return field + format_html('<input type="hidden" name="{}" data-as-opened>', opened(name))


def opened(name: str) -> str:
    """Return the name of the hidden field with the editor's HTML of the unchanged body."""
    return f"{name}_as_opened"


def kept(original: str, submitted: str, as_opened: str = "") -> str:
    """Return the text to store: the original, byte for byte, unless somebody edited it.

    Browsers change line ends and drop the first line break of a text area, and the editor writes
    HTML in its own way: that is no edit. An edited text gets the line ends of the original.
    as_opened: the value of the hidden field, if there is one.
    """
    before, edited = _lines(original), _lines(submitted)
    if edited in (before, before.removeprefix("\n")) or (as_opened and edited == _lines(as_opened)):
        return original
    return edited.replace("\n", "\r\n") if "\r\n" in original else edited
