"""Divides a byline into parts, each one person or one organisation.

What stands behind a name and is none is left out: roles, publications, agencies, places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from curation.sources.reading.organisations import (
    AGENCIES,
    BODY_LAST,
    NATION_FIRST,
    ONLY_FIRM_WORDS,
    is_firm,
    is_headed,
    is_organisation,
)
from curation.sources.reading.places import is_region
from curation.sources.reading.words import squeezed

MOST_PIECES = 120  # of one line
# One letter that joins is small; "John E Smith" has an initial.
AND = (
    r"(?:&(?:amp;)?|\b(?:and|und|et|with|mit|och|og|en|и|sowie|as well as|as told to)\b|"
    r"(?-i:\b(?:y|e|i)\b))"
)
SEPARATOR = re.compile(
    rf"\s*(?:(?P<hard>[;|•·/＆、・／\n]|(?<=\s)[–—-](?=\s))|"
    rf"(?P<both>,\s*{AND}\s)|"
    rf"(?P<comma>,(?!\s*(?:jr|sr|m\.?d|ph\.?d|esq|ii+|iv)\b))|"
    rf"(?P<and>(?<=\s){AND}(?=\s)|&))\s*",
    re.IGNORECASE,
)
ENDED_LIST = re.compile(rf"\s{AND}\s", re.IGNORECASE)
CONTINUES = re.compile(r"(?:of|for|on|de|du|des|della|del|für|zur|pour|para|voor|la|le)\s")
ROLE = re.compile(
    r"(?:(?:[\w’'-]+\s+){0,4}?(?:"
    r"editors?|editor-in-chief|co-?editor|reporter|correspondent|(?:staff |senior )?writer|"
    r"columnist|journalist|producer|photographer|videographer|contributor|blogger|publisher|"
    r"director|manager|analyst|fellow|professor|lecturer|researcher|scientist|physician|ceo|cto|cfo|"
    r"founder|co-?founder|president|chair(?:man|woman|person)?|spokes(?:man|woman|person)|"
    r"specialist|strategist|consultant|intern|partner|attorney|counsel|"
    r"(?:chef)?redakteur(?:in)?|redaktion|korrespondent(?:in)?|autor(?:in)?|reporterin|"
    r"journalistin|volont[äa]r(?:in)?|geschäftsführer(?:in)?|\w*leiter(?:in)?|\w*sprecher(?:in)?|"
    r"rédact(?:eur|rice)|journaliste|correspondante?|"
    r"redactor(?:a)?|periodista|corresponsal|editora|director(?:a)|"
    r"giornalista|redattore|redattrice|corrispondente|"
    r"redacteur|verslaggever|correspondente|jornalista|repórter|"
    r"medarbejder|dziennikarz|redaktor|toimittaja"
    r")(?:\s*[,(–-]?\s*(?:of|for|at|in|on|bei|im|für|chez|de|del|di|du|en|and|&|-).*)?)",
    re.IGNORECASE,
)
FAMILY_NAME_TOO = re.compile(
    r"fellow|partner|intern|chair|chairman|president|counsel|attorney|founder|manager|publisher|"
    r"producer|professor|specialist|\w*(?:leiter|sprecher)|autor"
)
RANKS = frozenset(
    """
    senior junior chief managing vice deputy general executive assistant associate acting former
    founding founder research visiting staff special guest contributing freelance lead head
    co-founder news program project product policy marketing content media communications
    account it stellvertretender stellvertretende ehemaliger ehemalige leitender leitende
    """.split()
)
ABBREVIATION = re.compile(r"[A-Z]{2,5}")  # of a publication or an agency
PUBLICATION = re.compile(
    r"(?:the|der|die|das|le|el|il|los|les)\s+[A-ZÄÖÜÉ].*|"
    r"(?:.*\s)?(?:daily|weekly|monthly|times|post|journal|gazette|news|magazine|press|review|herald|"
    r"tribune|chronicle|observer|guardian|telegraph|monitor|today|online|media|network|radio|tv|"
    r"bulletin|digest|dispatch|examiner|inquirer|sentinel|courier|"
    r"zeitung|nachrichten|magazin|anzeiger|tageblatt|kurier|rundschau|presse|blatt|verlag)|"
    r".+\.(?:com|org|net|de|co\.uk|at|ch|fr|it|es)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Part:
    """A part of a byline.

    Attributes:
        joint: what it is joined to the part before with: "" for none, ",", "and", or ";" for all
            that never stands within a name.
        written: the same as the line has it.
    """

    text: str
    joint: str = ""
    written: str = ""


def divided(line: str) -> list[str]:
    """Return the parts of a line that may be names, in its order."""
    return [part.text for part in _without_additions(_joined(_pieces(line)))]


def _pieces(line: str) -> list[Part]:
    """Return what is between the separators."""
    pieces: list[Part] = []
    joint, written, start = "", "", 0
    for match in SEPARATOR.finditer(line):
        if text := line[start : match.start()].strip():
            pieces.append(Part(text, joint if pieces else "", written))
        elif joint in ("and", ";") and match.lastgroup == "comma":
            start = match.end()
            continue
        joint = {"hard": ";", "both": "and", "comma": ",", "and": "and"}[match.lastgroup or ""]
        written, start = match[0], match.end()
        if len(pieces) >= MOST_PIECES:
            return pieces
    if text := line[start:].strip():
        pieces.append(Part(text, joint if pieces else "", written))
    return pieces


def _joined(pieces: list[Part]) -> list[Part]:
    """Return the pieces with those put together again that are one organisation's name."""
    inside = _inside_firms(pieces)
    parts: list[Part] = []
    for number, piece in enumerate(pieces):
        if parts and (number in inside or _belongs(parts, pieces, number)):
            parts[-1].text += piece.written + piece.text
        else:
            parts.append(Part(piece.text, piece.joint, piece.written))
    return parts


def _inside_firms(pieces: list[Part]) -> set[int]:
    """Return the numbers of the pieces that belong to the one before in the name of a firm."""
    inside: set[int] = set()
    for number in range(len(pieces) - 1, 0, -1):
        piece, before = pieces[number], pieces[number - 1]
        if piece.joint == ";":
            continue
        if ONLY_FIRM_WORDS.fullmatch(piece.text):
            inside.add(number)
        elif is_firm(piece.text) or number + 1 in inside:
            # "Jones" of "Smith, Jones and Partners": family names, one word each
            last = piece.text.split()[0] if is_firm(piece.text) else piece.text
            if " " not in before.text and " " not in last and _is_capital(before.text):
                inside.add(number)
    return inside


def _belongs(parts: list[Part], pieces: list[Part], number: int) -> bool:
    """Say whether a piece goes on with the name before it."""
    before, piece = parts[-1].text, pieces[number]
    if piece.joint == ";":
        return False
    if piece.joint == ",":
        return is_headed(before) and " " not in piece.text and _ends_with_and(pieces, number)
    if CONTINUES.match(piece.text):
        return True
    if is_headed(before):  # what looks like a full name after a whole list is one
        return " " not in piece.text or not ENDED_LIST.search(before)
    is_word = " " not in before and _is_capital(before) and squeezed(before) not in AGENCIES
    if BODY_LAST.search(piece.text) and (is_word or NATION_FIRST.match(before)):
        return True
    if " " in piece.text:
        return False
    if "&" in piece.written and is_word and _is_capital(piece.text):
        # "Ernst & Young"; a list of first names has a comma before
        return len(parts) == 1 or parts[-1].joint == ";" or " " in parts[-2].text
    # "Santiago Ramón y Cajal": two family names
    return piece.written.strip() in ("y", "e") and " " in before and _is_capital(piece.text)


def _is_capital(text: str) -> bool:
    return text[:1].isupper()


def _ends_with_and(pieces: list[Part], number: int) -> bool:
    """Say whether a list of single words from this piece on ends with "and …"."""
    for piece in pieces[number + 1 :]:
        if piece.joint == "and":
            return True
        if piece.joint != "," or " " in piece.text:
            return False
    return False


def _without_additions(parts: list[Part]) -> list[Part]:
    """Return the parts without roles, publications, agencies and places behind names."""
    kept: list[Part] = []
    follows_role = False
    for number, part in enumerate(parts):
        following = parts[number + 1] if number + 1 < len(parts) else None
        if part.joint in ("and", ";"):
            follows_role = False
        if _is_role(part, follows_name=bool(kept)):
            follows_role = bool(kept)
        elif kept and part.joint == "," and is_region(part.text, kept[-1].text):
            kept.pop()  # the city before it
        elif not (kept and _is_addition(part, kept[-1], following, follows_role)):
            follows_role = False
            kept.append(part)
    return kept


def _is_role(part: Part, *, follows_name: bool) -> bool:
    """Say whether it is what a person does: "Health Editor", "Redakteurin bei"."""
    if not ROLE.fullmatch(part.text):
        return False
    words = part.text.casefold().split()
    # "Hans Leiter" and "Ann Fellow" are persons, "Senior Fellow" is none.
    if len(words) == 2 and FAMILY_NAME_TOO.fullmatch(words[1]) and words[0] not in RANKS:
        return False
    # "Ada Roe Senior Editor" has a name before the role.
    return (follows_name and part.joint == ",") or len(words) <= 2


def _is_house(text: str, before: str) -> bool:
    """Say whether it is the publication or the agency of the person before it."""
    if squeezed(before) in AGENCIES:  # "AFP/The Local" were both there first
        return False
    return squeezed(text) in AGENCIES or PUBLICATION.fullmatch(text) is not None


def _is_addition(part: Part, before: Part, following: Part | None, follows_role: bool) -> bool:
    """Say whether a part tells more of the person before it: the publication, the town."""
    if part.joint in (",", ";") and _is_house(part.text, before.text):
        return True
    if part.joint == ";" and " " in before.text and not is_organisation(before.text):
        if ABBREVIATION.fullmatch(part.text) or is_organisation(part.text):
            return True
    if part.joint != ",":
        return False
    if follows_role:
        return following is None or following.joint != "," or not ROLE.fullmatch(following.text)
    # People are listed by full names; one last word behind such a name is no person.
    is_last = following is None or following.joint == ";"
    return is_last and " " in before.text and " " not in part.text and part.text[:1].isupper()
