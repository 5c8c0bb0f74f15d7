"""People's names out of bylines: "By Jane Roe and John Doe, Reuters" becomes two names."""

from __future__ import annotations

import re

from curation.sources.reading.words import plain, squeezed

Names = tuple[str, ...]

LEADS = re.compile(
    r"^(?:(?:(?:article|artikel|text|texte|story|report|words|written|posted|published|"
    r"veröffentlicht|"
    r"geschrieben|verfasst|erstellt|eingestellt|gepostet|publié|écrit|rédigé|publicado|escrito|"
    r"pubblicato|scritto|geplaatst|geschreven|skrevet|submitted|ein (?:artikel|beitrag)|post|autor|"
    r"autorin|interview|recipe|rezept|from|foto|review|contributed|added)"
    r"(?:\s+(?:und|and|&|et|/)\s+(?:foto|fotos|photos?|bilder|images?|illustrations?|interview))?"
    r"(?:\s+(?:author|am|on|le|el|il|op)\b[^A-Z]{0,40}?)?\s*)?"
    r"(?:\bby\b|\bvon\b|\bpar\b|\bpor\b|\bda\b|\bdi\b|\bdoor\b|\bav\b|\baf\b|\bprzez\b|\bот\b)\s*:?"
    r"|(?:(?:post|entry|article|beitrags|gast|guest|news|story|full)[- ]?)?"
    r"(?:author(?:\(s\)|s)?|autor(?:in|en|e|es|ka)?(?:\*innen|:innen|/in|/-in|\(in\))?|"
    r"verfasser(?:in)?|"
    r"auteurs?|autore|autrice|redakteur(?:in)?|journalist(?:in)?|reporter(?:in)?|writers?|text|"
    r"texte|words|"
    r"bericht|name|av|skribent|forfatter|tekst|tekijä|autorzy|szerző|yazar|автор(?:ы)?|作者|著者|執筆者?|"
    r"文|撰文|責任編輯|记者|記者|編集|取材・文|기자|글|ข่าวโดย|benutzer|username|user|"
    r"redaktion|pressekontakt|ansprechpartner(?:in)?|kontakt)\s*[:：]\s*"
    r"|(?:author|autor|autorin|par|writer|verfasser)\s+(?=[A-ZÄÖÜ])"
    r"|(?:posted|written|published|verfasst|geschrieben|veröffentlicht|erstellt|submitted)\s*:\s*"
    r"|(?:interview|protokoll|foto|gespeichert|eingetragen|publiziert|beitrag)\s*(?::|von)\s*"
    r"|(?:view|see|show|read|zeige|alle|more|mehr|all|ver|voir)\b[\w\s]{0,30}?\b(?:by|von|par|"
    r"por)\s+"
    r"|über (?:den|die) autor(?:in)?:?\s*|about the author:?\s*|über\s+(?=[A-Z]))\s*",
    re.IGNORECASE,
)  # fmt: skip
MID_LEAD = re.compile(
    r"\b(?:(?:posted|written|published|veröffentlicht|geschrieben|verfasst|erstellt|publié|"
    r"submitted|"
    r"eingetragen|autor|author|text)\b[^|•·]{0,60}?\s(?:by|von|par|por|:)\s+)",
    re.IGNORECASE,
)
# What may stand behind a name: a date, a role, an organisation, an invitation.
TAILS = re.compile(
    r"(?:\s+|\s*[,(|•·–—-]\s*)(?:"
    r"(?:am|on|at|le|el|um|op|vom|in)\s+(?=\S*\d|[A-Z][a-z]+day|[A-Z][a-z]{2,8} \d)"
    r"|(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z]*\.?\s+\d"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:montag|dienstag|mittwoch|donnerstag|"
    r"freitag|samstag|sonntag)\b"
    r"|(?:updated|published|posted|aktualisiert|veröffentlicht|follow|read more|mehr|view all|"
    r"see all|alle beiträge|"
    r"alle artikel|zeige alle|says|sagt|schreibt|writes|wrote|is an?|ist|reports?|reporting|for|"
    r"für|via|from|aus|"
    r"comments?|kommentare?|leave|share|twitter|email|e-mail|hat|has|photos?|fotos?|bilder|"
    r"illustration|"
    r"getty|reuters|contributor|staff writer|reporter|correspondent|editor|journalist|senior|"
    r"chief|deputy|"
    r"managing|associate|contributing|freelance|opinion|columnist|writer|vice president|"
    r"professor of|can be reached|"
    r"redakteur|filed|gepostet|minutes?|min read|last updated|modified|abgelegt|kategorie|"
    r"aktualisierung|"
    r"biografie|publicado|contactar|hace|vor (?:\d|ein)|in (?=[A-Z]\w+ (?:on|am)\b)|edited by|"
    r"illustrat|"
    r"übersetz|translat|view all|all posts|more posts|see more|load|show|zeige|veröffentlich|"
    r"erstell|geschrieben|publiziert|under|unter|mit bild)\b"
    r"|(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)[.,]+\s*\d"
    r"|\d{1,4}[./: ]|\d+\s?\w"
    r")[\s\S]*$",
    re.IGNORECASE,
)  # fmt: skip
DIVIDER = re.compile(
    r"\s*(?:[;|•·/&＆、・/／]|,(?!\s*(?:jr|sr|m\.?d|ph\.?d|esq|ii+|iv)\b)|\n)\s*"
    r"|\s+(?:and|und|et|y|e|with|mit|och|og|en|&amp;|и|sowie|as well as|as told to)\s+",
    re.IGNORECASE,
)
NO_NAME = {
    "admin", "administrator", "author", "authors", "autor", "autorin", "editor", "editors",
    "staff", "redaktion",
    "team", "guest", "gast", "user", "posted", "posted by", "datum", "date", "anonymous",
    "anonym", "unknown",
    "unbekannt", "noauthor", "none", "null", "undefined", "na", "by", "von", "webmaster", "root",
    "news",
    "newsroom", "newsdesk", "pressoffice", "presse", "press", "editorial", "editorialteam",
    "editorialstaff",
    "redaktionsteam", "onlineredaktion", "dieredaktion", "redacción",
    "redaccion", "rédaction", "larédaction",
    "redazione", "redactie", "redakcja", "redakce", "toimitus", "webteam", "default",
    "superuser", "website",
    "contact", "kontakt", "share", "teilen", "email", "print", "facebook", "twitter",
    "instagram", "linkedin",
    "youtube", "xing", "pinterest", "whatsapp", "home", "blog", "impressum", "comment",
    "comments", "kommentar",
    "kommentare", "subscribe", "abonnieren", "follow", "folgen", "login", "about", "aboutus",
    "moreposts",
    "mehr", "more", "weiterlesen", "readmore", "profile", "profil", "homepage",
    "viewallposts",
    "allebeiträge", "allebeiträgeanzeigen", "bio", "biography", "name", "photo", "foto", "fotos",
    "bild", "image",
    "text", "video", "privacy", "datenschutz", "cookies", "archiv", "archive", "search", "suche",
    "menu", "menü",
    "de", "en", "com", "www", "http", "https", "the", "adminuser", "wpadmin", "siteadmin",
    "publisher",
    "contributor", "contributors", "reporter", "journalist", "journalisten", "pressemitteilung",
    "advertisement", "anzeige",
    "sponsored", "promotion", "veröffentlicht", "published", "aktualisiert", "updated",
    "geschriebenvon", "verfasser",
    "abouttheauthor", "überdenautor", "überdieautorin", "überdenautorin", "relatedposts",
    "editorinchief", "chefredakteur", "allgemein", "general",
    "publiziert", "quelle", "abmelden", "registrieren", "am", "um", "auteur", "autore",
    "zuletztgeändert", "zuletztaktualisiert",
    "source", "fuente", "register", "registrierung", "signup", "signin", "vielendank", "danke",
    "yournameplease", "hier", "uns", "mir",
    "gmt", "uhr", "redactor", "verfasserin", "übersetzung", "translation", "illustration",
    "minute", "creator",
    "uncategorized", "agency", "agenturen", "redaktionelleleitung", "onlineteam", "online",
    "teammember", "externalauthor", "gastautor", "gastbeitrag",
}  # fmt: skip
NO_NAME_WORD = re.compile(
    r"\b(?:cookie|newsletter|copyright|rights reserved|javascript|comment|kommentar|abonn|"
    r"subscri|click|klick|"
    r"read more|weiterlesen|artikel|article|posts?|beitr[aä]ge?|alle|views?|minutes?|uhr|january|"
    r"february|march 2|"
    r"september|october|november|december|januar|februar|oktober|dezember|login|anmelden|"
    r"datenschutz|impressum|"
    r"teilen|share|follow|lesezeit|lesedauer|more|profile|biograph|website|about|über|wurde|wird|"
    r"haben|this|diese[rsn]?)\b",
    re.IGNORECASE,
)
DEGREES = re.compile(
    r",\s*(?:Ph\.?\s?D|M\.?D|R\.?D|M\.?S|M\.?A|B\.?Sc|M\.?Sc|B\.?A|C\.?D\.?E|MPH|MBA|J\.?D|R\.?N|"
    r"LL\.?M|D\.?O|"
    r"CPT|CFA|CPA|Esq)\b\.?"
)
LOOSE_END = re.compile(r"\s(?:am|on|at|le|el|um|vor|il|den|in|for|für|the|-)$", re.IGNORECASE)
EMAIL = re.compile(r"\(?\b[\w.+-]+(?:@|\s?\[?(?:at|ät)\]?\s?)[\w-]+\.[\w.-]+\b\)?")
HANDLE = re.compile(r"(?:^|\s)\(?@\w{2,30}\)?")


def names_in(text: str, *, joined: bool = True) -> tuple[str, ...]:
    """The people's names in a byline, in its order; empty when there is none to be found.

    ``joined`` is False for a source that names one person a value: "Roe, Jane" is Jane Roe then.
    """
    line = plain(text, 600)
    line = EMAIL.sub(" ", line)
    line = HANDLE.sub(" ", line)
    line = DEGREES.sub("", line)
    line = re.sub(r"https?://\S+|www\.\S+", " ", line)
    for _ in range(3):
        shorter = LEADS.sub("", line.strip(" \t:–—|•·-,"))
        if shorter == line:
            break
        line = shorter
    if match := MID_LEAD.search(line):
        line = line[match.end() :]
    line = LOOSE_END.sub("", TAILS.sub("", line)).strip(" \t:–—|•·-,")
    if not joined or line.count(",") == 1:
        if match := re.fullmatch(r"([^\s,;&]+(?:-[^\s,]+)?),\s*([^\s,;&|]+(?:\s[A-Z]\.?)?)", line):
            given, family = match[2], match[1]
            if (
                given[:1].isupper()
                and squeezed(given) not in NO_NAME
                and len(given) > 1
                and not joined
            ):
                line = f"{given} {family}"
    found: dict[str, str] = {}
    for part in DIVIDER.split(line):
        name = one_name(part or "")
        if name:
            found.setdefault(squeezed(name), name)
    return tuple(found.values())[:40]


SURROUNDINGS = " \t:–—|•·-,*»«\"“”„'‘>()[]{}#~+=_→←↓©®™"


def one_name(part: str) -> str:
    """The name without what surrounds it, or nothing when it cannot be one."""
    part = LOOSE_END.sub("", TAILS.sub("", LEADS.sub("", part.strip()))).strip(SURROUNDINGS)
    part = re.sub(r"\s*\([^)]*\)?\s*$", "", part).strip()
    part = part.rstrip(".") if not re.search(r"\b\w\.$", part) else part
    folded = squeezed(part)
    if not folded or folded in NO_NAME or folded.isdigit() or len(part) > 60:
        return ""
    if len(part.split()) > 6 or len(folded) < 2 or re.search(r"\d{3}|[?!<>{}=%$€£]", part):
        return ""
    if part.count("(") != part.count(")") or part[-1:] == ":":
        return ""
    if NO_NAME_WORD.search(part) or re.match(r"\d|©", part) or "©" in part:
        return ""
    return part


ORGANISATION = re.compile(
    r"\be\.\s?V\b|GmbH|\bAG\b|redaktion|\bnews\b|verlag|\bmedia\b|minist|verband|institut|\bteam\b|"
    r"\bonline\b|magazin|\bstaff\b|agency|agentur|zeitung|foundation|stiftung|universit|\binc\b|"
    r"\bllc\b|"
    r"\bltd\b|\bgroup\b|kitchen|\bblog\b|\bbund\b|amt\b|redacci|rédaction|\beditors?\b|partei|"
    r"anstalt|"
    r"\bwire\b|desk\b|www|\bS\.A\b|verein",
    re.IGNORECASE,
)


def is_personal(name: str) -> bool:
    """Whether running text names a person here: one to four words, each with a capital."""
    words = name.split()
    if not name.isascii() and not re.search(r"[a-z]", name):
        return len(name) <= 12
    return 1 <= len(words) <= 4 and all(word[0].isupper() or word in PARTICLES for word in words)


PARTICLES = {
    "von",
    "van",
    "de",
    "der",
    "den",
    "di",
    "da",
    "del",
    "la",
    "le",
    "el",
    "al",
    "bin",
    "zu",
    "dos",
}
