"""Replaces what a pattern finds in a text, but for code samples."""

import re
from bisect import bisect_right
from collections.abc import Callable

from curation.interchange.bodies.assembling import Assembly, Piece
from curation.interchange.bodies.code_ranges import code_ranges


def rewrite(
    text: str,
    pattern: re.Pattern,
    piece: Callable[[re.Match], Piece | None],
    *,
    is_html: bool,
) -> str:
    """The text with what `piece` makes of each match; None leaves it. Code samples stay.

    A match that is a whole comment is read, although comments count as code.
    """
    code = code_ranges(text, is_html=is_html)
    starts = [one.start for one in code]
    assembly, done = Assembly(is_html=is_html), 0
    for match in pattern.finditer(text):
        index = bisect_right(starts, match.start()) - 1
        if index >= 0 and match.start() < code[index].end:
            if not (match[0].startswith("<!--") and code[index].start == match.start()):
                continue
        new = piece(match)
        if new is not None:
            assembly.add_text(text[done : match.start()])
            assembly.add(new)
            done = match.end()
    if not done:
        return text
    assembly.add_text(text[done:])
    return assembly.text()
