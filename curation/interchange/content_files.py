"""Content files on the disk: found in folders, and read."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

from curation.interchange.front_matter import MAX_BYTES, FrontMatterError, begins, too_large
from curation.interchange.old_site.former_folders import former_folders
from curation.interchange.old_site.jekyll_files import why_not_read
from curation.interchange.old_site.place import Place
from curation.interchange.old_site.places import OldSite
from curation.interchange.old_site.section_pages import is_section_page
from curation.interchange.remarks import Remark, RemarkKind

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
HTML = (".html", ".htm")
# Texts in other markup, which Hugo, Jekyll and others read and the import does not
OTHER_MARKUP = (
    ".org", ".adoc", ".asciidoc", ".ad", ".rst", ".pandoc", ".pdc", ".mdx", ".ipynb", ".rmd",
    ".qmd", ".textile", ".creole", ".mmark", ".rtf", ".docx", ".odt",
)  # fmt: skip
# Entries of some systems; on Hugo's and Jekyll's sites, data that templates read
DATA = (".json", ".yml", ".yaml", ".toml", ".txt")

# Folders of programs, which hold no texts
TOOLS_FOLDERS = ("node_modules", "vendor", "_site")

LeftOut = Callable[[Path, Remark], None]


@dataclass(frozen=True)
class ContentFile:
    """One file: its path, the folder that was asked for, its name below that, its old site."""

    path: Path
    root: Path
    name: str
    site: OldSite

    def read(self) -> bytes:
        """The file's bytes. Raises OSError, and FrontMatterError where it is too large."""
        with self.path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_BYTES:
                raise too_large(size)
            return file.read(MAX_BYTES + 1)

    def digest(self) -> str | None:
        """SHA-256 of the bytes; None where the file cannot be read."""
        try:
            return hashlib.sha256(self.read()).hexdigest()
        except (OSError, FrontMatterError):
            return None

    @cached_property
    def place(self) -> Place:
        """Where it stands in its old site. Raises FrontMatterError, see `OldSite.place`."""
        place = self.site.place(self.path, self.name)
        return replace(place, former_folders=former_folders(self.site.configuration, place))

    @cached_property
    def stored_place(self) -> dict:
        """The place as provenance stores it."""
        return self.place.as_json()

    @cached_property
    def absolute_path(self) -> str:
        return str(self.path.absolute())

    def is_called(self, name: str) -> bool:
        """Whether a recorded name means this file, from whichever folder above it was counted."""
        return self.name == name or self.absolute_path.endswith(f"/{name}")

    def possible_names(self) -> list[str]:
        """The names that `is_called` accepts, the longest first."""
        parts = self.absolute_path.split("/")[1:]
        return ["/".join(parts[start:]) for start in range(len(parts))]

    def has_utf8_name(self) -> bool:
        try:
            self.absolute_path.encode()
        except UnicodeEncodeError:
            return False
        return True


def find_files(
    paths: Iterable[str | Path],
    left_out: LeftOut = lambda path, remark: None,
    *,
    section: str = "",
    pattern: str = "",
) -> Iterator[ContentFile]:
    """The content files among files and folders (folders with all below them), in order.

    Names that begin with a dot are passed over. `left_out` is called for each text that is not
    read, with a remark. `section`, `pattern`: see `OldSite`. Raises FileNotFoundError for a path
    that is not there, and ConfigurationError for an old site's that cannot be read.
    """
    for path in map(Path, paths):
        if path.is_file():
            site = OldSite(path.parent, section=section, pattern=pattern)
            yield ContentFile(path, path.parent, path.name, site)
            continue
        if not path.is_dir():
            raise FileNotFoundError(f"{path} is neither a file nor a folder")
        site = OldSite(path, section=section, pattern=pattern)
        for content in site.folders_to_read():
            # As it was asked for, not made absolute: it is how messages name the files.
            folder = path / content.relative_to(site.folder)
            yield from _files_below(folder, path, site, left_out)


def _files_below(
    content: Path, root: Path, site: OldSite, left_out: LeftOut
) -> Iterator[ContentFile]:
    """The files of a folder, then those of its page bundles, then those of its other folders.

    A page that lies deeper never takes the address of one above it.
    """
    try:
        entries = sorted(os.scandir(content), key=lambda entry: entry.name)
    except OSError as error:
        left_out(content, _left_out(f"the folder cannot be read: {error.strerror}"))
        return
    bundles, others = [], []
    for entry in entries:
        path = content / entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if not site.is_excluded(path):
                (bundles if site.is_bundle(path) else others).append(path)
            elif entry.name not in TOOLS_FOLDERS:
                left_out(path, _left_out("the old site has no pages in it"))
        elif not entry.is_file():
            if entry.is_symlink():
                left_out(path, _left_out("it is a link to a folder, or to nothing"))
        elif entry.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
            left_out(path, _left_out("it is a link to a file outside of the folder"))
        elif remark := _why_not(path, site):
            left_out(path, remark)
        elif path.suffix.lower() in MARKDOWN + HTML:
            yield ContentFile(path, root, path.relative_to(root).as_posix(), site)
    for folder in bundles + others:
        yield from _files_below(folder, root, site, left_out)


def _why_not(file: Path, site: OldSite) -> Remark | None:
    """A remark for a text that is not imported; None for content files, and for all other files."""
    suffix = file.suffix.lower()
    if suffix in OTHER_MARKUP:
        return _left_out(f"texts in the form {suffix} are not read", "convert it to Markdown")
    if suffix in DATA and not site.configuration.system:
        done = f"files in the form {suffix} are not read"
        return _left_out(done, "write an article's text below front matter, in a .md file")
    if suffix not in MARKDOWN + HTML:
        return None
    if site.configuration.system == "jekyll" and (reason := _why_not_in_jekyll(file, site)):
        return _left_out(reason)
    if site.is_ignored(file):
        return _left_out("the old site's configuration leaves it out (ignoreFiles, mounts)")
    if is_section_page(file.name):
        return _left_out(
            "it is the page of a section, whose title and description it gives; "
            "its text is not taken over"
        )
    if site.is_home(file):
        return _left_out("it is the old site's home page, which is made here of the articles")
    is_static = suffix in HTML or site.configuration.system == "jekyll"
    if is_static and not begins(_first_bytes(file)):
        return _left_out("it has no front matter, so it is a file and no article")
    return None


def _why_not_in_jekyll(file: Path, site: OldSite) -> str:
    config, path = site.configuration, file.absolute()
    source = config.root / config.content
    below = path.relative_to(source if path.is_relative_to(source) else config.root)
    return why_not_read(PurePosixPath(below), config.excluded, config.included, config.collections)


def _first_bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(500)
    except OSError:
        return b"---\n"  # the import says what is wrong with it


def _left_out(done: str, to_do: str = "") -> Remark:
    return Remark(RemarkKind.FILE_LEFT_OUT, "", f"left out: {done}", to_do)
