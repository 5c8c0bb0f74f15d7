"""Liquid's expressions, as far as the page's and the site's parameters give them.

Source: https://shopify.github.io/liquid/ and Jekyll's documentation of its filters.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from django.utils.html import escape, strip_tags
from django.utils.text import slugify

from curation.interchange.bodies.page import BodyPage

_PART = re.compile(
    r"""\s*(?:(?P<string>"[^"]*"|'[^']*')|(?P<number>-?\d+(?:\.\d+)?)(?![\w.])|(?P<path>[a-zA-Z_][\w-]*
        (?:\.[\w-]+|\[(?:"[^"]*"|'[^']*'|\d+|[\w.-]+)\])*)|(?P<sign>==|!=|<>|<=|>=|[<>|:,()]))""",
    re.VERBOSE,
)
_KEY = re.compile(r"""\.([\w-]+)|\[(?:"([^"]*)"|'([^']*)'|([\w.-]+))\]""")
_WORDS = {"true": True, "false": False, "nil": None, "null": None, "blank": "", "empty": ""}
_JEKYLL = {"environment": "production", "version": ""}
MOST_PARTS = 200


class Unknown(Exception):
    """An expression that cannot be computed: an unknown filter or operator, or bad spelling."""


class LiquidValues:
    """The values of expressions in one body. `variables`: what `assign` and `capture` set."""

    def __init__(self, page: BodyPage):
        self.page = page
        self.variables: dict[str, Any] = {}

    def evaluate(self, expression: str) -> Any:
        """The value of `name | filter: argument`; None for what is not set. Raises Unknown."""
        groups: list[list] = [[]]
        for part in _parts(expression):
            if part == ("sign", "|"):
                groups.append([])
            else:
                groups[-1].append(part)
        if len(groups[0]) != 1:
            raise Unknown
        value = self._value(groups[0][0])
        for group in groups[1:]:
            if not group or group[0][0] != "path":
                raise Unknown
            arguments = [self._value(part) for part in group[1:] if part[0] != "sign"]
            value = self._filtered(value, group[0][1], arguments)
        return value

    def is_true(self, condition: str) -> bool:
        """Whether an `if` shows its text. `and` and `or` count from the right, as in Liquid.

        Raises Unknown.
        """
        result, joined, group = False, "or", []
        for part in reversed([("path", "or"), *_parts(condition)]):
            if part not in (("path", "and"), ("path", "or")):
                group.insert(0, part)
                continue
            value = self._compared(group)
            result = (value and result) if joined == "and" else (value or result)
            joined, group = part[1], []
        return result

    def _compared(self, parts: list) -> bool:
        if len(parts) == 1:
            return _is_truthy(self._value(parts[0]))
        if len(parts) != 3:
            raise Unknown
        left, operator, right = self._value(parts[0]), parts[1][1], self._value(parts[2])
        if operator == "==":
            return left == right or (right == "" and not left and left is not False)
        if operator in ("!=", "<>"):
            return left != right
        try:
            if operator == "contains":
                right = as_text(right) if isinstance(left, str) else right
                return isinstance(left, str | list | tuple | Mapping) and right in left
            return {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[
                operator
            ]
        except (TypeError, KeyError):
            raise Unknown from None

    def _value(self, part: tuple[str, str]) -> Any:
        kind, words = part
        if kind == "string":
            return words[1:-1]
        if kind == "number":
            return float(words) if "." in words else int(words)
        if kind != "path":
            raise Unknown
        if words in _WORDS:
            return _WORDS[words]
        root = re.match(r"[\w-]+", words)[0]
        if root in self.variables:
            value = self.variables[root]
        elif root == "jekyll":
            value = _JEKYLL
        else:
            value = self.page.params.get(root)
        for match in _KEY.finditer(words, len(root)):
            name, double, single, index = match.groups()
            value = _member(value, name or double or single or index or "")
        if value is None and words == "site.baseurl":
            return ""
        if value is None and words == "site.url" and self.page.site_urls:
            return re.match(r"(?:https?://)?[^/]*", self.page.site_urls[0])[0]
        if value is None and words == "page.url":
            return self.page.address
        return value

    def _filtered(self, value: Any, name: str, arguments: list) -> Any:
        first = arguments[0] if arguments else ""
        text = as_text(value)
        if name in ("relative_url", "absolute_url"):
            if "://" in text:
                return text
            return f"{as_text(self._value(('path', 'site.baseurl')))}/{text.lstrip('/')}"
        if name == "default":
            return first if value in (None, "", False) else value
        if name == "date":
            return _dated(value, as_text(first)) if isinstance(value, date) else value
        if name in ("first", "last") and isinstance(value, list | tuple):
            return (value[0] if name == "first" else value[-1]) if value else None
        if name == "size":
            return len(value) if isinstance(value, str | list | tuple | Mapping) else 0
        if name == "join" and isinstance(value, list | tuple):
            return as_text(first or " ").join(map(as_text, value))
        if name not in _TEXT_FILTERS:
            raise Unknown
        try:
            return _TEXT_FILTERS[name](text, *map(as_text, arguments))
        except TypeError:  # more arguments than it has
            raise Unknown from None


def _parts(expression: str) -> list[tuple[str, str]]:
    found, position = [], 0
    expression = expression.strip()
    while position < len(expression):
        match = _PART.match(expression, position)
        if not match or len(found) >= MOST_PARTS:
            raise Unknown
        found.append((match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return found


def _member(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(name)
    if name == "size" and isinstance(value, str | list | tuple):
        return len(value)
    if name in ("first", "last") and isinstance(value, list | tuple) and value:
        return value[0 if name == "first" else -1]
    if isinstance(value, list | tuple) and name.isdecimal():
        return value[int(name)] if int(name) < len(value) else None
    return None


def _dated(value: date, form: str) -> str:
    try:
        return value.strftime(form)
    except ValueError:  # no form of a date
        raise Unknown from None


def _is_truthy(value: Any) -> bool:
    return value is not None and value is not False


def as_text(value: Any) -> str:
    """A value as Liquid prints it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "".join(map(as_text, value))
    return "" if isinstance(value, Mapping) else str(value)


_TEXT_FILTERS = {
    "append": lambda text, more="": text + more,
    "prepend": lambda text, more="": more + text,
    "capitalize": lambda text: text[:1].upper() + text[1:],
    "cgi_escape": lambda text: quote(text, safe=""),
    "downcase": lambda text: text.lower(),
    "escape": lambda text: escape(text),
    "escape_once": lambda text: escape(text),
    "lstrip": lambda text: text.lstrip(),
    "markdownify": lambda text: text,
    "newline_to_br": lambda text: text.replace("\n", "<br>\n"),
    "remove": lambda text, part="": text.replace(part, "") if part else text,
    "remove_first": lambda text, part="": text.replace(part, "", 1),
    "replace": lambda text, old="", new="": text.replace(old, new) if old else text,
    "replace_first": lambda text, old="", new="": text.replace(old, new, 1),
    "rstrip": lambda text: text.rstrip(),
    "slugify": lambda text, mode="": slugify(text, allow_unicode=True),
    "smartify": lambda text: text,
    "strip": lambda text: text.strip(),
    "strip_html": lambda text: strip_tags(text),
    "strip_newlines": lambda text: text.replace("\n", ""),
    "upcase": lambda text: text.upper(),
    "uri_escape": lambda text: quote(text, safe="/:?#[]@!$&'()*+,;=%"),
    "url_encode": lambda text: quote(text, safe=""),
    "xml_escape": lambda text: escape(text),
}
