"""Values of a front matter, read by their path of keys and indexes, each of the wanted kind."""

import math
import unicodedata
from typing import Any
from zoneinfo import ZoneInfo

from curation.interchange import keys
from curation.interchange.front_matter import Scalar
from curation.interchange.records import FieldError, Path
from curation.interchange.remarks import Remark, RemarkKind
from curation.models import Article
from curation.sources.characters import NOT_IN_XML

_LENGTH = {column.name: column.max_length for column in Article._meta.concrete_fields}
# Keys of a mapping that is written where one text belongs
_NAME_KEYS = ("name", "title", "label", "display_name", "displayname", "value", "slug", "login")


class ValueReader:
    """One front matter, with what it inherits. Raises FieldError for a value of the wrong kind.

    Its values are asked for by the names of the content format, whatever spelling the file has.
    `in_file`, `inherited`: the two as they are. `spellings`, `inherited_spellings`: their keys by
    name, see `keys.spellings`. `zone`: that of dates that name none. `remarks`: what was changed or
    left out on the way.
    """

    def __init__(
        self, values: dict[str, Any], zone: ZoneInfo, inherited: dict[str, Any] | None = None
    ):
        self.in_file, self.inherited, self.zone = values, inherited or {}, zone
        self.remarks: list[Remark] = []
        self.spellings = keys.spellings(values)
        self.inherited_spellings = keys.spellings(self.inherited)
        self.written = {name: found[0][0] for name, found in self.spellings.items()}
        self.values = {name: found[0][1] for name, found in self.spellings.items()}
        for name, found in self.inherited_spellings.items():
            if self.values.get(name) is None:
                self.values[name] = found[0][1]

    def value(self, *path: str | int) -> Any:
        """The value at the path; None where the path leads nowhere."""
        value: Any = self.values
        for part in path:
            if isinstance(value, dict):
                value = value.get(part)
            else:
                value = value[part] if isinstance(value, list) and isinstance(part, int) else None
        return value

    def remark(self, kind: RemarkKind, path: Path | str, done: str, to_do: str = ""):
        """Note what was done otherwise than the file says."""
        path = (path,) if isinstance(path, str) else path
        written = ".".join(map(str, (self.written.get(path[0], path[0]), *path[1:])))
        self.remarks.append(Remark(kind, written, done, to_do))

    def leave_out(self, path: Path | str, done: str, to_do: str = ""):
        self.remark(RemarkKind.VALUE_LEFT_OUT, path, done, to_do)

    def text(
        self,
        *path: str | int,
        max_length: int | None = None,
        column: str = "",
        multiline: bool = False,
        may_cut: bool = True,
    ) -> str:
        """The text at the path, trimmed; "" for null. A number, boolean or date is read as written.

        `max_length`: characters allowed; `column`: as many as that column of an article holds. A
        longer text is cut, with a remark; it raises FieldError where `may_cut` is False.
        `multiline`: keep line breaks and runs of spaces.
        """
        max_length = _LENGTH[column] if column else max_length
        value = self.value(*path)
        if value is None:
            return ""
        if isinstance(value, Scalar):
            value = value.text
        if not isinstance(value, str):
            kind = "list" if isinstance(value, list) else "mapping"
            raise FieldError(path, f"This is a {kind}; write one text.")
        if NOT_IN_XML.search(value):
            raise FieldError(path, "There is a control character in this text; remove it.")
        # One word has one spelling, however the old system wrote its accents.
        value = unicodedata.normalize("NFC", value)
        text = value.strip() if multiline else " ".join(value.split())
        if max_length and len(text) > max_length:
            words = f"has {len(text)} characters; at most {max_length} are allowed"
            if not may_cut:
                raise FieldError(path, f"This {words}.")
            self.remark(RemarkKind.VALUE_CHANGED, path, f"this {words}; it was cut")
            text = text[: max_length - 1].rstrip() + "…"
        return text

    def names(self, key: str, max_length: int, *below: str | int) -> tuple[str, ...]:
        """The names at the key, each once, in order: of a text, a list, mappings with a name each.

        A mapping of mappings is a list of its keys, as in `{ana: {…}, bo: {…}}`, or of the names in
        them.
        """
        path = (*below, key)
        value = self.value(*path)
        if isinstance(value, dict) and self._name_key(value) is None and _holds_names(value):
            found = [
                self._name((*path, name), member, max_length)
                if member and self._name_key(member)
                else self._key_as_name((*path, name), name, max_length)
                for name, member in value.items()
            ]
        elif isinstance(value, list):
            found = [
                self._name((*path, index), item, max_length) for index, item in enumerate(value)
            ]
        else:
            found = [self._name(path, value, max_length)]
        return tuple(dict.fromkeys(text for text in found if text))

    def _name(self, path: Path, value: Any, max_length: int) -> str:
        if isinstance(value, dict):
            key = self._name_key(value)
            if key is None:
                self.leave_out(path, "this mapping has no name; it stays in the file only")
                return ""
            return self._name((*path, key), value[key], max_length)
        if isinstance(value, list):
            self.leave_out(path, "this is a list in a list; it stays in the file only")
            return ""
        return self.text(*path, max_length=max_length)

    def _key_as_name(self, path: Path, name: str, max_length: int) -> str:
        if NOT_IN_XML.search(name) or len(name) > max_length:
            self.leave_out(path, "this cannot be a name; it stays in the file only")
            return ""
        return " ".join(name.split())

    def _name_key(self, value: dict) -> str | None:
        written = {key.lower(): key for key in value}
        return next((written[key] for key in _NAME_KEYS if key in written), None)

    def texts(self, key: str, max_length: int, *below: str | int) -> tuple[str, ...]:
        """The texts at the key, each once, in order; a single text counts as a list of one."""
        path = (*below, key)
        value = self.value(*path)
        if isinstance(value, dict):
            raise FieldError(path, "This is a mapping; write a list of texts.")
        if not isinstance(value, list):
            found = [self.text(*path, max_length=max_length)]
        else:
            found = [self.text(*path, index, max_length=max_length) for index in range(len(value))]
        return tuple(dict.fromkeys(text for text in found if text))

    def mapping(self, key: str) -> dict:
        value = self.value(key)
        if not value:
            return {}
        if not isinstance(value, dict):
            self.leave_out(key, "this is not a mapping; it stays in the file only")
            return {}
        return as_json(value)


def _holds_names(value: dict) -> bool:
    """Whether the keys of a mapping are names: what stands under each is a mapping, or nothing."""
    return all(isinstance(member, dict) or member is None for member in value.values())


def as_json(value: Any) -> Any:
    """A front matter's tree -> values that JSON can hold: dates and infinities become text."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, Scalar):
        is_number = isinstance(value.value, int | float) and math.isfinite(value.value)
        return value.value if is_number else value.text
    return value


def from_json(value: Any) -> Any:
    """JSON values -> a front matter's tree."""
    if isinstance(value, dict):
        return {key: from_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [from_json(item) for item in value]
    if isinstance(value, bool):
        return Scalar(value, "true" if value else "false")
    return Scalar(value, repr(value)) if isinstance(value, int | float) else value
