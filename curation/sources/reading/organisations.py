"""Names of organisations, and which of them hold a comma, an "and" or a "for" of their own.

"Centers for Disease Control and Prevention", "Smith, Jones & Partners LLP" and "Food and Drug
Administration" are one name each. The words were collected from pages in many languages.
"""

from __future__ import annotations

import re
from functools import lru_cache

# A word of companies, newsrooms and offices.
ORGANISATION = re.compile(
    r"\be\.\s?V\b|GmbH|\bAG\b|redaktion|\bnews\b|verlag|\bmedia\b|minist|verband|institut|\bteam\b|"
    r"\bonline\b|magazin|\bstaff\b|agency|agentur|zeitung|foundation|stiftung|universit|\binc\b|"
    r"\bllc\b|\bltd\b|\bgroup\b|kitchen|\bblog\b|\bbund\b|amt\b|redacci|rédaction|\beditors?\b|"
    r"partei|anstalt|\bwire\b|desk\b|www|\bS\.A\b|verein",
    re.IGNORECASE,
)
# Nouns that name a body, or people who have formed one: what it is for follows ("of Health").
BODY = (
    r"(?:academ(?:y|ies)|administration|agenc(?:y|ies)|alliance|associations?|authority|board|"
    r"bureau|campaign|cent(?:er|re)s?|church|clinic|coalition|college|commission(?:er)?|committee|"
    r"company|confederation|congress|consortium|council|courts?|departments?|directorate|division|"
    r"embassy|facult(?:y|ies)|federation|forum|foundation|friends|fund|government|hospitals?|"
    r"house|initiative|institut(?:e|es|ion|o)?|laborator(?:y|ies)|league|library|ministr(?:y|ies)|"
    r"mission|movement|museum|network|observatory|office|organi[sz]ation|parliament|party|"
    r"programme|project|school|secretariat|senate|services?|societ(?:y|ies)|trust|union|"
    r"universit(?:y|ies)|"
    r"americans|citizens|doctors|journalists|lawyers|mothers|nurses|parents|physicians|reporters|"
    r"scientists|students|teachers|workers|"
    r"\w*(?:ministerium|amt|anstalt|verband|verein|bund|kammer|gesellschaft|stiftung|behörde|"
    r"agentur|zentrum|zentrale|akademie|hochschule|universität|fakultät|verwaltung|büro|stelle|"
    r"gewerkschaft|kommission|ausschuss|institut)|"
    r"académie|agence|assemblée|centre|collège|comité|conseil|direction|école|fédération|ministère|"
    r"société|syndicat|université|"
    r"academia|agencia|asociación|colegio|comisión|consejo|dirección|facultad|federación|"
    r"fundación|ministerio|organización|secretaría|sociedad|universidad|"
    r"agência|associação|conselho|faculdade|fundação|ministério|universidade|"
    r"accademia|agenzia|associazione|commissione|consiglio|fondazione|ministero|società|università|"
    r"stichting|vereniging)"
)
FOR = (
    r"(?:of|for|on|against|without|für|der|des|zur|zum|de|del|du|d'|d’|pour|para|por|per|della|"
    r"dello|dei|van|voor)"
)
# A body with what it is for: "Ministry of", "Centers for Disease", "Institut national de la".
HEADED = re.compile(
    rf"(?:(?!{FOR}\s)[^\s,;|]+\s+){{0,3}}?{BODY}(?:\s+\w+ale?)?\s+{FOR}(?:\b|(?<=['’]))",
    re.IGNORECASE,
)
# The same nouns at the end: "Drug Administration", "Women's Hospital".
BODY_LAST = re.compile(rf"(?:^|\s){BODY}$|(?:^|\s)protection$", re.IGNORECASE)
NATION_FIRST = re.compile(
    r"(?:the\s+)?(?:U\.?S\.?A?|U\.?K|E\.?U|U\.?N|national|federal|royal|european|american|british|"
    r"canadian|australian|international|world|state|central)(?:\.|\b)",
    re.IGNORECASE,
)
LEGAL_FORM = (
    r"(?:inc|incorporated|ltd|limited|llc|l\.l\.c|llp|l\.l\.p|lp|plc|pllc|p\.?c|corp|corporation|"
    r"gmbh|mbh|ag|kg|kgaa|ohg|gbr|e\.\s?v|se|s\.a|s\.a\.s|sas|sarl|s\.r\.l|srl|s\.p\.a|spa|s\.l|"
    r"b\.v|bv|n\.v|nv|a/s|aps|oy|oyj|ab|pty|pvt|co)\.?"
)
FIRM_WORD = (
    rf"(?:{LEGAL_FORM}|partners?|partner(?:innen)?|associates|sons|daughters|brothers|bros\.?|"
    r"company|cie\.?|söhne|gebrüder|hijos|fils|figli|zonen|asociados|associés|associati)"
)
ONLY_FIRM_WORDS = re.compile(rf"{FIRM_WORD}(?:[\s,&]+{FIRM_WORD})*", re.IGNORECASE)
FIRM_LAST = re.compile(rf"\s{FIRM_WORD}$", re.IGNORECASE)
# News agencies that stand for a byline, or behind one.
AGENCIES = frozenset(
    """
    reuters ap associatedpress theassociatedpress afp agencefrancepresse dpa dpaafx dpainfocom apa
    sda keystonesda ats ansa efe europapress lusa belga anp tt ritzau ntb stt pap ctk mti tass
    interfax ria xinhua kyodo jiji yonhap pti ians ani upi bloomberg bloombergnews pa pamedia
    pressassociation aap cp canadianpress thecanadianpress epd kna sid dapd ddp ots rnd afxd
    dowjones newswires getty gettyimages imago
    """.split()
)


@lru_cache(maxsize=4096)
def is_organisation(name: str) -> bool:
    """Say whether the name has a word of companies, newsrooms and offices in it."""
    return ORGANISATION.search(name) is not None


@lru_cache(maxsize=4096)
def is_headed(text: str) -> bool:
    """Say whether it begins with a body and what it is for: "Ministry of …"."""
    return HEADED.match(text) is not None


@lru_cache(maxsize=4096)
def is_firm(text: str) -> bool:
    """Say whether it ends as firms do: "Partners", "& Sons", "LLP"."""
    return ONLY_FIRM_WORDS.fullmatch(text) is not None or FIRM_LAST.search(text) is not None
