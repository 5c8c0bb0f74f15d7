"""Jekyll's and Hexo's Liquid: tags and outputs."""

import re
from collections.abc import Callable

from curation.interchange.bodies.assembling import Piece
from curation.interchange.bodies.hiding import hides, leave_out
from curation.interchange.bodies.liquid_values import LiquidValues, Unknown, as_text
from curation.interchange.bodies.marks import LiquidOutput, LiquidTag, Node, Shortcode
from curation.interchange.bodies.page import BodyPage, RemarkList
from curation.interchange.bodies.pieces import Pieces
from curation.interchange.remarks import RemarkKind

_WORD = re.compile(r"""(?:(?P<key>[\w-]+)\s*=\s*)?(?:"([^"]*)"|'([^']*)'|([^\s"'=,]+))""")
_POST_NAME = re.compile(r"(?:.*/)?(\d{4})-(\d{1,2})-(\d{1,2})-(.+)")
_FILE_NAME = re.compile(r"[^\s/?#]+\.[a-zA-Z0-9]{2,5}(?:[?#].*)?\Z")
_CONTENT = re.compile(r"\.(?:md|markdown|html|htm)\Z")
_LONGEST_VALUE = 20_000  # characters that `capture` and `append` may make
_MOST_INSERTED = 200_000  # characters that all outputs of a body may insert
# Tags of plug-ins that mean the same as the shortcode of that name
_LIKE_SHORTCODES = {
    "gist", "youtube", "vimeo", "tweet", "twitter", "instagram", "soundcloud", "button", "note",
    "tip", "warning", "alert", "callout", "quote", "details", "codepen", "jsfiddle", "asciinema",
}  # fmt: skip
# Endings of the names of included files -> the shortcode that means the same
_INCLUDES = {
    "alert": "alert", "audio": "audio", "button": "button", "callout": "callout",
    "caption": "figure", "danger": "danger", "fig": "figure", "figure": "figure", "gist": "gist",
    "image": "figure", "img": "figure", "important": "important", "info": "info", "note": "note",
    "notice": "notice", "picture": "figure", "pullquote": "quote", "quote": "quote", "tip": "tip",
    "toc": "toc", "tweet": "tweet", "video": "video", "vimeo": "vimeo", "warning": "warning",
    "youtube": "youtube", "youtubeplayer": "youtube",
}  # fmt: skip
_TEXTS = ("title", "content", "text", "body", "message", "caption", "description")
_SOURCES = ("src", "url", "image", "image_path", "file", "path", "img", "source", "image_url")


class Liquid:
    """Says what each Liquid mark of one body becomes. `write`: nodes -> their converted text.

    `as_shortcode` says what a tag becomes that means the same as a shortcode.
    """

    def __init__(
        self,
        page: BodyPage,
        remarks: RemarkList,
        resolved: set[str],
        write: Callable[[list[Node]], str],
        as_shortcode: Callable[[Shortcode], Piece],
        *,
        is_html: bool,
    ):
        self.page, self.remarks, self.write = page, remarks, write
        self.resolved, self.as_shortcode = resolved, as_shortcode
        self.make = Pieces(is_html=is_html)
        self.values = LiquidValues(page)
        self.inserted = 0

    def output(self, node: LiquidOutput) -> str:
        """The text of `{{ expression }}`; nothing, and a remark, where it cannot be computed."""
        try:
            value = self.values.evaluate(node.expression)
        except Unknown:
            value = None
        text = as_text(value)[:_LONGEST_VALUE]
        self.inserted += len(text)
        if value is None or self.inserted > _MOST_INSERTED:
            self._left_out(f"“{node.source}”")
            return ""
        self.remarks.add(RemarkKind.BODY_CHANGED, f"“{node.source}” became its value")
        return text

    def tag(self, node: LiquidTag) -> Piece:
        """What a tag becomes, with what stands between it and its end."""
        name = node.name
        known: Callable[[LiquidTag], Piece | None] | None = getattr(self, f"_tag_{name}", None)
        if known and (piece := known(node)) is not None:
            return piece
        if name in ("if", "unless", "case", "for", "tablerow", "assign", "capture"):
            return Piece()
        if name in _LIKE_SHORTCODES:
            words = self._words(node.markup)
            return self.as_shortcode(Shortcode(name, *words, node.children, node.source))
        if hides(name):
            leave_out(name, self.remarks)
            return Piece()
        if node.children is not None:
            self.remarks.add(
                RemarkKind.BODY_LEFT_OUT,
                f"the marks of the Liquid tag “{name}” were taken out, the words within stay",
                "see whether the text reads well",
            )
            return self.make.inner(self.write(node.children))
        self._left_out(f"the Liquid tag “{name}”")
        return Piece()

    def _left_out(self, what: str):
        self.remarks.add(
            RemarkKind.BODY_LEFT_OUT, f"{what} was taken out", "see whether something is missing"
        )

    def _changed(self, node: LiquidTag):
        self.remarks.add(
            RemarkKind.BODY_CHANGED, f"the Liquid tag “{node.name}” became what it means"
        )

    def _words(self, markup: str) -> tuple[list[str], dict[str, str]]:
        """A tag's words, and its parameters with names; a name without quotes is a variable's."""
        words, named = [], {}
        for match in _WORD.finditer(markup):
            key, double, single, bare = match.groups()
            value = next(one for one in (double, single, bare) if one is not None)
            if key and bare:
                try:
                    value = as_text(self.values.evaluate(bare))
                except Unknown:
                    value = bare
            if key:
                named[key.lower()] = self._inserted(value)
            else:
                words.append(value)
        return words, named

    def _inserted(self, value: str) -> str:
        """A parameter with `{{ … }}` in it, as older versions of Jekyll allowed."""
        return re.sub(
            r"\{\{(.{0,500}?)\}\}",
            lambda match: self.output(LiquidOutput(match[1].strip(), match[0])),
            value,
        )

    # ---------------------------------------------------------------- text as it is

    def _tag_raw(self, node: LiquidTag) -> Piece:
        return Piece(self.write(node.children or []))

    def _tag_comment(self, node: LiquidTag) -> Piece:
        return Piece()

    def _tag_highlight(self, node: LiquidTag) -> Piece | None:
        if node.children is None:
            return None
        self._changed(node)
        language = node.markup.partition(" ")[0]
        if node.name == "codeblock":
            found = re.search(r"\blang:(\S+)", node.markup)
            language = found[1] if found else ""
        elif node.name != "highlight":
            language = "mermaid" if node.name == "mermaid" else "latex"
        return self.make.code(
            "".join(one for one in node.children if isinstance(one, str)), language
        )

    _tag_codeblock = _tag_mermaid = _tag_katex = _tag_katexmm = _tag_math = _tag_highlight

    # ---------------------------------------------------------------- addresses and links

    def _tag_post_url(self, node: LiquidTag) -> Piece:
        name = node.markup.split()[0].strip("\"'").lstrip("/") if node.markup.strip() else ""
        return Piece(self._address(node, name))

    _tag_post_path = _tag_post_url

    def _tag_link(self, node: LiquidTag) -> Piece:
        name = self._inserted(node.markup.strip().strip("\"'"))
        if not _CONTENT.search(name):
            self._changed(node)
            return Piece("/" + name.lstrip("/"))
        return Piece(self._address(node, name))

    def _tag_post_link(self, node: LiquidTag) -> Piece:
        words, _named = self._words(node.markup)
        slug, *title = words or [""]
        return self.make.link(self._address(node, slug), " ".join(title) or slug)

    def _address(self, node: LiquidTag, name: str) -> str:
        """The path of another post or page; where none is here, the one that Jekyll gives it."""
        self._changed(node)
        found = self.page.resolve(name)
        if found is None:
            self.remarks.add(
                RemarkKind.LINK,
                f"a link to “{name}” has no page here",
                "import that file, or change the link",
            )
            if match := _POST_NAME.fullmatch(name):
                year, month, day, rest = match.groups()
                found = f"/{year}/{month:0>2}/{day:0>2}/{_CONTENT.sub('', rest)}.html"
            else:
                found = "/" + re.sub(r"\.(?:md|markdown)\Z", "/", name.lstrip("/"))
        self.resolved.add(found)
        return found

    def _tag_asset_path(self, node: LiquidTag) -> Piece:
        self._changed(node)
        words, _named = self._words(node.markup)
        return Piece(words[0] if words else "")

    def _tag_asset_link(self, node: LiquidTag) -> Piece:
        self._changed(node)
        words, _named = self._words(node.markup)
        return self.make.link(words[0], " ".join(words[1:]) or words[0]) if words else Piece()

    # ---------------------------------------------------------------- pictures and quotations

    def _tag_img(self, node: LiquidTag) -> Piece | None:
        """Octopress and Hexo: `{% img [classes] file [width] [height] [title [alt]] %}`."""
        words, named = self._words(node.markup)
        place = next((i for i, word in enumerate(words) if _FILE_NAME.search(word)), None)
        src = words[place] if place is not None else named.get("src", "")
        if not src:
            return None
        after = words[place + 1 :] if place is not None else []
        texts = [word for word in after if not re.fullmatch(r"[\d.]+(?:px|%|x\d+)?", word)]
        quoted = re.findall(r"\"([^\"]*)\"|'([^']*)'", node.markup)
        if len(quoted) == 0 and texts:
            texts = [" ".join(texts)]
        alt = named.get("alt", "") or (texts[1] if len(texts) > 1 else texts[0] if texts else "")
        self._changed(node)
        return self.make.figure(src=src, alt=alt)

    _tag_image = _tag_asset_img = _tag_img

    def _tag_blockquote(self, node: LiquidTag) -> Piece | None:
        if node.children is None:
            return None
        self._changed(node)
        inner = self.write(node.children)
        if by := node.markup.strip():
            inner = f"{inner.rstrip()}{' ' if self.make.is_html else chr(10) * 2}— {by}"
        return self.make.quotation("", inner)

    _tag_pullquote = _tag_blockquote

    # ---------------------------------------------------------------- includes

    def _tag_include(self, node: LiquidTag) -> Piece:
        file, _space, parameters = node.markup.strip().partition(" ")
        words, named = self._words(parameters)
        stem = re.sub(r"\.(?:html|md|liquid)\Z", "", file.lower())
        ending = re.split(r"[/_.-]", stem)[-1]
        like = _INCLUDES.get(stem) or _INCLUDES.get(ending)
        if like == "figure":
            src = next((named[key] for key in _SOURCES if named.get(key)), "")
            if src:
                caption = named.get("caption") or named.get("description") or ""
                self._included(file)
                return self.make.figure(
                    src=src,
                    alt=named.get("alt", ""),
                    title=named.get("title", ""),
                    caption=caption,
                    href=named.get("href", "") or named.get("link", ""),
                )
            like = None
        if like == "toc":
            return Piece()
        if like == "video" and named.get("provider") in ("youtube", "vimeo"):
            like = named["provider"]
        if like and (named or words):
            self._included(file)
            return self.as_shortcode(Shortcode(like, words, named))
        self._left_out(f"the included file “{file}”")
        kept = [named[key] for key in _TEXTS if named.get(key)]
        return self.make.inner("\n\n".join(kept)) if kept else Piece()

    _tag_include_cached = _tag_include_relative = _tag_include

    def _included(self, file: str):
        self.remarks.add(
            RemarkKind.BODY_CHANGED, f"the included file “{file}” became what it means"
        )

    # ---------------------------------------------------------------- conditions and variables

    def _tag_assign(self, node: LiquidTag) -> Piece:
        name, _sign, expression = node.markup.partition("=")
        try:
            value = self.values.evaluate(expression)
        except Unknown:
            value = None
            self._left_out(f"“{node.source}”")
        self.values.variables[name.strip()] = (
            value if not isinstance(value, str) else value[:_LONGEST_VALUE]
        )
        return Piece()

    def _tag_capture(self, node: LiquidTag) -> Piece | None:
        if node.children is None:
            return None
        text = self.write(node.children)
        self.values.variables[node.markup.strip().strip("\"'")] = text[:_LONGEST_VALUE]
        return Piece()

    def _tag_if(self, node: LiquidTag) -> Piece | None:
        """The text of the branch that the old site showed; what it hid stays hidden."""
        if node.children is None:
            return None
        self.remarks.add(
            RemarkKind.BODY_CHANGED, f"of “{node.source}”, the text that the old site showed stays"
        )
        for test, children in _branches(node):
            try:
                if test is None or self._holds(node, test):
                    text = self.write(children)
                    return self.make.inner(text) if "\n" in text else Piece(text)
            except Unknown:
                self._left_out(f"the text under “{node.name} {test}”")
                return Piece()
        return Piece()

    _tag_unless = _tag_case = _tag_if

    def _holds(self, node: LiquidTag, test: str) -> bool:
        if node.name == "case":
            value = self.values.evaluate(node.markup)
            return any(
                self.values.evaluate(one) == value
                for one in re.split(r",|\bor\b", test)
                if one.strip()
            )
        is_true = self.values.is_true(test)
        return not is_true if node.name == "unless" and test == node.markup else is_true

    def _tag_for(self, node: LiquidTag) -> Piece | None:
        self._left_out(f"“{node.source}”, with the text that it repeats,")
        return Piece()

    _tag_tablerow = _tag_for


def _branches(node: LiquidTag) -> list[tuple[str | None, list[Node]]]:
    """The branches of a condition, each with what must hold; None for `else`."""
    current: list[Node] = []
    branches: list[tuple[str | None, list[Node]]] = []
    if node.name != "case":
        branches.append((node.markup, current))
    for child in node.children or []:
        if isinstance(child, LiquidTag) and child.name in ("else", "elsif", "when"):
            current = []
            branches.append((None if child.name == "else" else child.markup, current))
        else:
            current.append(child)
    return branches
