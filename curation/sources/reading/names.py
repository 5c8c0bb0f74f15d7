"""People's names out of bylines: "By Jane Roe and John Doe, Reuters" becomes two names.

The words were collected from pages in many languages, most of them English and German.
"""

from __future__ import annotations

import re
from functools import lru_cache

from curation.sources.reading.byline_parts import divided
from curation.sources.reading.date_formats import without_dates
from curation.sources.reading.organisations import is_firm, is_headed
from curation.sources.reading.places import is_dateline
from curation.sources.reading.words import plain, squeezed

Names = tuple[str, ...]

LONGEST_BYLINE = 600  # characters that are looked at
LONGEST_NAME = 60  # characters; what is longer is a sentence
LONGEST_BODY = 150  # of an organisation
MOST_NAMES = 40

# What stands before a name: "By", "Text and photos by", "Author:", "View all posts by".
LEADS = re.compile(
    r"^(?:"
    # what was done, what kind of text it is, and the preposition: "Text and photos by"
    r"(?:(?:"
    r"article|artikel|text|texte|story|report|words|written|posted|published|"
    r"veröffentlicht|geschrieben|verfasst|erstellt|eingestellt|gepostet|"
    r"publié|écrit|rédigé|publicado|escrito|pubblicato|scritto|geplaatst|geschreven|skrevet|"
    r"submitted|ein (?:artikel|beitrag)|post|autor|autorin|interview|recipe|rezept|from|foto|"
    r"review|contributed|added"
    r")"
    r"(?:\s+(?:und|and|&|et|/)\s+(?:foto|fotos|photos?|bilder|images?|illustrations?|interview))?"
    r"(?:\s+(?:author|am|on|le|el|il|op)\b[^A-Z]{0,40}?)?\s*)?"
    r"(?:\bby\b|\bvon\b|\bpar\b|\bpor\b|\bda\b|\bdi\b|\bdoor\b|\bav\b|\baf\b|\bprzez\b|\bот\b)\s*:?"
    # a role and a colon: "Author:", "Redaktion:"
    r"|(?:(?:post|entry|article|beitrags|gast|guest|news|story|full)[- ]?)?"
    r"(?:author(?:\(s\)|s)?|autor(?:in|en|e|es|ka)?(?:\*innen|:innen|/in|/-in|\(in\))?|"
    r"verfasser(?:in)?|auteurs?|autore|autrice|redakteur(?:in)?|journalist(?:in)?|reporter(?:in)?|"
    r"writers?|text|texte|words|bericht|name|av|skribent|forfatter|tekst|tekijä|autorzy|szerző|"
    r"yazar|автор(?:ы)?|作者|著者|執筆者?|文|撰文|責任編輯|责任编辑|记者|記者|編集|取材・文|기자|글|ข่าวโดย|"
    r"benutzer|username|user|redaktion|pressekontakt|ansprechpartner(?:in)?|kontakt"
    r")\s*[:：]\s*"
    # a role without one, before a capital or a name in another script
    r"|(?:记者|記者|通讯员|通訊員|编辑|編輯)\s*(?=[\u3400-\u9fff])"
    r"|(?:author|autor|autorin|par|writer|verfasser)\s+(?=[A-ZÄÖÜ])"
    # what was done, and a colon or "von"
    r"|(?:posted|written|published|verfasst|geschrieben|veröffentlicht|erstellt|submitted)\s*:\s*"
    r"|(?:interview|protokoll|foto|gespeichert|eingetragen|publiziert|beitrag)\s*(?::|von)\s*"
    # invitations: "View all posts by", "About the author"
    r"|(?:view|see|show|read|zeige|alle|more|mehr|all|ver|voir)\b[\w\s]{0,30}?"
    r"\b(?:by|von|par|por)\s+"
    r"|über (?:den|die) autor(?:in)?:?\s*|about the author:?\s*|über\s+(?=[A-Z])"
    r")\s*",
    re.IGNORECASE,
)
# The same in the middle of a line: "2 March, posted in News by".
MID_LEAD = re.compile(
    r"\b(?:(?:"
    r"posted|written|published|veröffentlicht|geschrieben|verfasst|erstellt|publié|submitted|"
    r"eingetragen|autor|author|text"
    r")\b[^|•·]{0,60}?\s(?:by|von|par|por|:)\s+)",
    re.IGNORECASE,
)
# What may stand behind all names of a line: a date, an invitation, what else the page offers.
LINE_TAIL = re.compile(
    r"(?:\s+|\s*[,(|•·–—-]\s*)(?:"
    # a date: "on March 2", "2 Mar", "Monday"
    r"(?:am|on|at|le|el|um|op|vom|in)\s+(?=\S*\d|[A-Z][a-z]+day|[A-Z][a-z]{2,8} \d)"
    r"|(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z]*\.?\s+\d"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b"
    # words that never belong to a name
    r"|(?:"
    r"updated|published|posted|aktualisiert|veröffentlicht|"
    r"follow|read more|mehr|view all|see all|alle beiträge|alle artikel|zeige alle|"
    r"says|sagt|schreibt|writes|wrote|is an?|ist|"
    r"comments?|kommentare?|leave|share|twitter|email|e-mail|hat|has|"
    r"photos?|fotos?|bilder|illustration|can be reached|"
    r"filed|gepostet|minutes?|min read|last updated|modified|abgelegt|kategorie|aktualisierung|"
    r"biografie|publicado|contactar|hace|vor (?:\d|ein)|in (?=[A-Z]\w+ (?:on|am)\b)|edited by|"
    r"illustrat\w*|übersetz\w*|translat\w*|view all|all posts|more posts|see more|load|show|zeige|"
    r"veröffentlich\w*|erstell\w*|geschrieben|publiziert|under|unter|mit bild"
    r")\b"
    # a short weekday or a number
    r"|(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)[.,]+\s*\d"
    r"|\d{1,4}[./: ]|\d+\s?\w"
    r")[\s\S]*$",
    re.IGNORECASE,
)
# What may stand behind one name: a role, an employer.
NAME_TAIL = re.compile(
    r"(?:\s+|\s*[,(|•·–—-]\s*)(?:"
    r"reports?|reporting|for|für|via|from|aus|in|getty|reuters|"
    r"contributor|staff writer|reporter|correspondent|editor|journalist|"
    r"senior|chief|deputy|managing|associate|contributing|freelance|opinion|columnist|writer|"
    r"vice president|professor of|redakteur"
    r")\b[\s\S]*$",
    re.IGNORECASE,
)
# What stands where a name could, and is none; compared as `squeezed` writes it.
NO_NAME = frozenset(
    """
    admin administrator adminuser superuser user webmaster webteam wpadmin siteadmin root default
    author authors autor autorin auteur autore verfasser verfasserin geschriebenvon externalauthor
    gastautor gastbeitrag guest gast contributor contributors creator reporter journalist
    journalisten redactor publisher teammember
    editor editors editorinchief editorial editorialteam editorialstaff redaktion dieredaktion
    onlineredaktion redaktionsteam redaktionelleleitung chefredakteur redacción redaccion rédaction
    larédaction redazione redactie redakcja redakce toimitus staff team onlineteam news newsroom
    newsdesk agency agenturen presse press pressoffice pressemitteilung
    anonymous anonym unknown unbekannt noauthor none null undefined na name yournameplease
    by von am um de en the hier uns mir feb mar apr jun jul aug sep sept oct nov dec
    posted datum date published publiziert veröffentlicht updated aktualisiert zuletztgeändert
    zuletztaktualisiert gmt uhr minute quelle source fuente
    abouttheauthor überdenautor überdieautorin überdenautorin bio biography profile profil
    moreposts relatedposts viewallposts allebeiträge allebeiträgeanzeigen mehr more weiterlesen
    readmore comment comments kommentar kommentare
    contact kontakt share teilen email print facebook twitter instagram linkedin youtube xing
    pinterest whatsapp subscribe abonnieren follow folgen login signin signup register
    registrieren registrierung abmelden danke vielendank
    home homepage website blog online about aboutus impressum privacy datenschutz cookies archiv
    archive search suche menu menü com www http https
    photo foto fotos bild image text video illustration übersetzung translation
    advertisement anzeige sponsored promotion allgemein general uncategorized
    """.split()
)
# A text with one of these words is no name.
NO_NAME_WORD = re.compile(
    r"\b(?:"
    r"cookie|newsletter|copyright|rights reserved|javascript|comment|kommentar|abonn|subscri|"
    r"click|klick|read more|weiterlesen|artikel|article|posts?|beitr[aä]ge?|alle|views?|minutes?|"
    r"uhr|january|february|march 2|september|october|november|december|"
    r"januar|februar|oktober|dezember|"
    r"login|anmelden|datenschutz|impressum|teilen|share|follow|lesezeit|lesedauer|more|profile|"
    r"biograph|website|about|über|wurde|wird|haben|this|diese[rsn]?|"
    r"zitat von|quote from|originally posted"
    r")\b",
    re.IGNORECASE,
)
DEGREES = re.compile(
    r",\s*(?:"
    r"Ph\.?\s?D|M\.?D|R\.?D|M\.?S|M\.?A|B\.?Sc|M\.?Sc|B\.?A|C\.?D\.?E|MPH|MBA|J\.?D|R\.?N|LL\.?M|"
    r"D\.?O|CPT|CFA|CPA|Esq"
    r")\b\.?"
)
LOOSE_END = re.compile(r"\s(?:am|on|at|le|el|um|vor|il|den|in|for|für|the|-)$", re.IGNORECASE)
EMAIL = re.compile(r"\(?\b[\w.+-]+(?:@|\s?\[?(?:at|ät)\]?\s?)[\w-]+\.[\w.-]+\b\)?")
HANDLE = re.compile(r"(?:^|\s)\(?@\w{2,30}\)?")
LINK = re.compile(r"https?://\S+|www\.\S+")
# "Roe, Ada" and "van der Roe, A. B."; in a list of papers' authors also "Roe Poe, Ada Maria, Jr."
FAMILY_FIRST = re.compile(
    r"((?:(?:von|van|de[rnl]?|la|le|di|da|dos|du|zu|ter)\s)*[^\s,;&]+),\s*"
    r"([^\s,;&|]+(?:\s[A-Z]\.?)*(?:\s(?:von|van|de[rnl]?|da|dos|du|zu|ter))*)"
    r"|([^\s,;&]+(?:\s[^\s,;&]+){1,3}),\s*((?:[A-Z][.-]?\s?){1,3}|[^\s,;&|]+)",
)
FAMILY_FIRST_ALWAYS = re.compile(
    r"([^,;|]{2,60}),\s*([^,;|]{1,60}?)(?:,\s*((?:Jr|Sr)\.?|I{2,3}|IV))?"
)
EDGES = " \t:–—|•·-,"
SURROUNDINGS = " \t:–—|•·-,*»«\"“”„'‘>()[]{}#~+=_→←↓©®™"
# Lower-case words inside of names: Ursula von der Leyen.
PARTICLES = frozenset("von van de der den di da del la le el al bin zu dos".split())


def names_in(text: str, *, joined: bool = True) -> Names:
    """Return the people's names in a byline, in its order; empty when it has none.

    joined: False for a source that gives one person in each value: "Roe, Jane" is Jane Roe then.
    """
    return _names_in_line(plain(text, LONGEST_BYLINE), joined)


@lru_cache(maxsize=1024)  # a page says the same in many places
def _names_in_line(line: str, joined: bool) -> Names:
    line = EMAIL.sub(" ", line)
    line = HANDLE.sub(" ", line)
    line = DEGREES.sub("", line)
    line = LINK.sub(" ", line)
    for _ in range(3):  # "Story: written by"
        shorter = LEADS.sub("", line.strip(EDGES))
        if shorter == line:
            break
        line = shorter
    if match := MID_LEAD.search(line):
        line = line[match.end() :]
    if is_dateline(line):
        return ()
    line = without_dates(line) if is_headed(line) else LINE_TAIL.sub("", line)
    line = LOOSE_END.sub("", line).strip(EDGES)
    if not joined and (match := FAMILY_FIRST.fullmatch(line)):
        family, given = match[1] or match[3], match[2] or match[4]
        if given[:1].isupper() and len(given) > 1 and squeezed(given) not in NO_NAME:
            line = f"{given} {family}"
    found: dict[str, str] = {}
    for part in divided(line):
        if name := one_name(part):
            found.setdefault(squeezed(name), name)
    return tuple(found.values())[:MOST_NAMES]


def turned_round(text: str) -> str:
    """Return the name of one author of a paper in the order in which it is said.

    The text is from a source that writes the family name first; names of bodies stay as they are.
    """
    text = plain(text, LONGEST_BYLINE).strip()
    match = FAMILY_FIRST_ALWAYS.fullmatch(text)
    if match is None or is_headed(text) or is_firm(text) or len(match[2].split()) > 4:
        return text
    if DEGREES.fullmatch(f", {match[2]}"):  # "Ada Roe, PhD"
        return text
    return " ".join(part.strip() for part in (match[2], match[1], match[3]) if part)


def one_name(part: str) -> str:
    """Return the name without what surrounds it; empty when it cannot be a name."""
    part = part.strip()
    is_body = is_headed(part) or is_firm(part)
    if not is_body:
        part = NAME_TAIL.sub("", LINE_TAIL.sub("", LEADS.sub("", part)))
    part = LOOSE_END.sub("", part).strip(SURROUNDINGS)
    part = re.sub(r"\s*\([^)]*\)?\s*$", "", part).strip()
    if not is_body and not re.search(r"\b\w\.$", part):  # an initial keeps its period
        part = part.rstrip(".")
    letters = squeezed(part)
    if len(letters) < 2 or letters in NO_NAME or letters.isdigit():
        return ""
    longest, most_words = (LONGEST_BODY, 16) if is_body else (LONGEST_NAME, 6)
    if len(part) > longest or len(part.split()) > most_words:
        return ""
    if re.search(r"\d{3}|[?!<>{}=%$€£©]", part) or re.match(r"\d", part):
        return ""
    if part.count("(") != part.count(")") or part.endswith(":") or NO_NAME_WORD.search(part):
        return ""
    return part


def is_personal(name: str) -> bool:
    """Say whether running text names a person: one to four words, each with a capital.

    A name in a script without capitals must be short instead.
    """
    words = name.split()
    if not name.isascii() and not re.search(r"[a-z]", name):
        return len(name) <= 12
    return 1 <= len(words) <= 4 and all(word[0].isupper() or word in PARTICLES for word in words)
