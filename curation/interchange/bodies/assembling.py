"""Puts a converted text together, so that Markdown reads blocks and words as what they are."""

import re
from dataclasses import dataclass

# What may stand before a block on its line: indentation, quotation marks, the sign of a list.
_PREFIX = re.compile(r"(?P<before>[ \t>]*)(?P<sign>(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)")

_LINE_END = re.compile(r"[ \t]*(\r?\n)")
_BLANK_LINE = re.compile(r"[ \t>]*(?:\r?\n|\Z)")


@dataclass(frozen=True, slots=True)
class Piece:
    """What a mark becomes. `is_block`: a paragraph of its own or more, not words in a line."""

    text: str = ""
    is_block: bool = False


class Assembly:
    """Collects texts and pieces in order.

    In Markdown, a block gets blank lines around it, and the indentation and quotation marks of the
    line on which it begins: so it stays in its list or quotation.
    """

    def __init__(self, *, is_html: bool):
        self.is_html = is_html
        self._parts: list[str] = []
        self._line = ""  # the last line so far
        self._indent = ""  # of the last block
        self._pending: str | None = None  # blanks after a block, until words follow
        self._after_nothing = False

    def add_text(self, text: str):
        """Add text of the source."""
        if self._pending is not None:
            self._pending += text
            if not text.strip():
                return
            text, self._pending = self._pending, None
            if not (found := _LINE_END.match(text)):
                text = f"\n\n{self._indent}{text.lstrip()}"
            elif not _BLANK_LINE.match(text, found.end()):
                text = f"\n{text[found.start(1) :]}"
        elif self._after_nothing and not self._line.strip(" \t") and self._parts:
            text = _LINE_END.sub("", text, count=1)  # the line held nothing else: it goes
        self._after_nothing = False
        self._append(text)

    def add(self, piece: Piece):
        """Add what a mark became."""
        text = piece.text.strip("\r\n") if piece.is_block else piece.text
        if not text:
            self._after_nothing = True
        elif not piece.is_block or self.is_html:
            self.add_text(text)
        else:
            self._add_block(text)

    def _add_block(self, text: str):
        prefix = _PREFIX.fullmatch(self._line)
        indent = self._indent = self._prefix() if self._pending is None else self._indent
        if self._pending is not None or not prefix:
            self._append(f"\n{indent.rstrip()}\n{indent}")
        elif not prefix["sign"] and not self._follows_blank_line():
            self._append(f"\n{indent}")
        self._append(text.replace("\n", f"\n{indent}") if indent else text)
        self._pending = ""

    def _prefix(self) -> str:
        match = _PREFIX.match(self._line)
        return match["before"] + " " * len(match["sign"])

    def _follows_blank_line(self) -> bool:
        tail = "".join(self._parts[-3:]).split("\n")
        return len(tail) < 2 or not tail[-2].strip(" \t\r>")

    def _append(self, text: str):
        if text:
            self._parts.append(text)
            head, newline, last = text.rpartition("\n")
            self._line = last if newline else self._line + last

    def text(self) -> str:
        return "".join(self._parts) + (self._pending or "")
