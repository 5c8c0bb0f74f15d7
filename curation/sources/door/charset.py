"""From bytes to text: which charset a page is written in.

The labels and what they stand for follow the Encoding Standard (https://encoding.spec.whatwg.org):
a page that says ISO-8859-1 is read as windows-1252, one that says GB2312 as gb18030.
"""

import codecs
import re

from charset_normalizer import from_bytes

from curation.sources.door.head import declared_charset

# What Python's codecs call the charsets of the web -> the codec that reads them as browsers do.
# Only these are ever looked up: Python also knows codecs that are no charsets (unicode_escape).
CODECS = {
    "utf-8": "utf-8",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "utf-16": "utf-16-le",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-2": "iso8859-2",
    "iso8859-3": "iso8859-3",
    "iso8859-4": "iso8859-4",
    "iso8859-5": "iso8859-5",
    "iso8859-6": "iso8859-6",
    "iso8859-7": "iso8859-7",
    "iso8859-8": "iso8859-8",
    "iso8859-9": "cp1254",
    "iso8859-10": "iso8859-10",
    "iso8859-11": "cp874",
    "iso8859-13": "iso8859-13",
    "iso8859-14": "iso8859-14",
    "iso8859-15": "iso8859-15",
    "iso8859-16": "iso8859-16",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "mac-roman": "mac-roman",
    "mac-cyrillic": "mac-cyrillic",
    "cp866": "cp866",
    "cp874": "cp874",
    "tis-620": "cp874",
    **{f"cp{number}": f"cp{number}" for number in range(1250, 1259)},
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "cp932": "cp932",
    "euc_jp": "euc_jp",
    "iso2022_jp": "iso2022_jp",
    "euc_kr": "cp949",
    "cp949": "cp949",
}
# Labels of the standard that Python does not know.
LABELS = {
    "unicode-1-1-utf-8": "utf-8",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-euc-jp": "euc_jp",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
}
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
DETECTABLE = [
    *(f"cp{number}" for number in range(1250, 1259)),
    *("cp874", "iso8859_2", "koi8_r"),
    *("cp932", "euc_jp", "gb18030", "big5hkscs", "cp949"),
]
SAMPLE_LENGTH = 16 * 1024
WHEN_NOTHING_IS_KNOWN = "cp1252"

TAG_ENDS = re.compile(rb"[<>]")


def charset_of(body: bytes, http_label: str | None) -> str:
    """The Python codec that a page's bytes are to be read with.

    In this order: the charset of the HTTP header, a byte order mark, the page's own meta tag,
    then detection. A mark that contradicts the header wins, as in every browser: it stands in
    the very bytes, and the header's charset could only show it as rubbish.
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
    """The text, without its byte order mark. What cannot be read becomes U+FFFD; of a truncated
    body, a character cut in two at the end is left out."""
    decoder = codecs.getincrementaldecoder(codec)(errors="replace")
    return decoder.decode(body, final=not truncated).removeprefix("\ufeff")


def codec_for(label: str | None) -> str | None:
    """Python's name of the codec for a label that a server or page wrote, or None if unknown."""
    if not label:
        return None
    label = label.strip(" \t\r\n\f\"'").lower()
    if label in LABELS:
        return LABELS[label]
    try:
        return CODECS.get(codecs.lookup(label).name)
    except (LookupError, ValueError):  # ValueError: a label with a null character
        return None


def _detected(body: bytes) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(body)  # not final: the end may have been cut
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    # Only what stands between the tags and is not ASCII can tell; markup would drown it.
    telling = b" ".join(part for part in TAG_ENDS.split(body) if not part.isascii())
    best = from_bytes(telling[:SAMPLE_LENGTH], cp_isolation=DETECTABLE).best()
    return (best and codec_for(best.encoding)) or WHEN_NOTHING_IS_KNOWN
