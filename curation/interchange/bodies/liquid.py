"""Jekyll's and Hexo's Liquid: tags and outputs."""

from collections.abc import Callable

from curation.interchange.bodies.assembling import Piece
from curation.interchange.bodies.marks import LiquidOutput, LiquidTag, Node
from curation.interchange.bodies.page import BodyPage, RemarkList
from curation.interchange.bodies.pieces import Pieces
from curation.interchange.remarks import RemarkKind


class Liquid:
    """Says what each Liquid mark of one body becomes. `write`: nodes -> their converted text."""

    def __init__(
        self,
        page: BodyPage,
        remarks: RemarkList,
        resolved: set[str],
        write: Callable[[list[Node]], str],
        *,
        is_html: bool,
    ):
        self.page, self.remarks, self.write = page, remarks, write
        self.resolved = resolved
        self.make = Pieces(is_html=is_html)

    def tag(self, node: LiquidTag) -> Piece:
        if node.name == "highlight" and node.children is not None:
            return self.make.code(self.write(node.children), node.markup.partition(" ")[0])
        if node.name == "raw" and node.children is not None:
            return Piece(self.write(node.children))
        self.remarks.add(RemarkKind.BODY_LEFT_OUT, f"the Liquid tag “{node.name}” was taken out")
        return self.make.inner(self.write(node.children)) if node.children else Piece()

    def output(self, node: LiquidOutput) -> str:
        self.remarks.add(RemarkKind.BODY_LEFT_OUT, f"“{node.source}” was taken out")
        return ""
