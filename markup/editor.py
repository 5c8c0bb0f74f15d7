"""The rich-text editor for bodies, and which bodies it may be trusted with.

The editor keeps only what its schema knows and rewrites the rest. A body that holds more (a table
with a caption, text from right to left, Markdown) is edited as it is written, in a plain field, so
that opening and saving it loses nothing.
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
# What the editor gives back as it got it; `<b>` and `<i>` come back as `<strong>` and `<em>`,
# `<font>` and `<span>` leave their words.
_TAGS = {
    "a", "b", "blockquote", "br", "code", "em", "font", "h2", "h3", "h4", "hr", "i", "li", "ol",
    "p", "span", "strong", "sub", "sup", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "rel", "title"}, "ol": {"start"}}


class _Beyond(HTMLParser):
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

    def handle_comment(self, data):
        self.found.add("<!-- -->")


def beyond_editor(html: str) -> list[str]:
    """The tags and attributes in an HTML body that the editor would lose, sorted.

    Tags count as they are written. Attributes count where readers would miss them: the sanitiser
    drops `style` and `class` anyway.

    >>> beyond_editor('<p class="x">One <b>two</b></p>')
    []
    >>> beyond_editor('<p dir="rtl">One</p><table></table>')
    ['<table>', 'dir=']
    """
    tags, attributes = _Beyond(attributes=False), _Beyond(attributes=True)
    tags.feed(html)
    tags.close()
    attributes.feed(sanitise.sanitise(html))
    attributes.close()
    return sorted(tags.found | {name for name in attributes.found if name.endswith("=")})


def why_plain(source: str) -> str:
    """Why a body is edited as it is written, not in the rich-text editor, as HTML; else ""."""
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
    """With the line ends of one system; a browser sends those of another."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class BodyWidget(AdminProseEditorWidget):
    """The editor for one stored body.

    Without JavaScript it is the plain field below it. With it, a second hidden field carries how
    the editor writes the body that it was given: `static/desk/body.js` fills it in.
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
        if _lines(value or "") != _lines(self.source):  # already edited, now shown again
            return field
        return field + format_html('<input type="hidden" name="{}" data-as-opened>', opened(name))


def opened(name: str) -> str:
    """The name of the field that says how the editor wrote what it was given."""
    return f"{name}_as_opened"


def kept(original: str, submitted: str, as_opened: str = "") -> str:
    """The text to store: the original, byte for byte, unless somebody edited it.

    A browser changes line ends and drops a text area's first line break, and the editor writes
    HTML its own way. An edited text gets the original's line ends.
    """
    before, edited = _lines(original), _lines(submitted)
    if edited in (before, before.removeprefix("\n")) or (as_opened and edited == _lines(as_opened)):
        return original
    return edited.replace("\n", "\r\n") if "\r\n" in original else edited
