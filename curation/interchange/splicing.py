"""Front matter with some values changed -> its text, where nothing else differs. Pure.

In YAML only the lines of a changed key are written anew; all other bytes, comments too, stay. JSON
and TOML are written anew as a whole, with equal values in the old order. Whatever was written is
read again and compared before it is returned.
"""

import json
import re
from contextlib import suppress
from typing import Any

import yaml
from yaml.nodes import ScalarNode

from curation.interchange.front_matter import (
    FrontMatterError,
    ParsedFile,
    Plain,
    YamlLoader,
    implied_tag,
    matter_of,
    parse,
)

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def rewrite(parsed: ParsedFile, values: dict[str, Any]) -> str:
    """A file's head, so that its front matter says `values`.

    `values`: of dict, list, str, None and Plain; the file's keys in their order, then new ones.
    A null is left out where TOML, which has none, cannot say it. Raises FrontMatterError where
    the result would not read as `values`.
    """
    if parsed.format == "json":
        return _checked(_json_head(parsed.head, values), values)
    start, end = matter_of(parsed.head, parsed.format)
    newline = "\r\n" if parsed.head[:start].endswith("\r\n") else "\n"

    def around(matter: str) -> str:
        return parsed.head[:start] + matter + parsed.head[end:]

    if parsed.format == "toml":
        said = _without_nulls(values)
        lines = (f"{_toml_key(key)} = {_toml(value)}{newline}" for key, value in said.items())
        return _checked(around("".join(lines)), said)
    spliced = _spliced(parsed.head[start:end], parsed.values, values, newline)
    if spliced is not None:
        with suppress(FrontMatterError):  # an unusual layout: the whole is written anew below
            return _checked(around(spliced), values)
    return _checked(around(_lines(dump_yaml(values), newline)), values)


def dump_yaml(values: dict[str, Any]) -> str:
    """A front matter's tree -> YAML lines, its keys in their order."""
    return yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=80)


def _checked(head: str, values: dict[str, Any]) -> str:
    read = parse(head.encode())
    if read.head != head or read.values != values or list(read.values) != list(values):
        raise FrontMatterError("The changed values cannot be written into this front matter.")
    return head


def _lines(text: str, newline: str) -> str:
    return text.replace("\n", newline)


# ------------------------------------------------------------------------------------- YAML


class _Dumper(yaml.SafeDumper):
    """Writes lists below their key indented, as the files have them, and never an alias."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data):
        return True


def _write_text(dumper: yaml.SafeDumper, text: str) -> ScalarNode:
    """Unusual line breaks are read back as written only where they are escaped."""
    style = '"' if any(mark in text for mark in "\x85\u2028\u2029") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _write_text)
_Dumper.add_representer(
    Plain, lambda dumper, plain: dumper.represent_scalar(implied_tag(plain.text), plain.text)
)


def _spliced(matter: str, old: dict, new: dict, newline: str) -> str | None:
    """The YAML text with the lines of changed keys replaced; None where keys share lines."""
    root = yaml.compose(matter, YamlLoader)
    if root.flow_style or not root.value:
        return None
    starts = []
    for key, _value in root.value:
        at = key.start_mark.index
        start = matter.rfind("\n", 0, at) + 1
        if not isinstance(key, ScalarNode) or matter[start:at].strip(" "):
            return None
        starts.append(start)
    indent = " " * (root.value[0][0].start_mark.index - starts[0])
    parts = [matter[: starts[0]]]
    for (key, _value), start, end in zip(
        root.value, starts, [*starts[1:], len(matter)], strict=True
    ):
        name, lines = key.value, matter[start:end]
        if name not in new:
            return None
        if new[name] != old[name]:
            lines = _dumped({name: new[name]}, indent, newline) + _remarks(lines, indent)
        parts.append(lines)
    added = {name: value for name, value in new.items() if name not in old}
    parts.append(_dumped(added, indent, newline) if added else "")
    return "".join(parts)


def _dumped(values: dict, indent: str, newline: str) -> str:
    lines = dump_yaml(values).split("\n")
    return _lines("\n".join(line and indent + line for line in lines), newline)


def _remarks(lines: str, indent: str) -> str:
    """The blank and comment lines at the end of a key's lines: they belong to what follows."""
    kept: list[str] = []
    for line in reversed(lines.splitlines(keepends=True)[1:]):
        is_comment = line.startswith(("#", indent + "#"))
        if line.strip() and not is_comment:
            break
        kept.append(line)
    return "".join(reversed(kept))


# ----------------------------------------------------------------------------- JSON and TOML


def _json_head(head: str, values: dict) -> str:
    start = head.index("{")
    end = head.rindex("}") + 1
    indent = re.search(r"\{\r?\n([ \t]+)", head)
    newline = "\r\n" if "\r\n" in head else "\n"
    text = _json(values, indent[1] if indent else "  ", 0)
    return head[:start] + _lines(text, newline) + head[end:]


def _json(value: Any, indent: str, depth: int) -> str:
    if isinstance(value, Plain):
        return value.text
    if not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    inner, outer = "\n" + indent * (depth + 1), "\n" + indent * depth
    if isinstance(value, list):
        items = (_json(item, indent, depth + 1) for item in value)
        return "[" + ",".join(inner + item for item in items) + outer + "]"
    pairs = (
        f"{json.dumps(key, ensure_ascii=False)}: {_json(item, indent, depth + 1)}"
        for key, item in value.items()
    )
    return "{" + ",".join(inner + pair for pair in pairs) + outer + "}"


def _toml_key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _toml(key)


def _toml(value: Any) -> str:
    if isinstance(value, Plain):
        return value.text
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    pairs = (f"{_toml_key(key)} = {_toml(item)}" for key, item in value.items())
    return "{" + ", ".join(pairs) + "}"


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value if item is not None]
    return value
