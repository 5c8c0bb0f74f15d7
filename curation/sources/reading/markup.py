"""From the bytes of a page to a tree: bounded in size and depth, whatever the bytes are."""

from __future__ import annotations

import codecs

from lxml import etree

from curation.sources.characters import INVISIBLE, NOT_IN_XML
from curation.sources.door.charset import charset_of, decoded

MAX_BYTES = 2 * 1024 * 1024  # what is behind the first 2 MB of a page is not read

# Elements whose text readers do not read.
UNREAD = frozenset("script style noscript template svg select textarea iframe button".split())
# Elements that begin a new line, so that words on either side of a tag do not run together.
BREAKING = frozenset(
    "br p div li ul ol td th tr table section article header footer h1 h2 h3 h4 h5 h6 dd dt dl hr "
    "figure figcaption blockquote address time".split()
)


def parse(html: bytes | str, charset: str = "") -> etree._Element | None:
    """Return the page's tree, or None when there is no element in it.

    charset: what the HTTP header said, if anything. Elements nested deeper than libxml2's own
    bound (256) end the tree there, so nothing that walks it can run out of stack.
    """
    text = html[:MAX_BYTES] if isinstance(html, str) else decode(html[:MAX_BYTES], charset)
    text = NOT_IN_XML.sub("", text)
    if not text.strip():
        return None
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False, no_network=True
    )
    try:
        return etree.fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def text_of(element: etree._Element, limit: int = 2000) -> str:
    """Return the element's text in one line, cut at `limit` characters, without scripts."""
    if not len(element):
        return one_line((element.text or "")[: limit * 2])[:limit]
    parts: list[str] = []
    length = 0
    depth_unread = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if depth_unread or node.tag in UNREAD:
                depth_unread += 1
                continue
            if node.tag in BREAKING:
                parts.append(" ")
            piece = node.text
        else:
            if depth_unread:
                depth_unread -= 1
                if depth_unread:
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
    """Return the text without line breaks, soft hyphens and other invisible characters."""
    return " ".join(INVISIBLE.sub("", text).split())


def decode(data: bytes, charset: str = "") -> str:
    """Return the text of the bytes.

    What is UTF-8 throughout is UTF-8, whatever it declares: pages that were converted or saved
    often keep the declaration of their former charset.
    """
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            # Not final: the cap may have cut the last character in two.
            return codecs.getincrementaldecoder("utf-8")().decode(data).removeprefix("\ufeff")
        except UnicodeDecodeError:
            pass
    return decoded(data, charset_of(data, charset or None), truncated=True)
