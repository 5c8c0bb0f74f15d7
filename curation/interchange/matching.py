"""Which article a content file describes: by source and number, else by the file itself.

A slug is an address and identifies nothing: two files are two articles. A file without source and
number is known by its path below its folder; a file that was moved, by its bytes, or by its slug
together with its title, if nothing lies any more where it was.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from curation.interchange.content_files import ContentFile
from curation.interchange.records import ArticleRecord
from curation.models import Address, Article, Provenance, article_slugs

_COLUMNS = (
    "article_id", "file_digest", "file_path", "file_root", "place", "reader_version",
    "baseline__awaited", "article__source", "article__external_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file of an earlier import, as its article's provenance records it."""

    article_id: int
    digest: str
    path: str
    root: str
    place: dict
    reader_version: int
    awaited: list | None
    source: str
    external_id: str

    @property
    def has_number(self) -> bool:
        """Whether its article is known by source and number, wherever its file lies."""
        return bool(self.source and self.external_id)

    def is_there(self, file: ContentFile) -> bool:
        """Whether the recorded file lies where it was, and is another one than `file`."""
        for root in dict.fromkeys((self.root, str(file.root.absolute()))):
            path = Path(root, self.path) if root and self.path else None
            if path and path.is_file():
                return not os.path.samefile(path, file.path)
        return False


class KnownFiles:
    """The earlier imports that a batch of files may belong to, with two queries."""

    def __init__(self, files: Iterable[ContentFile], digests: Iterable[str | None]):
        self._by_digest: dict[str, list[KnownFile]] = defaultdict(list)
        self._by_path: dict[str, list[KnownFile]] = defaultdict(list)
        rows = Provenance.objects.exclude(front_matter="")
        wanted = [digest for digest in digests if digest]
        for known in _known(rows.filter(file_digest__in=wanted)):
            self._by_digest[known.digest].append(known)
        names = {name for file in files for name in file.possible_names()}
        for known in _known(rows.filter(file_path__in=names)):
            self._by_path[known.path].append(known)

    def at_path(self, file: ContentFile, source: str | None = None) -> KnownFile | None:
        """The earlier import of the file at this path; of several, that with the longest name."""
        for name in file.possible_names():
            for known in self._by_path.get(name, ()):
                if source in (None, known.source) and not known.is_there(file):
                    return known
        return None

    def with_digest(self, digest: str | None, file: ContentFile) -> KnownFile | None:
        """The earlier import of a file with the same bytes: of this one, or of one that is gone."""
        found = self._by_digest.get(digest or "", ())
        for known in found:
            if file.is_called(known.path) and not known.is_there(file):
                return known
        return next((k for k in found if k.has_number or not k.is_there(file)), None)


class MovedFiles:
    """The files of earlier imports that lie no more where they were.

    A new file with the slug and the title of one of them is that file, moved and changed. The
    folder's earlier files are looked at once, when the first new file comes.
    """

    def __init__(self):
        self._by_root: dict[str, dict[tuple[str, str, str], KnownFile | None]] = {}

    def take(self, record: ArticleRecord, file: ContentFile) -> KnownFile | None:
        """The file that was moved here; None where there is none, or more than one."""
        root = str(file.root.absolute())
        if root not in self._by_root:
            self._by_root[root] = self._gone(root)
        return self._by_root[root].pop((record.source, _slug_of(record), record.title), None)

    def _gone(self, root: str) -> dict[tuple[str, str, str], KnownFile | None]:
        rows = Provenance.objects.exclude(front_matter="").filter(file_root=root)
        found: dict[tuple[str, str, str], KnownFile | None] = {}
        columns = (*_COLUMNS, "baseline__slug", "baseline__title")
        for *values, slug, title in rows.values_list(*columns).iterator():
            known = KnownFile(*values)
            if not known.has_number and known.path and not Path(root, known.path).is_file():
                key = (known.source, slug, title)
                found[key] = None if key in found else known
        return found


def _slug_of(record: ArticleRecord) -> str:
    return record.slug or article_slugs.article_slug(record.brand, record.title)


def _known(rows) -> Iterator[KnownFile]:
    return (KnownFile(*values) for values in rows.values_list(*_COLUMNS))


def find_article(record: ArticleRecord, known: KnownFile | None, file: ContentFile):
    """The article that a record describes, its row locked until the transaction ends; or None.

    known: the earlier import of the file at its path. An article that was made at the desk is the
    one whose file has its address; so is that of an earlier version, which knew files by slugs.
    """
    if record.external_id:
        rows = Article.objects.filter(source=record.source, external_id=record.external_id)
        return _locked(rows.values_list("pk", flat=True).first())
    if known:
        return _locked(known.article_id)
    return _by_slug(record, file)


def _by_slug(record: ArticleRecord, file: ContentFile) -> Article | None:
    slug = _slug_of(record)
    path = Address.normalise(f"/{record.section.path}/{slug}")
    rows = Article.objects.filter(source=record.source, addresses__path=path)
    if not (article := _locked(rows.values_list("pk", flat=True).first())):
        return None
    provenance = getattr(article, "provenance", None)
    if not provenance or not provenance.front_matter:  # made at the desk
        return article if article.slug == slug else None
    if article.slug != slug and provenance.baseline.get("slug") != slug:
        return None
    recorded = next(_known(Provenance.objects.filter(pk=article.pk)), None)
    is_gone = bool(recorded.path) and not recorded.is_there(file)
    is_same = article.title == record.title or recorded.reader_version == 0
    return article if is_gone and is_same else None


def _locked(pk: int | None) -> Article | None:
    if pk is None:
        return None
    rows = Article.objects.select_related("section", "publisher", "provenance")
    return rows.select_for_update(of=("self",)).filter(pk=pk).first()
