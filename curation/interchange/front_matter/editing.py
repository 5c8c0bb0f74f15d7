"""Front matter with some values changed -> its text, where nothing else differs. Pure.

In YAML and TOML only the lines of a changed key are written anew; all other bytes, comments too,
stay. JSON is written anew as a whole, with equal values in the old order. Whatever was written is
read again and compared before it is returned.
"""

from contextlib import suppress
from typing import Any

from curation.interchange.front_matter.json_format import write_json
from curation.interchange.front_matter.parsing import ParsedFile, matter_of, parse
from curation.interchange.front_matter.toml_format import dump_toml, edit_toml, without_nulls
from curation.interchange.front_matter.values import FrontMatterError
from curation.interchange.front_matter.yaml_format import dump_yaml, edit_yaml


def rewrite(parsed: ParsedFile, values: dict[str, Any]) -> str:
    """A file's head, changed so that its front matter says `values`.

    `values`: of dict, list, str, None and Scalar; the file's keys in their order, then new ones.
    A null is left out where TOML, which has none, cannot say it. Raises FrontMatterError where
    the result would not read as `values`.
    """
    if parsed.format == "json":
        head = write_json(parsed.head, values)
        return _checked(head, values, list(values))
    start, end = matter_of(parsed.head, parsed.format)
    before, matter, after = parsed.head[:start], parsed.head[start:end], parsed.head[end:]
    newline = "\r\n" if before.endswith("\r\n") else "\n"
    if parsed.format == "toml":
        values = without_nulls(values)
        edited = edit_toml(matter, parsed.values, values, newline)
        order = None  # a new key cannot come last where tables are
    else:
        edited = edit_yaml(matter, parsed.values, values, newline)
        order = list(values)
    if edited is not None:
        with suppress(FrontMatterError):  # an unusual layout: the whole is written anew below
            return _checked(before + edited + after, values, order)
    anew = (
        dump_toml(values, newline)
        if parsed.format == "toml"
        else dump_yaml(values).replace("\n", newline)
    )
    return _checked(before + anew + after, values, list(values))


def _checked(head: str, values: dict[str, Any], order: list[str] | None) -> str:
    read = parse(head.encode())
    if read.head != head or read.values != values or order not in (None, list(read.values)):
        raise FrontMatterError("The changed values cannot be written into this front matter.")
    return head
