"""kramdown's attributes in braces, tables of contents, and formulas.

Source: https://kramdown.gettalong.org/syntax.html. Goldmark's `{.class}` after a block is the same
without the colon.
"""

import re

from django.utils.html import escape

from curation.interchange.bodies.assembling import Piece
from curation.interchange.bodies.page import RemarkList
from curation.interchange.bodies.pieces import Pieces
from curation.interchange.bodies.rewriting import rewrite
from curation.interchange.remarks import RemarkKind

_BRACES = re.compile(r"\{::?[^|{}]|^[ \t>]*\{[.#]|\)\{", re.MULTILINE)
_OTHERS = re.compile(r"\smarkdown=|^\*\[", re.MULTILINE)
_CONTENTS = re.compile(r"^[ \t]*\[\[?_?toc_?\]", re.IGNORECASE | re.MULTILINE)
_MARK = re.compile(
    r"""(?P<contents>^[ \t]*(?:[-*+]|\d\.)[ \t]+[^\n]{0,99}\n[ \t]*\{:[ \t]*toc
            [^\n{}]{0,99}\}[ \t]*$
        |^[ \t]*\[\[?_?toc_?\]\]?[ \t]*$)
    |(?P<heading>^\#{1,6}[ \t][^\n]{1,500}\n)\{:(?P<of_heading>[^\n{}]{1,300})\}[ \t]*$
    |^[ \t>]*\{:?(?=[ \t]*[.\#\w])(?P<of_block>[^\n{}]{1,300})\}[ \t]*$
    |(?P<definition>^[ ]{0,3}\{:[\w-]+:[^\n{}]{0,300}\}[ \t]*$)
    |(?P<comment>\{::comment\}(?:(?!\{::comment).)*?\{:/(?:comment)?\})
    |(?P<extension>\{:(?::[a-z]+[^\n{}]{0,200}|/[a-z]*)\})
    |\{:(?P<of_words>[^\n{}]{1,300})\}
    |(?<=\))\{(?P<of_link>[^\n{}:][^\n{}]{0,300})\}
    |(?P<tag><[a-z][^<>\n]{0,500}?)\s(?P<markdown>markdown=["']?(?:1|block|span)["']?)
        (?P<rest>[^<>\n]{0,300}>)(?P<line_end>[ \t]*\n)?
    |(?P<abbreviation>^\*\[[^\]\n]{1,99}\]:[^\n]{0,300}$)
    |^[ \t]*\$\$[ \t]*\n(?P<formula>[^$]{1,5000}?)\n[ \t]*\$\$[ \t]*$
    |\$\$(?P<inline_formula>[^\s$][^$\n]{0,500})\$\$""",
    re.VERBOSE | re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTES = re.compile(
    r"""[ \t]*(?:(?:[.\#][\w:-]++|[\w-]++=(?:"[^"]*+"|'[^']*+'|[\w.%/-]++)|toc)[ \t]*+){1,20}""",
    re.VERBOSE,
)
_ID = re.compile(r"#([\w:-]+)")


def without_attributes(text: str, remarks: RemarkList, *, is_html: bool) -> str:
    """The text without such marks; the same string where it has none. HTML has none."""
    if is_html or not (
        ("{" in text and _BRACES.search(text))
        or "$$" in text
        or _CONTENTS.search(text)
        or _OTHERS.search(text)
    ):
        return text
    make = Pieces(is_html=is_html)

    def changed(done: str):
        remarks.add(RemarkKind.BODY_CHANGED, done)

    def piece(match: re.Match) -> Piece | None:
        if match["contents"]:
            changed("the mark of the table of contents was taken out")
            return Piece()
        if match["definition"] or match["comment"] or match["extension"]:
            changed("marks of kramdown, as in “{::comment}”, were taken out")
            return Piece()
        if match["abbreviation"]:
            changed("explanations of abbreviations, as in “*[ICU]: …”, were taken out")
            return Piece()
        if match["markdown"]:
            # Here Markdown within HTML needs a blank line before it.
            return Piece(f"{match['tag']}{match['rest']}{2 * chr(10) if match['line_end'] else ''}")
        if match["formula"]:
            changed("a formula is shown as it is written")
            return make.code(match["formula"], "latex")
        if formula := match["inline_formula"]:
            if not re.search(r"[\\^_={}]", formula):
                return None  # an amount of money
            changed("a formula is shown as it is written")
            return Piece(f"<code>{escape(formula)}</code>" if "`" in formula else f"`{formula}`")
        return attributes(match)

    def attributes(match: re.Match) -> Piece | None:
        words = match["of_heading"] or match["of_block"] or match["of_words"] or match["of_link"]
        if not _ATTRIBUTES.fullmatch(words):
            return None
        changed("attributes in braces, as in “{: .wide}”, were taken out")
        if heading := match["heading"]:
            found = _ID.search(words)
            return Piece(f"{heading.rstrip()} {{#{found[1]}}}" if found else heading.rstrip())
        return Piece()

    return rewrite(text, _MARK, piece, is_html=is_html)
