"""The old site's section pages: Hugo's `_index` files, which name a section and may hide its pages.

A section page is no article. Its title and description are the section's, its `cascade` holds for
all files below it.
"""

import os
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from curation.interchange import dates, keys, visibility
from curation.interchange.front_matter import (
    MAX_BYTES,
    FrontMatterError,
    Scalar,
    parse,
    too_large,
)
from curation.interchange.old_site.configuration_files import cascades

_NAME = re.compile(
    r"_index(?:\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*))?\.(?:md|markdown|html?|adoc|ad|asciidoc|rst)\Z"
)
# AsciiDoc and reStructuredText are read in section pages only, which may hide what is below.
_SUFFIXES = ("md", "markdown", "html", "htm", "adoc", "ad", "asciidoc", "rst")


@dataclass(frozen=True, slots=True)
class SectionPage:
    """What one section page says. `name` and `description` are "" where it is hidden itself."""

    name: str = ""
    description: str = ""
    inherited: tuple[tuple[dict, dict], ...] = ()
    slug: str = ""
    url: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(slots=True)
class FolderListing:
    """What lies in one folder, as far as the places of its files depend on it.

    `has_index`: it is a page bundle. `section_pages`: language ("" where the name has none) -> the
    page's path, not read yet. `stems`: names without the suffix; `folders`: names of folders.
    """

    has_index: bool = False
    section_pages: dict[str, Path] = field(default_factory=dict)
    stems: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()

    @classmethod
    def of(cls, folder: Path) -> "FolderListing":
        """Read a folder; one that cannot be read counts as empty."""
        listing, stems, folders = cls(), set(), set()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            return listing
        for entry in entries:
            if entry.is_dir():
                folders.add(entry.name)
                continue
            stem, dot, suffix = entry.name.rpartition(".")
            if not dot or suffix.lower() not in _SUFFIXES:
                continue
            stems.add(stem)
            if found := _NAME.match(entry.name):
                listing.section_pages[(found[1] or "").lower()] = Path(entry.path)
            elif stem == "index" or stem.startswith("index."):
                listing.has_index = True
        listing.stems, listing.folders = frozenset(stems), frozenset(folders)
        return listing


def is_section_page(name: str) -> bool:
    """Whether a file of that name is a section page, in any language."""
    return bool(_NAME.match(name))


def read_section_page(path: Path) -> SectionPage:
    """Return what a section page says. Raises FrontMatterError where it cannot be read.

    The files below it then cannot be imported either: it may say that they are hidden.
    """
    data = b""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_BYTES:
                raise too_large(size)
            data = file.read(MAX_BYTES + 1)
        values = parse(data).values if data.strip() else {}
    except OSError as error:
        raise FrontMatterError(f"{path} cannot be read: {error.strerror}.") from None
    except FrontMatterError as error:
        if data and not re.match(rb"(?:\xef\xbb\xbf)?\s*(?:---|\+\+\+|\{)", data):
            return SectionPage()  # a text only
        line = f", line {error.line}" if error.line else ""
        raise FrontMatterError(
            f"{path}{line}, which may hide this file, cannot be read: {error.message}"
        ) from None
    is_hidden = _is_hidden(values)
    values = {key.lower(): value for key, value in values.items()}
    cascade = tuple(cascades(values.get("cascade")))
    if is_hidden:
        return SectionPage(inherited=cascade)
    name = " ".join(_text(values.get("linktitle") or values.get("title")).split())
    description = " ".join(_text(values.get("description")).split())
    aliases = values.get("aliases")
    return SectionPage(
        name[:100],
        description[:300],
        cascade,
        slug=_text(values.get("slug")).strip(),
        url=_text(values.get("url")).strip(),
        aliases=tuple(map(_text, aliases if isinstance(aliases, list) else [aliases])),
    )


def _is_hidden(values: dict[str, Any]) -> bool:
    """Whether readers could not see the section page now, by the same rules as for articles."""
    now, unreadable = timezone.now(), []
    found: dict[str, datetime | None] = {}
    spellings = keys.spellings(values)
    for name in ("publishDate", "expiryDate"):
        for key, value in spellings.get(name, ()):
            try:
                found[name] = dates.moment(value, ZoneInfo(settings.TIME_ZONE)) or found.get(name)
            except ValueError:
                unreadable.append(key)
    seen = visibility.decide(
        visibility.signs(values, {}),
        visibility.Dates(
            # A list needs no date of its own.
            date=now,
            publish=found.get("publishDate"),
            expiry=found.get("expiryDate"),
            unreadable=tuple(unreadable),
        ),
        "",
        now,
    )
    is_over = seen.expires_at is not None and seen.expires_at <= now
    return seen.status != "published" or seen.published_at > now or is_over


def _text(value: Any) -> str:
    return value.text if isinstance(value, Scalar) else value if isinstance(value, str) else ""
