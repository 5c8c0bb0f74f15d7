"""The one allow-list for HTML that people wrote or files brought: what readers may be shown.

Everything that is not named here is dropped; the words inside stay. Scripts, styles, forms, frames,
event handlers, `style` attributes and `javascript:` addresses never survive. Pictures in a body are
kept only when they lie on this site: readers' browsers ask no other host for anything.
"""

import re
from html import unescape
from urllib.parse import urlsplit

import nh3
from django.utils.html import escape, strip_tags
from markdown_it import MarkdownIt

POLICY_VERSION = 1  # raise it with any change below: stored bodies of an older policy are remade

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
# Parsing takes time with the square of the depth: 100,000 open <div> took 13 s.
DEEPEST = 200
# Markdown takes time with the square of some texts: 11 s for a hostile 1 MB. No brief is so long.
LONGEST_MARKDOWN = 100_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no feed can carry them
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_NEVER_DEEP = {
    "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option", "p", "td", "th",
    "tr", "wbr",
}  # fmt: skip
_ANY_TAG = re.compile(r"<[^<>]*>")
_H1 = re.compile(r"<(/?)h1\b", re.IGNORECASE)
_BREAK = re.compile(r"<(?:/(?:p|div|li|h[1-6]|blockquote|tr|dd|dt|figcaption)|br|hr)\b[^>]*>", re.I)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Keep an attribute's value, or None to drop it: pictures from this site only."""
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
    depth = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _NEVER_DEEP:
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > DEEPEST:
                return True
    return False


def sanitise(html: str) -> str:
    """HTML from anywhere -> HTML that is safe to show on a page.

    A `<h1>` becomes `<h2>`: the page's one first-level heading is its title. HTML nested deeper
    than any brief keeps its words and loses its tags.
    """
    if html.count("<") > DEEPEST and _is_too_deep(html):
        return f"<p>{escape(_ANY_TAG.sub(' ', html))}</p>"
    return _CLEANER.clean(_H1.sub(r"<\1h2", html))


def looks_like_html(source: str) -> bool:
    """Whether a body is HTML rather than Markdown: it opens with a tag or a comment, or is empty.

    Rule: the content format's bodies are HTML, those of its older dialect Markdown, and no key
    tells which. A body that Markdown's authors wrote opens with words.
    """
    start = source.lstrip()[:2]
    return not start or (start[0] == "<" and (start[1:].isalpha() or start[1:] in ("!", "/")))


def render(source: str) -> str:
    """A body as typed or imported, HTML or Markdown -> sanitised HTML.

    Markdown longer than any brief is shown as it was written.
    """
    source = _CONTROL.sub("", source)
    if looks_like_html(source):
        return sanitise(source)
    if len(source) > LONGEST_MARKDOWN:
        return f"<p>{escape(source)}</p>"
    return sanitise(_MARKDOWN.render(source))


def plain_text(html: str) -> str:
    """Sanitised HTML -> its words on one line: no tags, entities decoded, white space folded."""
    words = strip_tags(_BREAK.sub(" ", html))
    return " ".join(unescape(words).split())


def first_characters(words: str, length: int = 200) -> str:
    """The first `length` characters of plain text: an excerpt where nobody wrote one.

    Rule: the content format's `description` is the body as plain text, its first 200 characters,
    cut where they end.

    >>> first_characters("One & two. Three.", 12)
    'One & two. T'
    """
    return words[:length].rstrip()


def excerpt(html: str, length: int = 200) -> str:
    """The first `length` characters of the words in sanitised HTML."""
    return first_characters(plain_text(html), length)
