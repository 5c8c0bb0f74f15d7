"""A folder of content files -> the database. Idempotent; one transaction a file.

Files that were imported before and have not changed are known by their digests, which are looked
up hundreds at a time; they are not parsed. A run that was killed is finished by running it again.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from curation.interchange import storing
from curation.interchange.bodies import CheckedBody, convert
from curation.interchange.bodies.files import Fetch
from curation.interchange.comparison import text_digest
from curation.interchange.content_files import ContentFile
from curation.interchange.front_matter import FrontMatterError, ParsedFile, parse
from curation.interchange.git_dates import GitDates
from curation.interchange.import_fields import READER_VERSION, Reading, read_record
from curation.interchange.matching import KnownFile, KnownFiles, MovedFiles, find_article
from curation.interchange.media_files import CheckedFiles, MediaFolders
from curation.interchange.old_pages import OldPages, html_remarks
from curation.interchange.old_site.place import Place
from curation.interchange.records import ArticleRecord, FieldError
from curation.interchange.remarks import Remark, RemarkKind
from curation.interchange.reporting import Report
from curation.interchange.shared_rows import SharedRows
from curation.models import Address, Article, Provenance

BATCH = 500
MAX_NAME = Provenance._meta.get_field("file_path").max_length


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


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What whoever runs an import decides.

    `media`: the folder with the pictures that the files name. `fetch`: gets pictures from other
    hosts, as `download_image` does; None to leave them there. `source`: the system of files that
    name none. `git_dates`: the times of the last commits. `dry_run`: do everything, and roll it
    back.
    """

    media: Path | None = None
    fetch: Fetch | None = None
    source: str = ""
    git_dates: GitDates | None = None
    dry_run: bool = False


def import_files(
    files: Iterable[ContentFile], report: Report, options: ImportOptions | None = None
) -> ImportResult:
    """Import content files; returns the counts. The report gets every failure and every remark.

    A KeyboardInterrupt rolls the current file back and ends the run; it is recorded in the result,
    not raised.
    """
    run = _ImportRun(report, options or ImportOptions())
    files = iter(files)
    try:
        while batch := list(islice(files, BATCH)):
            run.import_batch(batch)
    except KeyboardInterrupt:
        run.result.interrupted = True
    return run.result


@dataclass(frozen=True, slots=True)
class _Work:
    """One file on its way into the database."""

    file: ContentFile
    record: ArticleRecord
    known: KnownFile | None
    body: CheckedBody | None = None
    checked: CheckedFiles = field(default_factory=CheckedFiles)
    provenance: dict[str, Any] = field(default_factory=dict)


class _ImportRun:
    def __init__(self, report: Report, options: ImportOptions):
        self.report, self.options = report, options
        self.media = MediaFolders(options.media, options.fetch)
        self.pages = OldPages(self._reading, options.media)
        self.dry_run = options.dry_run
        self.result = ImportResult()
        self.shared = SharedRows()
        self.zone = ZoneInfo(settings.TIME_ZONE)
        self.moved = MovedFiles()
        # Article's pk, or identity of its record -> the file of this run that it came from
        self.files_by_article: dict[int | tuple, str] = {}
        # Path on the site -> the file of this dry run whose rolled-back article had it
        self.files_by_path: dict[str, str] = {}
        # Whether the next article is likely to be new
        self.expect_new = True

    def import_batch(self, batch: list[ContentFile]):
        """Import some files, asking the database once which of them are unchanged."""
        digests = [file.digest() for file in batch]
        readable = [file for file in batch if file.has_utf8_name()]
        earlier = KnownFiles(readable, digests)
        for file, digest in zip(batch, digests, strict=True):
            try:
                outcome = self._import(file, digest, earlier)
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
        self.report.add(file.path, Remark(RemarkKind.FAILED, "", message), line, column)

    # ---------------------------------------------------------------- one file

    def _import(self, file: ContentFile, digest: str | None, earlier: KnownFiles) -> str:
        if not file.has_utf8_name():
            raise FrontMatterError("The file's name is not UTF-8; rename it.")
        same = earlier.at_path(file)
        if same is None or same.digest != digest:
            same = earlier.with_digest(digest, file)
        if same and self._is_unchanged(file, same):
            self._note_unchanged(file, same)
            return "unchanged"
        return self._read_and_store(file, same, earlier)

    def _is_unchanged(self, file: ContentFile, same: KnownFile) -> bool:
        """Whether an import of a file with known bytes would make the same of it as before."""
        if same.reader_version != READER_VERSION or same.place != file.stored_place:
            return False
        # Files that were missing may have come.
        return not same.awaited or not (self._looks_for_files(file) or "body" in same.awaited)

    def _looks_for_files(self, file: ContentFile) -> bool:
        """Whether there is a folder in which the files that front matter names may lie."""
        place = file.place
        return bool(self.options.media or self.options.fetch or place.system or place.is_bundle)

    def _read_and_store(
        self, file: ContentFile, same: KnownFile | None, earlier: KnownFiles
    ) -> str:
        data = file.read()
        parsed = parse(data)
        record = read_record(parsed, self._reading(file))
        page = self.pages.body_page(file, parsed, record)
        body = convert(record.body, page).check(self.options.fetch, dry_run=self.dry_run)
        record = replace(
            record,
            body=body.text,
            original_body=record.body if body.is_changed else "",
            body_lacks_pictures=any(r.kind == RemarkKind.PICTURE for r in body.remarks),
        )
        remarks = [*record.remarks, *body.remarks, *html_remarks(file, parsed.body)]
        checked = CheckedFiles()
        if self._looks_for_files(file):
            checked, missing = self.media.check(record, page)
            remarks += missing
        if self.dry_run:
            checked, body = CheckedFiles(), None
        digest = hashlib.sha256(data).hexdigest()
        known = None
        if not record.external_id:
            known = same or earlier.at_path(file, record.source) or self.moved.take(record, file)
        provenance = _provenance_columns(file, parsed, record, digest)
        try:
            stored = self._store(_Work(file, record, known, body, checked, provenance))
        except FieldError as error:
            raise error.with_place(parsed) from None
        for name in stored.conflicts:
            done = "the file and a curator both changed it; the curator's was kept"
            remarks.append(Remark(RemarkKind.CONFLICT, name, done))
        for remark in [*remarks, *stored.remarks]:
            self.report.add(file.path, remark)
        return stored.outcome

    def _reading(self, file: ContentFile, place: Place | None = None) -> Reading:
        zone = file.site.configuration.time_zone
        git_dates = self.options.git_dates
        return Reading(
            _zone(zone) or self.zone,
            place or file.place,
            source=self.options.source,
            own_zone=self.zone,
            modified_at=git_dates.last_commit(file.path) if git_dates else None,
        )

    def _store(self, work: _Work) -> storing.StoreResult:
        """Create the article without asking if the last one was new; look for it where that fails.

        The queries took a sixth of the time of a first import.
        """
        if self.expect_new and not work.known:
            with suppress(IntegrityError):
                return self._attempt(work, assume_new=True)
        stored = self._attempt(work, assume_new=False)
        self.expect_new = stored.outcome == "created"
        return stored

    def _attempt(self, work: _Work, *, assume_new: bool) -> storing.StoreResult:
        """One transaction: the article with all that belongs to it, or nothing."""
        file, record = work.file, work.record
        try:
            with transaction.atomic():
                article = None if assume_new else find_article(record, work.known, file)
                stored = self._store_in_transaction(work, article, assume_free=assume_new)
                if self.dry_run:
                    stored = self._with_dry_run_paths(file, stored)
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
        key = _identity(work) if is_rolled_back else stored.article.pk
        self.files_by_article[key] = file.absolute_path
        return stored

    def _store_in_transaction(
        self, work: _Work, article: Article | None, *, assume_free: bool
    ) -> storing.StoreResult:
        file, record, provenance = work.file, work.record, work.provenance
        earlier = storing.provenance_of(article) if article else None
        if not self._is_for_this_file(work, article, earlier):
            article = earlier = None
        media = work.checked.store()
        if work.body:
            work.body.store()
        if not article:
            return storing.create(record, self.shared, media, provenance, assume_free=assume_free)
        if not earlier:
            return storing.update(article, record, self.shared, media, provenance, None)
        is_same = (
            earlier.file_digest == provenance["file_digest"]
            and earlier.reader_version == READER_VERSION
            and earlier.place == provenance["place"]
        )
        if is_same:
            return storing.add_media(article, record, media)
        if earlier.file_path and file.is_called(earlier.file_path):
            provenance = provenance | {"file_path": earlier.file_path}
        return storing.update(
            article, record, self.shared, media, provenance, self._earlier_file(file, earlier)
        )

    def _earlier_file(self, file: ContentFile, earlier: Provenance) -> storing.EarlierFile | None:
        """What the article's file said last time; None where the article came from no file."""
        if not earlier.front_matter:
            return None
        is_read_anew = earlier.reader_version != READER_VERSION
        place = file.place if is_read_anew else Place.from_json(earlier.place)
        try:
            record = read_record(parse(earlier.front_matter.encode()), self._reading(file, place))
        except FrontMatterError:
            return None  # written into the database by hand, or accepted by an older version
        own_body = earlier.original_body
        digest = text_digest(own_body) if own_body else earlier.baseline.get("body", "")
        return storing.EarlierFile(record, digest, is_read_anew)

    # ---------------------------------------------------------------- two files for one article

    def _is_for_this_file(
        self, work: _Work, article: Article | None, earlier: Provenance | None
    ) -> bool:
        """Whether the article that was found is the file's, and not another file's of this run.

        Raises FrontMatterError where another file has the same source and number.
        """
        file, record = work.file, work.record
        other = self.files_by_article.get(_identity(work))
        if not other and article:
            other = self.files_by_article.get(article.pk)
        if other and other != file.absolute_path:
            if record.external_id:
                raise _duplicate_of(other)
            return False
        if earlier and record.external_id:
            _refuse_while_other_is_there(file, earlier.file_path, earlier.file_digest)
        return True

    def _note_unchanged(self, file: ContentFile, same: KnownFile):
        """Record where an unchanged file is now."""
        other = self.files_by_article.get(same.article_id)
        if other and other != file.absolute_path:
            raise _duplicate_of(other)
        if same.has_number:
            _refuse_while_other_is_there(file, same.path, same.digest)
        is_moved = not file.is_called(same.path) and len(file.name) <= MAX_NAME
        if is_moved and not self.dry_run:
            Provenance.objects.filter(pk=same.article_id).update(
                file_path=file.name, file_root=str(file.root.absolute())
            )
        self.files_by_article[same.article_id] = file.absolute_path

    def _with_dry_run_paths(
        self, file: ContentFile, stored: storing.StoreResult
    ) -> storing.StoreResult:
        """The result with the remark that a real run would give for a path used a second time."""
        live = Address.normalise(stored.article.path)
        other = self.files_by_path.setdefault(live, file.absolute_path)
        if other == file.absolute_path:
            return stored
        done = f"{live} is an address of {other}; this article gets another one"
        remark = Remark(RemarkKind.ADDRESS_CHANGED, "slug", done)
        return replace(stored, remarks=(*stored.remarks, remark))


def _refuse_while_other_is_there(file: ContentFile, recorded: str, digest: str):
    """The file that the article came from last time goes first, while it is there and unchanged.

    Without this, two files for one article would replace each other in every run.
    """
    if not recorded or file.is_called(recorded):
        return
    path = file.root / recorded
    if path.is_file() and replace(file, path=path, name=recorded).digest() == digest:
        raise _duplicate_of(str(path.absolute()))


def _duplicate_of(other: str) -> FrontMatterError:
    return FrontMatterError(
        f"{other} has the same source and id; give one of them an id of its own."
    )


def _provenance_columns(
    file: ContentFile, parsed: ParsedFile, record: ArticleRecord, digest: str
) -> dict[str, Any]:
    return {
        "html_meta": record.html_meta,
        "open_graph": record.open_graph,
        "twitter": record.twitter,
        "file_path": file.name if len(file.name) <= MAX_NAME else "",
        "file_root": str(file.root.absolute()),
        "file_digest": digest,
        "front_matter": parsed.head,
        "front_matter_format": parsed.format,
        "original_body": record.original_body,
        "place": file.stored_place,
        "reader_version": READER_VERSION,
        "image_name": record.image_name,
        "imported_at": timezone.now(),
    }


def _identity(work: _Work) -> tuple:
    record = work.record
    if record.external_id:
        return (record.source, record.external_id)
    return (record.source, work.file.absolute_path)


def _zone(name: str) -> ZoneInfo | None:
    """The zone of that name; None where there is none, as for "Local"."""
    with suppress(ValueError, OSError):
        return ZoneInfo(name) if name else None
    return None
