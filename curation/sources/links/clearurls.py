"""An operator's own rules: a file of the ClearURLs project, named by the setting CLEARURLS_RULES.

Its licence (LGPL) keeps it out of this project. The format: https://docs.clearurls.xyz, “Rules”.
The file is only half trusted: it is bounded when it is read, and each expression in its time.
"""

import json
import logging
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import unquote

import regex
from django.conf import settings

MAX_BYTES = 8_000_000  # the project's file has 0.2 MB
MAX_EXPRESSIONS = 50_000
MAX_EXPRESSION = 2_000  # characters
SECONDS_AN_EXPRESSION = 0.1
SECONDS_A_URL = 0.5

LISTS = ("rules", "referralMarketing", "rawRules", "exceptions", "redirections")

logger = logging.getLogger(__name__)


class RulesError(ValueError):
    """A file that cannot be used; `str(error)` says why, in a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Provider:
    """The rules for the URLs that `url` matches and no exception does.

    names: of parameters that are dropped, None for none. raw: what is cut out of the whole URL.
    redirections: the first group is the page that the URL leads to.
    """

    name: str
    url: regex.Pattern
    exceptions: tuple[regex.Pattern, ...]
    names: regex.Pattern | None
    raw: tuple[regex.Pattern, ...]
    redirections: tuple[regex.Pattern, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """A file of rules, ready for use.

    version: changes with the file. left_out: a sentence for each expression that cannot be used.
    """

    providers: tuple[Provider, ...]
    version: str
    left_out: tuple[str, ...] = ()

    def apply(self, url: str, is_content: Callable[[str], bool]) -> tuple[str, bool]:
        """Return the URL as the rules leave it, and whether it is another page's, which it led to.

        is_content: whether a parameter of this name, in lower case, is kept whatever the rules say.
        The time is bounded: a rule that takes too long is left out for this URL, and logged.
        """
        deadline = time.monotonic() + SECONDS_A_URL
        for provider in self.providers:
            within = _Bounded(provider.name, deadline)
            if not within.search(provider.url, url):
                continue
            changed, leads_on = _applied(provider, url, within, is_content)
            # Exceptions come last: there are many, and most URLs have nothing that is changed.
            if changed == url or any(within.search(one, url) for one in provider.exceptions):
                continue
            if leads_on:
                return changed, True
            url = changed
        return url, False


def operator_rules() -> Rules | None:
    """Return the rules of CLEARURLS_RULES, None where it is not set or its file is unusable.

    The file is read once a process. The system check `curation.E001` says what is wrong with it.
    """
    path = settings.CLEARURLS_RULES
    return _loaded(str(path)) if path else None


@lru_cache(maxsize=4)
def _loaded(path: str) -> Rules | None:
    try:
        return read_rules(path)
    except RulesError as error:
        logger.error("CLEARURLS_RULES: %s No rule of it is used.", error)
        return None


def read_rules(path: str) -> Rules:
    """Return the rules of a file. Raises RulesError."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RulesError(f"{path} cannot be read: {error.strerror}.") from error
    if len(data) > MAX_BYTES:
        raise RulesError(f"{path} has more than {MAX_BYTES // 1_000_000} MB.")
    try:
        return parse_rules(data)
    except RulesError as error:
        raise RulesError(f"{path}: {error}") from error


def parse_rules(data: bytes) -> Rules:
    """Return the rules in the bytes of a file. Raises RulesError."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise RulesError("this is not JSON.") from error
    providers = content.get("providers") if isinstance(content, dict) else None
    if not isinstance(providers, dict):
        raise RulesError("there is no object “providers”.")
    if sum(_expressions(name, facts) for name, facts in providers.items()) > MAX_EXPRESSIONS:
        raise RulesError(f"there are more than {MAX_EXPRESSIONS:,} expressions.")
    left_out = []
    read = [_provider(name, facts, left_out) for name, facts in providers.items()]
    return Rules(tuple(filter(None, read)), f"{zlib.crc32(data):08x}", tuple(left_out))


def _expressions(name: str, facts: object) -> int:
    """Return how many expressions a provider has. Raises RulesError where it is none."""
    if not isinstance(facts, dict) or not isinstance(facts.get("urlPattern"), str):
        raise RulesError(f"provider “{name}” has no “urlPattern”.")
    for key in LISTS:
        values = facts.get(key) or []
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise RulesError(f"“{key}” of provider “{name}” is no list of texts.")
    return 1 + sum(len(facts.get(key) or []) for key in LISTS)


def _provider(name: str, facts: dict, left_out: list[str]) -> Provider | None:
    """Return one provider; None where the expression for its URLs cannot be used."""

    def compiled(expressions: list[str]) -> tuple[regex.Pattern, ...]:
        found = [_compiled(name, expression, left_out) for expression in expressions]
        return tuple(filter(None, found))

    lists = {key: compiled(facts.get(key) or []) for key in LISTS}
    url = compiled([facts["urlPattern"]])
    if not url or not facts["urlPattern"]:
        return None
    # A complete provider is one whose requests the browser blocks; a link of it stays, or leads on.
    is_blocked = facts.get("completeProvider") is True
    names = lists["rules"] + lists["referralMarketing"]
    return Provider(
        name=name,
        url=url[0],
        exceptions=lists["exceptions"],
        names=None if is_blocked else _any_of(names),
        raw=() if is_blocked else lists["rawRules"],
        redirections=lists["redirections"],
    )


def _compiled(name: str, expression: str, left_out: list[str]) -> regex.Pattern | None:
    """Return a pattern that compares as JavaScript's with the flag `i`, None if there is none."""
    try:
        if len(expression) > MAX_EXPRESSION:
            raise ValueError(expression)
        return regex.compile(expression, regex.IGNORECASE | regex.ASCII)
    except (ValueError, OverflowError, RecursionError, regex.error):
        left_out.append(f"“{expression[:80]}” of provider “{name}” is no usable expression.")
        return None


def _any_of(patterns: tuple[regex.Pattern, ...]) -> regex.Pattern | None:
    if not patterns:
        return None
    alternatives = "|".join(f"(?:{pattern.pattern})" for pattern in patterns)
    return regex.compile(alternatives, regex.IGNORECASE | regex.ASCII)


@dataclass(slots=True)
class _Bounded:
    """Matches the expressions of one provider, each in its time and all before the deadline."""

    provider: str
    deadline: float

    def search(self, pattern: regex.Pattern, text: str) -> regex.Match | None:
        return self._in_time(pattern.search, text)

    def fullmatch(self, pattern: regex.Pattern, text: str) -> regex.Match | None:
        return self._in_time(pattern.fullmatch, text)

    def removed(self, pattern: regex.Pattern, text: str) -> str:
        result = self._in_time(partial(pattern.sub, ""), text)
        return text if result is None else result

    def _in_time(self, function: Callable, text: str):
        seconds = min(SECONDS_AN_EXPRESSION, self.deadline - time.monotonic())
        if seconds <= 0:
            return None
        try:
            return function(text, timeout=seconds)
        except TimeoutError:
            logger.warning(
                "CLEARURLS_RULES: an expression of provider “%s” took too long and was left out "
                "for %.200s",
                self.provider,
                text,
            )
            return None


def _applied(
    provider: Provider, url: str, within: _Bounded, is_content: Callable[[str], bool]
) -> tuple[str, bool]:
    """Return the URL as one provider leaves it, and whether it is another page's."""
    for expression in provider.raw:
        url = within.removed(expression, url)
    for expression in provider.redirections:
        if (found := within.search(expression, url)) and found.re.groups and found[1]:
            return _decoded(found[1]), True
    if provider.names:
        url = _without(url, provider.names, within, is_content)
    return url, False


def _without(
    url: str, names: regex.Pattern, within: _Bounded, is_content: Callable[[str], bool]
) -> str:
    """Return the URL without the parameters whose names match, in the query and the fragment."""

    def kept(part: str) -> Iterator[str]:
        for parameter in part.split("&"):
            name = parameter.partition("=")[0].removeprefix("amp;")
            plain = unquote(name)
            spellings = {name, plain} if not is_content(plain.lower()) else ()
            if not any(within.fullmatch(names, spelling) for spelling in spellings if spelling):
                yield parameter

    address, mark, fragment = url.partition("#")
    address, question, query = address.partition("?")
    query = "&".join(kept(query)) if question else ""
    if "=" in fragment and not fragment.startswith(("/", "!/")):
        fragment = "&".join(kept(fragment))
    return address + (f"?{query}" if query else "") + (f"#{fragment}" if mark and fragment else "")


def _decoded(target: str) -> str:
    """Return the URL that a redirection found: decoded, with a scheme."""
    for _layer in range(3):
        if "://" in target.partition("?")[0] or "%" not in target:
            break
        target = unquote(target)
    return target if "://" in target.partition("?")[0] else f"http://{target}"
