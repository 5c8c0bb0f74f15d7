"""Cleans URLs: the same page without tracking and without redirectors in front of it.

Pure: no request is made. The rules are tables beside this file: what is tracking
(`tracking_rules.py`, `site_rules.py`, applied by `parameters.py`), which URLs only lead to another
(`redirector_rules.py`, applied by `redirectors.py`), which forms one page has (`page_forms.py`,
`papers.py`).
"""

import zlib
from functools import partial
from urllib.parse import urljoin

from curation.sources.links import (
    clearurls,
    hosts,
    page_forms,
    papers,
    parameters,
    redirector_rules,
    redirectors,
    site_rules,
    tracking_rules,
)
from curation.sources.links.parsing import LinkError, ParsedURL, parse_url, tidied

MOST_REDIRECTORS = 5  # one within the other; more are no honest link
MOST_ROUNDS = 20  # of an operator's rules, which may undo each other

TABLES = (
    tracking_rules.EVERYWHERE, tracking_rules.SESSIONS, tracking_rules.WITH_VALUE,
    tracking_rules.TOGETHER, tracking_rules.IN_PATH, tracking_rules.FRAGMENTS,
    tracking_rules.IN_FRAGMENTS, site_rules.SITES, site_rules.SITE_PATHS, site_rules.CONTENT,
    site_rules.UNTOUCHED, redirector_rules.IN_PARAMETER, redirector_rules.ON_OWN_SITE,
    redirector_rules.TRANSLATORS, redirector_rules.IN_QUERY, redirector_rules.IN_PATH,
    redirector_rules.IN_TOKEN,
    papers.IN_PATH, papers.IN_QUERY, papers.IDENTIFIERS,
)  # fmt: skip


def rules_version(tables: tuple) -> str:
    """Return the version to store with what was cleaned by `tables` and by this code.

    The second half follows the tables by itself. Raise the first when the code beside them cleans
    or compares otherwise than before.
    """
    return f"2-{zlib.crc32(repr(tables).encode()):08x}"


RULES_VERSION = rules_version(TABLES)  # of the rules that everybody has


def current_rules_version() -> str:
    """Return the version of the rules in use: another one with each file of an operator."""
    rules = clearurls.operator_rules()
    return f"{RULES_VERSION}-{rules.version}" if rules else RULES_VERSION


def clean_url(url: str, canonical: str | None = None) -> str:
    """Return the URL that readers are sent to: the same page, without tracking and redirectors.

    canonical: what the page itself declares; followed only from an AMP or mobile form, and only
    to a page of the same site. Raises LinkError when `url` cannot be read as a URL.
    clean_url(clean_url(url)) == clean_url(url).
    """
    parsed = cleaned(parse_url(url))
    if canonical and page_forms.is_amp_or_mobile(parsed.host, parsed.path, parsed.query):
        return str(_declared(parsed, canonical) or parsed)
    return str(parsed)


def cleaned(url: ParsedURL) -> ParsedURL:
    """Open redirectors and drop tracking until neither finds anything more."""
    as_it_came = url
    opened = rounds = 0
    while True:
        target = redirectors.target(url.host, url.path, url.query, url.fragment)
        if target is None:
            plainer = _without_tracking(tidied(url))
            if plainer == url and rounds < MOST_ROUNDS:
                rounds += 1
                plainer, leads_on = _by_operator_rules(url)
                opened += leads_on
            if plainer == url:
                return url
            url = plainer
        else:
            try:
                url = parse_url(target)
            except LinkError:
                return tidied(url)  # it leads to no page: it stays as it came
            opened += 1
        if opened > MOST_REDIRECTORS:
            return tidied(as_it_came)


def _by_operator_rules(url: ParsedURL) -> tuple[ParsedURL, bool]:
    """Return the URL as an operator's rules leave it, and whether it led to another page.

    They change no host but by leading to another page, and nothing that must stay untouched.
    """
    rules = clearurls.operator_rules()
    if rules is None or parameters.is_untouched(url.host, "/"):
        return url, False
    changed, leads_on = rules.apply(str(url), partial(parameters.is_content, host=url.host))
    try:
        plainer = parse_url(changed)
    except LinkError:
        return url, False
    if not leads_on and (plainer[:3] != url[:3] or parameters.is_untouched(url.host, url.path)):
        return url, False
    return plainer, leads_on


def _without_tracking(url: ParsedURL) -> ParsedURL:
    scheme, host, port, path, query, fragment = url
    if parameters.is_untouched(host, path):
        return url
    path = parameters.clean_path(path, host) or "/"
    if query is not None:
        query = parameters.clean_query(query, host, path)
    if fragment is not None:
        fragment = parameters.clean_fragment(fragment, host)
    return ParsedURL(scheme, host, port, path, query, fragment)


def _declared(url: ParsedURL, canonical: str) -> ParsedURL | None:
    """Return the URL that an AMP or mobile page declares, if it can be believed, else None."""
    try:
        declared = cleaned(parse_url(urljoin(str(url), canonical.strip())))
    except ValueError:  # LinkError, or urljoin on brackets
        return None
    own, other = hosts.desktop(url.host), hosts.desktop(declared.host)
    if own != other and not other.endswith(f".{own}"):
        return None
    if declared.path == "/" and not declared.query:  # a template's mistake: every page is the home
        return None
    if page_forms.is_amp_or_mobile(declared.host, declared.path, declared.query):
        return None
    return declared
