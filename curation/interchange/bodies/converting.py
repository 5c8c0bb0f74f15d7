"""A body with marks of another system -> the same text without them."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from curation.interchange.bodies.assembling import Assembly, Piece
from curation.interchange.bodies.code_ranges import code_ranges
from curation.interchange.bodies.files import CheckedFiles, Fetch
from curation.interchange.bodies.kramdown import without_attributes
from curation.interchange.bodies.liquid import Liquid
from curation.interchange.bodies.marks import (
    LiquidOutput,
    LiquidTag,
    Node,
    Shortcode,
    Verbatim,
    read_marks,
)
from curation.interchange.bodies.page import BodyPage, RemarkList
from curation.interchange.bodies.shortcodes import Shortcodes
from curation.interchange.bodies.targets import Parts, Targets
from curation.interchange.bodies.wordpress import without_wordpress
from curation.interchange.remarks import Remark, RemarkKind
from markup.markdown import LONGEST_MARKDOWN, MARKDOWN_SIGN, looks_like_html
from media.models import Document, Image

_MARKS = re.compile(r"\{\{|\{%")
_UNSHOWN = re.compile(r"<(script|form|svg|canvas|math|applet)\b", re.IGNORECASE)
_FIRST_COMMENTS = re.compile(r"\A\s*+(?:<!--(?:(?!-->).)*+-->\s*+)+", re.DOTALL)
_MARKDOWN_BLOCK = re.compile(
    r"^[ \t]*\r?\n(?:\#{1,6}[ ]\S|(?P<fence>```|~~~)|[-*+][ ]\S|\d{1,3}[.)][ ]\S|>[ ]\S)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class CheckedBody:
    """The text to be stored, and what is to be said about it.

    `is_changed`: whether it differs from the file's. `store` is to be called within the article's
    transaction, and stores the pictures and documents that the text now links to.
    """

    text: str
    remarks: tuple[Remark, ...]
    is_changed: bool
    store: Callable[[], list[Image | Document]]


@dataclass(frozen=True, slots=True)
class ConvertedBody:
    """A converted body whose files are not checked yet. `parts`: its text, and the files in it."""

    source: str
    parts: Parts
    remarks: RemarkList

    def check(self, fetch: Fetch | None = None, *, dry_run: bool = False) -> CheckedBody:
        """Check the files that the text names, before the database is locked.

        fetch: gets a picture from another host, as `download_image` does; without it these become
        links. dry_run: write nothing to the storage. The same files give the same text.
        """
        remarks = self.remarks.copy()
        checked = CheckedFiles(remarks, fetch, write=not dry_run)
        written = []
        for part in self.parts:
            if isinstance(part, str):
                written.append(part)
            else:
                address = checked.address(part)
                written.append(part.form.format(address) if address else part.source)
        text = "".join(written)
        return CheckedBody(text, remarks.as_tuple(), text != self.source, checked.store)


def convert(body: str, page: BodyPage) -> ConvertedBody:
    """Replace marks of another system by what they mean; Markdown stays Markdown, HTML stays HTML.

    A body without such marks comes back as the same string. Nothing is read but whether files
    beside the page exist.
    """
    remarks = RemarkList()
    text = body.replace("\r\n", "\n")
    parts = _converted(text, page, remarks)
    if parts == [text]:
        return ConvertedBody(body, [body], remarks)
    if "\r\n" in body:
        parts = [one.replace("\n", "\r\n") if isinstance(one, str) else one for one in parts]
    return ConvertedBody(body, parts, remarks)


def _converted(text: str, page: BodyPage, remarks: RemarkList) -> Parts:
    resolved: set[str] = set()
    text = text if page.is_html else _as_markdown(text)
    is_html = page.is_html or looks_like_html(text)
    if _MARKS.search(text):
        text = _Conversion(page, remarks, resolved, is_html).convert(text)
    text = without_attributes(text, remarks, is_html=is_html)
    text = without_wordpress(text, remarks, is_html=is_html)
    _name_unshown(text, remarks, is_html=is_html)
    parts = Targets(page, remarks, resolved, is_html=is_html).parts(text)
    if not is_html and isinstance(parts[0], str) and parts[0].strip() and looks_like_html(parts[0]):
        parts[0] = f"{MARKDOWN_SIGN}\n\n{parts[0].lstrip()}"
    if not is_html and len(text) > LONGEST_MARKDOWN:
        remarks.add(
            RemarkKind.BODY_CHANGED,
            f"the text is longer than {LONGEST_MARKDOWN:,} characters: its Markdown is shown as it "
            "is written",
            "divide it into several articles, or write it in HTML",
        )
    return parts


def _name_unshown(text: str, remarks: RemarkList, *, is_html: bool):
    """Remark on tags that the sanitiser drops with what they did on the old page."""
    found = list(_UNSHOWN.finditer(text))
    if not found:
        return
    code = code_ranges(text, is_html=is_html)
    starts = [one.start for one in code]
    for match in found:
        index = bisect_right(starts, match.start()) - 1
        is_inside = index >= 0 and code[index].start < match.start() < code[index].end
        is_code = index >= 0 and code[index].start == match.start() and match[1].lower() != "script"
        if not is_inside and not is_code:
            done = f"a <{match[1].lower()}> is not shown here"
            remarks.add(RemarkKind.BODY_LEFT_OUT, done, "see whether something is missing")


def _as_markdown(body: str) -> str:
    """A body that begins with a tag or a comment, and is Markdown all the same, with a sign for it.

    It is Markdown if there are words after its first comments, or a heading, a list, a quotation or
    a fence on a line of its own. Other bodies are returned as they are.
    """
    if not body.lstrip().startswith("<"):
        return body
    rest = _FIRST_COMMENTS.sub("", body, count=1)
    if rest.strip() and not looks_like_html(rest):
        return rest
    match = _MARKDOWN_BLOCK.search(body)
    if not match or not looks_like_html(body):
        return body
    code = [] if match["fence"] else code_ranges(body, is_html=True)
    if any(one.start <= match.start() < one.end for one in code):
        return body
    return f"{MARKDOWN_SIGN}\n\n{body.lstrip()}"


class _Conversion:
    """Writes the text again, mark by mark."""

    def __init__(self, page: BodyPage, remarks: RemarkList, resolved: set[str], is_html: bool):
        self.page, self.is_html = page, is_html
        self.shortcodes = Shortcodes(page, remarks, resolved, self.write, is_html=is_html)
        self.liquid = Liquid(
            page, remarks, resolved, self.write, self.shortcodes.piece, is_html=is_html
        )

    def convert(self, body: str) -> str:
        code = code_ranges(body, is_html=self.is_html)
        nodes = read_marks(body, code, is_liquid=self.page.is_liquid)
        return body if nodes == [body] else self.write(nodes)

    def write(self, nodes: list[Node]) -> str:
        assembly = Assembly(is_html=self.is_html)
        for node in nodes:
            if isinstance(node, str):
                assembly.add_text(node)
            else:
                assembly.add(self._piece(node))
        return assembly.text()

    def _piece(self, node: Node) -> Piece:
        if isinstance(node, Shortcode):
            return self.shortcodes.piece(node)
        if isinstance(node, LiquidTag):
            return self.liquid.tag(node)
        if isinstance(node, LiquidOutput):
            return Piece(self.liquid.output(node))
        assert isinstance(node, Verbatim)
        return Piece(node.text.replace("<", "&lt;").replace(">", "&gt;"))
