"""The database -> a folder of content files: as they came, with the edited keys changed."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import FileField

from curation.interchange.comparison import (
    differing_names,
    document_name,
    picture_name,
    values_of_article,
)
from curation.interchange.export_fields import all_values, changed_values
from curation.interchange.front_matter import FrontMatterError, dump_yaml, parse, rewrite
from curation.models import Article, Provenance

CHUNK = 200


def articles_to_export(section: str = "") -> Iterator[Article]:
    """All articles, or those of the section at that path, with all that their files need.

    Some hundreds at a time are in memory.
    """
    articles = (
        Article.objects.select_related(
            "section", "publisher__icon", "institution", "offering", "provenance",
            "featured_image", "featured_pdf",
        )
        .prefetch_related(
            "bylines__curator", "categories__taxonomy", "tags", "related__offering", "addresses"
        )
        .order_by("pk")
    )  # fmt: skip
    if section:
        articles = articles.filter(section__path=section.strip("/"))
    return articles.iterator(CHUNK)


def text_of(article: Article, zone: ZoneInfo) -> str:
    """The content file of an article.

    Byte for byte what was imported, where nobody edited it; after an edit with the edited keys
    changed, in the file's own format; for an article that came from no file, a whole new file.
    Raises FrontMatterError where the changed keys cannot be written into the file's front matter.
    """
    provenance = _file_provenance(article)
    if not provenance:
        return f"---\n{dump_yaml(all_values(article, zone))}---\n{article.body_source}"
    now, baseline = values_of_article(article), provenance.baseline
    changed = differing_names(now, baseline)
    # Where the import replaced marks of another system in the body, and nobody edited it since
    is_own_body = provenance.original_body and "body" not in changed
    body = provenance.original_body if is_own_body else article.body_source
    if not changed and now["aliases"] == baseline.get("aliases"):
        return provenance.front_matter + body
    parsed = parse(provenance.front_matter.encode())
    values = changed_values(article, parsed.values, now, baseline, changed, zone)
    head = parsed.head if values == parsed.values else rewrite(parsed, values)
    return head + body


def export_files(
    folder: Path, report: Callable[[str], None], *, section: str = "", media: Path | None = None
) -> tuple[int, int]:
    """Write every article's file below `folder`; returns how many were (written, failed).

    Files are written whole or not at all. `report` is called with one line for each article that
    could not be written. `media`: a folder for the pictures and documents, under the names that
    the files give them. Raises OSError where the folders cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    zone = ZoneInfo(settings.TIME_ZONE)
    used: set[str] = set()
    written = failed = 0
    for article in articles_to_export(section):
        try:
            text = text_of(article, zone)
        except FrontMatterError as error:
            report(f"{article.path} (article {article.pk}): {error.message}")
            failed += 1
            continue
        _write(folder / _file_name(article, folder, used), text.encode())
        if media:
            _export_media(article, text, media)
        written += 1
    return written, failed


def _file_provenance(article: Article) -> Provenance | None:
    """The article's provenance, if it came from a file."""
    provenance = getattr(article, "provenance", None)
    return provenance if provenance and provenance.front_matter else None


def _file_name(article: Article, folder: Path, used: set[str]) -> str:
    """The article's file below the folder: where it was imported from, else by its path."""
    provenance = _file_provenance(article)
    by_path = f"{article.section.path}/{article.slug}"
    candidates = [provenance.file_path] if provenance else []
    candidates += [f"{by_path}.md", f"{by_path}-{article.pk}.md"]
    name = next(name for name in candidates if name not in used and _is_inside(name, folder))
    used.add(name)
    return name


def _is_inside(name: str, folder: Path) -> bool:
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts:
        return False
    # A symbolic link in the folder may lead elsewhere.
    return (folder / name).parent.resolve().is_relative_to(folder.resolve())


def _write(path: Path, data: bytes):
    """Write the whole file, or leave the one that was there before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(unfinished, 0o644)
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _export_media(article: Article, text: str, folder: Path):
    values = parse(text.encode()).values
    icon = article.publisher.icon if article.publisher_id else None
    for key, stored, default_name in (
        ("featuredImage", article.featured_image, picture_name),
        ("featuredPdf", article.featured_pdf, document_name),
        ("favIconImage", icon, lambda image: picture_name(image, "favIconImage")),
    ):
        if not stored:
            continue
        value = values.get(key)
        name = value.get("href") if isinstance(value, dict) else value
        name = PurePosixPath(name).name if isinstance(name, str) else ""
        path = folder / (name or default_name(stored))
        if not path.exists():
            _write(path, _bytes(stored.file))


def _bytes(field: FileField) -> bytes:
    with field.open("rb") as file:
        return file.read()
