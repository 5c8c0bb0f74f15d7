"""Challenge pages: a check for robots that a site, or the firewall before it, sends in place of the
article, often with status 200.

An article about such checks has a text and declares what it is; these pages have neither.
"""

from __future__ import annotations

import re

from lxml import etree

from curation.sources.reading.markup import text_of
from curation.sources.reading.outline import PageOutline
from curation.sources.reading.words import plain

LONGEST = 2000  # characters that readers see of a challenge page; an article has more
LONGEST_WITH_WORDS = 900  # the same where only the words tell, no mark of a firewall
MOST_PARAGRAPHS = 12
MOST_SOURCE = 300_000  # characters of HTML that are searched for marks
UNNAMED = "unknown"  # nobody says whose firewall it is

# What is on the challenge pages of a firewall, and not on pages that it lets through.
MARKS = {
    "Cloudflare": r"_cf_chl_opt|cf-browser-verification|cf_captcha_kind|cf-error-details|"
    r"/cdn-cgi/challenge-platform/h/[a-z]/orchestrate/|challenge-error-text",
    "DataDome": r"captcha-delivery\.com|var dd\s*=\s*\{",
    "PerimeterX": r"px-captcha|_pxBlockedUrl|captcha\.px-cdn\.net|captcha\.px-cloud\.net",
    "AWS WAF": r"awsWafCookieDomainList|AwsWafIntegration\.(?:check|force)|window\.gokuProps",
    "Akamai": r"sec-if-cpt-container|sec-cpt-if|/_sec/cp_challenge/|[?&]bm-verify=|"
    r"errors\.edgesuite\.net",
    "Imperva": r"Incapsula incident ID|id=[\"']main-iframe[\"'][^>]*_Incapsula_Resource",
    "Sucuri": r"sucuri_cloudproxy_js|Sucuri WebSite Firewall",
    "Kasada": r"window\.KPSDK\s*=|/ips\.js\?",
    "Anubis": r"anubis_challenge|/\.within\.website/x/cmd/anubis/",
    "DDoS-Guard": r"/\.well-known/ddos-guard/",
    "SiteGround": r"/\.well-known/sgcaptcha/",
    "Vercel": r"/\.well-known/vercel/security/",
}
MARKS_OF_ALL = re.compile(
    "|".join(f"(?P<m{number}>{mark})" for number, mark in enumerate(MARKS.values()))
)
# Titles of challenge pages. Cloudflare's own is translated into the visitor's language.
TITLES = re.compile(
    r"(?:"
    r"just a moment|one moment,? please|please wait|please stand by|"
    r"nur einen moment|einen moment,? bitte|un instant|un momento|um momento|espera un momento|"
    r"een moment geduld|ett ögonblick|lige et øjeblik|et øyeblikk|hetki|chwileczkę|"
    r"ještě chvilku|bir dakika lütfen|egy pillanat|один момент|зачекайте|请稍候|請稍候|"
    r"しばらくお待ちください|잠시만 기다리십시오|لحظة من فضلك|"
    r"attention required|access denied|access to this page has been denied|forbidden|"
    r"request rejected|sorry,? you have been blocked|you have been blocked|"
    r"are you (?:a )?(?:robot|human)|robot check|bot verification|human verification|"
    r"(?:please )?verify(?:ing)? (?:that )?you(?: are|['’]re) (?:a )?human|"
    r"making sure you(?: are|['’]re) not a bot|checking your browser|"
    r"(?:vercel )?security (?:check|checkpoint|verification)|ddos-guard|"
    r"pardon our interruption|bot wall|client challenge|radware bot manager captcha"
    r")[\s.…!?]*(?:[|–—-]\s*\S+)?"  # and who asks, or the host
    r"|.{0,40}\s[-–|]\s*are you a robot\?",
    re.IGNORECASE,
)
WORDS = re.compile(
    r"enable javascript and cookies to continue|"
    r"(?:verify|verifying|confirm|prove)(?: that)? you(?: are|['’]re) (?:a |not a )?"
    r"(?:human|robot|bot)|"
    r"checking (?:if the site connection is secure|your browser before)|"
    r"needs to review the security of your connection|press (?:&|and) hold to confirm|"
    r"unusual (?:traffic|activity) from your (?:computer )?network|"
    r"complete the security check to access|you have been blocked|pardon our interruption|"
    r"are you a robot|made us think (?:that )?you (?:are|were) a bot|"
    r"please (?:complete|solve) the captcha|"
    r"bestätigen sie,? dass sie (?:kein roboter|ein mensch)|"
    r"vérifi(?:ez|er) que vous (?:êtes|n['’]êtes pas)|"
    r"(?:verifica|confirma|verifique|confirme) que (?:eres humano|no eres un robot|você é humano)",
    re.IGNORECASE,
)
DECLARING = ("og:title", "og:type", "og:description", "article:published_time", "citation_title")


def read_challenge(page: PageOutline) -> str:
    """Return whose challenge the page is ("Cloudflare", …), UNNAMED where nobody is named.

    Empty for every other page.
    """
    declared = page.declared
    if declared.linked.articles or declared.first(*DECLARING):
        return ""
    if page.root is None or len(page.paragraphs) > MOST_PARAGRAPHS:
        return ""
    text = text_of(page.root, LONGEST)
    if len(text) >= LONGEST:
        return ""
    source = etree.tostring(page.root, encoding="unicode")[:MOST_SOURCE]
    if match := MARKS_OF_ALL.search(source):
        return list(MARKS)[int((match.lastgroup or "m0")[1:])]
    if len(text) >= LONGEST_WITH_WORDS:
        return ""
    is_told = TITLES.fullmatch(plain(declared.title, 200)) or WORDS.search(
        plain(" ".join(page.root.itertext()))  # with what browsers without scripts show
    )
    return UNNAMED if is_told else ""
