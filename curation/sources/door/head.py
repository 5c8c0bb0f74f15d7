"""What the beginning of a page tells a browser: its charset, and whether to go to another URL.

Not an HTML parser. It looks at the first 64 KB in one pass. Its time grows with the length alone,
whatever the page contains: unclosed comments, a million nested tags.
"""

import html
import re
from collections.abc import Iterator

HEAD_LENGTH = 64 * 1024  # characters
# A page that reloads itself every few minutes is no redirect; one with a short wait is.
LONGEST_WAIT = 10  # seconds
# Characters. Longer values are of no use here, and a character reference of 4,300 digits makes
# html.unescape raise.
LONGEST_VALUE = 4096

TAG = re.compile(r"<(!--|/?[a-z][a-z0-9-]*)", re.ASCII)
# Elements whose tags a browser with scripts does not read, and what ends them.
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
    """Return the charset's label in the page's meta tag or XML declaration, or None."""
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
    """Return the target of a page's meta refresh (as written, may be relative), or None.

    None also for one that happens after more than LONGEST_WAIT.
    """
    for meta in _metas(head[:HEAD_LENGTH]):
        if meta.get("http-equiv", "").strip().lower() == "refresh":
            return parse_refresh(meta.get("content", ""))
    return None


def parse_refresh(value: str) -> str | None:
    """Return the target in a refresh value such as `0; url=/new`, or None.

    None also for one that happens after more than LONGEST_WAIT.
    """
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
    """Yield the attributes of each meta tag up to the body: names lowered, values unescaped."""
    # Only ASCII is lowered: str.lower() may change a text's length, and the positions of both
    # texts must be the same.
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
