"""The database -> a folder of content files, as they came, with only the edited keys changed."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import FileField

from curation.interchange.facts import (
    differing,
    document_name,
    facts_now,
    picture_name,
)
from curation.interchange.front_matter import FrontMatterError, dump_yaml, parse, rewrite
from curation.interchange.projecting import changed_values, whole_values
from curation.models import Article, Provenance

CHUNK = 200


def articles_to_export(section: str = "") -> Iterator[Article]:
    """All articles, or those of the section at that path, with all that their files say.

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

    Byte by byte what came, where nobody edited it; after an edit with the edited keys changed, in
    the file's own format; for an article that no file told, a whole new file. Raises
    FrontMatterError where the changed keys cannot be written into the file's front matter.
    """
    told = _told(article)
    if not told:
        return f"---\n{dump_yaml(whole_values(article, zone))}---\n{article.body_source}"
    now = facts_now(article)
    changed = differing(now, told.baseline)
    if not changed and now["aliases"] == told.baseline.get("aliases"):
        return told.front_matter + article.body_source
    parsed = parse(told.front_matter.encode())
    values = changed_values(article, parsed.values, now, told.baseline, changed, zone)
    head = told.front_matter if values == parsed.values else rewrite(parsed, values)
    return head + article.body_source


def export_files(
    folder: Path, tell: Callable[[str], None], *, section: str = "", media: Path | None = None
) -> tuple[int, int]:
    """Write every article's file below `folder`; returns (written, failed).

    Files are written whole or not at all. `tell` gets one line for each article that could not be
    written. `media`: a folder for the pictures and documents, under the names that the files give
    them. Raises OSError where the folders cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    zone = ZoneInfo(settings.TIME_ZONE)
    taken: set[str] = set()
    written = failed = 0
    for article in articles_to_export(section):
        try:
            text = text_of(article, zone)
        except FrontMatterError as error:
            tell(f"{article.path} (article {article.pk}): {error.message}")
            failed += 1
            continue
        _write(folder / _place(article, folder, taken), text.encode())
        if media:
            _export_media(article, text, media)
        written += 1
    return written, failed


def _told(article: Article) -> Provenance | None:
    """Where the article came from, if a file told it."""
    told = getattr(article, "provenance", None)
    return told if told and told.front_matter else None


def _place(article: Article, folder: Path, taken: set[str]) -> str:
    """Where below the folder the article's file goes: where it came from, else by its address."""
    told = _told(article)
    by_address = f"{article.section.path}/{article.slug}"
    candidates = [told.file_path] if told else []
    candidates += [f"{by_address}.md", f"{by_address}-{article.pk}.md"]
    name = next(name for name in candidates if name not in taken and _is_inside(name, folder))
    taken.add(name)
    return name


def _is_inside(name: str, folder: Path) -> bool:
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts:
        return False
    # A link that lies in the folder may lead elsewhere.
    return (folder / name).parent.resolve().is_relative_to(folder.resolve())


def _write(path: Path, data: bytes):
    """The whole file, or the one that was there before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(draft, 0o644)
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _export_media(article: Article, text: str, folder: Path):
    values = parse(text.encode()).values
    icon = article.publisher.icon if article.publisher_id else None
    for key, stored, own in (
        ("featuredImage", article.featured_image, picture_name),
        ("featuredPdf", article.featured_pdf, document_name),
        ("favIconImage", icon, lambda image: picture_name(image, "favIconImage")),
    ):
        if not stored:
            continue
        said = values.get(key)
        name = said.get("href") if isinstance(said, dict) else said
        name = PurePosixPath(name).name if isinstance(name, str) else ""
        path = folder / (name or own(stored))
        if not path.exists():
            _write(path, _bytes(stored.file))


def _bytes(field: FileField) -> bytes:
    with field.open("rb") as file:
        return file.read()
