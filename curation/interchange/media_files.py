"""Pictures and documents that front matter names: found, checked before the transaction, stored."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.core.exceptions import ValidationError

from curation.interchange.bodies.files import Fetch, find_file, store_document
from curation.interchange.bodies.page import BodyPage
from curation.interchange.records import ArticleRecord
from curation.interchange.remarks import Remark, RemarkKind
from curation.sources.door.downloads import Download
from curation.sources.door.errors import FetchError
from media import checking, documents, files
from media.models import Document, Image


@dataclass(frozen=True, slots=True)
class MediaFiles:
    """The stored files that a content file names; None where it names none, or one is missing."""

    image: Image | None = None
    pdf: Document | None = None
    icon: Image | None = None

    def missing(self, record: ArticleRecord) -> list[str]:
        """Which of the files that the record names are missing: "image", "pdf", "icon", "body"."""
        named = {"image": record.image_name, "pdf": record.pdf_name, "icon": record.icon_name}
        missing = [use for use, name in named.items() if name and not getattr(self, use)]
        return [*missing, "body"] if record.body_lacks_pictures else missing


@dataclass(frozen=True, slots=True)
class CheckedFiles:
    """Files that were found and checked, and are not stored yet.

    `store_calls`: "image", "pdf" or "icon" -> the call that stores it and returns its row.
    """

    store_calls: dict[str, Callable[[], Image | Document]] = field(default_factory=dict)

    def store(self) -> MediaFiles:
        """Store them; to be called within the article's transaction."""
        return MediaFiles(**{use: store() for use, store in self.store_calls.items()})


class MediaFolders:
    """Where the files that front matter names are looked for: `--media`, then the old site's own.

    `folder`: given with `--media`. `fetch`: gets a picture from another host; None to leave it.
    """

    def __init__(self, folder: Path | None, fetch: Fetch | None = None):
        self.folder, self.fetch = folder and folder.resolve(), fetch

    def check(self, record: ArticleRecord, page: BodyPage) -> tuple[CheckedFiles, list[Remark]]:
        """The files that the record names, and a remark for each that is missing or refused.

        Pictures are checked and encoded again here, before the database is locked.
        """
        calls, remarks = {}, []
        for use, name, key in (
            ("image", record.image_name, "featuredImage"),
            ("pdf", record.pdf_name, "featuredPdf"),
            ("icon", record.icon_name, "favIconImage"),
        ):
            if not name:
                continue
            try:
                alt = record.image_alt if use == "image" else ""
                path = self._local(name, page)
                if path is None and use != "pdf":
                    calls[use] = _fetched_picture(self.fetch(name), alt)
                elif path:
                    calls[use] = _document(path) if use == "pdf" else _picture(path, alt)
            except FileNotFoundError as error:
                remarks.append(Remark(RemarkKind.MEDIA, key, str(error)))
            except OSError as error:
                done = f"{name!r} cannot be read: {error.strerror}"
                remarks.append(Remark(RemarkKind.MEDIA, key, done))
            except (ValidationError, FetchError) as error:
                remarks.append(Remark(RemarkKind.MEDIA, key, f"{name!r} is refused: {error}"))
        return CheckedFiles(calls), remarks

    def _local(self, name: str, page: BodyPage) -> Path | None:
        """The file of that name; None for one on another host that may be fetched.

        Raises FileNotFoundError, with a sentence, where there is none.
        """
        own_path = page.own_path(name) if "://" in name else name
        # WordPress exports keep the pictures in a folder of their own, and name them without it.
        for path in (own_path, f"images/{own_path}") if own_path else ():
            if found := find_file(page, path):
                return found
        if own_path is None and self.fetch:
            return None
        if self.folder:
            return self.find(name)
        raise FileNotFoundError(
            f"{name[:100]!r} is on another host; import with --fetch-pictures to take it over"
            if own_path is None
            else f"{name[:100]!r} is neither beside the file nor among the old site's files"
        )

    def find(self, name: str) -> Path:
        """The file in `--media`; older files give a path or a URL, whose end may be enough.

        Raises FileNotFoundError, with a sentence, where there is none inside the folder.
        """
        parts = [part for part in name.replace("\\", "/").partition("?")[0].split("/") if part]
        if ".." in parts:
            raise FileNotFoundError(f"{name[:100]!r} leads out of the media folder; left out")
        for candidate in ("/".join(parts), parts[-1] if parts else ""):
            path = (self.folder / candidate).resolve()
            if candidate and path.is_relative_to(self.folder) and path.is_file():
                return path
        raise FileNotFoundError(f"{name[:100]!r} is not in the media folder")


def _picture(path: Path, alt: str) -> partial[Image]:
    if path.stat().st_size > checking.MAX_BYTES:
        raise checking.too_many_bytes(path.stat().st_size)
    return _picture_of(path.read_bytes(), path.name, alt)


def _fetched_picture(download: Download, alt: str) -> partial[Image]:
    return _picture_of(download.body, download.file_name, alt)


def _picture_of(data: bytes, name: str, alt: str) -> partial[Image]:
    digest = files.sha256(data)
    if known := Image.objects.known(digest):
        return partial(lambda image: image, known)
    return partial(
        Image.objects.store_checked,
        checking.check_and_reencode(data),
        upload_digest=digest,
        name=name,
        credit="",
        alt=alt,
    )


def _document(path: Path) -> partial[Document]:
    with path.open("rb") as file:
        documents.check_pdf(file)
    return partial(store_document, path)
