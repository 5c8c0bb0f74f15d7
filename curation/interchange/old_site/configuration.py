"""What the configuration of the old site says, of all that decides where and whether pages show.

`configuration_files` makes it of Hugo's and Jekyll's own files.
"""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from curation.interchange.old_site.globs import glob_matches


class ConfigurationError(Exception):
    """A configuration file that cannot be read: where, and what to do."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the old site.

    `prefix`: the first part of its pages' paths, "" for the language at the root. `folder`: its
    content folder, below the site's, "" where all languages share one. `is_disabled`: not built.
    `permalinks`, `taxonomies`: its own, None where those of the site hold.
    """

    code: str
    prefix: str = ""
    folder: str = ""
    is_disabled: bool = False
    permalinks: dict[str, str] | None = None
    taxonomies: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Mount:
    """A folder that Hugo's `module.mounts` puts into the content.

    `folder`: below the site's. `below`: the folders of the content in which it lies. `language`: a
    code, "" for the site's own. `patterns`: which of its files are meant; one that begins with "!"
    leaves files out.
    """

    folder: str
    below: tuple[str, ...] = ()
    language: str = ""
    patterns: tuple[str, ...] = ()

    def has(self, path: str) -> bool:
        """Whether a file is one of the mount's; path: below its folder."""
        # Whether a pattern begins at the folder with a slash, its writers do not agree.
        paths = (path.lower(), f"/{path.lower()}")
        wanted = [pattern for pattern in self.patterns if not pattern.startswith("!")]
        unwanted = [pattern[1:].strip() for pattern in self.patterns if pattern.startswith("!")]
        return not any(_matches(pattern, paths) for pattern in unwanted) and (
            not wanted or any(_matches(pattern, paths[:1]) for pattern in wanted)
        )


def _matches(pattern: str, paths: tuple[str, ...]) -> bool:
    return any(glob_matches(pattern.lower(), path) for path in paths)


@dataclass(frozen=True)
class Configuration:
    """What the old site's configuration says, of all that decides where and whether pages show.

    `system`: "hugo", "jekyll", or "" where there is no configuration. `permalinks`: section or
    collection -> pattern. `list_permalinks`: "section", "term" or "taxonomy" -> the same for lists.
    `taxonomies`: key of the front matter -> first part of its terms' paths.
    `language`: the code of the whole site's, "" where it is not said; `default_language`: that of
    files that say none. `has_pages`: whether the site had other pages than lists.
    `inherited`: (which pages, the values that they inherit), most general first. `collections`:
    Jekyll's, name -> whether its pages are served. `params`: what templates can show of the site.
    `date_keys`: "date", "publishdate", "lastmod", "expirydate" -> the keys that give it, in order,
    `:filename` and `:default` among them. `ignored`: what the absolute path of a file holds that
    that was not built. `leaves_out_html`: Hugo shows HTML in Markdown only where it is told to.
    """

    system: str = ""
    root: Path = Path()
    content: str = ""
    base_url: str = ""
    is_lower_case: bool = True
    has_accents: bool = True
    ugly_urls: bool | frozenset[str] = False
    date_is_in_name: bool = False
    language: str = ""
    default_language: str = ""
    languages: tuple[Language, ...] = ()
    has_pages: bool = True
    mounts: tuple[Mount, ...] = ()
    permalinks: dict[str, str] = field(default_factory=dict)
    list_permalinks: dict[str, dict[str, str]] = field(default_factory=dict)
    taxonomies: dict[str, str] = field(default_factory=dict)
    inherited: tuple[tuple[dict, dict], ...] = ()
    collections: dict[str, bool] = field(default_factory=dict)
    excluded: frozenset[str] = frozenset()
    included: frozenset[str] = frozenset()
    time_zone: str = ""
    date_keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: tuple[re.Pattern, ...] = ()
    params: dict[str, Any] = field(default_factory=dict)
    leaves_out_html: bool = False

    @property
    def base_path(self) -> str:
        """The folder in which the old site stood on its host, as in "/blog"; "" at its root."""
        return urlsplit(self.base_url).path.rstrip("/")

    def content_folders(self) -> list[Path]:
        """The folders that hold pages: all of Jekyll's site, Hugo's content folders."""
        if self.mounts:
            return list(dict.fromkeys(self.root / mount.folder for mount in self.mounts))
        names = [language.folder for language in self.languages if language.folder]
        if self.system != "hugo" or not names:
            names.insert(0, self.content)
        # `..` must lead nowhere else.
        folders = (Path(os.path.normpath(self.root / name)) for name in names)
        return list(dict.fromkeys(f for f in folders if f.is_relative_to(self.root)))

    def file_folders(self) -> list[Path]:
        """The folders whose files the old site served below its root: pictures, documents."""
        if self.system == "jekyll":
            return [self.root / self.content]
        folders = [self.root / "static", self.root / "assets"] if self.system else []
        return [*folders, *(self.content_folders() if self.system else [])]
