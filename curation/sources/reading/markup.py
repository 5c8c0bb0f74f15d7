"""From the bytes of a page to a tree: bounded in size and depth, whatever the bytes are."""

from __future__ import annotations

import codecs
import re

from lxml import etree

MAX_BYTES = 2 * 1024 * 1024
"""What stands behind the first 2 MB of a page is not read."""

DECLARED_CHARSET = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]{2,40})|^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w:.-]{2,40})""",
    re.IGNORECASE,
)
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The names that the web uses for a charset mean its superset (WHATWG Encoding Standard, "labels").
SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    # A page whose declaration can be read as ASCII cannot be UTF-16.
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
LABELS = {"x-sjis": "cp932", "windows-31j": "cp932", "ks_c_5601-1987": "cp949", "utf8mb4": "utf-8"}
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
    """The text of the bytes, by byte order mark, HTTP header, declaration, or the bytes' own "
    "form."""
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        # The cap may have cut the last letter in two; that is no other charset.
        if error.start >= len(data) - 3:
            return data.decode(errors="replace")
        broken_at = error.start
    declared = DECLARED_CHARSET.search(data[:4096])
    for label in (charset, (declared[1] or declared[2] or b"").decode() if declared else ""):
        codec = known_codec(label)
        if codec and codec != "utf-8":
            return data.decode(codec, "replace")
        if codec:
            # Declared as UTF-8 and mostly so: a few broken bytes stay a few broken letters.
            text = data.decode(errors="replace")
            if text.count("\ufffd") * 20 < sum(byte > 0x7F for byte in data[:200_000]):
                return text
    return data.decode(guess(data[max(0, broken_at - 2000) : broken_at + 6000]), "replace")


def known_codec(label: str) -> str:
    """Python's codec for a charset label, empty when there is none."""
    label = label.strip().strip("\"'").lower()
    try:
        name = codecs.lookup(LABELS.get(label, label)).name if label else ""
    except (LookupError, ValueError):
        return ""
    return SUPERSETS.get(name, name)


def guess(sample: bytes) -> str:
    """The likeliest charset of text that declares none and is not UTF-8."""
    from charset_normalizer import from_bytes  # imported late: rarely needed, slow to import

    best = from_bytes(sample, steps=3, chunk_size=512).best()
    return known_codec(best.encoding) if best else "cp1252"


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
