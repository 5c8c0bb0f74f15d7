"""Where a content file stands in the old site: its section, name, language, and what it inherits.

Nothing of the file itself is read here. Two files with equal texts may stand at different places,
and a text that nobody touched is hidden when its folder's `cascade` says so: a later import
compares the place as well.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf.locale import LANG_INFO

from curation.interchange.old_site.configuration import Configuration, Language, Mount
from curation.interchange.old_site.configuration_files import find_configuration
from curation.interchange.old_site.place import DRAFTS, POSTS, Place
from curation.interchange.old_site.section_pages import (
    FolderListing,
    SectionPage,
    read_section_page,
)
from curation.interchange.old_site.section_paths import (
    depth_of_section,
    section_name,
    section_path,
    sections_above,
)
from curation.interchange.old_site.targets import is_in_scope, is_target

MOST_CACHED = 5_000  # folders
UNFILED, UNFILED_POSTS = "pages", "posts"  # sections of files that lie in no folder of a section
_DAY = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[-_ ](?=.)")


@dataclass(frozen=True, slots=True)
class _Folder:
    """What the files of one folder have in common: `place` has all but what is one file's own.

    `folders`: below the content folder, a bundle's own among them. `pages`: see `_pages_above`.
    """

    place: Place
    folders: tuple[str, ...]
    pages: dict[int, SectionPage]
    language: Language | None


class OldSite:
    """The site that the files of one folder came from.

    `folder`: the folder that was asked for. `section`: where files go that lie in none. `pattern`:
    of the old paths, where no configuration says it.
    """

    def __init__(self, folder: Path, *, section: str = "", pattern: str = ""):
        self.folder = folder.absolute()
        self.section, self.pattern = section, pattern
        self._listings: dict[Path, FolderListing] = {}
        self._section_pages: dict[Path, SectionPage] = {}
        self._folders: dict[tuple[Path, str, bool], _Folder] = {}

    @cached_property
    def configuration(self) -> Configuration:
        """The old site's configuration. Raises ConfigurationError where it cannot be read."""
        return find_configuration(self.folder)

    # ---------------------------------------------------------------- which files

    def folders_to_read(self) -> list[Path]:
        """The folders that hold the old site's texts: that which was asked for, or what of it is.

        Of a whole Hugo site, the content folders; elsewhere, the folder itself.
        """
        found = [
            content
            for content in self.configuration.content_folders()
            if content.is_dir() and content.is_relative_to(self.folder)
        ]
        outer = [
            folder
            for folder in found
            if not any(folder != other and folder.is_relative_to(other) for other in found)
        ]
        return outer if self.configuration.system == "hugo" and outer else [self.folder]

    def file_folders(self) -> list[Path]:
        """The folders in which pictures and documents with absolute paths may lie."""
        if self.configuration.system:
            return self.configuration.file_folders()
        parts = self.folder.parts
        if "content" in parts:
            content = Path(*parts[: len(parts) - parts[::-1].index("content")])
        else:
            content = self.folder / "content"
        site = content.parent
        return [site / "static", site / "assets", content if content.is_dir() else self.folder]

    def is_excluded(self, folder: Path) -> bool:
        """Whether the old site had no pages in that folder."""
        config, name = self.configuration, folder.name
        if config.system != "jekyll":
            return name == "node_modules"
        path = folder.absolute().relative_to(config.root).as_posix()
        if name.startswith("_") and name not in (POSTS, DRAFTS):
            is_collection = name[1:] in config.collections
            if not is_collection and not {name, path} & config.included:
                return True
        return bool({name, path} & config.excluded)

    def is_ignored(self, file: Path) -> bool:
        """Whether the configuration says that a file is not built."""
        path = file.absolute().as_posix()
        if (mount := self._mount_of(file.absolute())) and not mount.has(
            file.absolute().relative_to(self.configuration.root / mount.folder).as_posix()
        ):
            return True
        return any(expression.search(path) for expression in self.configuration.ignored)

    def is_home(self, file: Path) -> bool:
        """Whether a file is the home page of the old site."""
        file = file.absolute()
        is_index = file.stem == "index" or file.stem.startswith("index.")
        return is_index and file.parent in self.configuration.content_folders()

    def _mount_of(self, path: Path) -> Mount | None:
        config = self.configuration
        return next((m for m in config.mounts if path.is_relative_to(config.root / m.folder)), None)

    def is_bundle(self, folder: Path) -> bool:
        """Whether a folder is one page, with what belongs to it."""
        return self._listing(folder.absolute()).has_index

    # ---------------------------------------------------------------- one file

    def place(self, path: Path, name: str) -> Place:
        """The place of a file. `name`: its path below the folder that was asked for.

        Raises FrontMatterError where a section page above it cannot be read.
        """
        path, config = path.absolute(), self.configuration
        stem, language = self._split_language(path)
        is_index = stem == "index" and self._is_page_of_folder(path)
        key = (path.parent, language.code if language else "", is_index)
        if key not in self._folders:
            if len(self._folders) >= MOST_CACHED:
                self._folders.clear()
            self._folders[key] = self._folder(path, name, language, is_index=is_index)
        folder = self._folders[key]
        name_in_path = folder.folders[-1] if folder.place.is_bundle else stem
        day, bare_name = self._split_day(name_in_path, folder.folders)
        is_dated = config.system == "hugo" and bare_name != name_in_path
        path_in_site = (
            (*folder.folders, stem)
            if config.system == "jekyll"
            else (*folder.place.folders, name_in_path)
        )
        return replace(
            folder.place,
            name=bare_name,
            day=day,
            dated_name=name_in_path if is_dated else "",
            inherited=self._inherited(
                "/".join(path_in_site), folder.pages, folder.language, folder.place.collection
            ),
        )

    def _folder(
        self, path: Path, name: str, language: Language | None, *, is_index: bool
    ) -> "_Folder":
        """What the files of one folder, in one language, have in common; path: one of them."""
        config = self.configuration
        content, folder_language = self._content_of(path, name)
        folders = path.parent.relative_to(content).parts
        language = language or folder_language or next(iter(config.languages), None)
        is_bundle = is_index and bool(folders)
        own_folders = folders[:-1] if is_bundle else folders
        pages = self._pages_above(content, own_folders, language)
        mount = self._mount_of(path)
        above = mount.below if mount else ()
        own_folders = (*above, *own_folders)
        pages = {depth + len(above): page for depth, page in pages.items() if depth or not above}
        sections = tuple(
            folder for depth, folder in enumerate(own_folders, 1) if depth == 1 or depth in pages
        )
        own_page = pages.get(depth_of_section(own_folders, sections), SectionPage())
        collection = self._collection(folders)
        section, is_unfiled = self._section(sections, collection)
        prefix = language.prefix if language else ""
        is_jekyll = config.system == "jekyll"
        taxonomies = (language and language.taxonomies) or config.taxonomies
        place = Place(
            name="",
            folders=own_folders,
            sections=sections,
            section=f"{prefix}/{section}" if prefix and section else section,
            section_name=section_name(own_page.name, section, prefix, is_unfiled=is_unfiled),
            section_description="" if is_unfiled else own_page.description,
            section_title=own_page.name,
            section_slug=own_page.slug,
            section_url=own_page.url,
            section_aliases=own_page.aliases,
            section_parents=()
            if is_unfiled
            else sections_above(own_folders, sections, pages, prefix),
            is_unfiled=is_unfiled,
            language=language.code if language else config.language,
            prefix=prefix,
            is_bundle=is_bundle,
            hidden=self._hidden(path, content, folders, language, collection, is_bundle),
            system=config.system or ("jekyll" if {POSTS, DRAFTS}.intersection(folders) else ""),
            collection=collection,
            pattern=self._pattern(sections, collection, language),
            suffix=_suffix(config.permalinks.get("", "")) if is_jekyll else ".html",
            date_keys={name: list(keys) for name, keys in config.date_keys.items()},
            is_lower_case=config.is_lower_case and not collection,
            has_accents=config.has_accents,
            is_ugly=config.ugly_urls is True
            or bool(config.ugly_urls and sections and sections[0] in config.ugly_urls),
            base_path=config.base_path,
            taxonomies={
                key: first for key, first in taxonomies.items() if key not in ("tags", "categories")
            },
        )
        return _Folder(place, folders, pages, language)

    # ---------------------------------------------------------------- content folder and language

    def _content_of(self, path: Path, name: str) -> tuple[Path, Language | None]:
        """The content folder of a file, and the language that the folder is for."""
        config = self.configuration
        if mount := self._mount_of(path):
            languages = {language.code: language for language in config.languages}
            return config.root / mount.folder, languages.get(mount.language)
        for language in config.languages:
            if language.folder and path.is_relative_to(config.root / language.folder):
                return config.root / language.folder, language
        for folder in config.content_folders() if config.system else ():
            if path.is_relative_to(folder):
                return folder, None
        parts = path.parent.parts
        if "content" in parts:
            content = Path(*parts[: len(parts) - parts[::-1].index("content")])
            first = path.relative_to(content).parts[0]
            if self._are_languages(content) and _is_language(first):
                return content / first, Language(first.lower(), prefix=first.lower())
            return content, None
        if "/" not in name:  # the folder that was asked for is the section
            return path.parent.parent, None
        return Path(*parts[: len(parts) - name.count("/")]), None

    def _are_languages(self, content: Path) -> bool:
        """Whether the folders of a content folder are languages: two at least, and nothing else."""
        folders = self._listing(content).folders
        return len(folders) > 1 and all(map(_is_language, folders))

    def _split_language(self, path: Path) -> tuple[str, Language | None]:
        """A file's name without suffix and language, and the language in it: `x.fr.md`.

        Where no configuration names the languages, one counts when the same text is there in
        another language, or when the folder's section page has the same.
        """
        stem = path.name.rpartition(".")[0]
        name, dot, code = stem.rpartition(".")
        code = code.lower()
        if not dot or not name:
            return stem, None
        if self.configuration.languages:
            for language in self.configuration.languages:
                if language.code == code:
                    return name, language
            return stem, None
        if self.configuration.system or not _is_language(code):
            return stem, None
        listing = self._listing(path.parent)
        siblings = any(
            other == name or (other.startswith(f"{name}.") and _is_language(other[len(name) + 1 :]))
            for other in listing.stems
            if other != stem
        )
        is_known = siblings or code in listing.section_pages
        return (name, Language(code, prefix=code)) if is_known else (stem, None)

    def _split_day(self, name: str, folders: tuple[str, ...]) -> tuple[str, str]:
        """The date at the beginning of a name, and the name without it where it is not part of it.

        Jekyll's posts have it; in Hugo, the configuration says so. Elsewhere the name keeps it.
        """
        found = _DAY.match(name)
        if not found:
            return "", name
        is_apart = POSTS in folders or DRAFTS in folders
        if self.configuration.system == "hugo":
            is_apart = self.configuration.date_is_in_name
        return found[1], name[found.end() :] if is_apart else name

    # ---------------------------------------------------------------- section

    def _section(self, sections: tuple[str, ...], collection: str) -> tuple[str, bool]:
        """The section's path here, and whether no folder gave it."""
        if collection and collection != "posts":
            return section_path((collection,)), False
        if collection:
            return self.section or UNFILED_POSTS, True
        if sections:
            return section_path(sections), False
        return self.section or UNFILED, True

    def _collection(self, folders: tuple[str, ...]) -> str:
        """The Jekyll collection of a file: "posts" for posts and drafts, "" for a page."""
        for folder in folders:
            if folder in (POSTS, DRAFTS):
                return "posts"
            if folder.startswith("_") and folder[1:] in self.configuration.collections:
                return folder[1:]
        return ""

    def _pattern(
        self, sections: tuple[str, ...], collection: str, language: Language | None
    ) -> str:
        patterns = self.configuration.permalinks
        if language and language.permalinks is not None:
            patterns = language.permalinks
        if self.configuration.system == "jekyll":
            # The permalink of the whole site holds for posts; collections have their own.
            own = patterns.get(collection, "") if collection else ""
            return own or (patterns.get("", "") if collection == "posts" else "") or self.pattern
        for depth in range(len(sections), 0, -1):
            if pattern := patterns.get("/".join(sections[:depth]).lower()):
                return pattern
        return patterns.get("", "") or self.pattern

    # ---------------------------------------------------------------- hidden, and inherited

    def _hidden(
        self,
        path: Path,
        content: Path,
        folders: tuple[str, ...],
        language: Language | None,
        collection: str,
        is_bundle: bool,
    ) -> str:
        if DRAFTS in folders or DRAFTS in path.parent.parts[-1:]:
            return "drafts"
        if language and language.is_disabled:
            return "language"
        if not self.configuration.has_pages:
            return "kind"
        if collection and self.configuration.collections.get(collection) is False:
            return "collection"
        if self._has_bundles(path):
            # Below a bundle's folder, all other texts are parts of it, and no pages. In Hugo, that
            # are all texts of a site whose home page is such a bundle.
            first = 0 if self.configuration.system == "hugo" else 1
            inner = range(first, len(folders) if is_bundle else len(folders) + 1)
            if any(self._listing(content.joinpath(*folders[:n])).has_index for n in inner):
                return "resource"
        return ""

    def _is_page_of_folder(self, path: Path) -> bool:
        """Whether an index file is its folder's page: in Jekyll, where no other text is there."""
        return self._has_bundles(path) or (
            self.configuration.system == "jekyll" and len(self._listing(path.parent).stems) == 1
        )

    def _has_bundles(self, path: Path) -> bool:
        """Whether `index.md` makes its folder a page, as in Hugo."""
        system = self.configuration.system
        return system == "hugo" or (not system and POSTS not in path.parts)

    def _pages_above(
        self, content: Path, folders: tuple[str, ...], language: Language | None
    ) -> dict[int, SectionPage]:
        """Depth -> the section page of the folder there, in the file's language if there is one."""
        found = {}
        default = self.configuration.default_language
        for depth in range(len(folders) + 1):
            pages = self._listing(content.joinpath(*folders[:depth])).section_pages
            codes = [language.code if language else default, "", default]
            path = next((pages[code] for code in codes if code in pages), None)
            if path is None and pages:
                path = next(iter(pages.values()))
                found[depth] = SectionPage(inherited=self._section_page(path).inherited)
            elif path:
                found[depth] = self._section_page(path)
        return found

    def _inherited(
        self,
        path: str,
        pages: dict[int, SectionPage],
        language: Language | None,
        collection: str,
    ) -> dict[str, Any]:
        """Key in lower case -> the value that the file has where it says nothing itself.

        path: below the content folder; of Hugo's bundles and languages, the page's, not the file's.
        """
        config, values = self.configuration, {}
        if config.system == "jekyll":
            for target, given in config.inherited:
                if is_in_scope(target, path, collection):
                    values |= {key.lower(): value for key, value in given.items()}
            return values
        code = language.code if language else config.default_language
        # Hugo compares in small letters, with hyphens for spaces.
        path = f"/{path}".lower().replace(" ", "-")
        sources = [config.inherited, *(pages[depth].inherited for depth in sorted(pages))]
        for source in sources:
            # Of the entries of one source the first counts; a nearer source outweighs all above.
            for target, given in reversed(source):
                if is_target(target, path, code):
                    values |= given
        return values

    def _listing(self, folder: Path) -> FolderListing:
        if folder not in self._listings:
            if len(self._listings) >= MOST_CACHED:
                self._listings.clear()
            self._listings[folder] = FolderListing.of(folder)
        return self._listings[folder]

    def _section_page(self, path: Path) -> SectionPage:
        if path not in self._section_pages:
            if len(self._section_pages) >= MOST_CACHED:
                self._section_pages.clear()
            self._section_pages[path] = read_section_page(path)
        return self._section_pages[path]


def _suffix(style: str) -> str:
    """What ends the paths of pages and collections: `add_permalink_suffix` in Jekyll's utils.rb."""
    if style in ("", "date", "ordinal", "weekdate", "none") or style.endswith(":output_ext"):
        return ".html"
    return "/" if style == "pretty" or style.endswith("/") else ""


def _is_language(code: str) -> bool:
    return code.lower() in LANG_INFO
