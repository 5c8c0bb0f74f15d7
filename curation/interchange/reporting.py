"""The report of an import: its remarks, counted by kind, on standard error and in a CSV file."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from curation.interchange.remarks import Remark, RemarkKind

# Kinds that nearly every file of a foreign folder has: written once for each key, and counted.
ONCE_A_KEY = (
    RemarkKind.UNKNOWN_KEY,
    RemarkKind.ADDRESS_MADE,
    RemarkKind.SECTION_CHOSEN,
    RemarkKind.HTML_SHOWN,
)
# What begins a formula; spreadsheets of East Asia read the wide forms as well.
_FORMULAS = tuple("=+-@＝＋－＠")  # noqa: RUF001
COLUMNS = ("file", "line", "column", "kind", "key", "what was done", "what to do")


class Report:
    """Collects the remarks of one run; memory grows with the number of different keys alone.

    `write`: called with one line for each remark, at once but for the kinds of ONCE_A_KEY.
    `csv_file`: a text file that gets a line for every remark, or None.
    `write_all`: False in a dry run, which prints counts and the failures only.
    """

    def __init__(self, write: Callable[[str], None], csv_file=None, *, write_all: bool = True):
        self.write, self.write_all = write, write_all
        self.counts: Counter[RemarkKind] = Counter()
        self.examples: dict[RemarkKind, str] = {}
        self._counted: Counter[tuple[RemarkKind, str]] = Counter()
        self._first: dict[tuple[RemarkKind, str], str] = {}
        self._csv = csv.writer(csv_file) if csv_file else None
        if self._csv:
            self._csv.writerow(COLUMNS)

    def add(self, path: Path, remark: Remark, line: int | None = None, column: int | None = None):
        """Take up one remark about the file at `path`; `line` and `column` where it is known."""
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        sentence = on_one_line(f"{place}: {remark}")
        self.counts[remark.kind] += 1
        self.examples.setdefault(remark.kind, sentence)
        if self._csv:
            self._csv.writerow([
                _cell(str(part))
                for part in (
                    path, line or "", column or "", remark.kind.value, remark.key, remark.done,
                    remark.to_do,
                )
            ])  # fmt: skip
        if remark.kind in ONCE_A_KEY:
            key = (remark.kind, remark.key.lower())
            self._counted[key] += 1
            self._first.setdefault(key, sentence)
        elif self.write_all or remark.kind == RemarkKind.FAILED:
            self.write(sentence)

    def write_counted(self):
        """Write the remarks that are written once: the first of each key, and how many more."""
        if not self.write_all:
            return
        for key, sentence in self._first.items():
            more = self._counted[key] - 1
            self.write(f"{sentence} (and {more} more like this)" if more else sentence)

    def summary(self) -> Iterator[str]:
        """Lines for people: the number of remarks of each kind, with an example each."""
        for kind, count in self.counts.most_common():
            yield f"{count:6}  {kind.label}"
            yield f"        for example {self.examples[kind]}"


def on_one_line(text: str) -> str:
    """Return a text without characters that break the line, or steer the terminal showing it."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula. Source: OWASP, *CSV Injection*."""
    text = on_one_line(text)
    return f"'{text}" if text.lstrip().startswith(_FORMULAS) else text
