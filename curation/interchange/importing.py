"""A folder of content files -> the database. Idempotent; one transaction a file.

Files that came before, byte by byte, are known by their digests, asked for hundreds at a time, and
not read any further. A run that was killed is finished by running it again.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from curation.interchange import storing
from curation.interchange.attaching import MediaFolder, Prepared
from curation.interchange.catalogue import Catalogue
from curation.interchange.fields import check_section_path, read_record
from curation.interchange.front_matter import (
    MAX_BYTES,
    FrontMatterError,
    ParsedFile,
    parse,
    too_large,
)
from curation.interchange.records import ArticleRecord, FieldError, SectionRecord
from curation.models import Address, Article, Provenance

SUFFIXES = (".md", ".markdown")
SECTION_PAGE = "_index"  # Hugo's page of a section; it is no article
BATCH = 500
LONGEST_NAME = Provenance._meta.get_field("file_path").max_length

Tell = Callable[[str], None]


@dataclass(slots=True)
class ImportResult:
    """How many files were what; `interrupted` where somebody stopped the run."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    interrupted: bool = False

    def __str__(self):
        return (
            f"{self.created} created, {self.updated} updated, {self.unchanged} unchanged, "
            f"{self.failed} failed"
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A content file: where it lies, and its name below the folder that was asked for."""

    path: Path
    root: Path
    name: str

    def read(self) -> bytes:
        """Its bytes. Raises FrontMatterError for more than any article has, OSError as usual."""
        with self.path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_BYTES:
                raise too_large(size)
            return file.read(MAX_BYTES + 1)

    @property
    def place(self) -> str:
        """Where it lies, the same whichever way it was asked for."""
        return str(self.path.absolute())

    def is_called(self, name: str) -> bool:
        """Whether a recorded name means this file, from whichever folder above it was counted."""
        return self.name == name or self.place.endswith(f"/{name}")


def find_files(paths: Iterable[str | Path]) -> Iterator[Found]:
    """The content files among files and folders, folders with all below them, in order.

    What begins with a dot is left out. Raises FileNotFoundError for a path that is not there.
    """
    for path in map(Path, paths):
        if path.is_file():
            yield Found(path, path.parent, path.name)
        elif not path.is_dir():
            raise FileNotFoundError(f"{path} is neither a file nor a folder")
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                found = Path(folder, name)
                is_content = found.suffix.lower() in SUFFIXES and found.stem != SECTION_PAGE
                if is_content and not name.startswith(".") and found.is_file():
                    yield Found(found, path, found.relative_to(path).as_posix())


def import_files(
    files: Iterable[Found],
    tell: Tell,
    *,
    media: Path | None = None,
    dry_run: bool = False,
) -> ImportResult:
    """Import content files; returns the counts.

    `tell` is called with one line for each failure and each remark: where, and what to do.
    `media`: the folder with the pictures that the files name. `dry_run`: do all, keep nothing.
    A KeyboardInterrupt ends the run after rolling the file at hand back; it is noted, not raised.
    """
    run = _Run(tell, media and MediaFolder(media), dry_run)
    files = iter(files)
    try:
        while batch := list(islice(files, BATCH)):
            run.take(batch)
    except KeyboardInterrupt:
        run.result.interrupted = True
    return run.result


class _Run:
    def __init__(self, tell: Tell, media: MediaFolder | None, dry_run: bool):
        self.tell, self.media, self.dry_run = tell, media, dry_run
        self.result = ImportResult()
        self.catalogue = Catalogue()
        self.zone = ZoneInfo(settings.TIME_ZONE)
        # Article or identity -> the file that told of it in this run
        self.seen: dict[int | tuple, str] = {}
        # Addresses that a dry run gave away, which its rollback returned
        self.given: dict[str, str] = {}
        # Whether the next file is likely to be new
        self.hopeful = True

    def take(self, batch: list[Found]):
        """Import some files, asking the database once which of them it knows already."""
        digests = [self._digest(found) for found in batch]
        rows = Provenance.objects.filter(file_digest__in=[digest for digest in digests if digest])
        known = {row[0]: row[1:] for row in rows.values_list(
            "file_digest", "article_id", "file_path", "baseline__awaited"
        )}  # fmt: skip
        for found, digest in zip(batch, digests, strict=True):
            try:
                if digest in known and not (self.media and known[digest][2]):
                    self._claim_unchanged(found, digest, *known[digest][:2])
                    outcome = "unchanged"
                else:
                    outcome = self._import(found)
            except FrontMatterError as error:
                self._fail(found, error.message, error.line, error.column)
            except OSError as error:
                self._fail(found, f"The file cannot be read: {error.strerror}.")
            except DatabaseError as error:
                self.catalogue.clear()
                self._fail(found, f"The database refused it ({error}); run the import again.")
            else:
                setattr(self.result, outcome, getattr(self.result, outcome) + 1)

    def _digest(self, found: Found) -> str | None:
        """None where it cannot be read; why is told when its turn comes."""
        try:
            return hashlib.sha256(found.read()).hexdigest()
        except (OSError, FrontMatterError):
            return None

    def _fail(self, found: Found, message: str, line: int | None = None, column: int | None = None):
        self.result.failed += 1
        self._remark(found, message, line, column)

    def _remark(self, found: Found, message: str, line: int | None = None, column=None):
        place = ":".join(str(part) for part in (found.path, line, column) if part is not None)
        self.tell(_on_one_line(f"{place}: {message}"))

    # ----------------------------------------------------------------------------- one file

    def _import(self, found: Found) -> str:
        if not _is_text(found.name):
            raise FrontMatterError("The file's name is not UTF-8; rename it.")
        data = found.read()
        parsed = parse(data)
        record = self._record(found, parsed)
        notes = [f"{'.'.join(map(str, path))}: {note}" for path, note in record.notes]
        prepared = Prepared({})
        if self.media:
            prepared, missing = self.media.prepare(record)
            notes += missing
        if self.dry_run:
            prepared = Prepared({})
        told = _told(found, parsed, record, hashlib.sha256(data).hexdigest())
        try:
            stored = self._store(found, record, prepared, told)
        except FieldError as error:
            raise error.placed(parsed) from None
        for name in stored.kept:
            notes.append(f"{name}: the file and a curator both changed it; the curator's was kept")
        for note in [*notes, *stored.notes]:
            self._remark(found, note)
        return stored.outcome

    def _store(
        self, found: Found, record: ArticleRecord, prepared: Prepared, told: dict[str, Any]
    ) -> storing.Stored:
        """Take it for a new article if the last one was, and ask the database only where it is not.

        The questions took a sixth of the time of a first import.
        """
        if self.hopeful:
            with suppress(IntegrityError):
                return self._attempt(found, record, prepared, told, hopeful=True)
        stored = self._attempt(found, record, prepared, told, hopeful=False)
        self.hopeful = stored.outcome == "created"
        return stored

    def _attempt(
        self,
        found: Found,
        record: ArticleRecord,
        prepared: Prepared,
        told: dict[str, Any],
        *,
        hopeful: bool,
    ) -> storing.Stored:
        """One transaction: the article with all that belongs to it, or nothing."""
        try:
            with transaction.atomic():
                article = None if hopeful else storing.existing(record)
                origin = storing.provenance_of(article) if article else None
                self._claim(found, article, record, origin)
                attached = prepared.store()
                if not article:
                    stored = storing.create(record, self.catalogue, attached, told, hopeful=hopeful)
                elif origin and origin.file_digest == told["file_digest"]:
                    stored = storing.attach(article, record, attached)
                else:
                    if origin and origin.file_path and found.is_called(origin.file_path):
                        told = told | {"file_path": origin.file_path}
                    before = self._before(found, origin) if origin else None
                    stored = storing.update(article, record, self.catalogue, attached, told, before)
                if self.dry_run:
                    self._give(found, stored.article, record)
                    transaction.set_rollback(True)
        except BaseException:
            self.catalogue.forget()
            raise
        if self.dry_run:
            self.catalogue.forget()
        else:
            self.catalogue.keep()
        # A number that a rollback gave back will be another article's.
        is_lost = self.dry_run and not article
        self.seen[_identity(record) if is_lost else stored.article.pk] = found.place
        return stored

    def _record(self, found: Found, parsed: ParsedFile) -> ArticleRecord:
        record = read_record(parsed, self.zone)
        if record.section:
            return record
        path = _section_of(found)
        try:
            check_section_path(path)
        except ValueError:
            raise FieldError(
                ("basePath",), 'There is no basePath; write the section\'s path, as in "/news/".'
            ).placed(parsed) from None
        return replace(record, section=SectionRecord(path))

    def _before(self, found: Found, origin: Provenance) -> ArticleRecord | None:
        """What the file that told of the article last time said; None where none did."""
        if not origin.front_matter:
            return None
        try:
            return self._record(found, parse(origin.front_matter.encode()))
        except FrontMatterError:
            return None  # written by hand into the database, or taken by an older reader

    # ------------------------------------------------------------ two files that tell of one

    def _claim(
        self,
        found: Found,
        article: Article | None,
        record: ArticleRecord,
        origin: Provenance | None,
    ):
        """Raises FrontMatterError where another file of this run told of the same article."""
        earlier = self.seen.get(_identity(record)) or (article and self.seen.get(article.pk))
        if earlier and earlier != found.place:
            raise self._doubled(earlier)
        if origin:
            self._check_origin(found, origin.file_path, origin.file_digest)

    def _claim_unchanged(self, found: Found, digest: str, pk: int, recorded: str):
        earlier = self.seen.get(pk)
        if earlier and earlier != found.place:
            raise self._doubled(earlier)
        self._check_origin(found, recorded, digest)
        is_moved = not found.is_called(recorded) and len(found.name) <= LONGEST_NAME
        if is_moved and not self.dry_run:
            Provenance.objects.filter(pk=pk).update(file_path=found.name)
        self.seen[pk] = found.place

    def _check_origin(self, found: Found, recorded: str, digest: str):
        """The file that told of the article last time and still says the same has the first right.

        Without this, the two would take turns, one run after the other.
        """
        if not recorded or found.is_called(recorded):
            return
        other = Found(found.root / recorded, found.root, recorded)
        if other.path.is_file() and self._digest(other) == digest:
            raise self._doubled(other.place)

    def _doubled(self, other: str) -> FrontMatterError:
        return FrontMatterError(f"{other} has the same source and id, or slug; remove one.")

    def _give(self, found: Found, article: Article, record: ArticleRecord):
        """What a real run would have kept, so that a dry run counts the same."""
        live = Address.normalise(article.path)
        other = self.given.get(live)
        if other and other != found.place and record.slug:
            raise FieldError(("slug",), f"{live} is an address of {other}; choose another slug.")
        for path in (live, *map(Address.normalise, record.aliases)):
            self.given.setdefault(path, found.place)


def _told(found: Found, parsed: ParsedFile, record: ArticleRecord, digest: str) -> dict[str, Any]:
    """The columns of an article's provenance."""
    return {
        "html_meta": record.html_meta,
        "open_graph": record.open_graph,
        "twitter": record.twitter,
        "file_path": found.name if len(found.name) <= LONGEST_NAME else "",
        "file_digest": digest,
        "front_matter": parsed.head,
        "front_matter_format": parsed.format,
        "image_name": record.image_name,
        "imported_at": timezone.now(),
    }


def _identity(record: ArticleRecord) -> tuple:
    if record.external_id:
        return (record.source, record.external_id)
    return (record.source, record.section.path, record.slug or (record.brand, record.title))


def _section_of(found: Found) -> str:
    """The section of a file that names none: as in Hugo, its first folder below `content`.

    Else its first folder below the one that was asked for, or that one.
    """
    folders = found.path.absolute().parent.parts
    if "content" in folders:
        below = folders[len(folders) - folders[::-1].index("content") :]
        return below[0] if below else ""
    first, slash, _rest = found.name.partition("/")
    return first if slash else folders[-1]


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _on_one_line(text: str) -> str:
    """Without what could break the line or steer the terminal it is read on."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
