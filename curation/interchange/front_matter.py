"""One content file's text -> its front matter as a tree, and its body. Pure: no database.

Nothing is lost on the way: `head + body` is the file, character by character, and scalars that are
neither text nor null keep the letters in which they were written beside the value they stand for.
"""

import json
import re
import tomllib
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode

# The C parser is some ten times as fast; where it is missing, the other reads the same language.
YamlLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_HEAD = 2**20
MAX_BODY = 5 * 2**20
MAX_BYTES = MAX_HEAD + MAX_BODY
DEEPEST = 50
LONGEST_NUMBER = 100  # 1:1:1:… is a number to YAML: reading a long one takes time with its square

_BLANK_LINES = r"\A(?:[ \t]*\r?\n)*"
_OPENING = re.compile(_BLANK_LINES + r"(?:(---|\+\+\+)[ \t]*\r?\n|(?=\{))")
_FORMATS = {"---": "yaml", "+++": "toml", None: "json"}
_CLOSING = {
    mark: re.compile(rf"^{re.escape(mark)}[ \t]*(?:\r?\n|\r?\Z)", re.MULTILINE)
    for mark in ("---", "+++")
}
# tomllib's time and memory grow with the square of a dotted key's length.
_KEY = r"""(?:"[^"\n]*"|'[^'\n]*'|[\w-]+)"""
_LONG_KEY = re.compile(rf"(?:\.[ \t]*{_KEY}[ \t]*){{{DEEPEST}}}")
_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)\Z")
_STRING, _NULL = "tag:yaml.org,2002:str", "tag:yaml.org,2002:null"
_constructor = SafeConstructor()
_CONSTRUCT = {
    "tag:yaml.org,2002:bool": _constructor.construct_yaml_bool,
    "tag:yaml.org,2002:int": _constructor.construct_yaml_int,
    "tag:yaml.org,2002:float": _constructor.construct_yaml_float,
    "tag:yaml.org,2002:timestamp": _constructor.construct_yaml_timestamp,
}


class FrontMatterError(Exception):
    """A file that cannot be read: what is wrong and what to do, and where, counted from 1."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None):
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


@dataclass(frozen=True, slots=True)
class Plain:
    """A scalar that is neither text nor null: its value, and the letters it was written in.

    YAML 1.1 reads `012` as 10 and `1.10` as 1.1; where text is wanted, the letters are right.
    Two are equal when they are written alike.
    """

    value: bool | int | float | date | datetime | time = field(compare=False)
    text: str


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A content file in two parts; `head + body` is the whole.

    `head`: the front matter with its delimiters and line endings. `format`: "yaml", "toml" or
    "json". `values`: the front matter as dict, list, str, None and Plain, in the file's order.
    """

    head: str
    body: str
    format: str
    values: dict[str, Any]


def parse(data: bytes) -> ParsedFile:
    """A file's bytes -> its parts. Raises FrontMatterError with the place of the fault."""
    if len(data) > MAX_BYTES:
        raise too_long(len(data))
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
        head, values = _json(text, start)
    if len(head.encode()) > MAX_HEAD:
        raise FrontMatterError("The front matter is larger than 1 MB; shorten it.", 1, 1)
    if len(data) - len(head.encode()) > MAX_BODY:
        line = head.count("\n") + 1
        raise FrontMatterError("The body is larger than 5 MB; shorten it.", line, 1)
    return ParsedFile(head, text[len(head) :], _FORMATS[mark], values)


def too_long(size: int) -> FrontMatterError:
    """The error for a file of that many bytes, which need not be read for it."""
    return FrontMatterError(
        f"The file has {-(-size // 2**20)} MB; at most 1 MB of front matter and 5 MB of body are "
        "taken. Shorten it.",
        1,
        1,
    )


def _decoded(data: bytes) -> str:
    if data.startswith(BOM_UTF8):
        raise FrontMatterError(
            "The file begins with a byte order mark; save it as UTF-8 without one.", 1, 1
        )
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        place = _place(before, len(before))
        message = f"Byte {error.start} is not UTF-8; save the file as UTF-8."
        raise FrontMatterError(message, *place) from None
    if "\0" in text:
        at = text.index("\0")
        raise FrontMatterError("There is a NUL character here; remove it.", *_place(text, at))
    return text


def _place(text: str, at: int, above: int = 0) -> tuple[int, int]:
    """(line, column), from 1, of a position in a text that stands below `above` other lines."""
    return above + text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _delimited(text: str, start: int, mark: str) -> tuple[str, dict]:
    closing = _CLOSING[mark].search(text, start)
    above = text.count("\n", 0, start)
    if not closing:
        raise FrontMatterError(
            f'The front matter does not end; close it with a line "{mark}".', above, 1
        )
    matter = text[start : closing.start()]
    if len(matter) > MAX_HEAD:
        raise FrontMatterError("The front matter is larger than 1 MB; shorten it.", above, 1)
    read = read_yaml if mark == "---" else read_toml
    return text[: closing.end()], read(matter, above)


# ------------------------------------------------------------------------------------- YAML


def read_yaml(matter: str, above: int = 0) -> dict[str, Any]:
    """YAML text that stands below `above` lines of its file -> its mapping.

    Anchors, aliases, tags, merge keys and doubled keys are refused. It is read from the parser's
    events: they come one by one at any depth, while composing nodes of a deep document overflows
    the C stack and ends the process.
    """
    events = yaml.parse(matter, YamlLoader)
    try:
        next(events), next(events)
        first = next(events)
        values = _yaml_value(events, first, above, 0)
        if not isinstance(values, dict):
            raise _at(first, above, 'The front matter is no mapping; write "key: value" lines.')
        next(events)
        if not isinstance(extra := next(events), yaml.StreamEndEvent):
            raise _at(extra, above, "A second YAML document begins here; keep one.")
    except StopIteration:
        raise FrontMatterError("The front matter is empty.", above, 1) from None
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, above) from None
    except yaml.reader.ReaderError as error:
        at = error.position if error.position is not None and error.position >= 0 else 0
        raise FrontMatterError(
            f"This is not YAML: {error.reason}.", *_place(matter, at, above)
        ) from None
    return values


def _not_yaml(error: yaml.MarkedYAMLError, above: int) -> FrontMatterError:
    reason = ", ".join(part for part in (error.context, error.problem) if part)
    # What was opened and not closed is mended where it opens.
    is_open = error.problem and "end of stream" in error.problem
    mark = (is_open and error.context_mark) or error.problem_mark or error.context_mark
    place = (mark.line + 1 + above, mark.column + 1) if mark else (None, None)
    return FrontMatterError(
        f"This is not YAML: {reason}. Quote a text that holds a colon or begins with a sign.",
        *place,
    )


def _at(event: yaml.Event, above: int, message: str) -> FrontMatterError:
    mark = event.start_mark
    return FrontMatterError(message, mark.line + 1 + above, mark.column + 1)


def _yaml_value(events: Iterator[yaml.Event], event: yaml.Event, above: int, depth: int) -> Any:
    kind = type(event)
    if kind is yaml.AliasEvent or event.anchor is not None:
        raise _at(event, above, "Anchors (&) and aliases (*) are not taken; write the value out.")
    if event.tag is not None:
        raise _at(event, above, f"The tag {event.tag!r} is not taken; write a plain value.")
    if kind is yaml.ScalarEvent:
        return _yaml_scalar(event, above)
    if depth == DEEPEST:
        raise _at(event, above, f"This is nested deeper than {DEEPEST} levels; flatten it.")
    if kind is yaml.SequenceStartEvent:
        items = []
        while type(item := next(events)) is not yaml.SequenceEndEvent:
            items.append(_yaml_value(events, item, above, depth + 1))
        return items
    mapping: dict[str, Any] = {}
    while type(item := next(events)) is not yaml.MappingEndEvent:
        key = _yaml_key(events, item, above)
        if key in mapping:
            raise _at(item, above, f"The key {key!r} stands here a second time; keep one.")
        mapping[key] = _yaml_value(events, next(events), above, depth + 1)
    return mapping


def _yaml_key(events: Iterator[yaml.Event], event: yaml.Event, above: int) -> str:
    if isinstance(event, yaml.CollectionStartEvent):
        raise _at(event, above, "A key must be a word, not a list or a mapping.")
    key = _yaml_value(events, event, above, 0)
    return key.text if isinstance(key, Plain) else key if key is not None else event.value


def _yaml_scalar(event: yaml.ScalarEvent, above: int) -> str | None | Plain:
    text = event.value
    tag = implied_tag(text) if event.implicit[0] else _STRING
    if tag == _STRING:
        if "\0" in text:
            raise _at(event, above, "There is a NUL character in this value; remove it.")
        return text
    if tag == _NULL:
        return None
    if len(text) > LONGEST_NUMBER:
        raise _at(event, above, f"A number has more than {LONGEST_NUMBER} characters; quote it.")
    if tag not in _CONSTRUCT:
        raise _at(event, above, f"A bare {text} is not taken; write it out, or quote it.")
    try:
        return Plain(_CONSTRUCT[tag](ScalarNode(tag, text)), text)
    except (ValueError, OverflowError) as error:
        message = f"{text!r} is no date or number: {error}. Mend or quote it."
        raise _at(event, above, message) from None


def implied_tag(text: str) -> str:
    """The tag that YAML 1.1 gives to a scalar without quotes, such as tag:yaml.org,2002:int."""
    for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], ()):
        if pattern.match(text):
            return tag
    return _STRING


# ----------------------------------------------------------------------------- TOML and JSON


def read_toml(matter: str, above: int = 0) -> dict[str, Any]:
    """TOML text that stands below `above` lines of its file -> its table."""
    if long := _LONG_KEY.search(matter):
        raise FrontMatterError(
            f"This key is nested deeper than {DEEPEST} levels; flatten it.",
            *_place(matter, long.start(), above),
        )
    try:
        return _checked(tomllib.loads(matter), 0)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        where = (int(place[1]) + above, int(place[2])) if place and place[1] else (None, None)
        reason = _TOML_PLACE.sub("", str(error))
        raise FrontMatterError(f"This is not TOML: {reason}.", *where) from None
    except ValueError as error:  # a number of more digits than Python converts
        raise FrontMatterError(f"This is not TOML: {error}.", above, 1) from None
    except RecursionError:
        raise _too_deep(above) from None


def _json(text: str, start: int) -> tuple[str, dict]:
    above = text.count("\n", 0, start)
    decoder = json.JSONDecoder(
        object_pairs_hook=_without_doubles,
        parse_int=lambda digits: Plain(int(digits), digits),
        parse_float=lambda digits: Plain(float(digits), digits),
        parse_constant=_no_constant,
    )
    try:
        values, end = decoder.raw_decode(text, start)
        if newline := re.compile(r"[ \t]*\r?\n").match(text, end):
            end = newline.end()
        return text[:end], _checked(values, 0)
    except json.JSONDecodeError as error:
        raise FrontMatterError(
            f"This is not JSON: {error.msg}.", error.lineno, error.colno
        ) from None
    except _DoubledKey as error:
        written = re.compile(re.escape(json.dumps(error.args[0], ensure_ascii=False)) + r"\s*:")
        places = [match.start() for match in written.finditer(text, start)]
        raise FrontMatterError(
            f"The key {error.args[0]!r} stands here a second time; keep one.",
            *(_place(text, places[1]) if len(places) > 1 else (above + 1, 1)),
        ) from None
    except ValueError as error:  # NaN, or a number of more digits than Python converts
        raise FrontMatterError(f"This is not JSON: {error}.", above + 1, 1) from None
    except RecursionError:
        raise _too_deep(above + 1) from None


class _DoubledKey(Exception):
    pass


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in pairs:
        if key in mapping:
            raise _DoubledKey(key)
        mapping[key] = value
    return mapping


def _no_constant(name: str):
    raise ValueError(f"{name} is not a number")


def _too_deep(line: int) -> FrontMatterError:
    return FrontMatterError(
        f"The front matter is nested deeper than {DEEPEST} levels; flatten it.", line, 1
    )


def _checked(value: Any, depth: int) -> Any:
    """A loader's tree -> the same of dict, list, str, None and Plain."""
    if isinstance(value, str):
        return _storable(value)
    if value is None or isinstance(value, Plain):
        return value
    if isinstance(value, dict | list) and depth == DEEPEST:
        raise _too_deep(1)
    if isinstance(value, dict):
        return {_storable(key): _checked(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_checked(item, depth + 1) for item in value]
    return Plain(value, value.isoformat() if isinstance(value, date | time) else str(value).lower())


def _storable(text: str) -> str:
    if "\0" in text or not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
        raise FrontMatterError(
            f"{text[:40]!r} holds a NUL character or half a character; remove it.", 1, 1
        )
    return text


# ---------------------------------------------------------------------------------- places


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
        mark = _yaml_node(parsed.head[start:end], path).start_mark
        return mark.line + 1 + parsed.head.count("\n", 0, start), mark.column + 1
    key = re.escape(str(path[0]))
    written = re.compile(rf'"{key}"\s*:' if parsed.format == "json" else rf"^[ \t\[]*{key}\b", re.M)
    found = written.search(parsed.head)
    return _place(parsed.head, found.start()) if found else (None, None)


def _yaml_node(matter: str, path: tuple[str | int, ...]) -> Node:
    node = yaml.compose(matter, YamlLoader)
    for part in path:
        if isinstance(node, MappingNode):
            found = [value for key, value in node.value if key.value == str(part)]
        else:
            found = node.value[part : part + 1] if isinstance(part, int) else []
        if not found or isinstance(node, ScalarNode):
            return node
        node = found[0]
    return node
