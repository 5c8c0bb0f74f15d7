"""A body with marks of another system -> the same text without them."""

import re
from dataclasses import dataclass

from curation.interchange.bodies.assembling import Assembly, Piece
from curation.interchange.bodies.code_ranges import code_ranges
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
from curation.interchange.remarks import Remark
from markup.sanitise import looks_like_html

_MARKS = re.compile(r"\{\{|\{%")


@dataclass(frozen=True, slots=True)
class ConvertedBody:
    """The text that is stored, and what is to be said about it."""

    text: str
    remarks: tuple[Remark, ...] = ()


def convert(body: str, page: BodyPage) -> ConvertedBody:
    """Replace marks of another system by what they mean; Markdown stays Markdown, HTML stays HTML.

    A body without such marks comes back as the same string. Nothing is read but whether files
    beside the page exist.
    """
    remarks = RemarkList()
    is_html = page.is_html or looks_like_html(body)
    if _MARKS.search(body):
        body = _Conversion(page, remarks, is_html).convert(body)
    return ConvertedBody(body, remarks.as_tuple())


class _Conversion:
    """Writes the text again, mark by mark."""

    def __init__(self, page: BodyPage, remarks: RemarkList, is_html: bool):
        self.page, self.is_html = page, is_html
        self.shortcodes = Shortcodes(page, remarks, self.write, is_html=is_html)
        self.liquid = Liquid(page, remarks, self.write, is_html=is_html)

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
