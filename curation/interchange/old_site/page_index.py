"""Finds the page that a reference in a body means, by its file's path or name: as Hugo and Jekyll.

Only names are collected, and only when the first reference is met; the files themselves are read
when they are asked for. Sources: Hugo's documentation, *ref* and *relref*; Jekyll's, *Links*.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

from curation.interchange.old_site.place import DRAFTS, POSTS
from curation.interchange.old_site.places import OldSite

MOST_FILES = 200_000
MOST_CACHED = 10_000
_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".html", ".htm")


class PageIndex:
    """The pages of one old site.

    `path_of`: a content file -> the path at which its article can be reached here; "" where it
    cannot be read.
    """

    def __init__(self, site: OldSite, path_of: Callable[[Path], str]):
        self.site, self._path_of = site, path_of
        self._by_name: dict[str, Path | None] | None = None
        self._paths: dict[Path, str] = {}

    def resolve(self, reference: str, file: Path) -> str | None:
        """The path here of the page that a reference means, with its fragment; None without one.

        file: the content file that holds the reference.
        """
        target, mark, fragment = unquote(reference).partition("#")
        found = self._find(target.partition("?")[0], file) if target else None
        if found is None:
            return None
        if found not in self._paths:
            if len(self._paths) >= MOST_CACHED:
                self._paths.clear()
            self._paths[found] = self._path_of(found)
        path = self._paths[found]
        return f"{path}{mark}{fragment}" if path else None

    def _find(self, target: str, file: Path) -> Path | None:
        content = self._content()
        if target.startswith("/"):
            starts = [content / target.lstrip("/"), self.site.folder / target.lstrip("/")]
        else:
            starts = [file.parent / target, content / target, content / POSTS / target]
        for start in starts:
            if found := self._page_at(start):
                return found
        name = target.rstrip("/").rpartition("/")[2].lower()
        return self._names().get(name) if "/" not in target.strip("/") else None

    def _page_at(self, path: Path) -> Path | None:
        """The content file at a path, with or without suffix, or the bundle in a folder."""
        with suppress(OSError, ValueError):  # a name that no file can have
            inside = path.resolve()
            if not any(inside.is_relative_to(folder.resolve()) for folder in self._folders()):
                return None
            for candidate in (inside, *(inside.with_name(inside.name + s) for s in _SUFFIXES)):
                if candidate.suffix.lower() in _SUFFIXES and candidate.is_file():
                    return candidate
            for suffix in _SUFFIXES:
                if (inside / f"index{suffix}").is_file():
                    return inside / f"index{suffix}"
        return None

    def _names(self) -> dict[str, Path | None]:
        """Name, with and without suffix, of a file or bundle -> its file; None for two of them."""
        if self._by_name is None:
            self._by_name = {}
            for folder in self._folders():
                for path in folder.rglob("*"):
                    if path.suffix.lower() not in _SUFFIXES or len(self._by_name) >= MOST_FILES:
                        continue
                    names = {path.name, path.stem}
                    if path.stem == "index":
                        names = {path.parent.name}
                    elif path.parent.name in (POSTS, DRAFTS):
                        names.add(path.stem.split("-", 3)[-1])
                    for name in names:
                        other = self._by_name.setdefault(name.lower(), path)
                        if other != path:
                            self._by_name[name.lower()] = None
        return self._by_name

    def _content(self) -> Path:
        configuration = self.site.configuration
        if configuration.system:
            return configuration.content_folders()[0]
        below = self.site.folder / "content"
        parts = self.site.folder.parts
        if below.is_dir() or "content" not in parts:
            return below if below.is_dir() else self.site.folder
        return Path(*parts[: len(parts) - parts[::-1].index("content")])

    def _folders(self) -> list[Path]:
        return list(dict.fromkeys([*self.site.folders_to_read(), self._content()]))
