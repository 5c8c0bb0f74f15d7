"""The HTML sanitiser: one allow-list for all HTML that users typed or files brought.

Tags that are not listed are dropped, their text stays. Scripts, styles, forms, frames, event
handlers, `style` attributes and `javascript:` URLs are always removed (cross-site scripting, XSS).
Pictures are kept only if they are on this site: readers' browsers make no requests to other hosts.
"""

import re
from html import unescape
from urllib.parse import urlsplit

import nh3
from django.utils.html import escape, strip_tags
from markdown_it import MarkdownIt

# Increase it with every change below: bodies of an older policy are then sanitised again.
POLICY_VERSION = 1

_TEXT = """a abbr b bdi bdo br cite code del dfn em i ins kbd mark q s samp small span strong sub
    sup time u var wbr"""
_BLOCKS = """blockquote caption dd details div dl dt figcaption figure h2 h3 h4 h5 h6 hr img li ol p
    pre summary table tbody td tfoot th thead tr ul"""
TAGS = {*_TEXT.split(), *_BLOCKS.split()}
ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "hreflang"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"abbr", "colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
}
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
# Parsing time grows with the square of the depth: 100,000 open <div> took 13 s.
DEEPEST = 200
# For some texts, the time grows with the square of the length: a malicious text of 1 MB took 11 s.
LONGEST_MARKDOWN = 100_000  # characters; no brief is so long
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # not allowed in XML, so in no feed
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_NEVER_DEEP = {
    "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option", "p", "td", "th",
    "tr", "wbr",
}  # fmt: skip
_ANY_TAG = re.compile(r"<[^<>]*>")
_H1 = re.compile(r"<(/?)h1\b", re.IGNORECASE)
_BREAK = re.compile(r"<(?:/(?:p|div|li|h[1-6]|blockquote|tr|dd|dt|figcaption)|br|hr)\b[^>]*>", re.I)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value, or None to drop it: only pictures of this site are kept."""
    if tag == "img" and name == "src":
        parts = urlsplit(value)
        return value if not parts.scheme and not parts.netloc and value.startswith("/") else None
    return value


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener nofollow",
    clean_content_tags={"script", "style", "template", "title", "noscript", "textarea", "select"},
)


def _is_too_deep(html: str) -> bool:
    """Whether tags are nested deeper than DEEPEST, counted without parsing."""
    depth = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _NEVER_DEEP:
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > DEEPEST:
                return True
    return False


def sanitise(html: str) -> str:
    """Return HTML from any source as HTML that is safe on a page.

    `<h1>` becomes `<h2>`: the only first-level heading of a page is its title. HTML that is nested
    too deeply loses all its tags.
    """
    if html.count("<") > DEEPEST and _is_too_deep(html):
        return f"<p>{escape(_ANY_TAG.sub(' ', html))}</p>"
    return _CLEANER.clean(_H1.sub(r"<\1h2", html))


def looks_like_html(source: str) -> bool:
    """Whether a body is HTML and not Markdown: it begins with a tag or a comment, or is empty.

    In the content format bodies are HTML, in its older dialect Markdown, and no key says which.
    """
    start = source.lstrip()[:2]
    return not start or (start[0] == "<" and (start[1:].isalpha() or start[1:] in ("!", "/")))


def render(source: str) -> str:
    """Return a body, HTML or Markdown, as sanitised HTML. Very long Markdown is shown as text."""
    source = _CONTROL.sub("", source)
    if looks_like_html(source):
        return sanitise(source)
    if len(source) > LONGEST_MARKDOWN:
        return f"<p>{escape(source)}</p>"
    return sanitise(_MARKDOWN.render(source))


def render_inline(words: str) -> str:
    """Return one line of Markdown as HTML without a paragraph around it. It is not sanitised."""
    return _MARKDOWN.renderInline(words) if len(words) <= LONGEST_MARKDOWN else escape(words)


def plain_text(html: str) -> str:
    """Return the text of sanitised HTML on one line: no tags or entities, single spaces."""
    words = strip_tags(_BREAK.sub(" ", html))
    return " ".join(unescape(words).split())


def first_characters(words: str, length: int = 200) -> str:
    """Return the first characters of a plain text: an excerpt, if nobody wrote one.

    Rule: `description` in the content format is the first 200 characters of the body's text, even
    if they end within a word.

    >>> first_characters("One & two. Three.", 12)
    'One & two. T'
    """
    return words[:length].rstrip()


def excerpt(html: str, length: int = 200) -> str:
    """Return the first characters of the text of sanitised HTML."""
    return first_characters(plain_text(html), length)
