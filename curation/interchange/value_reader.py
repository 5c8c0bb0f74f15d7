"""Values of a front matter, read by their path of keys and indexes, each of the wanted kind."""

import math
import re
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from curation.interchange.front_matter import Scalar
from curation.interchange.records import FieldError
from curation.models import Article
from curation.models.articles import YEARS
from curation.sources.characters import NOT_IN_XML

_LENGTH = {column.name: column.max_length for column in Article._meta.concrete_fields}


class ValueReader:
    """One front matter. Its methods raise FieldError for a value of the wrong kind.

    `zone`: that of dates that name none.
    """

    def __init__(self, values: dict[str, Any], zone: ZoneInfo):
        self.values, self.zone = values, zone

    def value(self, *path: str | int) -> Any:
        """The value at the path; None where the path leads nowhere."""
        value: Any = self.values
        for part in path:
            if isinstance(value, dict):
                value = value.get(part)
            else:
                value = value[part] if isinstance(value, list) and isinstance(part, int) else None
        return value

    def text(
        self,
        *path: str | int,
        max_length: int | None = None,
        column: str = "",
        multiline: bool = False,
    ) -> str:
        """The text at the path, trimmed; "" for null. A number, boolean or date is read as written.

        `max_length`: characters allowed; `column`: as many as that column of an article holds.
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
        text = value.strip() if multiline else " ".join(value.split())
        if max_length and len(text) > max_length:
            raise FieldError(
                path, f"This has {len(text)} characters; at most {max_length} are allowed."
            )
        return text

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
            raise FieldError((key,), 'This is not a mapping; write "name: value" lines below it.')
        return as_json(value)

    def date(self, key: str) -> datetime | None:
        try:
            value = self.value(key)
            return None if value is None else moment(value, self.zone)
        except ValueError as error:
            raise FieldError((key,), str(error)) from None


def moment(value: Any, zone: ZoneInfo) -> datetime | None:
    """A date as files write it -> a moment in UTC; None where the text is blank.

    A day without a time is its midnight in `zone`; a time without a zone is in `zone`. Raises
    ValueError, with a sentence, for anything else and for years outside 1900 to 2100.
    """
    written = value.text if isinstance(value, Scalar) else value
    if isinstance(value, Scalar) and isinstance(value.value, date):
        read = value.value
    elif isinstance(written, str):
        if not written.strip():
            return None
        try:
            # Some systems put a space before the zone.
            read = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", written.strip()))
        except ValueError:
            raise ValueError(
                f"{written[:40]!r} is not a date; write it like 2022-12-29 or 2022-12-29T08:30:00Z."
            ) from None
    else:
        raise ValueError("This is not a date; write it like 2022-12-29.")
    if not isinstance(read, datetime):
        read = datetime.combine(read, time())
    if read.year not in YEARS:
        raise ValueError(f"The year {read.year} is outside 1900 to 2100; correct it.")
    return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)


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
