"""Finds the links and pictures in a text, Markdown or HTML, with the place of each address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from markdown_it.common.utils import unescapeAll

from curation.interchange.bodies.code_ranges import CodeRange

_TAG = r"""<(?P<tag>a|area|img|iframe|video|audio|embed|object)\b
    (?P<attributes>(?:[^<>"']++|"[^"]{0,5000}+"|'[^']{0,5000}+'){0,200}+)>"""
_IN_HTML = re.compile(_TAG, re.IGNORECASE | re.VERBOSE)
_IN_MARKDOWN = re.compile(
    rf"""\\.
    |(?P<definition>^[ ]{{0,3}}\[(?!\^)(?P<label>[^\[\]\n]{{1,200}}+)\]:[ \t]*+)
    |(?P<open>!?\[)|\](?P<link>\()|(?P<close>\])|(?P<blank>\n[ \t]*+\n)
    |<(?P<autolink>https?://[^<>\s]{{1,2000}})>
    |{_TAG}""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_DESTINATION = re.compile(
    r"""\s{0,9}(?P<target><[^<>\n]*+>|(?:\\.|[^\s\\()<]|\((?:\\.|[^\s\\()])*+\))(?:\\.|[^\s\\()]
        |\((?:\\.|[^\s\\()])*+\))*+)
    (?:\s{1,9}(?:"(?:\\.|[^"\\]){0,2000}"|'(?:\\.|[^'\\]){0,2000}'|\([^()]{0,2000}\)))?\s{0,9}\)""",
    re.VERBOSE | re.DOTALL,
)
_DEFINED = re.compile(r"<[^<>\n]*>|\S+")
_PICTURE_LABEL = re.compile(r"!\[([^\[\]]{0,200}+)\](?:\[([^\[\]]{0,200}+)\])?(?!\()")
_ATTRIBUTE = re.compile(
    r"""(?P<name>[a-zA-Z_:][\w:.-]*)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'
        |(?P<bare>[^\s"'=<>`]+)))?""",
    re.VERBOSE,
)
_LAZY = ("data-src", "data-original", "data-lazy-src")
_ELEMENTS = {"iframe", "video", "audio", "object"}  # they have an end tag


@dataclass(slots=True)
class Reference:
    """One link, picture or frame.

    `target`: its address, without escapes. `start`, `end`: where the address stands in the text,
    with its `<>` in Markdown. `whole`: where all of it stands. `words`: the alternative text, or a
    frame's title. `kind`: "link", "picture", "frame", or "name" for an `<a name>`, whose name of
    the attribute stands from `start` to `end`. `tag`: in HTML. `form`: how an address is written
    there. `is_lazy`: the address is that of a lazy picture's other attribute, and is written in any
    case.
    """

    kind: str
    target: str
    start: int
    end: int
    whole: tuple[int, int]
    words: str = ""
    tag: str = ""
    form: str = "{}"
    is_lazy: bool = False


def find_references(text: str, code: list[CodeRange], *, is_html: bool) -> list[Reference]:
    """The links and pictures outside of `code`, in the order of their addresses."""
    found = list(_references(text, code, is_html))
    return sorted(found, key=lambda reference: reference.start)


def _references(text: str, code: list[CodeRange], is_html: bool) -> Iterator[Reference]:
    pattern = _IN_HTML if is_html else _IN_MARKDOWN
    brackets: list[re.Match] = []
    labels: set[str] | None = None
    unclosed: set[str] = set()
    position = index = 0
    while match := pattern.search(text, position):
        start = match.start()
        while index < len(code) and code[index].end <= start:
            index += 1
        if index < len(code) and code[index].start <= start:
            position = code[index].end
            continue
        position = match.end()
        if match["tag"]:
            reference = _of_tag(text, match, unclosed)
            if reference:
                yield reference
                if reference.kind == "frame":
                    position = reference.whole[1]
        elif is_html:
            continue
        elif match["blank"]:
            brackets.clear()
            position -= 1  # the line break may begin another blank line
        elif match["open"]:
            brackets.append(match)
        elif match["close"]:
            if brackets:
                brackets.pop()
        elif match["link"]:
            opening = brackets.pop() if brackets else None
            found = _DESTINATION.match(text, position)
            if not opening or not found:
                continue
            kind = "picture" if opening[0] == "![" else "link"
            whole = (opening.start(), found.end())
            words = unescapeAll(text[opening.end() : start])
            yield Reference(kind, _plain(found["target"]), *found.span("target"), whole, words)
            position = found.end()
        elif match["autolink"]:
            yield Reference("link", match["autolink"], *match.span(), match.span(), tag="autolink")
        elif match["definition"] and (found := _DEFINED.match(text, position)):
            if labels is None:
                labels = {_label(one[2] or one[1]) for one in _PICTURE_LABEL.finditer(text)}
            kind = "picture" if _label(match["label"]) in labels else "link"
            whole = (start, found.end())
            yield Reference(
                kind, _plain(found[0]), *found.span(), whole, match["label"], "definition"
            )
            position = found.end()


def _plain(target: str) -> str:
    if target.startswith("<") and target.endswith(">"):
        target = target[1:-1]
    return unescapeAll(target).strip()


def _label(words: str) -> str:
    return " ".join(words.casefold().split())


def _of_tag(text: str, match: re.Match, unclosed: set[str]) -> Reference | None:
    tag, offset = match["tag"].lower(), match.start("attributes")
    attributes, places = {}, {}
    for found in _ATTRIBUTE.finditer(match["attributes"]):
        name = found["name"].lower()
        group = next((one for one in ("double", "single", "bare") if found[one] is not None), None)
        if name not in attributes:
            attributes[name] = unescape(found[group]).strip() if group else ""
            places[name] = (found, group)

    def at(name: str, group: str | None) -> tuple[int, int]:
        start, end = places[name][0].span(group or 0)
        return offset + start, offset + end

    def made(kind: str, target: str, place: tuple[int, int], words: str = "") -> Reference:
        return Reference(kind, target, *place, match.span(), words, tag)

    if tag in ("a", "area"):
        if attributes.get("href"):
            return made("link", attributes["href"], at("href", places["href"][1]))
        if attributes.get("name") and "id" not in attributes:
            return made("name", attributes["name"], at("name", "name"))
        return None
    if tag == "img":
        src, words = attributes.get("src", ""), attributes.get("alt", "")
        lazy = next((name for name in _LAZY if attributes.get(name)), None)
        if lazy and (not src or src.startswith("data:")):
            has_src = "src" in places and places["src"][1]
            place = at("src", places["src"][1]) if has_src else at(lazy, None)
            reference = made("picture", attributes[lazy], place, words)
            reference.form, reference.is_lazy = "{}" if has_src else 'src="{}"', True
            return reference
        return made("picture", src, at("src", places["src"][1]), words) if src else None
    return _frame(text, match, tag, attributes, unclosed)


def _frame(
    text: str, match: re.Match, tag: str, attributes: dict[str, str], unclosed: set[str]
) -> Reference | None:
    end, inner = match.end(), ""
    if tag in _ELEMENTS and tag not in unclosed:
        closing = re.compile(rf"</{tag}\s*>", re.IGNORECASE).search(text, end)
        if closing:
            inner, end = text[end : closing.start()], closing.end()
        else:
            unclosed.add(tag)
    target = attributes.get("src") or attributes.get("data-src") or attributes.get("data", "")
    if not target and (
        source := re.search(r"""<source[^>]{0,500}?\ssrc\s*=\s*["']?([^"'\s>]+)""", inner)
    ):
        target = unescape(source[1])
    if not target:
        return None
    words = attributes.get("title", "")
    return Reference(
        "frame", target, match.start(), end, (match.start(), end), words, tag, attributes
    )
