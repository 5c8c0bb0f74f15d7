"""Puts a converted text together, so that Markdown reads blocks and words as what they are."""

import re
from dataclasses import dataclass

# What may stand before a block on its line: indentation, quotation marks, the sign of a list.
_PREFIX = re.compile(r"(?P<before>[ \t>]*)(?P<sign>(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)")


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
        self._after_block = False
        self._after_nothing = False

    def add_text(self, text: str):
        """Add text of the source."""
        if self._after_block:
            rest = text.lstrip(" \t")
            if rest.startswith(("\n", "\r\n")):
                text = rest
                after = rest.removeprefix("\r").removeprefix("\n").lstrip(" \t>")
                if after and not after.startswith(("\n", "\r")):
                    text = "\n" + text
            elif rest:
                text = f"\n\n{self._prefix()}{rest}"
            self._after_block = not text.strip(" \t") and self._after_block
        elif self._after_nothing and not self._line.strip(" \t") and self._parts:
            # The line held nothing else: it goes.
            text = re.sub(r"\A[ \t]*\r?\n", "", text, count=1)
        self._after_nothing = False
        self._append(text)

    def add(self, piece: Piece):
        """Add what a mark became."""
        if not piece.is_block or self.is_html:
            self._after_nothing = not piece.text
            if piece.text:
                if self._after_block:
                    self.add_text(piece.text)
                else:
                    self._append(piece.text)
            return
        text = piece.text.strip("\r\n")
        if not text:
            self._after_nothing = True
            return
        prefix = _PREFIX.fullmatch(self._line)
        if self._after_block or not prefix:
            indent = self._prefix()
            self._append(f"\n{indent.rstrip()}\n{indent}")
        else:
            indent = self._prefix()
            if not prefix["sign"] and len(self._parts) and not self._ends_with_blank_line():
                self._append(f"\n{indent}")
        self._append(text.replace("\n", f"\n{indent}") if indent else text)
        self._after_block = True

    def _prefix(self) -> str:
        match = _PREFIX.match(self._line)
        return match["before"] + " " * len(match["sign"])

    def _ends_with_blank_line(self) -> bool:
        tail = "".join(self._parts[-3:])
        lines = tail.split("\n")
        return len(lines) < 2 or not lines[-2].strip(" \t\r>")

    def _append(self, text: str):
        if text:
            self._parts.append(text)
            head, newline, last = text.rpartition("\n")
            self._line = last if newline else self._line + last

    def text(self) -> str:
        return "".join(self._parts)
