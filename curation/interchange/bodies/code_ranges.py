"""Where a text holds code samples and comments, in which nothing is converted."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from markdown_it import MarkdownIt

from markup.markdown import LONGEST_MARKDOWN


@dataclass(frozen=True, slots=True, order=True)
class CodeRange:
    """From `start` to before `end`. `is_indented`: code only because its lines are indented."""

    start: int
    end: int
    is_indented: bool = False


_HTML = r"<!--|<(?P<tag>pre|code|script|style|textarea)\b"
_IN_HTML = re.compile(_HTML, re.IGNORECASE)
# A fence may stand in a quotation or a list; one of backticks has none in its info string.
_IN_MARKDOWN = re.compile(
    r"^[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)*+(?P<fence>`{3,}+(?=[^`\n]*+$)|~{3,}+)"
    rf"|\\.|(?P<ticks>`++)|{_HTML}",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSING_FENCE = {
    char: re.compile(rf"^[ \t>]*+({char}{{3,}}+)[ \t]*+$", re.MULTILINE) for char in "`~"
}
_TICKS = re.compile("`++")
_BLANK_LINE = re.compile(r"^[ \t\r]*+$", re.MULTILINE)
_INDENTED = re.compile(r"^(?: {4}| {0,3}\t)[ \t]*+\S", re.MULTILINE)
_BLOCKS = MarkdownIt("commonmark", {"html": True})
_BLOCKS.core.ruler.enableOnly(["normalize", "block"])


def code_ranges(text: str, *, is_html: bool) -> list[CodeRange]:
    """The code samples and HTML comments of a body, in order, without overlaps.

    In HTML only `<pre>`, `<code>` and the like; in Markdown also fences, indented code and spans
    between backticks.
    """
    ranges = [] if is_html else _indented_code(text)
    spans = _CodeSpans(text)
    pattern = _IN_HTML if is_html else _IN_MARKDOWN
    starts = [one.start for one in ranges]
    indented = list(ranges)
    unclosed: set[str] = set()
    position = 0
    while match := pattern.search(text, position):
        position = match.end()
        before = bisect_right(starts, match.start()) - 1
        if before >= 0 and match.start() < indented[before].end:
            position = max(position, indented[before].end)
            continue
        end = None
        if tag := match["tag"]:
            end = _after(text, f"</{tag.lower()}", position, unclosed)
        elif match[0] == "<!--":
            end = _after(text, "-->", position, unclosed) or len(text)
        elif not is_html and match["fence"]:
            end = _end_of_fence(text, match["fence"], position)
        elif not is_html and match["ticks"]:
            end = spans.end_of(match)
        if end:
            ranges.append(CodeRange(match.start(), end))
            position = end
    return sorted(ranges)


def _after(text: str, closing: str, position: int, unclosed: set[str]) -> int | None:
    """The end of the next `closing`, in any case; None where there is none.

    What was looked for in vain once is not looked for again.
    """
    if closing in unclosed:
        return None
    if found := re.compile(re.escape(closing) + r"(?:\s*>)?", re.IGNORECASE).search(text, position):
        return found.end()
    unclosed.add(closing)
    return None


def _end_of_fence(text: str, fence: str, position: int) -> int:
    for match in _CLOSING_FENCE[fence[0]].finditer(text, position):
        if len(match[1]) >= len(fence):
            return match.end()
    return len(text)  # CommonMark 4.5: an unclosed fence ends with the document


class _CodeSpans:
    """Finds the ends of code spans: the next run of as many backticks in the same paragraph."""

    def __init__(self, text: str):
        self.text, self.runs, self.blank_lines = text, None, []

    def end_of(self, opening: re.Match) -> int | None:
        if self.runs is None:
            self.blank_lines = [match.start() for match in _BLANK_LINE.finditer(self.text)]
            self.runs = {}
            for match in _TICKS.finditer(self.text):
                self.runs.setdefault(len(match[0]), []).append(match.start())
        length = len(opening["ticks"])
        same = self.runs.get(length, [])
        index = bisect_right(same, opening.start())
        if index == len(same):
            return None
        line = bisect_right(self.blank_lines, opening.start())
        if line < len(self.blank_lines) and self.blank_lines[line] < same[index]:
            return None
        return same[index] + length


def _indented_code(text: str) -> list[CodeRange]:
    """Indented code, as CommonMark sees it. Text too long to be shown as Markdown has none."""
    if len(text) > LONGEST_MARKDOWN or not _INDENTED.search(text):
        return []
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text)), len(text)]
    return [
        CodeRange(starts[token.map[0]], starts[min(token.map[1], len(starts) - 1)], True)
        for token in _BLOCKS.parse(text)
        if token.type == "code_block"
    ]
