"""The page's own address: canonical link, og:url or JSON-LD, if it can be this page's."""

from __future__ import annotations

from urllib.parse import urlsplit

from curation.sources.reading.declared import Declared
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.json_ld import url_of


def read_canonical(declared: Declared) -> Field[str]:
    """The first plausible declared address; the address that was fetched when there is none."""
    stated = [
        Candidate(link.href, "canonical") for link in declared.links if "canonical" in link.rel
    ]
    stated += [Candidate(value, name) for name, value in declared.all("og:url", "twitter:url")]
    for article in declared.linked.articles:
        for key in ("mainEntityOfPage", "url"):
            for value in declared.linked.values(article, key):
                stated.append(Candidate(url_of(value), "json-ld"))
    found = []
    for one in stated:
        address = declared.absolute(one.value)
        if address and is_plausible(address, declared.url):
            found.append(Candidate(address.split("#")[0], one.source))
    found.append(Candidate(declared.url, "address"))
    return Field.first_of(found)


def is_plausible(address: str, url: str) -> bool:
    """Whether the address can be that of the page at ``url``.

    A site's front page is no article's canonical address, and neither is a host without a dot.
    """
    try:
        there, here = urlsplit(address), urlsplit(url)
        host = there.hostname or ""
    except ValueError:
        return False
    if "." not in host or host.endswith((".local", ".localhost", ".internal", ".invalid")):
        return False
    front = there.path in ("", "/") and not there.query
    return not front or (here.path in ("", "/") and not here.query)
