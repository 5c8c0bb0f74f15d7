"""Reads the marks of Hugo and Jekyll in a text: shortcodes and Liquid, as a tree.

Pure, and in linear time: what a stranger's file says is bounded in length and depth.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from curation.interchange.bodies.code_ranges import CodeRange
from curation.interchange.bodies.hiding import hides

# Marks within marks; what is deeper counts as standing alone. Markdown shows twenty quotations
# within each other, and drops what is deeper.
DEEPEST = 10


@dataclass(slots=True)
class Shortcode:
    """Hugo's `{{< name … >}}`, and with what stands between it and its end.

    `children` is None where it stands alone. `words`: the parameters without names. `is_closed`:
    it says itself that it stands alone, `{{< name />}}`.
    """

    name: str
    words: list[str] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    children: "list[Node] | None" = None
    source: str = ""
    is_closed: bool = False

    def get(self, *keys: str | int) -> str:
        """The first of these parameters that is there, by name or by position; else ""."""
        for key in keys:
            if isinstance(key, str) and self.named.get(key):
                return self.named[key]
            if isinstance(key, int) and key < len(self.words):
                return self.words[key]
        return ""


@dataclass(slots=True)
class LiquidTag:
    """Liquid's `{% name markup %}`; `children` as in Shortcode."""

    name: str
    markup: str
    children: "list[Node] | None" = None
    source: str = ""


@dataclass(slots=True)
class LiquidOutput:
    """Liquid's `{{ expression }}`."""

    expression: str
    source: str = ""


@dataclass(slots=True)
class Verbatim:
    """Text that is shown as it is, and is not read again: of `{% raw %}`."""

    text: str


Node = str | Shortcode | LiquidTag | LiquidOutput | Verbatim

_START = re.compile(r"\{\{[<%]|\{%|\{\{")
_ESCAPED = re.compile(r"\{\{([<%])/\*(.{0,3000}?)\*/([>%])\}\}", re.DOTALL)
_RAW = re.compile(r"\{%-?\s{0,99}raw\s{0,99}-?%\}")
_END_OF_RAW = re.compile(r"\{%-?\s{0,99}endraw\s{0,99}-?%\}")
_CLOSING = re.compile(r"\{\{[<%]\s{0,99}/\s{0,99}([\w./-]{1,99})\s{0,99}[>%]\}\}")
_OPENING = re.compile(
    r"""\{\{(?P<open>[<%])\s{0,999}(?P<name>[\w.][\w./-]{0,99}+)
        (?P<parameters>(?:[^"`{}>%]|"(?:[^"\\]|\\.){0,3000}+"|`[^`]{0,20000}+`
            |\{(?!\{)|\}(?!\})|[>%](?!\}\})|(?<=[^\s=])["`])*+)
        [>%]\}\}""",
    re.VERBOSE | re.DOTALL,
)
_PARAMETER = re.compile(
    r"""(?:(?P<key>[\w.-]+)\s*=\s*)?
        (?:"(?P<quoted>(?:[^"\\]|\\.)*+)"|`(?P<raw>[^`]*+)`|(?P<bare>[^\s"`=][^\s=]*+))""",
    re.VERBOSE | re.DOTALL,
)
_TAG = re.compile(
    r"\{%-?\s*+(?P<name>[a-zA-Z_]\w*+|\#)(?P<markup>(?:[^%{}]|%(?!\})|\{(?!%)|\}){0,3000}+)%\}",
    re.DOTALL,
)
_OUTPUT = re.compile(r"\{\{-?((?:[^{}]|\}(?!\})){0,1000}+)\}\}", re.DOTALL)

# Their text is code, or nothing: no mark in it is read.
_VERBATIM_SHORTCODES = {
    "chart", "codeblock", "comment", "highlight", "katex", "latex", "math", "mathjax", "mermaid",
    "plantuml",
}  # fmt: skip
_VERBATIM_TAGS = {"highlight", "raw", "comment", "codeblock", "mermaid", "katex", "katexmm", "math"}
# What no other system writes: read also where the text is not known to be Jekyll's or Hexo's.
_KNOWN_TAGS = _VERBATIM_TAGS | {
    "asset_img", "asset_link", "asset_path", "assign", "blockquote", "capture", "case", "else",
    "elsif", "for", "gist", "if", "img", "image", "include", "include_cached", "include_relative",
    "jsfiddle", "link", "post_link", "post_path", "post_url", "pullquote", "quote", "tweet",
    "twitter", "unless", "vimeo", "when", "youtube",
}  # fmt: skip
_KNOWN_OUTPUT = re.compile(
    r"\s*(?:(?:site|page|layout|jekyll|content)\s*[.\[]"
    r"|[\w.'\"/ -]+\|\s*(?:relative_url|absolute_url|prepend|append|markdownify))"
)


def read_marks(text: str, code: list[CodeRange], *, is_liquid: bool) -> list[Node]:
    """The text as a list of strings and marks. Within `code` nothing is read but escapes of marks.

    is_liquid: as in `BodyPage`.
    """
    return _tree(_tokens(text, code, is_liquid))


@dataclass(slots=True)
class _Closing:
    """The end of a paired mark; `key` as in `_key`."""

    key: tuple[str, str]
    source: str


def _key(node: Node) -> tuple[str, str]:
    return ("hugo" if isinstance(node, Shortcode) else "liquid", node.name)


def _tokens(text: str, code: list[CodeRange], is_liquid: bool) -> list[Node | _Closing]:
    """The text in one row: strings, marks, and ends of marks.

    Within a paired mark, indented lines are no code: themes are written with indented parts.
    """
    found: list[Node | _Closing] = []
    closings = Counter(match[1].lower() for match in _CLOSING.finditer(text))
    unclosed: set[str] = set()
    plain_from = position = index = depth = 0
    while match := _START.search(text, position):
        start = match.start()
        while index < len(code) and code[index].end <= start:
            index += 1
        if index < len(code) and code[index].start <= start:
            if not (code[index].is_indented and depth):
                shown = _shown_in_code(text, start, code[index], is_liquid, unclosed)
                if shown:
                    found += [text[plain_from:start], shown[0]]
                    plain_from = shown[1]
                position = shown[1] if shown else match.end()
                continue
        token, end = _read(text, start, is_liquid)
        if token is None:
            position = match.end()
            continue
        found.append(text[plain_from:start])
        body = None
        if isinstance(token, Shortcode | LiquidTag):
            body = _verbatim_body(text, end, token, unclosed)
        if body is not None:
            token.children = [body[0]]
            token.source, end = text[start : body[1]], body[1]
        elif isinstance(token, Shortcode) and not token.is_closed and closings[token.name] > 0:
            depth += 1
        elif isinstance(token, _Closing) and token.key[0] == "hugo":
            closings[token.key[1]] -= 1
            depth = max(0, depth - 1)
        found.append(token)
        plain_from = position = end
    found.append(text[plain_from:])
    return [one for one in found if one != ""]


def _shown_in_code(
    text: str, start: int, code: CodeRange, is_liquid: bool, unclosed: set[str]
) -> tuple[str | Verbatim, int] | None:
    """What a mark in a code sample shows that is there only to show marks, and where it ends.

    These are Hugo's `{{</* … */>}}` and, in Jekyll, `{% raw %}`. All else in code stays.
    """
    if text.startswith("<!--", code.start):
        return None
    if is_liquid:
        opening = _RAW.match(text, start, code.end)
        key = f"raw {code.start}"
        if not opening or key in unclosed:
            return None
        closing = _END_OF_RAW.search(text, opening.end(), code.end)
        if not closing:
            unclosed.add(key)
            return None
        return text[opening.end() : closing.start()], closing.end()
    match = _ESCAPED.match(text, start, code.end)
    if not match:
        return None
    shown = f"{{{{{match[1]}{match[2]}{match[3]}}}}}"
    is_in_tag = text[code.start] == "<"
    return (Verbatim(shown) if is_in_tag else shown), match.end()


def _read(text: str, start: int, is_liquid: bool) -> tuple[Node | _Closing | None, int]:
    """The mark that begins here and its end; None where it is only text."""
    if text.startswith(("{{<", "{{%"), start):
        if match := _ESCAPED.match(text, start):
            return Verbatim(f"{{{{{match[1]}{match[2]}{match[3]}}}}}"), match.end()
        if match := _CLOSING.match(text, start):
            return _Closing(("hugo", match[1].lower()), match[0]), match.end()
        if match := _OPENING.match(text, start):
            return _shortcode(match), match.end()
        return None, start
    if text.startswith("{%", start):
        match = _TAG.match(text, start)
        if not match:
            return None, start
        name = match["name"].lower()
        if not is_liquid and name.removeprefix("end") not in _KNOWN_TAGS:
            return None, start
        if name.startswith("end") and len(name) > 3:
            return _Closing(("liquid", name[3:]), match[0]), match.end()
        return LiquidTag(name, match["markup"].rstrip("-").strip(), source=match[0]), match.end()
    match = _OUTPUT.match(text, start)
    if not match or not (is_liquid or _KNOWN_OUTPUT.match(match[1].removeprefix("-"))):
        return None, start
    return LiquidOutput(match[1].removesuffix("-").strip(), match[0]), match.end()


def _shortcode(match: re.Match) -> Shortcode:
    node = Shortcode(match["name"].lower().removesuffix(".html"), source=match[0])
    parameters = match["parameters"].rstrip()
    node.is_closed = parameters.endswith("/") and match["open"] == "<"
    for found in _PARAMETER.finditer(parameters.removesuffix("/")):
        if found["quoted"] is not None:
            value = re.sub(r"\\(.)", _unescaped, found["quoted"])
        else:
            value = found["raw"] if found["raw"] is not None else found["bare"]
        if found["key"]:
            node.named.setdefault(found["key"].lower(), value)
        else:
            node.words.append(value)
    return node


def _unescaped(match: re.Match) -> str:
    return {"n": "\n", "t": "\t"}.get(match[1], match[1])


def _verbatim_body(
    text: str, position: int, token: Shortcode | LiquidTag, unclosed: set[str]
) -> tuple[str, int] | None:
    """The unread text up to the end of such a mark, and where that ends; None for other marks."""
    if isinstance(token, Shortcode) and token.name in _VERBATIM_SHORTCODES:
        closing = rf"\{{\{{[<%]\s{{0,99}}/\s{{0,99}}{token.name}\s{{0,99}}[>%]\}}\}}"
    elif isinstance(token, LiquidTag) and token.name in _VERBATIM_TAGS:
        closing = rf"\{{%-?\s{{0,99}}end{token.name}\s{{0,99}}-?%\}}"
    else:
        return None
    if closing in unclosed:
        return None
    if match := re.compile(closing).search(text, position):
        return text[position : match.start()], match.end()
    unclosed.add(closing)
    return None


def _tree(tokens: list[Node | _Closing]) -> list[Node]:
    """Put what stands between a mark and its end into the mark. A stray end is left out."""
    root: list[Node] = []
    stack: list[tuple[Node | None, list[Node]]] = [(None, root)]
    open_marks: Counter[tuple[str, str]] = Counter()
    waiting = Counter(one.key for one in tokens if isinstance(one, _Closing))
    for token in tokens:
        if isinstance(token, _Closing):
            waiting[token.key] -= 1
            if not open_marks[token.key]:
                continue
            while True:
                node, children = stack.pop()
                key = _key(node)
                open_marks[key] -= 1
                if key == token.key:
                    node.children = children
                    break
                stack[-1][1].extend(children)  # it had no end: it stands alone
            continue
        stack[-1][1].append(token)
        if not isinstance(token, Shortcode | LiquidTag) or token.children is not None:
            continue
        if isinstance(token, Shortcode) and token.is_closed:
            continue
        # What hides its text does so at any depth; nothing of it is written.
        if waiting[_key(token)] > 0 and (len(stack) <= DEEPEST or hides(token.name)):
            open_marks[_key(token)] += 1
            stack.append((token, []))
    while len(stack) > 1:
        _node, children = stack.pop()
        stack[-1][1].extend(children)
    return root
