"""Markdown as Hugo and GitHub read it -> HTML that is not sanitised yet.

CommonMark with tables, strikethrough, footnotes, definition lists, task lists, bare links, and ids
of headings. Every text up to LONGEST_MARKDOWN is rendered in about a second at most, whatever it
holds. Ready-made plug-ins were tried for bare links as well: gfm_autolink and linkify-it-py took
33 s for 100 KB of ":" or "x://", so that part is written here.
"""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

# For some texts, the time grows with the square of the length: a malicious text of 1 MB took 11 s.
LONGEST_MARKDOWN = 100_000  # characters; no brief is so long

# The first words of a body that is Markdown although it begins with HTML.
MARKDOWN_SIGN = "<!-- markdown -->"

# `{#id .class key=value}` at the end of a heading, as in Goldmark, or with kramdown's colon
_HEADING_ATTRIBUTES = re.compile(
    r"\s*\{:?\s*((?:[#.][^\s{}#.\"'=]+|[\w-]+=(?:\"[^\"{}]*\"|[^\s{}\"]+))(?:\s+(?:[#.][^\s{}#.\"'=]+"
    r"|[\w-]+=(?:\"[^\"{}]*\"|[^\s{}\"]+)))*)\s*\}\s*\Z"
)
_HEADING_ID = re.compile(r"(?:^|\s)#([^\s{}#.\"'=]+)")
_BARE_LINK = re.compile(r"(?<![\w@/.:=-])(?:https?://|www\.)[^\W_][^\s<>\"]*", re.IGNORECASE)
_LINK_TAG = re.compile(r"<(/?)a[\s>]", re.IGNORECASE)


def looks_like_html(source: str) -> bool:
    """Whether a body is HTML and not Markdown: it begins with a tag or a comment, or is empty.

    In the content format bodies are HTML, in its older dialect Markdown, and no key says which. A
    body that begins with MARKDOWN_SIGN is Markdown.
    """
    start = source.lstrip()
    if start.startswith(MARKDOWN_SIGN):
        return False
    return not start or (start[0] == "<" and (start[1:2].isalpha() or start[1:2] in ("!", "/")))


def render_markdown(source: str) -> str:
    """Return Markdown as HTML. Very long Markdown is returned as text."""
    if len(source) > LONGEST_MARKDOWN:
        return f"<p>{escape(source)}</p>"
    return _MARKDOWN.render(source)


def render_inline(words: str) -> str:
    """Return one line of Markdown as HTML without a paragraph around it."""
    return escape(words) if len(words) > LONGEST_MARKDOWN else _MARKDOWN.renderInline(words)


# ---------------------------------------------------------------- headings


def heading_id(words: str) -> str:
    """Return the id that Hugo gives a heading with these words (`autoHeadingIDType: github`).

    Source: `sanitizeAnchorName` in Hugo's `markup/goldmark/autoid.go`. Only letters, decimal
    digits and "_" stay, so the vowel signs of Hindi go.

    >>> heading_id("What’s new – in 2.0?")
    'whats-new--in-20'
    """
    kept = "".join(
        "-" if char in " -" else char
        for char in words.strip()
        if char in " -_" or unicodedata.category(char) in _KEPT
    )
    return kept.lower() or "heading"


_KEPT = {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd"}


def _give_headings_ids(state: StateCore):
    given: set[str] = set()
    tried: dict[str, int] = {}
    for position, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        children = state.tokens[position + 1].children or []
        own = _take_attributes(children)
        words = "".join(c.content for c in children if c.type in ("text", "code_inline", "image"))
        base = own or heading_id(words)
        name = base
        while not own and name in given:
            tried[base] = tried.get(base, 0) + 1
            name = f"{base}-{tried[base]}"
        given.add(name)
        token.attrSet("id", name)


def _take_attributes(children: list[Token]) -> str:
    """Take the attributes off the end of a heading. Returns the id among them, or ""."""
    if (
        not children
        or children[-1].type != "text"
        or not children[-1].content.rstrip().endswith("}")
    ):
        return ""
    match = _HEADING_ATTRIBUTES.search(
        children[-1].content, max(0, children[-1].content.rfind("{") - 99)
    )
    if not match:
        return ""
    children[-1].content = children[-1].content[: match.start()]
    found = _HEADING_ID.search(match[1])
    return found[1] if found else ""


# ---------------------------------------------------------------- task lists and alerts


def _show_tasks(state: StateCore):
    """Show `- [x] words` as a ballot box, which screen readers name."""
    for item, inline in zip(state.tokens, state.tokens[2:], strict=False):
        if item.type == "list_item_open" and "checked" in item.meta:
            item.attrSet("class", "task")
            box = "☑ " if item.meta["checked"] else "☐ "
            if inline.type == "inline" and inline.children is not None:
                inline.children.insert(0, Token("text", "", 0, content=box))


def _item_open(self, tokens, position, options, env) -> str:
    return self.renderToken(tokens, position, options, env)


# `> [!NOTE]`: a quotation with a title
_ALERTS = {
    "alert_open": "<blockquote>\n",
    "alert_title_open": "<p><strong>",
    "alert_title_close": "</strong></p>\n",
    "alert_close": "</blockquote>\n",
}


def _alert_part(self, tokens, position, options, env) -> str:
    return _ALERTS[tokens[position].type]


# ---------------------------------------------------------------- tables


def _align_cells(state: StateCore):
    """Say the alignment of a table's cells by a class: `style` does not pass the sanitiser."""
    for token in state.tokens:
        if token.type in ("th_open", "td_open") and (style := token.attrGet("style")):
            del token.attrs["style"]
            name = str(style).removeprefix("text-align:")
            if name in ("center", "right"):
                token.attrSet("class", name)


# ---------------------------------------------------------------- bare links


def _link_bare_urls(state: StateCore):
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = list(_with_links(token.children))


def _with_links(children: list[Token]) -> Iterator[Token]:
    depth = 0
    for child in children:
        if child.type in ("link_open", "link_close"):
            depth += child.nesting
        elif child.type == "html_inline" and (tag := _LINK_TAG.match(child.content)):
            depth += -1 if tag[1] else 1
        if child.type == "text" and depth <= 0:
            yield from _split(child)
        else:
            yield child


def _split(token: Token) -> Iterator[Token]:
    """A text as texts and links. Source: GitHub Flavored Markdown, section 6.9."""
    words, done = token.content, 0
    for match in _BARE_LINK.finditer(words):
        url = _without_punctuation(match[0])
        if "." not in url and "://localhost" not in url:
            continue
        yield _text(token, words[done : match.start()])
        link = Token("link_open", "a", 1, level=token.level, markup="linkify")
        link.attrSet("href", url if "://" in url[:8] else f"https://{url}")
        yield link
        yield _text(token, url)
        yield Token("link_close", "a", -1, level=token.level, markup="linkify")
        done = match.start() + len(url)
    yield _text(token, words[done:])


def _text(like: Token, words: str) -> Token:
    return like.copy(content=words)


def _without_punctuation(url: str) -> str:
    surplus = url.count(")") - url.count("(")
    while url:
        if url[-1] in "?!.,:*_~'\";’”»":
            url = url[:-1]
        elif url[-1] == ")" and surplus > 0:
            url, surplus = url[:-1], surplus - 1
        else:
            break
    return url


# ---------------------------------------------------------------- footnotes

# Ids and roles as in Hugo (Goldmark), so that links to a footnote still lead there.


def _note_number(tokens: list[Token], position: int) -> tuple[int, str]:
    meta = tokens[position].meta
    again = meta.get("subId", 0)
    number = meta["id"] + 1
    return number, f"fnref{again}:{number}" if again > 0 else f"fnref:{number}"


def _note_reference(self, tokens, position, options, env) -> str:
    number, name = _note_number(tokens, position)
    return f'<sup id="{name}"><a href="#fn:{number}" role="doc-noteref">{number}</a></sup>'


def _notes_open(self, tokens, position, options, env) -> str:
    return '<section role="doc-endnotes">\n<hr>\n<ol>\n'


def _notes_close(self, tokens, position, options, env) -> str:
    return "</ol>\n</section>\n"


def _note_open(self, tokens, position, options, env) -> str:
    return f'<li id="fn:{tokens[position].meta["id"] + 1}">'


def _note_close(self, tokens, position, options, env) -> str:
    return "</li>\n"


def _note_back(self, tokens, position, options, env) -> str:
    _number, name = _note_number(tokens, position)
    # U+FE0E keeps iOS from showing the arrow as an emoji
    return f' <a href="#{name}" role="doc-backlink">↩\ufe0e</a>'


def _markdown() -> MarkdownIt:
    options = {"html": True, "tasklists": True, "alerts": True}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False).use(deflist_plugin)
    parser.core.ruler.push("tasks", _show_tasks)
    parser.core.ruler.push("alignment", _align_cells)
    parser.core.ruler.push("bare_links", _link_bare_urls)
    parser.core.ruler.push("heading_ids", _give_headings_ids)
    for name, rule in {
        "footnote_ref": _note_reference,
        "footnote_block_open": _notes_open,
        "footnote_block_close": _notes_close,
        "footnote_open": _note_open,
        "footnote_close": _note_close,
        "footnote_anchor": _note_back,
        "list_item_open": _item_open,
        **dict.fromkeys(_ALERTS, _alert_part),
    }.items():
        parser.add_render_rule(name, rule)
    return parser


_MARKDOWN = _markdown()
