"""One content file's bytes -> its front matter as a tree, and its body. Pure: no database.

Nothing is lost on the way: `head + body` is the file, character by character, and values that are
neither text nor null keep the characters in which they were written.
"""

import re
from dataclasses import dataclass
from typing import Any

from curation.interchange.front_matter.json_format import read_json
from curation.interchange.front_matter.toml_format import read_toml
from curation.interchange.front_matter.values import FrontMatterError, position
from curation.interchange.front_matter.yaml_format import locate_yaml, read_yaml

MAX_HEAD = 2**20
MAX_BODY = 5 * 2**20
MAX_BYTES = MAX_HEAD + MAX_BODY

# Windows programs put a byte order mark before the text; it stays in the head.
_BLANK_LINES = r"\A\ufeff?(?:[ \t]*\r?\n)*"
_OPENING = re.compile(_BLANK_LINES + r"(?:(---|\+\+\+)[ \t]*\r?\n|(?=\{))")
_FORMATS = {"---": "yaml", "+++": "toml", None: "json"}
# YAML's own end mark closes front matter in Jekyll and Pandoc.
_CLOSING = {
    mark: re.compile(rf"^(?:{expression})[ \t]*(?:\r?\n|\r?\Z)", re.MULTILINE)
    for mark, expression in (("---", r"---|\.\.\."), ("+++", r"\+\+\+"))
}


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A content file in two parts; `head + body` is the whole.

    `head`: the front matter with its delimiters and line endings. `format`: "yaml", "toml" or
    "json". `values`: the front matter as dict, list, str, None and Scalar, in the file's order.
    """

    head: str
    body: str
    format: str
    values: dict[str, Any]


def parse(data: bytes) -> ParsedFile:
    """A file's bytes -> its parts. Raises FrontMatterError with the place of the fault."""
    if len(data) > MAX_BYTES:
        raise too_large(len(data))
    text = _decoded(data)
    opening = _OPENING.match(text)
    if not opening:
        raise FrontMatterError(
            'There is no front matter; begin the file with a line "---" (YAML), "+++" (TOML) or '
            'with "{" (JSON).',
            1,
            1,
        )
    start = opening.end()
    if mark := opening[1]:
        head, values = _delimited(text, start, mark)
    else:
        head, values = read_json(text, start)
    if len(head.encode()) > MAX_HEAD:
        raise FrontMatterError("The front matter is larger than 1 MB; shorten it.", 1, 1)
    if len(data) - len(head.encode()) > MAX_BODY:
        line = head.count("\n") + 1
        raise FrontMatterError("The body is larger than 5 MB; shorten it.", line, 1)
    return ParsedFile(head, text[len(head) :], _FORMATS[mark], values)


def begins(data: bytes) -> bool:
    """Whether a file that begins with these bytes has front matter."""
    return _OPENING.match(data.decode(errors="replace")) is not None


def too_large(size: int) -> FrontMatterError:
    """The error for a file of that many bytes, which need not be read for it."""
    return FrontMatterError(
        f"The file has {-(-size // 2**20)} MB; at most 1 MB of front matter and 5 MB of body are "
        "allowed. Shorten it.",
        1,
        1,
    )


def _decoded(data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        place = position(before, len(before))
        message = f"Byte {error.start} is not UTF-8; save the file as UTF-8."
        raise FrontMatterError(message, *place) from None
    if "\0" in text:
        place = position(text, text.index("\0"))
        raise FrontMatterError("There is a NUL character here; remove it.", *place)
    return text


def _delimited(text: str, start: int, mark: str) -> tuple[str, dict]:
    closing = _CLOSING[mark].search(text, start)
    lines_above = text.count("\n", 0, start)
    if not closing:
        raise FrontMatterError(
            f'The front matter does not end; close it with a line "{mark}".', lines_above, 1
        )
    matter = text[start : closing.start()]
    if len(matter) > MAX_HEAD:
        raise FrontMatterError("The front matter is larger than 1 MB; shorten it.", lines_above, 1)
    read = read_yaml if mark == "---" else read_toml
    return text[: closing.end()], read(matter, lines_above)


def matter_of(head: str, format: str) -> tuple[int, int]:
    """Where in a YAML or TOML file's head the text between the delimiters begins and ends."""
    start = _OPENING.match(head).end()
    return start, _CLOSING["---" if format == "yaml" else "+++"].search(head, start).start()


def locate(parsed: ParsedFile, path: tuple[str | int, ...]) -> tuple[int | None, int | None]:
    """(line, column), from 1, of the value at a path of keys and indexes; None where unknown.

    Where the path leads nowhere, the place of its last part that is there.
    """
    if not path:
        return 1, 1
    if parsed.format == "yaml":
        start, end = matter_of(parsed.head, parsed.format)
        line, column = locate_yaml(parsed.head[start:end], path)
        return line + 1 + parsed.head.count("\n", 0, start), column + 1
    key = re.escape(str(path[0]))
    written = re.compile(rf'"{key}"\s*:' if parsed.format == "json" else rf"^[ \t\[]*{key}\b", re.M)
    found = written.search(parsed.head)
    return position(parsed.head, found.start()) if found else (None, None)
