"""YAML front matter: read, and written with only the lines of changed keys written anew."""

from collections.abc import Iterator
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode

from curation.interchange.front_matter.values import (
    MAX_DEPTH,
    FrontMatterError,
    Scalar,
    position,
)

# The C parser is some ten times as fast; where it is missing, the other reads the same language.
YamlLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_NODES = 10_000  # values that the aliases of one front matter add, with all that they hold
MAX_NUMBER = 100  # 1:1:1:… is a number to YAML: reading a long one takes time with its square

_STRING, _NULL = "tag:yaml.org,2002:str", "tag:yaml.org,2002:null"
_constructor = SafeConstructor()
_CONSTRUCT = {
    "tag:yaml.org,2002:bool": _constructor.construct_yaml_bool,
    "tag:yaml.org,2002:int": _constructor.construct_yaml_int,
    "tag:yaml.org,2002:float": _constructor.construct_yaml_float,
    "tag:yaml.org,2002:timestamp": _constructor.construct_yaml_timestamp,
}


# ---------------------------------------------------------------------------------- reading


def read_yaml(matter: str, lines_above: int = 0) -> dict[str, Any]:
    """YAML text -> its mapping. `lines_above`: how many lines the file has above the text.

    Tags and duplicate keys are refused; aliases and merge keys may multiply the values to MAX_NODES
    at most. The text is read from the parser's events: they come one by one at any depth, while
    composing the nodes of a deep document overflows the C stack and ends the process. Raises
    FrontMatterError with the place.
    """
    events = yaml.parse(matter, YamlLoader)
    reader = _EventReader(events, lines_above)
    try:
        next(events), next(events)
        first = next(events)
        values = reader.value(first, 0)
        if not isinstance(values, dict):
            message = 'The front matter is not a mapping; write "key: value" lines.'
            raise _error_at(first, lines_above, message)
        next(events)
        if not isinstance(extra := next(events), yaml.StreamEndEvent):
            raise _error_at(extra, lines_above, "A second YAML document begins here; keep one.")
    except StopIteration:
        raise FrontMatterError("The front matter is empty.", lines_above, 1) from None
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, lines_above) from None
    except yaml.reader.ReaderError as error:
        at = error.position if error.position is not None and error.position >= 0 else 0
        raise FrontMatterError(
            f"This is not YAML: {error.reason}.", *position(matter, at, lines_above)
        ) from None
    return values


def _not_yaml(error: yaml.MarkedYAMLError, lines_above: int) -> FrontMatterError:
    reason = ", ".join(part for part in (error.context, error.problem) if part)
    # What was opened and never closed is to be fixed where it opens.
    is_open = error.problem and "end of stream" in error.problem
    mark = (is_open and error.context_mark) or error.problem_mark or error.context_mark
    place = (mark.line + 1 + lines_above, mark.column + 1) if mark else (None, None)
    return FrontMatterError(
        f"This is not YAML: {reason}. Quote a text that holds a colon or begins with a sign.",
        *place,
    )


def _error_at(event: yaml.Event, lines_above: int, message: str) -> FrontMatterError:
    mark = event.start_mark
    return FrontMatterError(message, mark.line + 1 + lines_above, mark.column + 1)


class _EventReader:
    """Makes values of a parser's events.

    `anchors`: name -> (value, how many values it holds). `nodes`: how many values aliases added.
    """

    def __init__(self, events: Iterator[yaml.Event], lines_above: int):
        self.events, self.lines_above = events, lines_above
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.nodes = 0

    def value(self, event: yaml.Event, depth: int) -> Any:
        """The value that begins with an event."""
        kind = type(event)
        if kind is yaml.AliasEvent:
            return self._alias(event)
        if event.tag is not None:
            message = f"The tag {event.tag!r} is not allowed; write a plain value."
            raise _error_at(event, self.lines_above, message)
        if kind is yaml.ScalarEvent:
            value = _scalar(event, self.lines_above)
        elif depth == MAX_DEPTH:
            message = f"This is nested deeper than {MAX_DEPTH} levels; flatten it."
            raise _error_at(event, self.lines_above, message)
        elif kind is yaml.SequenceStartEvent:
            value = []
            while type(item := next(self.events)) is not yaml.SequenceEndEvent:
                value.append(self.value(item, depth + 1))
        else:
            value = self._mapping(depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = value, _size(value)
        return value

    def _mapping(self, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        while type(item := next(self.events)) is not yaml.MappingEndEvent:
            if _is_merge(item):
                merged = self._merged(item, depth) | merged
                continue
            key = self._key(item)
            if key in mapping:
                message = f"The key {key!r} is here a second time; keep one."
                raise _error_at(item, self.lines_above, message)
            mapping[key] = self.value(next(self.events), depth + 1)
        return {**merged, **mapping} if merged else mapping

    def _merged(self, key: yaml.Event, depth: int) -> dict[str, Any]:
        """What `<<` brings into a mapping: one mapping, or the first of several that has a key."""
        value = self.value(next(self.events), depth + 1)
        mappings = value if isinstance(value, list) else [value]
        if not all(isinstance(mapping, dict) for mapping in mappings):
            raise _error_at(key, self.lines_above, "Only mappings can be merged with <<.")
        return {name: item for mapping in reversed(mappings) for name, item in mapping.items()}

    def _key(self, event: yaml.Event) -> str:
        if isinstance(event, yaml.CollectionStartEvent):
            message = "A key must be a word, not a list or a mapping."
            raise _error_at(event, self.lines_above, message)
        key = self.value(event, 0)
        if isinstance(key, dict | list):
            message = "A key must be a word, not a list or a mapping."
            raise _error_at(event, self.lines_above, message)
        return key.text if isinstance(key, Scalar) else key if key is not None else event.value

    def _alias(self, event: yaml.AliasEvent) -> Any:
        if event.anchor not in self.anchors:
            message = f"There is no anchor &{event.anchor} above; write the value out."
            raise _error_at(event, self.lines_above, message)
        value, size = self.anchors[event.anchor]
        self.nodes += size
        if self.nodes > MAX_NODES:
            message = f"Aliases (*) make more than {MAX_NODES} values here; write them out."
            raise _error_at(event, self.lines_above, message)
        return value


def _is_merge(event: yaml.Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and event.value == "<<" and event.implicit[0]


def _size(value: Any) -> int:
    """How many values one holds, itself included. An alias within it was counted already."""
    if isinstance(value, dict):
        return 1 + sum(map(_size, value.values()))
    if isinstance(value, list):
        return 1 + sum(map(_size, value))
    return 1


def _scalar(event: yaml.ScalarEvent, lines_above: int) -> str | None | Scalar:
    text = event.value
    tag = implied_tag(text) if event.implicit[0] else _STRING
    if tag == _STRING:
        if "\0" in text:
            message = "There is a NUL character in this value; remove it."
            raise _error_at(event, lines_above, message)
        return text
    if tag == _NULL:
        return None
    if len(text) > MAX_NUMBER:
        message = f"A number has more than {MAX_NUMBER} characters; quote it."
        raise _error_at(event, lines_above, message)
    if tag not in _CONSTRUCT:
        message = f"A bare {text} is not allowed; write it out, or quote it."
        raise _error_at(event, lines_above, message)
    try:
        return Scalar(_CONSTRUCT[tag](ScalarNode(tag, text)), text)
    except (ValueError, OverflowError) as error:
        message = f"{text!r} is not a date or number: {error}. Correct or quote it."
        raise _error_at(event, lines_above, message) from None


def implied_tag(text: str) -> str:
    """The tag that YAML 1.1 gives to a scalar without quotes, such as tag:yaml.org,2002:int."""
    for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], ()):
        if pattern.match(text):
            return tag
    return _STRING


def locate_yaml(matter: str, path: tuple[str | int, ...]) -> tuple[int, int]:
    """(line, column), from 0, of the value at a path of keys and indexes.

    Where the path leads nowhere, the place of its last part that is there.
    """
    mark = _node(matter, path).start_mark
    return mark.line, mark.column


def _node(matter: str, path: tuple[str | int, ...]) -> Node:
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


# ---------------------------------------------------------------------------------- writing


class _Dumper(yaml.SafeDumper):
    """Writes lists below their key indented, as the files have them, and never an alias."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data):
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> ScalarNode:
    """Unusual line breaks are read back as written only where they are escaped."""
    style = '"' if any(mark in text for mark in "\x85\u2028\u2029") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(
    Scalar, lambda dumper, scalar: dumper.represent_scalar(implied_tag(scalar.text), scalar.text)
)


def dump_yaml(values: dict[str, Any]) -> str:
    """A front matter's tree -> YAML lines, its keys in their order."""
    return yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=80)


def edit_yaml(matter: str, old: dict, new: dict, newline: str) -> str | None:
    """The YAML text with the lines of changed keys replaced; None where keys share lines.

    `old`: what the text says. `new`: what it shall say, the old keys among them.
    """
    root = yaml.compose(matter, YamlLoader)
    if root.flow_style or not root.value:
        return None
    starts = []
    for key, _node_of_value in root.value:
        at = key.start_mark.index
        start = matter.rfind("\n", 0, at) + 1
        if not isinstance(key, ScalarNode) or matter[start:at].strip(" "):
            return None
        starts.append(start)
    indent = " " * (root.value[0][0].start_mark.index - starts[0])
    parts = [matter[: starts[0]]]
    for (key, _node_of_value), start, end in zip(
        root.value, starts, [*starts[1:], len(matter)], strict=True
    ):
        name, lines = key.value, matter[start:end]
        if name not in new:
            return None
        if new[name] != old[name]:
            lines = _dumped({name: new[name]}, indent, newline) + _comments_after(lines, indent)
        parts.append(lines)
    added = {name: value for name, value in new.items() if name not in old}
    parts.append(_dumped(added, indent, newline) if added else "")
    return "".join(parts)


def _dumped(values: dict, indent: str, newline: str) -> str:
    lines = dump_yaml(values).split("\n")
    return newline.join(line and indent + line for line in lines)


def _comments_after(lines: str, indent: str) -> str:
    """The blank and comment lines at the end of a key's lines: they belong to what follows."""
    kept: list[str] = []
    for line in reversed(lines.splitlines(keepends=True)[1:]):
        is_comment = line.startswith(("#", indent + "#"))
        if line.strip() and not is_comment:
            break
        kept.append(line)
    return "".join(reversed(kept))
