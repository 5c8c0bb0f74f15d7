"""What a page declares of itself: meta tags, head links, JSON-LD.

A bookmarklet can collect the same in the reader's own browser (see `clipping`). Everything that
reads a field starts from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from curation.sources.reading import json_ld
from curation.sources.reading.json_ld import LinkedData

MAX_NAME = 200  # characters of one meta tag's name
MAX_VALUE = 5000  # characters kept of one meta tag's content
MAX_VALUES = 100  # contents kept of tags with one name
MAX_URL = 4000  # characters; longer ones are data, not URLs


@dataclass(frozen=True, slots=True)
class HeadLink:
    """A `<link>` of the head: lower-case relations, the URL as written, type and sizes."""

    rel: frozenset[str]
    href: str
    type: str = ""
    sizes: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """What one page declares.

    Attributes:
        url: the URL that the page was fetched from.
        base: what relative URLs are resolved against; empty for `url` itself.
        title: the text of `<title>`.
        language: the `lang` attribute of the page.
        metas: lower-case name, property or http-equiv (with the prefix "http-equiv:") of the meta
            tags, without spaces (see `_tag_key`) -> their contents in the page's order.
        given_names: the same keys -> the name in the page's own spelling, for provenance.
        linked: the JSON-LD.
    """

    url: str
    base: str = ""
    title: str = ""
    language: str = ""
    metas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    given_names: dict[str, str] = field(default_factory=dict)
    links: tuple[HeadLink, ...] = ()
    linked: LinkedData = field(default_factory=LinkedData)

    def all(self, *names: str) -> Iterator[tuple[str, str]]:
        """Yield (name, content) of every tag with one of these names, in the order of the names."""
        for name in names:
            for content in self.metas.get(name, ()):
                yield name, content

    def first(self, *names: str) -> str:
        """Return the content of the first such tag, else an empty string."""
        return next((content for _, content in self.all(*names)), "")

    def absolute(self, url: str) -> str:
        """Return the URL as a complete http(s) one, empty when it cannot be made one."""
        url = re.sub(r"[\t\r\n]", "", url.strip())  # browsers drop these inside of URLs
        if not url:
            return ""
        try:
            complete = urljoin(self.base or self.url, url)
            parts = urlsplit(complete)
            host = parts.hostname
        except ValueError:
            return ""
        if parts.scheme not in ("http", "https") or not host or len(complete) >= MAX_URL:
            return ""
        return complete.replace(" ", "%20")


def declare(
    url: str,
    *,
    title: str = "",
    language: str = "",
    base: str = "",
    metas: Iterable[tuple[str, str]] = (),
    links: Iterable[HeadLink] = (),
    scripts: Iterable[str] = (),
) -> Declared:
    """Return what a page declares in order: contents trimmed, names lowered, JSON-LD read.

    metas: (name, content) pairs, scripts: the texts of the JSON-LD blocks, both in the page's
    order.
    """
    contents: dict[str, tuple[str, ...]] = {}
    given: dict[str, str] = {}
    for name, content in metas:
        key = _tag_key(name)
        value = content[:MAX_VALUE].strip()
        if key and value:
            contents[key] = (*contents.get(key, ()), value)[:MAX_VALUES]
            given.setdefault(key, name.strip())
    return Declared(
        url=url,
        base=_safe_base(url, base),
        title=" ".join(title.split()),
        language=language.strip(),
        metas=contents,
        given_names=given,
        links=tuple(links),
        linked=json_ld.read(scripts),
    )


def _tag_key(name: str) -> str:
    """Return the key of a meta tag's name: "og: article: author" is og:article:author.

    What spaces are left are read as underscores: "article author" is article_author.
    """
    return re.sub(r"\s*([:.])\s*", r"\1", name.strip().lower()[:MAX_NAME]).replace(" ", "_")


def _safe_base(url: str, base: str) -> str:
    """Return what relative URLs are resolved against: `<base href>` if it can be used, or `url`."""
    try:
        joined = urljoin(url, base.strip())
        return joined if urlsplit(joined).scheme in ("http", "https") else url
    except ValueError:
        return url
