"""TOML front matter: read with tomllib, and edited with tomlkit, which keeps all other lines.

tomlkit keeps comments, blank lines, quotes and the order of keys. Its time grows with the square of
the number of dotted keys in a table, and with more than the square of their length: texts that are
larger or stranger than any article's are not given to it (see `_is_editable`), but written anew.
"""

import json
import re
import tomllib
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import (
    AoT,
    Array,
    Comment,
    Item,
    Key,
    KeyType,
    SingleKey,
    String,
    StringType,
    Table,
    Trivia,
    Whitespace,
)

from curation.interchange.front_matter.values import (
    MAX_DEPTH,
    FrontMatterError,
    checked_tree,
    position,
    too_deep,
)

# tomllib's time and memory grow with the square of a dotted key's length.
_KEY = r"""(?:"[^"\n]*"|'[^'\n]*'|[\w-]+)"""
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LONG_KEY = re.compile(rf"(?:\.[ \t]*{_KEY}[ \t]*){{{MAX_DEPTH}}}")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)\Z")

MAX_EDITED = 2**16  # characters
MAX_DOTS = 200  # the sum of their squares over all dotted keys
_DOTTED_KEY = re.compile(
    rf"(?:^|[\[{{,])[ \t]*+{_KEY}((?:[ \t]*+\.[ \t]*+{_KEY})+)[ \t]*+[\]=]", re.MULTILINE
)
MAX_ITEMS = 200  # of an array that is edited item by item: each takes time with the array's length

# tomlkit's documents and tables are lists of entries; comments and blank lines have no key.
Entry = tuple[Key | None, Item]
Body = list[Entry]


# ---------------------------------------------------------------------------------- reading


def read_toml(matter: str, lines_above: int = 0) -> dict[str, Any]:
    """TOML text -> its table. `lines_above`: how many lines the file has above the text.

    Raises FrontMatterError, with the place if tomllib gives one.
    """
    if long := _LONG_KEY.search(matter):
        raise FrontMatterError(
            f"This key is nested deeper than {MAX_DEPTH} levels; flatten it.",
            *position(matter, long.start(), lines_above),
        )
    try:
        return checked_tree(tomllib.loads(matter))
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        where = (int(place[1]) + lines_above, int(place[2])) if place and place[1] else (None, None)
        reason = _PLACE.sub("", str(error))
        raise FrontMatterError(f"This is not TOML: {reason}.", *where) from None
    except ValueError as error:  # a number of more digits than Python converts
        raise FrontMatterError(f"This is not TOML: {error}.", lines_above, 1) from None
    except RecursionError:
        raise too_deep(lines_above) from None


# ---------------------------------------------------------------------------------- writing


def without_nulls(value: Any) -> Any:
    """The tree without its nulls: TOML has none."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value if item is not None]
    return value


def dump_toml(values: dict[str, Any], newline: str) -> str:
    """A tree without nulls -> TOML, one line a key."""
    document = tomlkit.document()
    document.body.extend((_key(name), _item(value)) for name, value in values.items())
    return document.as_string().replace("\n", newline)


def edit_toml(matter: str, old: dict, new: dict, newline: str) -> str | None:
    """The TOML text with the lines of changed keys replaced; None where tomlkit cannot do it.

    `old`: what the text says. `new`: what it shall say, without nulls. New keys are added after the
    last key before the first table header: below a header they would belong to the table.
    """
    if not _is_editable(matter):
        return None
    try:
        document = tomlkit.parse(matter)
    except TOMLKitError:
        return None
    if document.as_string() != matter:
        return None
    _edit([document.body], old, new, newline)
    return document.as_string()


def _is_editable(matter: str) -> bool:
    """Whether tomlkit edits the text within a second or two, however strange it is."""
    if len(matter) > MAX_EDITED:
        return False
    return sum(match[1].count(".") ** 2 for match in _DOTTED_KEY.finditer(matter)) <= MAX_DOTS


def _edit(bodies: list[Body], old: dict, new: dict, newline: str):
    """Make one table say `new`. TOML may write a table in several places: `bodies` has them all."""
    items: dict[str, list[Item]] = {
        name: [] for name in old if name not in new or new[name] != old[name]
    }
    for body in bodies:
        for key, item in body:
            if key is not None and key.key in items:
                items[key.key].append(item)
    in_place, elsewhere, gone = {}, {}, set()
    for name, found in items.items():
        if name not in new:
            gone.add(name)
        elif _edit_inside(found, old[name], new[name], newline):
            continue
        elif len(found) == 1 and not isinstance(found[0], Table | AoT):
            in_place[name] = new[name]
        else:
            gone.add(name)
            elsewhere[name] = new[name]
    for body in bodies:
        body[:] = [entry for old_entry in body for entry in _replaced(old_entry, in_place, gone)]
    elsewhere |= {name: value for name, value in new.items() if name not in old}
    with_lines = [body for body in bodies if any(map(_is_line, body))]
    _add([*with_lines, *bodies][0], elsewhere, newline)


def _edit_inside(items: list[Item], old: Any, new: Any, newline: str) -> bool:
    """Make the items of one key say `new` without replacing them; False where they cannot."""
    if isinstance(new, dict) and new and all(isinstance(item, Table) for item in items):
        _edit([item.value.body for item in items], old, new, newline)
        return True
    item = items[0]
    if len(items) > 1 or not isinstance(new, list):
        return False
    if isinstance(item, Array):
        return _edit_array(item, old, new)
    if isinstance(item, AoT) and new and all(isinstance(value, dict) for value in new):
        _edit_array_of_tables(item.body, old, new, newline)
        return True
    return False


def _replaced(entry: Entry, new: dict, gone: set[str]) -> Body:
    """The entries that replace an entry: itself, its key with the new value, or its comments."""
    key, item = entry
    if key is not None and key.key in new:
        return [(key, _item(new[key.key], item.trivia))]
    if key is not None and key.key in gone:
        return _cut_comments_after(item)
    return [entry]


def _add(body: Body, values: dict, newline: str):
    """Add keys after the last one that has a line of its own."""
    last = max((at for at, entry in enumerate(body) if _is_line(entry)), default=-1)
    indent = body[last][1].trivia.indent if last >= 0 else ""
    trivia = Trivia(indent=indent if indent.isspace() else "", trail=newline)
    added = [(_key(name), _item(value, trivia)) for name, value in values.items()]
    body[last + 1 : last + 1] = added


def _is_line(entry: Entry) -> bool:
    """Whether an entry is a key with its value, not a table with a header, comment or blank."""
    key, item = entry
    return key is not None and (key.is_dotted() or not isinstance(item, Table | AoT))


def _edit_array(array: Array, old: list, new: list) -> bool:
    """Drop and append texts, so that the others keep their lines; False where it takes more."""
    if len(old) + len(new) > MAX_ITEMS or not all(isinstance(text, str) for text in old + new):
        return False
    added = [text for text in new if text not in old]
    if [text for text in old if text in new] + added != new:
        return False
    for index in reversed(range(len(old))):
        if old[index] not in new:
            del array[index]
    for text in added:
        array.append(_item(text))
    return True


def _edit_array_of_tables(tables: list[Table], old: list, new: list, newline: str):
    """Keep the tables whose values stay, with all that is written in them, and add new ones."""
    has_blank_lines = len(old) == 1 or bool(_comments_after(tables[0]))
    after_array = _cut_comments_after(tables[-1])
    by_value: dict[str, list[Table]] = {}
    for value, table in zip(old, tables, strict=True):
        by_value.setdefault(repr(value), []).append(table)
    tables[:] = [
        by_value[repr(value)].pop(0) if by_value.get(repr(value)) else _table(value, newline)
        for value in new
    ]
    gone = [_cut_comments_after(table) for left in by_value.values() for table in left]
    gone.append(_cut_comments_after(tables[-1]))
    for table in tables[:-1]:
        if has_blank_lines and not _comments_after(table):
            table.value.body.append((None, Whitespace(newline)))
    for comments in [*(lines for lines in gone if _has_comment(lines)), after_array]:
        tables[-1].value.body.extend(comments)


def _table(values: dict, newline: str) -> Table:
    table = tomlkit.table()
    table.trivia.trail = newline
    _add(table.value.body, values, newline)
    return table


def _comments_after(table: Table) -> Body:
    """The blank and comment lines at a table's end."""
    body, at = _end_of(table)
    return body[at:]


def _cut_comments_after(item: Item) -> Body:
    """Take the blank and comment lines at a table's end out of it: they belong to what follows."""
    if isinstance(item, AoT):
        item = item.body[-1]
    if not isinstance(item, Table):
        return []
    body, at = _end_of(item)
    comments = body[at:]
    del body[at:]
    return comments


def _end_of(table: Table) -> tuple[Body, int]:
    """The body that a table's lines end in, and where its last key's entry ends there."""
    body = table.value.body
    at = len(body)
    while at and body[at - 1][0] is None:
        at -= 1
    last = body[-1][1] if body else None
    if isinstance(last, AoT):
        last = last.body[-1]
    return _end_of(last) if isinstance(last, Table) else (body, at)


def _has_comment(lines: Body) -> bool:
    return any(isinstance(line, Comment) for _key, line in lines)


# tomlkit's own ways to quote a text and to fill a list or table take time with the square of the
# length; these build the same items at once.


def _item(value: Any, trivia: Trivia | None = None) -> Item:
    """A tree without nulls -> its item, a table or list in one line.

    `trivia`: the indentation before it, and the comment and line end after it.
    """
    if isinstance(value, str):
        item = String(StringType.SLB, value, _escaped(value), Trivia())
    elif isinstance(value, dict):
        item = tomlkit.inline_table()
        item.value.body.extend((_key(name), _item(inner)) for name, inner in value.items())
    elif isinstance(value, list):
        parts = [part for inner in value for part in (Whitespace(", "), _item(inner))]
        item = Array(parts[1:], Trivia())
    else:
        item = tomlkit.item(value.value)
    if trivia:
        item.trivia.indent, item.trivia.trail = trivia.indent, trivia.trail
        item.trivia.comment_ws, item.trivia.comment = trivia.comment_ws, trivia.comment
    return item


def _key(name: str) -> Key:
    if _BARE_KEY.fullmatch(name):
        return SingleKey(name, KeyType.Bare)
    return SingleKey(name, KeyType.Basic, original=f'"{_escaped(name)}"')


def _escaped(text: str) -> str:
    """A text between double quotes: TOML escapes as JSON does, and DEL besides."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")
