"""The HTML sanitiser: one allow-list for all HTML that users typed or files brought.

Tags that are not listed are dropped, their text stays. Scripts, styles, forms, frames, event
handlers, `style` attributes and `javascript:` URLs are always removed (cross-site scripting, XSS).
Pictures are kept only if they are on this site: readers' browsers make no requests to other hosts.
Of other pictures, a link or the alternative text stays, never an `<img>` without `src`.
"""

import re
from html import unescape
from urllib.parse import unquote, urlsplit

import nh3
from django.utils.html import escape, strip_tags

from markup.markdown import looks_like_html, render_markdown

# Increase it with every change below: bodies of an older policy are then sanitised again.
POLICY_VERSION = 2

_TEXT = """a abbr b bdi bdo br cite code del dfn em i ins kbd mark q s samp small span strong sub
    sup time u var wbr"""
_BLOCKS = """blockquote caption dd details div dl dt figcaption figure h2 h3 h4 h5 h6 hr img li ol p
    pre section summary table tbody td tfoot th thead tr ul"""
TAGS = {*_TEXT.split(), *_BLOCKS.split()}
ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "hreflang", "id", "role"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "ins": {"cite", "datetime"},
    "li": {"class", "id", "value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "td": {"class", "colspan", "headers", "rowspan"},
    "th": {"abbr", "class", "colspan", "headers", "rowspan", "scope"},
    "section": {"id", "role"},
    "sup": {"id"},
    "time": {"datetime"},
    **{tag: {"id"} for tag in ("dt", "figure", "h2", "h3", "h4", "h5", "h6")},
}
# Parsing time grows with the square of the depth: 100,000 open <div> took 13 s.
DEEPEST = 200
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # not allowed in XML, so in no feed
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_NEVER_DEEP = {
    "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option", "p", "td", "th",
    "tr", "wbr",
}  # fmt: skip
_LINK_REL = "noopener nofollow"
# In sanitised HTML: every attribute is in double quotes, and those within are escaped.
_LINK_OR_PICTURE = re.compile(r'<(?P<end>/?)(?:img|(?P<link>a))(?:\s[^">]*(?:"[^"]*"[^">]*)*)?>')
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_ANY_TAG = re.compile(r"<[^<>]*>")
_NOTE_MARKS = re.compile(
    r'<sup id="fnref:[^"<>]*"><a [^<>]*>[^<>]*</a></sup>'
    r'|<a [^<>]*role="doc-backlink"[^<>]*>[^<>]*</a>'
)
_H1 = re.compile(r"<(/?)h1\b", re.IGNORECASE)
_BREAK = re.compile(r"<(?:/(?:p|div|li|h[1-6]|blockquote|tr|dd|dt|figcaption)|br|hr)\b[^>]*>", re.I)


# The ids of the pages that show bodies: a body may not have them, nor may it link to them.
PAGE_IDS = frozenset(
    """answer answers asked content facts insight latest more news next note notes notes-title
    rail-offerings rail-sources rail-topics related reports review""".split()
)
_ID = re.compile(r"[^\s\"'<>&`#%]{1,100}")
_ROLES = {"a": {"doc-noteref", "doc-backlink"}, "section": {"doc-endnotes"}}
_CLASSES = {"li": {"task"}, "td": {"center", "right"}, "th": {"center", "right"}}


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value, or None to drop it.

    An id that the page itself has gets another name, and so do links to it.
    """
    if name == "id":
        return _own_id(value) if _ID.fullmatch(value) else None
    if name == "role":
        return value if value in _ROLES.get(tag, ()) else None
    if name == "class":
        return value if value in _CLASSES.get(tag, ()) else None
    if name == "href" and value.startswith("#"):
        return f"#{_own_id(value[1:])}"
    return value


def _own_id(name: str) -> str:
    return f"text-{name}" if name in PAGE_IDS or name.startswith("id_") else name


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel=_LINK_REL,
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
    cleaned = _CLEANER.clean(_H1.sub(r"<\1h2", html))
    return _with_pictures_of_this_site(cleaned) if "<img" in cleaned else cleaned


def _with_pictures_of_this_site(html: str) -> str:
    """Return sanitised HTML in which other pictures became links or their alternative text."""
    is_in_link = False

    def replaced(match: re.Match) -> str:
        nonlocal is_in_link
        if match["link"]:
            is_in_link = not match["end"]
            return match[0]
        attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(match[0])}
        src, alt = attributes.get("src", ""), attributes.get("alt", "").strip()
        if src.startswith("/") and not src.startswith("//"):
            return match[0]
        try:
            parts = urlsplit(src)
        except ValueError:
            return escape(alt)
        is_pixel = {attributes.get("width"), attributes.get("height")} & {"0", "1"}
        if not parts.netloc or is_pixel:
            return escape(alt)
        words = escape(alt or unquote(parts.path.rpartition("/")[2]) or parts.netloc)
        return words if is_in_link else f'<a href="{escape(src)}" rel="{_LINK_REL}">{words}</a>'

    return _LINK_OR_PICTURE.sub(replaced, html).replace("<figure></figure>", "")


def render(source: str) -> str:
    """Return a body, HTML or Markdown, as sanitised HTML. Very long Markdown is shown as text."""
    source = _CONTROL.sub("", source)
    if looks_like_html(source):
        return sanitise(source)
    return sanitise(render_markdown(source))


def plain_text(html: str) -> str:
    """Return the text of sanitised HTML on one line: no tags or entities, single spaces.

    Without the numbers of footnotes in the text, and the arrows that lead back from them.
    """
    words = strip_tags(_BREAK.sub(" ", _NOTE_MARKS.sub("", html)))
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
