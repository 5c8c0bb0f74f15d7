"""What a page declares of itself: meta tags, links, JSON-LD. The same facts that a bookmarklet can
collect in the reader's own browser; everything that reads fields starts from here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from curation.sources.reading import json_ld
from curation.sources.reading.json_ld import LinkedData

MAX_VALUE = 5000
"""Characters kept of one meta tag's content."""


@dataclass(frozen=True, slots=True)
class Link:
    """A ``<link>`` of the head: lower-case relations, address as it stands, the other "
    "attributes."""

    rel: frozenset[str]
    href: str
    type: str = ""
    sizes: str = ""
    hreflang: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """The facts of one page.

    ``url`` is the address that the page was fetched from; ``metas`` maps the lower-case name,
    property or http-equiv of each tag to its contents in the page's order; ``given_names`` maps
    the same keys to the writing that the page used, for keeping as provenance.
    """

    url: str
    base: str = ""
    title: str = ""
    language: str = ""
    metas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    given_names: dict[str, str] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    linked: LinkedData = field(default_factory=LinkedData)

    def all(self, *names: str) -> Iterator[tuple[str, str]]:
        """(name, content) of every tag of these names that is not empty, in the names' order."""
        for name in names:
            for content in self.metas.get(name, ()):
                yield name, content

    def first(self, *names: str) -> str:
        """The content of the first such tag that is not empty, else an empty string."""
        return next((content for _, content in self.all(*names)), "")

    def absolute(self, address: str) -> str:
        """The address as a complete http(s) one, empty when it cannot be."""
        address = re.sub(r"[\t\r\n]", "", address.strip())
        try:
            complete = urljoin(self.base or self.url, address)
            parts = urlsplit(complete)
            host = parts.hostname
        except ValueError:
            return ""
        plausible = parts.scheme in ("http", "https") and host and len(complete) < 4000
        return complete.replace(" ", "%20") if address and plausible else ""


def declare(
    url: str,
    *,
    title: str = "",
    language: str = "",
    base: str = "",
    metas: Iterable[tuple[str, str]] = (),
    links: Iterable[Link] = (),
    scripts: Iterable[str] = (),
) -> Declared:
    """The facts in order: contents trimmed, names lowered, JSON-LD read.

    ``metas`` are (name, content) pairs and ``scripts`` the texts of the JSON-LD blocks, both in the
    page's order.
    """
    contents: dict[str, tuple[str, ...]] = {}
    given: dict[str, str] = {}
    for name, content in metas:
        key = " ".join(name.lower().split())
        value = content[:MAX_VALUE].strip()
        if key and value:
            contents[key] = (*contents.get(key, ()), value)[:100]
            given.setdefault(key, name.strip())
    return Declared(
        url=url,
        base=safe_base(url, base),
        title=" ".join(title.split()),
        language=language.strip(),
        metas=contents,
        given_names=given,
        links=tuple(links),
        linked=json_ld.read(scripts),
    )


def safe_base(url: str, base: str) -> str:
    """The address that relative ones are read against: ``<base href>`` where it is a usable one."""
    try:
        joined = urljoin(url, base.strip())
        return joined if urlsplit(joined).scheme in ("http", "https") else url
    except ValueError:
        return url
