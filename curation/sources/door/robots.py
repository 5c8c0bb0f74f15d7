"""robots.txt as RFC 9309 defines it: text to rules, and whether the rules allow a path."""

import re
from dataclasses import dataclass
from urllib.parse import quote

MAX_RULES = 5_000  # more than any site has; a bound on time and on what is cached

LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*)")
TOKEN = re.compile(r"[a-z_-]+")
# Characters that stay as they are in paths and patterns; others are percent-encoded.
AS_WRITTEN = "/?&=:@!$'()*+,;~%[]-._"


@dataclass(frozen=True, slots=True)
class Rule:
    """One Allow or Disallow line."""

    allow: bool
    pattern: str  # with * and a final $, percent-encoded


def rules_for(text: str, token: str) -> tuple[Rule, ...]:
    """Return the rules of the groups for a product token; without one, of those for `*`."""
    groups: dict[str, list[Rule]] = {}
    agents: list[str] = []
    count = 0
    in_rules = False
    for line in text.splitlines():
        if (match := LINE.match(line)) is None:
            continue
        key, value = match[1].lower(), match[2].strip()
        if key == "user-agent":
            if in_rules:
                agents, in_rules = [], False
            agents.append(_token(value))
            groups.setdefault(agents[-1], [])
        elif key in ("allow", "disallow"):
            in_rules = True
            if value and agents and count < MAX_RULES:
                count += 1
                rule = Rule(key == "allow", _encoded(value))
                for agent in set(agents):
                    groups[agent].append(rule)
    chosen = groups.get(token.lower(), groups.get("*", []))
    return tuple(chosen)


def allows(rules: tuple[Rule, ...], path: str) -> bool:
    """Say whether a path with its query may be fetched.

    The longest matching pattern decides; of two that are equally long, the one that allows.
    """
    path = _encoded(path)
    deciding = max(
        (rule for rule in rules if _matches(rule.pattern, path)),
        key=lambda rule: (len(rule.pattern), rule.allow),
        default=None,
    )
    return deciding is None or deciding.allow


def _matches(pattern: str, path: str) -> bool:
    """Say whether the path matches; each piece between stars is searched once, from the left.

    An expression made of the pattern would try every position of every star (backtracking).
    """
    to_the_end = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    position = len(first)
    if not others:
        return not to_the_end or position == len(path)
    *middle, last = others
    for piece in middle:
        found = path.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    if to_the_end:
        return path.endswith(last) and len(path) - len(last) >= position
    return path.find(last, position) >= 0


def _token(value: str) -> str:
    if value == "*":
        return "*"
    match = TOKEN.match(value.lower())
    return match[0] if match else ""


def _encoded(path: str) -> str:
    encoded = quote(path, safe=AS_WRITTEN)
    return re.sub("%[0-9a-f]{2}", lambda escape: escape[0].upper(), encoded, flags=re.IGNORECASE)
