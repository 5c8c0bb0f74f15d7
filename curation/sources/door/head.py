"""What the beginning of a page tells a browser: its charset, and whether to go elsewhere.

Not an HTML parser. It looks at the first 64 KB in one pass, whose time grows only with the
length, whatever the page does: unclosed comments, a million nested tags.
"""

import html
import re
from collections.abc import Iterator

HEAD_LENGTH = 64 * 1024
# A live page that reloads itself after minutes is where it is; only a short wait leads on.
LONGEST_WAIT = 10
# Longer values say nothing of use here; and a number of 4,300 digits makes html.unescape raise.
LONGEST_VALUE = 4096

TAG = re.compile(r"<(!--|/?[a-z][a-z0-9-]*)", re.ASCII)
# A browser with scripts does not read the tags inside of these.
CLOSED_BY = {
    "!--": "-->",
    "script": "</script",
    "style": "</style",
    "noscript": "</noscript",
    "template": "</template",
    "title": "</title",
    "textarea": "</textarea",
}
ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""", re.ASCII
)
REFRESH = re.compile(r"\s*(\d{1,9})(?:\.[\d.]*)?\s*(?:[;,]\s*)?(.*)", re.DOTALL)
REFRESH_TARGET = re.compile(r"url\s*=\s*(.*)", re.IGNORECASE | re.DOTALL)
CONTENT_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
XML_CHARSET = re.compile(r"""\s*<\?xml\s[^<>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']""")

ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def declared_charset(body: bytes) -> str | None:
    """The charset's label as a page's own meta tag or XML declaration writes it, or None."""
    head = body[:HEAD_LENGTH].decode("latin-1")
    if declared := XML_CHARSET.match(head):
        return declared[1]
    for meta in _metas(head):
        if "charset" in meta:
            return meta["charset"].strip()
        if meta.get("http-equiv", "").strip().lower() == "content-type" and (
            declared := CONTENT_CHARSET.search(meta.get("content", ""))
        ):
            return declared[1]
    return None


def refresh_target(head: str) -> str | None:
    """Where a page's meta refresh leads within seconds (as written, may be relative), or None."""
    for meta in _metas(head[:HEAD_LENGTH]):
        if meta.get("http-equiv", "").strip().lower() == "refresh":
            return parse_refresh(meta.get("content", ""))
    return None


def parse_refresh(value: str) -> str | None:
    """The target in a refresh value such as `0; url=/new`, or None: none, or only after a while."""
    match = REFRESH.fullmatch(value)
    if match is None or int(match[1]) > LONGEST_WAIT:
        return None
    target = match[2].strip()
    if named := REFRESH_TARGET.fullmatch(target):
        target = named[1]
    if target[:1] in ("'", '"'):
        target = target[1:].partition(target[0])[0]
    return target.strip() or None


def _metas(head: str) -> Iterator[dict[str, str]]:
    """The attributes of each meta tag up to the body, names in lower case, values unescaped."""
    # Only ASCII is lowered: str.lower() may change a text's length, and positions must agree.
    lowered = head.translate(ASCII_LOWER)
    position = 0
    while tag := TAG.search(lowered, position):
        name = tag[1]
        if name == "body":
            return
        ending = CLOSED_BY.get(name, ">")
        end = lowered.find(ending, tag.end())
        if end < 0:
            return
        if name == "meta":
            yield {
                attribute[1].lower(): html.unescape(
                    (attribute[2] or attribute[3] or attribute[4] or "")[:LONGEST_VALUE]
                )
                for attribute in ATTRIBUTE.finditer(head[tag.end() : end])
            }
        position = end + len(ending)
