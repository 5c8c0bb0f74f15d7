"""Content files on the disk: found in folders, and read."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from curation.interchange.front_matter import MAX_BYTES, FrontMatterError, too_large

SUFFIXES = (".md", ".markdown")
SECTION_PAGE = "_index"  # Hugo's page of a section, which is not an article


@dataclass(frozen=True, slots=True)
class ContentFile:
    """One file: its path, the folder that was asked for, and its name below that folder."""

    path: Path
    root: Path
    name: str

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

    @property
    def absolute_path(self) -> str:
        return str(self.path.absolute())

    def is_called(self, name: str) -> bool:
        """Whether a recorded name means this file, from whichever folder above it was counted."""
        return self.name == name or self.absolute_path.endswith(f"/{name}")

    def has_utf8_name(self) -> bool:
        try:
            self.name.encode()
        except UnicodeEncodeError:
            return False
        return True

    def section_path(self) -> str:
        """The section of a file that names none: as in Hugo, its first folder below `content`.

        Without such a folder, the first one below the folder that was asked for, or that one.
        """
        folders = self.path.absolute().parent.parts
        if "content" in folders:
            below = folders[len(folders) - folders[::-1].index("content") :]
            return below[0] if below else ""
        first, slash, _rest = self.name.partition("/")
        return first if slash else folders[-1]


def find_files(paths: Iterable[str | Path]) -> Iterator[ContentFile]:
    """The content files among files and folders (folders with all below them), in order.

    Names that begin with a dot are left out. Raises FileNotFoundError for a path that is not there.
    """
    for path in map(Path, paths):
        if path.is_file():
            yield ContentFile(path, path.parent, path.name)
        elif not path.is_dir():
            raise FileNotFoundError(f"{path} is neither a file nor a folder")
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                file = Path(folder, name)
                is_content = file.suffix.lower() in SUFFIXES and file.stem != SECTION_PAGE
                if is_content and not name.startswith(".") and file.is_file():
                    yield ContentFile(file, path, file.relative_to(path).as_posix())
