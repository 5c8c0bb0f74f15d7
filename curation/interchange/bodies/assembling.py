"""Puts a converted text together, so that Markdown reads blocks and words as what they are."""

import re
from dataclasses import dataclass

# What may stand before a block on its line: indentation, quotation marks, the sign of a list.
_PREFIX = re.compile(r"(?P<before>[ \t>]*)(?P<sign>(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)")
_LINE_END = re.compile(r"[ \t]*(\r?\n)")
_BLANK_LINE = re.compile(r"[ \t>]*(?:\r?\n|\Z)")
_TAG_LINES = re.compile(r"\s*(?:[ \t]*<[^\n]*+\n?)*")
_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
_HTML_LINE = re.compile(r"[ \t]*</?[a-z]", re.IGNORECASE)
_LIST_LINE = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_LOOKED_BACK = 5_000  # characters before a block, to see where it stands


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
        self._parts: list[str] = []  # whole lines
        self._line = ""  # the last line so far
        self._indent = ""  # of the last block
        self._is_in_html = False  # whether the last block stands within HTML
        self._pending: str | None = None  # blanks after a block, until words follow
        self._after_nothing = False

    def add_text(self, text: str):
        """Add text of the source."""
        if self._pending is not None:
            self._pending += text
            if not text.strip():
                return
            text, self._pending = self._after_block(self._pending), None
        elif self._after_nothing and self._parts and not self._line.strip(" \t"):
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

    def text(self) -> str:
        """All of it."""
        return "".join(self._parts) + self._line + (self._pending or "")

    # ---------------------------------------------------------------- blocks

    def _add_block(self, text: str):
        if self._pending is not None:
            self._append(f"\n{self._indent.rstrip()}\n{self._indent}")
        elif prefix := _PREFIX.fullmatch(self._line):
            self._begin_block(prefix)
        else:
            self._indent, self._is_in_html = _of_block(_PREFIX.match(self._line)), False
            self._append(f"\n{self._indent.rstrip()}\n{self._indent}")
        self._append(text.replace("\n", f"\n{self._indent}") if self._indent else text)
        self._pending = ""

    def _begin_block(self, prefix: re.Match):
        """Begin a block on a line that holds nothing else yet."""
        self._indent, self._is_in_html = _of_block(prefix), False
        if prefix["sign"]:
            return
        lines = self._lines_before()
        self._is_in_html = _is_in_html(lines)
        if self._is_in_html or (len(self._indent) > 3 and not _is_in_list(lines, self._indent)):
            self._indent = ""  # four blanks would make it code
        self._line = self._indent
        if lines and lines[-1].strip(" \t\r>"):
            self._append(f"\n{self._indent}")

    def _after_block(self, text: str) -> str:
        """The text that follows a block, after a blank line."""
        if not (found := _LINE_END.match(text)):
            return f"\n\n{self._indent}{text.lstrip()}"
        if not _BLANK_LINE.match(text, found.end()):
            text = f"\n{text[found.start(1) :]}"
        if self._is_in_html:  # an indented end tag after a blank line would be code
            tags = _TAG_LINES.match(text)[0]
            text = _INDENTATION.sub("", tags) + text[len(tags) :]
        return text

    def _lines_before(self) -> list[str]:
        """Some whole lines before this one."""
        found, length = [], 0
        for part in reversed(self._parts):
            found.append(part)
            length += len(part)
            if length > _LOOKED_BACK:
                break
        return "".join(reversed(found))[-_LOOKED_BACK:].split("\n")[:-1]

    def _append(self, text: str):
        head, newline, last = text.rpartition("\n")
        if newline:
            self._parts.append(f"{self._line}{head}\n")
            self._line = last
        else:
            self._line += last


def _of_block(prefix: re.Match) -> str:
    """What stands before all lines of a block that begins after this."""
    return prefix["before"] + " " * len(prefix["sign"])


def _is_in_html(lines: list[str]) -> bool:
    """Whether the lines since the last blank one begin with a tag: Markdown is not read there."""
    first = ""
    for line in reversed(lines):
        if not line.strip():
            break
        first = line
    return bool(_HTML_LINE.match(first))


def _is_in_list(lines: list[str], indent: str) -> bool:
    """Whether a line with this indentation belongs to an item of a list above it."""
    width = len(indent.expandtabs(4))
    for line in reversed(lines):
        line = line.expandtabs(4)
        own = len(line) - len(line.lstrip())
        if not line.strip() or own >= width:
            continue
        if _LIST_LINE.match(line):
            return True
        if not own:
            return False
        width = own
    return False
