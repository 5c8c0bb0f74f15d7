"""What a page calls the links to its site's home page: the logo's text, the masthead's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from curation.sources.reading.markup import text_of
from curation.sources.reading.outline import PageOutline
from curation.sources.reading.words import host_of, plain, squeezed

MOST_ANCHORS = 250  # that are looked at, from the top of the page
MOST_NAMES = 6
LONGEST_ENDING = 40  # characters of "www.", "/index.html" and what a query adds to a host
LONGEST = 60  # characters of a name
HOME_PAGES = frozenset(["", "/", "index.html", "/index.html", "/index.php"])
# The scheme and host of a URL, with those of the page that a web archive shows.
ORIGIN = re.compile(r"^(?:https?:)?//[^/]+(?:/web/\d+[a-z_]*/https?:/+[^/]+)?")
# A host, or the key of a text that was not translated.
DOMAIN = re.compile(r"[a-z0-9.-]+\.[a-z]{2,}")
# What such a link says besides the name, or instead of it.
AROUND_NAME = re.compile(
    r"^(?:(?:go|back|link|return|zurück)\s+(?:to|zur?m?)\s+|zur\s+|the\s+)?"
    r"(?:home ?page|home|startseite|start|logo|accueil|inicio|hjem|hem)\b"
    r"(?:\s+(?:of|von|der|des|de|del))?[\s:|–-]*|"
    r"[\s:|–-]*\b(?:zur?m?\s+)?"
    r"(?:logo|logotype|logotipo|home ?page|home|startseite|start|accueil|inicio)"
    r"(?:[\s-](?:black|white|dark|light|small))?$",
    re.IGNORECASE,
)
NO_NAMES = frozenset(
    """
    home startseite start accueil inicio início hjem hem etusivu 首页 首頁 ホーム главная logo menu
    menü back zurück skip suche search nachoben top
    """.split()
)


def names_of_home_links(page: PageOutline) -> Iterator[str]:
    """Yield the names in the links to the site's home page, in the page's order, each once."""
    url = page.declared.url
    host = host_of(url)
    longest = url.find(host) + len(host) + LONGEST_ENDING
    seen: set[str] = set()
    for place in page.anchors[:MOST_ANCHORS]:
        href = place.element.get("href") or ""
        if len(href) > longest or not is_home(href, host):
            continue
        name = _name_of(place.element)
        letters = squeezed(name)
        if len(letters) < 2 or len(name) > LONGEST or DOMAIN.fullmatch(name):
            continue
        if letters not in seen | NO_NAMES:
            seen.add(letters)
            yield name
            if len(seen) >= MOST_NAMES:
                return


def is_home(href: str, host: str = "") -> bool:
    """Say whether a link leads to a home page: to that of the host, where one is given."""
    if href == "/":
        return True
    target = href.strip().split("#")[0].split("?")[0]
    if not target or not ("//" in target or target in HOME_PAGES):
        return False
    if target.count("/") > 2 and not target.endswith(("/", ".html", ".php")):
        return False  # most links, without a search
    if ORIGIN.sub("", target) not in HOME_PAGES:
        return False
    return not host or not ORIGIN.match(target) or host_of(_with_scheme(target)) == host


def _with_scheme(url: str) -> str:
    return "https:" + url if url.startswith("//") else url


def _name_of(link: etree._Element) -> str:
    """Return what the link shows, or says to those who cannot see it."""
    texts = [text_of(link, 2 * LONGEST)]
    texts += [image.get("alt") or "" for image in link.iter("img", "amp-img")]
    texts += [link.get("title") or "", link.get("aria-label") or ""]
    for text in texts:
        name = plain(text.replace("_", " "), 2 * LONGEST)
        if name := AROUND_NAME.sub("", AROUND_NAME.sub("", name)).strip():
            return name
    return ""
