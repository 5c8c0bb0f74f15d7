"""Pictures and documents that bodies name: found, checked before the transaction, stored in it."""

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.urls import reverse

from curation.interchange.bodies.page import BodyPage, RemarkList
from curation.interchange.remarks import RemarkKind
from curation.sources.door.downloads import Download
from curation.sources.door.errors import FetchError
from media import checking, documents, files
from media.models import Document, Image, write_checked

MOST_FILES = 300  # in one body

Fetch = Callable[[str], Download]


@dataclass(frozen=True, slots=True)
class BodyFile:
    """A picture or document in a body, in the place of its address.

    `source`: what stands there in the text, and stays where the file cannot be taken over. `path`:
    the file; else `url`, on another host or with the picture in itself ("data:"). `use`: "picture"
    or "document". `form`: how the new address is written. `name`: for remarks.
    """

    source: str
    path: Path | None = None
    url: str = ""
    use: str = "picture"
    is_link: bool = False
    form: str = "{}"
    name: str = ""
    alt: str = ""


def find_file(page: BodyPage, path: str) -> Path | None:
    """The file that a path of the old site meant, beside the page's file or below a root.

    `path`: relative or absolute, with per-cent escapes. None where there is none, or where it
    leads out of these folders.
    """
    path = unquote(path)
    absolute = unquote(page.absolute_path(path)).lstrip("/")
    candidates = []
    if page.file and not path.startswith("/"):
        # Beside the file, or, as Hexo has it, in a folder with the file's name.
        candidates += [page.file.parent / path, page.file.parent / page.file.stem / path]
    for site_path in ("", *page.base_paths()):
        if absolute.startswith(site_path):
            candidates += [root / absolute[len(site_path) :] for root in page.roots]
    # Themes write "assets/x.png" for a path of the site; Chirpy gives the folder in front matter.
    for folder in ("", page.media_folder()):
        candidates += [root / folder / path.lstrip("/") for root in page.roots]
    folders = [
        folder.resolve() for folder in (*page.roots, *([page.file.parent] if page.file else []))
    ]
    for candidate in candidates:
        try:
            found = candidate.resolve()
            if found.is_file() and any(found.is_relative_to(folder) for folder in folders):
                return found
        except (OSError, ValueError, RuntimeError):
            continue  # a name that no file can have
    return None


class CheckedFiles:
    """The files of one body, checked, with the addresses that they will have.

    write: whether to write pictures to the storage at once, as yet without their rows: so their
    bytes need not be kept in memory. False for a dry run.
    """

    def __init__(self, remarks: RemarkList, fetch: Fetch | None, *, write: bool):
        self.remarks, self.fetch, self.write = remarks, fetch, write
        self._known: dict[tuple, str | None] = {}
        self._store_calls: list[Callable[[], Image | Document]] = []

    def address(self, file: BodyFile) -> str | None:
        """The file's address on this site; None, and a remark, where it cannot be taken over."""
        key = (file.path, file.url, file.use)
        if key not in self._known:
            self._known[key] = self._check(file)
        return self._known[key]

    def store(self) -> list[Image | Document]:
        """Store the rows; to be called within the article's transaction."""
        return [call() for call in self._store_calls]

    def _check(self, file: BodyFile) -> str | None:
        if len(self._known) >= MOST_FILES:
            self._refuse(file, f"there are more than {MOST_FILES} in this text")
            return None
        try:
            if file.use == "document":
                return self._document(file.path)
            return self._picture(file)
        except _NotFetched:
            self.remarks.add(
                RemarkKind.PICTURE,
                f"the picture “{file.name}” is on another site and became a link",
                "run the import with --fetch-pictures to take it over",
            )
        except FetchError as error:
            self._refuse(file, str(error))
        except OSError as error:
            self._refuse(file, f"it cannot be read: {error.strerror}")
        except (ValidationError, binascii.Error, ValueError) as error:
            self._refuse(file, str(error))
        return None

    def _refuse(self, file: BodyFile, reason: str):
        what = "file" if file.use == "document" else "picture"
        kind = RemarkKind.LINK if file.is_link else RemarkKind.PICTURE
        name = file.name if len(file.name) <= 200 else f"{file.name[:60]}…"
        self.remarks.add(kind, f"the {what} “{name}” was not taken over: {reason.rstrip('.')}")

    def _picture(self, file: BodyFile) -> str:
        data, name = self._bytes(file)
        digest = files.sha256(data)
        if known := Image.objects.known(digest):
            self._store_calls.append(partial(_same, known))
            return reverse("media:original", args=[known.file.name])
        written = write_checked(checking.check_and_reencode(data), write=self.write)
        self._store_calls.append(
            partial(
                Image.objects.store_written,
                written,
                upload_digest=digest,
                name=name,
                credit="",
                alt=file.alt,
            )
        )
        return reverse("media:original", args=[written.path])

    def _bytes(self, file: BodyFile) -> tuple[bytes, str]:
        if file.path:
            size = file.path.stat().st_size
            if size > checking.MAX_BYTES:
                raise checking.too_many_bytes(size)
            return file.path.read_bytes(), file.path.name
        if file.url.startswith("data:"):
            head, _comma, encoded = file.url.partition(",")
            if not head.endswith(";base64"):
                raise ValueError("only pictures in base64 can be read")
            return base64.b64decode(unquote(encoded)), "picture"
        if not self.fetch:
            raise _NotFetched
        url = f"https:{file.url}" if file.url.startswith("//") else file.url
        download = self.fetch(url)
        return download.body, download.file_name

    def _document(self, path: Path) -> str:
        with path.open("rb") as opened:
            documents.check_pdf(opened)
            opened.seek(0)
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        self._store_calls.append(partial(store_document, path))
        return reverse("media:document", args=[f"documents/{digest[:2]}/{digest}.pdf"])


class _NotFetched(Exception):
    """A picture on another site, in an import that fetches none."""


def _same(image: Image) -> Image:
    return image


def store_document(path: Path) -> Document:
    """Store a PDF document; to be called within the article's transaction."""
    with path.open("rb") as file:
        return documents.store_pdf(file, path.name)
