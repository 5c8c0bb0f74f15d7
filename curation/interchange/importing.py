"""A folder of content files -> the database. Idempotent; one transaction a file.

Files that were imported before and have not changed are known by their digests, which are looked
up hundreds at a time; they are not parsed. A run that was killed is finished by running it again.
"""

import hashlib
from collections.abc import Callable, Iterable
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
from curation.interchange.content_files import ContentFile
from curation.interchange.front_matter import FrontMatterError, ParsedFile, parse
from curation.interchange.import_fields import check_section_path, read_record
from curation.interchange.media_files import CheckedFiles, MediaFolder
from curation.interchange.records import ArticleRecord, FieldError, SectionRecord
from curation.interchange.shared_rows import SharedRows
from curation.models import Address, Article, Provenance

BATCH = 500
MAX_NAME = Provenance._meta.get_field("file_path").max_length

Report = Callable[[str], None]


@dataclass(slots=True)
class ImportResult:
    """How many files had which outcome. `interrupted`: somebody stopped the run."""

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


def import_files(
    files: Iterable[ContentFile],
    report: Report,
    *,
    media: Path | None = None,
    dry_run: bool = False,
) -> ImportResult:
    """Import content files; returns the counts.

    `report` is called with one line for each failure and each note: where, and what to do.
    `media`: the folder with the pictures that the files name. `dry_run`: do everything, and roll
    it back. A KeyboardInterrupt rolls the current file back and ends the run; it is recorded in the
    result, not raised.
    """
    run = _ImportRun(report, media and MediaFolder(media), dry_run)
    files = iter(files)
    try:
        while batch := list(islice(files, BATCH)):
            run.import_batch(batch)
    except KeyboardInterrupt:
        run.result.interrupted = True
    return run.result


class _ImportRun:
    def __init__(self, report: Report, media: MediaFolder | None, dry_run: bool):
        self.report, self.media, self.dry_run = report, media, dry_run
        self.result = ImportResult()
        self.shared = SharedRows()
        self.zone = ZoneInfo(settings.TIME_ZONE)
        # Article's pk, or identity of its record -> the file of this run that it came from
        self.files_by_article: dict[int | tuple, str] = {}
        # Path on the site -> the file of this dry run whose rolled-back article had it
        self.files_by_path: dict[str, str] = {}
        # Whether the next article is likely to be new
        self.expect_new = True

    def import_batch(self, batch: list[ContentFile]):
        """Import some files, asking the database once which of them are unchanged."""
        digests = [file.digest() for file in batch]
        rows = Provenance.objects.filter(file_digest__in=[digest for digest in digests if digest])
        known = {
            digest: (pk, file_path, missing)
            for digest, pk, file_path, missing in rows.values_list(
                "file_digest", "article_id", "file_path", "baseline__awaited"
            )
        }
        for file, digest in zip(batch, digests, strict=True):
            try:
                if digest in known and not (self.media and known[digest][2]):
                    pk, file_path, _missing = known[digest]
                    self._note_unchanged(file, digest, pk, file_path)
                    outcome = "unchanged"
                else:
                    outcome = self._import(file)
            except FrontMatterError as error:
                self._fail(file, error.message, error.line, error.column)
            except OSError as error:
                self._fail(file, f"The file cannot be read: {error.strerror}.")
            except DatabaseError as error:
                self.shared.clear()
                self._fail(file, f"The database refused it ({error}); run the import again.")
            else:
                setattr(self.result, outcome, getattr(self.result, outcome) + 1)

    def _fail(
        self, file: ContentFile, message: str, line: int | None = None, column: int | None = None
    ):
        self.result.failed += 1
        self._report(file, message, line, column)

    def _report(
        self, file: ContentFile, message: str, line: int | None = None, column: int | None = None
    ):
        place = ":".join(str(part) for part in (file.path, line, column) if part is not None)
        self.report(_on_one_line(f"{place}: {message}"))

    # ---------------------------------------------------------------- one file

    def _import(self, file: ContentFile) -> str:
        if not file.has_utf8_name():
            raise FrontMatterError("The file's name is not UTF-8; rename it.")
        data = file.read()
        parsed = parse(data)
        record = self._record(file, parsed)
        notes = [f"{'.'.join(map(str, path))}: {note}" for path, note in record.notes]
        checked = CheckedFiles()
        if self.media:
            checked, missing = self.media.check(record)
            notes += missing
        if self.dry_run:
            checked = CheckedFiles()
        provenance = _provenance_columns(file, parsed, record, hashlib.sha256(data).hexdigest())
        try:
            stored = self._store(file, record, checked, provenance)
        except FieldError as error:
            raise error.with_place(parsed) from None
        for name in stored.conflicts:
            notes.append(f"{name}: the file and a curator both changed it; the curator's was kept")
        for note in [*notes, *stored.notes]:
            self._report(file, note)
        return stored.outcome

    def _record(self, file: ContentFile, parsed: ParsedFile) -> ArticleRecord:
        record = read_record(parsed, self.zone)
        if record.section:
            return record
        path = file.section_path()
        try:
            check_section_path(path)
        except ValueError:
            raise FieldError(
                ("basePath",), 'There is no basePath; write the section\'s path, as in "/news/".'
            ).with_place(parsed) from None
        return replace(record, section=SectionRecord(path))

    def _store(
        self,
        file: ContentFile,
        record: ArticleRecord,
        checked: CheckedFiles,
        provenance: dict[str, Any],
    ) -> storing.StoreResult:
        """Create the article without asking if the last one was new; look for it where that fails.

        The queries took a sixth of the time of a first import.
        """
        if self.expect_new:
            with suppress(IntegrityError):
                return self._attempt(file, record, checked, provenance, assume_new=True)
        stored = self._attempt(file, record, checked, provenance, assume_new=False)
        self.expect_new = stored.outcome == "created"
        return stored

    def _attempt(
        self,
        file: ContentFile,
        record: ArticleRecord,
        checked: CheckedFiles,
        provenance: dict[str, Any],
        *,
        assume_new: bool,
    ) -> storing.StoreResult:
        """One transaction: the article with all that belongs to it, or nothing."""
        try:
            with transaction.atomic():
                article = None if assume_new else storing.find_article(record)
                stored = self._store_in_transaction(
                    file, record, article, checked, provenance, assume_free=assume_new
                )
                if self.dry_run:
                    self._check_dry_run_paths(file, stored.article, record)
                    transaction.set_rollback(True)
        except BaseException:
            self.shared.roll_back()
            raise
        if self.dry_run:
            self.shared.roll_back()
        else:
            self.shared.commit()
        # The number of an article that was rolled back will be another article's.
        is_rolled_back = self.dry_run and not article
        key = _identity(record) if is_rolled_back else stored.article.pk
        self.files_by_article[key] = file.absolute_path
        return stored

    def _store_in_transaction(
        self,
        file: ContentFile,
        record: ArticleRecord,
        article: Article | None,
        checked: CheckedFiles,
        provenance: dict[str, Any],
        *,
        assume_free: bool,
    ) -> storing.StoreResult:
        earlier = storing.provenance_of(article) if article else None
        self._refuse_second_file(file, article, record, earlier)
        media = checked.store()
        if not article:
            return storing.create(record, self.shared, media, provenance, assume_free=assume_free)
        if not earlier:
            return storing.update(article, record, self.shared, media, provenance, None)
        if earlier.file_digest == provenance["file_digest"]:
            return storing.add_media(article, record, media)
        if earlier.file_path and file.is_called(earlier.file_path):
            provenance = provenance | {"file_path": earlier.file_path}
        return storing.update(
            article, record, self.shared, media, provenance, self._earlier_record(file, earlier)
        )

    def _earlier_record(self, file: ContentFile, earlier: Provenance) -> ArticleRecord | None:
        """What the article's file said last time; None where the article came from no file."""
        if not earlier.front_matter:
            return None
        try:
            return self._record(file, parse(earlier.front_matter.encode()))
        except FrontMatterError:
            return None  # written into the database by hand, or accepted by an older version

    # ---------------------------------------------------------------- two files for one article

    def _refuse_second_file(
        self,
        file: ContentFile,
        article: Article | None,
        record: ArticleRecord,
        earlier: Provenance | None,
    ):
        """Raises FrontMatterError where another file of this run describes the same article."""
        other = self.files_by_article.get(_identity(record))
        if not other and article:
            other = self.files_by_article.get(article.pk)
        if other and other != file.absolute_path:
            raise _duplicate_of(other)
        if earlier:
            _refuse_while_other_is_there(file, earlier.file_path, earlier.file_digest)

    def _note_unchanged(self, file: ContentFile, digest: str, pk: int, recorded: str):
        """Record where an unchanged file is now. `recorded`: the path of the earlier import."""
        other = self.files_by_article.get(pk)
        if other and other != file.absolute_path:
            raise _duplicate_of(other)
        _refuse_while_other_is_there(file, recorded, digest)
        is_moved = not file.is_called(recorded) and len(file.name) <= MAX_NAME
        if is_moved and not self.dry_run:
            Provenance.objects.filter(pk=pk).update(file_path=file.name)
        self.files_by_article[pk] = file.absolute_path

    def _check_dry_run_paths(self, file: ContentFile, article: Article, record: ArticleRecord):
        """Refuse a path that an earlier file of a real run would have, so that the counts agree."""
        live = Address.normalise(article.path)
        other = self.files_by_path.get(live)
        if other and other != file.absolute_path and record.slug:
            raise FieldError(("slug",), f"{live} is an address of {other}; choose another slug.")
        for path in (live, *map(Address.normalise, record.aliases)):
            self.files_by_path.setdefault(path, file.absolute_path)


def _refuse_while_other_is_there(file: ContentFile, recorded: str, digest: str):
    """The file that the article came from last time goes first, while it is there and unchanged.

    Without this, two files for one article would replace each other in every run.
    """
    if not recorded or file.is_called(recorded):
        return
    other = ContentFile(file.root / recorded, file.root, recorded)
    if other.path.is_file() and other.digest() == digest:
        raise _duplicate_of(other.absolute_path)


def _duplicate_of(other: str) -> FrontMatterError:
    return FrontMatterError(f"{other} has the same source and id, or slug; remove one.")


def _provenance_columns(
    file: ContentFile, parsed: ParsedFile, record: ArticleRecord, digest: str
) -> dict[str, Any]:
    return {
        "html_meta": record.html_meta,
        "open_graph": record.open_graph,
        "twitter": record.twitter,
        "file_path": file.name if len(file.name) <= MAX_NAME else "",
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


def _on_one_line(text: str) -> str:
    """Without characters that would break the line, or steer the terminal that shows it."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
