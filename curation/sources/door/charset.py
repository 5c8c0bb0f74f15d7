"""From bytes to text: which charset a page is written in.

Labels and what they stand for follow the Encoding Standard (https://encoding.spec.whatwg.org), as
`webencodings` carries it: a page that says ISO-8859-1 is read as windows-1252, as in a browser.
The exceptions are the tables `CODECS`, `UNUSABLE` and `VENDOR_LABELS`.
"""

import codecs
import re

import webencodings
from charset_normalizer import from_bytes

from curation.sources.door.head import declared_charset

# Encodings of the standard that Python reads with a codec of another name than webencodings
# gives. The standard decodes GBK (GB2312 is a label of it) with the decoder of gb18030; Python's
# own gbk codec knows fewer characters. Shift_JIS, EUC-KR and Big5 are already widened by
# webencodings to cp932, cp949 and big5hkscs, which is what the standard describes.
CODECS = {"gbk": "gb18030"}

# Encodings of the standard that say nothing about a page's text. "replacement" makes browsers
# show one error character (for ISO-2022-KR, HZ and others that can hide markup);
# "x-user-defined" is for binary data. Pages that name one of them are examined instead.
UNUSABLE = frozenset(["replacement", "x-user-defined"])

# Labels that the standard does not have, but servers send: the names of Windows code pages and of
# codecs in Java, Python and PHP.
VENDOR_LABELS = {
    "cp65001": "utf-8",
    "latin-1": "cp1252",
    "macroman": "mac-roman",
    "shiftjis": "cp932",
    "cp932": "cp932",
    "eucjp": "euc_jp",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "euc-cn": "gb18030",
    "big5hkscs": "big5hkscs",
    "cp949": "cp949",
    "ms949": "cp949",
    "euckr": "cp949",
}
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}

# What detection chooses from, in charset-normalizer's spelling: the charsets of old web pages. It
# knows others too (those of mainframes and DOS), which no web page uses.
DETECTABLE = [
    *(f"cp{number}" for number in range(1250, 1259)),
    *("cp874", "iso8859_2", "koi8_r"),
    *("cp932", "euc_jp", "gb18030", "big5hkscs", "cp949"),
]
SAMPLE_LENGTH = 16 * 1024  # bytes that detection looks at: a bound on its time
FALLBACK = "cp1252"  # what browsers assume for Western languages

TAG_ENDS = re.compile(rb"[<>]")


def charset_of(body: bytes, http_label: str | None) -> str:
    """Return the name of the Python codec that reads a page's bytes.

    The first of these that gives a charset decides: a byte order mark, the charset of the HTTP
    header, the page's own meta tag, detection. (The mark is part of the bytes themselves: where
    the header contradicts it, the header could only show the page as garbage.)
    """
    for mark, codec in BYTE_ORDER_MARKS.items():
        if body.startswith(mark):
            return codec
    if codec := codec_for(http_label):
        return codec
    if codec := codec_for(declared_charset(body)):
        # The tag was found by reading the bytes as ASCII, so the page cannot be UTF-16.
        return "utf-8" if codec.startswith("utf-16") else codec
    return _detected(body)


def decoded(body: bytes, codec: str, *, truncated: bool = False) -> str:
    """Return the text without its byte order mark; bytes that cannot be read become U+FFFD.

    truncated: the body was cut; a character that was cut in two at its end is left out.
    """
    decoder = codecs.getincrementaldecoder(codec)(errors="replace")
    return decoder.decode(body, final=not truncated).removeprefix("\ufeff")


def codec_for(label: str | None) -> str | None:
    """Return Python's codec for a label that a server or page wrote, or None if it is unknown.

    Only labels of the standard and of VENDOR_LABELS are known. The label is never handed to
    Python's own look-up, which also finds codecs that are no charsets (unicode_escape, hex).
    """
    label = (label or "").strip(" \t\r\n\f\"'").lower()
    if not label or not label.isascii():
        return None
    if label in VENDOR_LABELS:
        return VENDOR_LABELS[label]
    # utf_8, windows_1251, euc_kr: names of Python and Java codecs, the standard has the hyphen.
    encoding = webencodings.lookup(label) or webencodings.lookup(label.replace("_", "-"))
    if encoding is None or encoding.name in UNUSABLE:
        return None
    return CODECS.get(encoding.name, encoding.codec_info.name)


def _detected(body: bytes) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(body)  # not final: the end may have been cut
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    # Markup is ASCII in every charset and would outweigh the rest, so only texts that are not
    # ASCII are examined.
    sample = b" ".join(part for part in TAG_ENDS.split(body) if not part.isascii())
    best = from_bytes(sample[:SAMPLE_LENGTH], cp_isolation=DETECTABLE).best()
    return codecs.lookup(best.encoding).name if best else FALLBACK
