"""Keys by which links are compared: all forms of one page have the same key.

The keys are stored (`link_key`, `canonical_key`). Where they are made otherwise, raise the version
in `cleaning.rules_version`: `reclean_addresses` then makes the stored ones anew.
"""

import hashlib
import re
from urllib.parse import quote, unquote_to_bytes

from curation.sources.links import page_forms, papers
from curation.sources.links.cleaning import cleaned
from curation.sources.links.parsing import LinkError, ParsedURL, parse_url

MAX_KEY_LENGTH = 400  # characters; a longer key is replaced by its digest

_INDEX = re.compile(r"/(?:index\.(?:html?|php)|default\.aspx?)$", re.IGNORECASE)


def link_key(url: str) -> str:
    """Return the key of a URL, at most MAX_KEY_LENGTH characters; "" for an empty one.

    `doi:10.1000/1` and its kind have the key of the paper's page. Any other text that cannot be
    read as a URL is its own key: imported articles may have such links.
    """
    text = url.strip()
    if not text:
        return ""
    try:
        return key_of_cleaned(cleaned(parse_url(papers.page_of(text) or url)))
    except LinkError:
        return _shortened(text)


def key_of_cleaned(url: ParsedURL) -> str:
    """Return the key of a cleaned URL, at most MAX_KEY_LENGTH characters."""
    return _shortened(_canonical_key(url))


def _canonical_key(url: ParsedURL) -> str:
    """Return a text that is equal for all forms of one page and differs between pages.

    Of the cleaned URL: without scheme, `www.`, mobile and AMP marks, index file, closing slash and
    anchor; parameters in alphabetical order; one percent-encoding. For comparison, never for a
    link.
    """
    host, path, query = page_forms.plain(url.host, url.path, url.query)
    path = "/".join(_encoded(part) for part in path.split("/"))
    path = _INDEX.sub("/", path).removesuffix("/")
    key = f"{host}:{url.port}{path}" if url.port else host + path
    if query:
        pairs = [pair.replace("+", " ").partition("=")[::2] for pair in query.split("&") if pair]
        pairs = [(_encoded(name), _encoded(value)) for name, value in pairs]
        pairs.sort(key=lambda pair: pair[0])  # the order of equal names may mean something
        key += "?" + "&".join(f"{name}={value}" if value else name for name, value in pairs)
    if url.fragment and url.fragment.startswith(("/", "!/")):  # a route of a single-page site
        key += f"#{url.fragment}"
    return key


def _shortened(key: str) -> str:
    """Return the key, or its digest when it is longer than MAX_KEY_LENGTH."""
    if len(key) <= MAX_KEY_LENGTH:
        return key
    return "sha256:" + hashlib.sha256(key.encode()).hexdigest()


def _encoded(text: str) -> str:
    return quote(unquote_to_bytes(text), safe="")
