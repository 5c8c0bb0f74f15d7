"""Finds the address in a text as people paste it: with a title, in quotation marks, as Markdown.

Pure. The one door for what people type or paste as an address: the desk, the public form and the
API. `parsing.parse_url` then reads the address itself.
"""

import re
from collections import Counter

from curation.sources.characters import BIDI_CONTROLS, INVISIBLE
from curation.sources.links import papers
from curation.sources.links.keys import link_key
from curation.sources.links.parsing import MAX_PARSED_LENGTH, LinkError

MAX_COMPARED = 20  # addresses of one text; where there are more, they are not all the same

_SCHEME = re.compile(r"https?://", re.IGNORECASE)
# What is no page on the web, or runs in the page that shows it. "Data: a title" is no scheme.
_OTHER_SCHEME = re.compile(
    r"[^\w]*(?:javascript|vbscript|data|mailto|ftps?|sftp|file|tel|sms|blob|about|view-source|intent|"
    r"wss?):(?=\S)",
    re.IGNORECASE,
)
# An address never holds these: RFC 3986, appendix C names them as its delimiters.
_TOKEN = re.compile(r'[^\s<>"]+')
# `<https://…>` over several lines: the breaks are none of its own (RFC 3986, appendix C).
_IN_ANGLES = re.compile(r"<(?:URL:)?\s*(https?://[^<>]{1,4000})>", re.IGNORECASE)
_LINE_BREAK = re.compile(r"[ \t]*[\r\n]+[ \t]*")
# Markdown: an image is not the page, and the text of a link only names its address.
_IMAGE = re.compile(r"!\[[^\[\]]{0,500}\]\([^()\s]{0,2048}\)")
_LINK_TEXT = re.compile(r"\[[^\[\]]{0,500}\](?=\()")

_HOST = r"(?:[\w-]{1,63}\.){1,10}[^\W\d_]{2,63}(?::\d{1,5})?"
_BARE = re.compile(rf"{_HOST}(?:[/?#]\S*)?")
_BARE_IN_PROSE = re.compile(rf"(?:www\.{_HOST}(?:[/?#]\S*)?|{_HOST}/\S+)", re.IGNORECASE)

_BRACKETS = {
    ")": "(", "]": "[", "}": "{", "）": "（", "］": "［", "」": "「", "』": "『", "】": "【",
    "》": "《", "〉": "〈", "〕": "〔",
}  # fmt: skip
# Opening marks, and what may close them: quotation marks of all languages have two sides.
_CLOSING = {opening: closing for closing, opening in _BRACKETS.items()} | {
    "“": "”", "„": "“”", "”": "”", "«": "»", "»": "«", "‹": "›", "›": "‹", "‘": "’", "‚": "‘’",
    "'": "'",
}  # fmt: skip
_OPENERS = "".join(_CLOSING) + "*_~`|"
_NEVER_LAST = frozenset(",;:?…`“”„‟«»‹›‘’‚‛")
_LAST_OF_A_SENTENCE = frozenset("!。．、，；：！？")
_MARKUP = frozenset("*_~|'")  # last only where the same mark stands before
# Titles end so: https://en.wikipedia.org/wiki/Apple_Inc. and …/R.E.M.
_ABBREVIATION = re.compile(r"(?:(?<![A-Za-z])(?:Inc|Jr|Sr|Ltd|Corp|Co|Bros|Dr|St)|[._][A-Z])\.$")
_ENTITY = re.compile(r"(?:&(?:quot|gt|lt|apos|nbsp|#39|#34);)$", re.IGNORECASE)
_CONTINUED = re.compile(r"[/=&]|\.\w")


def address_in(text: str) -> str:
    """Return the http(s) address in a text that a person pasted, without what stands around it.

    An address without scheme (www.example.org/a, example.org/a) is taken as https, a DOI, a PMID
    or an arXiv number as its page. Raises LinkError, with a sentence for people: `several` where
    the text has different addresses, `scheme` where it has none, `characters` where a space seems
    to stand in the address.
    """
    text = INVISIBLE.sub("", text).strip()
    if len(text) > MAX_PARSED_LENGTH:
        raise LinkError("length")
    if _OTHER_SCHEME.match(text):
        raise LinkError("scheme")
    text = _LINK_TEXT.sub("", _IMAGE.sub("", _joined(text)))
    for find in (_whole_addresses, _identified, _bare_addresses):
        if found := find(text):
            return _the_one(found)
    raise LinkError("scheme")


def addresses_by_line(text: str) -> list[str]:
    """Return what a list of pasted lines asks for: an address for each, the same one once.

    The title of the address below it is left out, and so are all other words where there is one
    address only. Any other line without an address is returned as it is, and so is one with
    several: reading it says what is wrong.
    """
    lines = [line.strip() for line in _joined(text).splitlines() if line.strip()]
    found = [(line, _address_or_none(line)) for line in lines]
    is_only_one = len({address for _line, address in found} - {None}) == 1
    kept = []
    is_above_address = False
    for line, address in reversed(found):
        if not address and (is_only_one or is_above_address) and _is_title(line, is_only_one):
            continue
        kept.append(address or line)
        is_above_address = address is not None
    return list(dict.fromkeys(reversed(kept)))


def _address_or_none(text: str) -> str | None:
    try:
        return address_in(text)
    except LinkError:
        return None


def _is_title(line: str, may_be_one_word: bool) -> bool:
    """Whether a line without an address is words, in whatever script, and no attempt at one."""
    if _SCHEME.search(line) or _OTHER_SCHEME.match(line):
        return False
    return len(line.split()) > 1 or not line.isascii() or (may_be_one_word and line.isalnum())


def _joined(text: str) -> str:
    return _IN_ANGLES.sub(lambda found: f"<{_LINE_BREAK.sub('', found[1].strip())}>", text)


def _the_one(addresses: list[str]) -> str:
    """Return the first address; raises LinkError where they lead to different pages."""
    distinct = list(dict.fromkeys(addresses))
    if len(distinct) > MAX_COMPARED or len({link_key(address) for address in distinct}) > 1:
        raise LinkError("several")
    return distinct[0]


# ---------------------------------------------------------------- http:// and https://


def _whole_addresses(text: str) -> list[str]:
    """Return the addresses of a text that have a scheme."""
    found = []
    for token in _TOKEN.finditer(text):
        scheme = _SCHEME.search(token[0])
        if scheme is None or _OTHER_SCHEME.match(token[0]):
            continue
        before, run = token[0][: scheme.start()], token[0][scheme.start() :]
        if before[-1:] in ("/", "=", "?") and _BARE.match(before):
            # example.org/go?to=https://…: an address without scheme, with another in it
            found.append(f"https://{_trimmed(token[0], '', is_alone=token[0] == text)}")
            continue
        if re.search(r"\w(?<!_)https?://", run[8:], re.IGNORECASE):
            raise LinkError("several")  # two lines, put together by a field of one line
        is_alone = token[0] == text or text[max(token.start() - 1, 0) : token.start()] == "<"
        address = _trimmed(run, before, is_alone=is_alone)
        if token.start() == 0 and address == token[0]:
            _refuse_space_inside(text, token.end())
        found.append(scheme[0].lower() + address[len(scheme[0]) :])
    with_host = [address for address in found if not address.endswith("://")]
    return with_host or found[:1]


def _refuse_space_inside(text: str, end: int) -> None:
    """Raise LinkError where what follows an address at the beginning may be a part of it.

    `https://example.org/two words` may be one address; a sentence, or a title behind a dash, is
    none of it.
    """
    rest = text[end:].partition("\n")[0]
    words = rest.split()
    if not rest[:1].isspace() or not words or not words[0][0].isalnum() or _SCHEME.search(rest):
        return
    if len(words) == 1 or any(_CONTINUED.search(word) for word in words):
        raise LinkError("characters")


def _trimmed(run: str, before: str, *, is_alone: bool) -> str:
    """Return an address without the marks that close what was opened before it, and at its end.

    Brackets of its own stay: …/wiki/Ward_(hospital). is_alone: the text has nothing else.
    """
    opening = before[-1:]
    if opening in _CLOSING:
        whole = _up_to_closing(run, opening)
        is_alone, run = is_alone or whole != run, whole
    counts = Counter(run)
    while run:
        last = run[-1]
        if entity := _ENTITY.search(run[-8:]):
            cut = len(entity[0])
        elif last in _BRACKETS:
            cut = counts[last] > counts[_BRACKETS[last]]
        elif last == ".":
            cut = run.endswith("..") or not _ABBREVIATION.search(run[-8:])
        elif last in _MARKUP:
            cut = last == opening
        elif last in _LAST_OF_A_SENTENCE:
            cut = not is_alone
        else:
            cut = last in _NEVER_LAST or bool(BIDI_CONTROLS.match(last))
        if not cut:
            break
        for character in run[-cut:]:
            counts[character] -= 1
        run = run[:-cut]
    return run


def _up_to_closing(run: str, opening: str) -> str:
    """Return `run` up to the mark that closes `opening`, which stands before it."""
    depth = 0
    for position, character in enumerate(run):
        if character in _CLOSING[opening]:
            if depth == 0:
                return run[:position]
            depth -= 1
        elif character == opening:
            depth += 1
    return run


# ---------------------------------------------------------------- without a scheme


def _identified(text: str) -> list[str]:
    """Return the pages of the papers whose identifiers a text has: of the first kind found."""
    for expression, address in papers.IDENTIFIED:
        if found := [match[1] for match in expression.finditer(text)]:
            return [address.format(_trimmed(name, "", is_alone=name == text)) for name in found]
    return []


def _bare_addresses(text: str) -> list[str]:
    """Return the addresses without scheme; among words only those with a path or `www.`."""
    tokens = [token[0].lstrip(_OPENERS) for token in _TOKEN.finditer(text)]
    tokens = [_trimmed(token, "", is_alone=False) for token in tokens]
    expression = _BARE if len(tokens) == 1 else _BARE_IN_PROSE
    return [f"https://{token}" for token in tokens if token and expression.fullmatch(token)]
