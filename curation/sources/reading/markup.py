"""From the bytes of a page to a tree: bounded in size and depth, whatever the bytes are."""

from __future__ import annotations

import codecs
import re

from lxml import etree

from curation.sources.door.charset import charset_of, decoded

MAX_BYTES = 2 * 1024 * 1024
"""What stands behind the first 2 MB of a page is not read."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def parse(html: bytes | str, charset: str = "") -> etree._Element | None:
    """The page's tree, or None when there is no element in it.

    ``charset`` is what the HTTP header said, if anything. Elements nested deeper than libxml2's
    own bound (256) end the tree there; nothing that walks it can run out of stack.
    """
    text = html[:MAX_BYTES] if isinstance(html, str) else decode(html[:MAX_BYTES], charset)
    text = CONTROL.sub("", text)
    if not text.strip():
        return None
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False, no_network=True
    )
    try:
        return etree.fromstring(text.encode(), parser=parser)
    except etree.ParserError:
        return None
    except etree.XMLSyntaxError:
        return None


def decode(data: bytes, charset: str = "") -> str:
    """The text of the bytes. What is UTF-8 throughout is UTF-8, whatever it declares: saved pages
    keep the declarations of their first lives."""
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            # Not final: the cap may have cut the last letter in two.
            return codecs.getincrementaldecoder("utf-8")().decode(data).removeprefix("\ufeff")
        except UnicodeDecodeError:
            pass
    return decoded(data, charset_of(data, charset or None), truncated=True)


def text_of(element: etree._Element, limit: int = 2000) -> str:
    """The element's text in one line, cut at ``limit`` characters; scripts and styles left out."""
    parts: list[str] = []
    length = 0
    if not len(element):
        return one_line((element.text or "")[: limit * 2])[:limit]
    skipped = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if skipped or node.tag in UNREAD:
                skipped += 1
                continue
            if node.tag in BREAKING:
                parts.append(" ")
            piece = node.text
        else:
            if skipped:
                skipped -= 1
                if skipped:
                    continue
            elif node.tag in BREAKING:
                parts.append(" ")
            piece = node.tail if node is not element else None
        if piece:
            parts.append(piece)
            length += len(piece)
            if length > limit * 3:
                break
    return one_line("".join(parts))[:limit]


def one_line(text: str) -> str:
    """The text without line breaks, soft hyphens and other invisible marks."""
    return " ".join(INVISIBLE.sub("", text).split())


INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")


UNREAD = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "select",
    "textarea",
    "iframe",
    "button",
}
BREAKING = {
    "br", "p", "div", "li", "ul", "ol", "td", "th", "tr", "table", "section", "article", "header",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "dl", "hr", "figure", "figcaption",
    "blockquote", "address", "time",
}  # fmt: skip
