"""The page's own URL: canonical link, og:url or JSON-LD, if it can be this page's."""

from __future__ import annotations

from urllib.parse import urlsplit

from curation.sources.reading.declared import Declared
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.json_ld import url_of
from curation.sources.reading.scholarly import URL_TAGS

# Top-level domains that lead nowhere on the web: pages of a developer's machine were published.
LOCAL_DOMAINS = (".local", ".localhost", ".internal", ".invalid")


def read_canonical(declared: Declared) -> Field[str]:
    """Return the first plausible declared URL; without one, the URL that was fetched."""
    stated = [
        Candidate(link.href, "canonical") for link in declared.links if "canonical" in link.rel
    ]
    stated += [Candidate(value, name) for name, value in declared.all("og:url", "twitter:url")]
    stated += [Candidate(value, name) for name, value in declared.all(*URL_TAGS)]
    for article in declared.linked.articles:
        for key in ("mainEntityOfPage", "url"):
            for value in declared.linked.values(article, key):
                stated.append(Candidate(url_of(value), "json-ld"))
    found, unsure = [], set()
    for one in stated:
        url = declared.absolute(one.value)
        if url and _is_plausible(url, declared.url):
            found.append(Candidate(url.split("#")[0], one.source))
            if not one.value.strip().lower().startswith(("http:", "https:", "/", "?")):
                unsure.add(found[-1].value)
    # "8003098" was meant as a number, or for another folder: a whole URL is surer.
    found.sort(key=lambda one: one.value in unsure)
    found.append(Candidate(declared.url, "address"))
    return Field.first_of(found)


def _is_plausible(canonical: str, url: str) -> bool:
    """Say whether it can be the canonical URL of the page at `url`.

    An article's is never the site's home page (a mistake in templates), and its host has a dot.
    """
    try:
        declared, fetched = urlsplit(canonical), urlsplit(url)
        host = declared.hostname or ""
    except ValueError:
        return False
    if "." not in host or host.endswith(LOCAL_DOMAINS):
        return False
    is_home = declared.path in ("", "/") and not declared.query
    return not is_home or (fetched.path in ("", "/") and not fetched.query)
