"""A record -> rows: a new article, or changes to an existing one. No files, no folders.

The caller opens the transaction, and commits or rolls back the cache of shared rows with it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from curation.interchange.article_lists import ArticleLists
from curation.interchange.comparison import (
    COMPARED,
    differing_names,
    values_of_article,
    values_of_record,
)
from curation.interchange.media_files import MediaFiles
from curation.interchange.records import ArticleRecord, FieldError
from curation.interchange.shared_rows import SharedRows
from curation.models import Address, Article, Provenance, Publisher, Revision, article_slugs
from curation.models.revisions import snapshot

COPIED = frozenset(compared.name for compared in COMPARED if compared.is_copied)
EVERYTHING = frozenset(compared.name for compared in COMPARED)


@dataclass(frozen=True, slots=True)
class StoreResult:
    """What became of a record.

    `outcome`: "created", "updated" or "unchanged". `conflicts`: names of values that both the file
    and a curator changed; the curator's stayed. `notes`: sentences for whoever runs the import.
    """

    article: Article
    outcome: str
    conflicts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def find_article(record: ArticleRecord) -> Article | None:
    """The article that the record describes: by source and number, else by source and slug.

    Its row is locked until the transaction ends. An article without a number whose slug was
    changed since is found by its old path, if its file gave it that slug.
    """
    rows = Article.objects.filter(source=record.source, external_id=record.external_id)
    slug = record.slug or article_slugs.article_slug(record.brand, record.title)
    if not record.external_id:
        rows = rows.filter(addresses__path=Address.normalise(f"/{record.section.path}/{slug}"))
    # Most are new: the row with all its relatives is asked for only where there is one.
    if not (found := rows.values_list("pk", flat=True)[:1]):
        return None
    rows = Article.objects.select_related("section", "publisher", "provenance")
    article = rows.select_for_update(of=("self",)).get(pk=found[0])
    if record.external_id or article.slug == slug:
        return article
    provenance = provenance_of(article)
    return article if provenance and provenance.baseline.get("slug") == slug else None


def provenance_of(article: Article) -> Provenance | None:
    return getattr(article, "provenance", None)


def create(
    record: ArticleRecord,
    shared: SharedRows,
    media: MediaFiles,
    provenance: dict[str, Any],
    *,
    assume_free: bool = False,
) -> StoreResult:
    """Create an article with all that the record says. `provenance`: column -> value, of its file.

    Raises FieldError where the record's path belongs to another article. `assume_free`: skip the
    queries for taken paths, and raise IntegrityError where one is taken.
    """
    article = Article(source=record.source, external_id=record.external_id)
    _set_columns(article, record, EVERYTHING, shared, media)
    article.slug = record.slug or article_slugs.article_slug(record.brand, record.title)
    article.modified_at = record.modified_at or article.modified_at
    aliases, notes = _free_paths(article, record, shared, assume_free=assume_free)
    article.save()
    lists = ArticleLists(article, record, shared)
    lists.add_all()
    lists.add_aliases(aliases)
    _set_publisher_icon(article, media)
    baseline = values_of_article(article, lists.compared_values() | {"aliases": aliases})
    baseline["awaited"] = media.missing(record)
    Provenance.objects.create(article=article, baseline=baseline, **provenance)
    return StoreResult(article, "created", notes=notes)


def update(
    article: Article,
    record: ArticleRecord,
    shared: SharedRows,
    media: MediaFiles,
    provenance: dict[str, Any],
    earlier: ArticleRecord | None,
) -> StoreResult:
    """Store what changed in the file (a three-way merge); what a curator changed stays.

    `earlier`: the record of the file's earlier text; None where the article did not come from a
    file. Raises FieldError where the record's path belongs to another article.
    """
    now, in_file = values_of_article(article), values_of_record(record)
    if not record.slug:
        in_file["slug"] = now["slug"]
    if earlier:
        baseline = provenance_of(article).baseline
        was_in_file = values_of_record(earlier)
        if not earlier.slug:
            was_in_file["slug"] = now["slug"]
        # Of the earlier body, only the digest is known.
        was_in_file["body"] = baseline.get("body")
        by_file, by_desk = differing_names(in_file, was_in_file), differing_names(now, baseline)
        to_store = by_file - by_desk
        conflicts = {name for name in by_file & by_desk if in_file[name] != now[name]}
    else:
        # A file for an article that was made at the desk fills what is empty, and replaces nothing.
        baseline = now
        provenance = {name: value for name, value in provenance.items() if value not in ("", {})}
        different = differing_names(in_file, now)
        by_file = {name for name in different if in_file[name] not in ("", [], None)}
        to_store = {name for name in by_file if now[name] in ("", [], None)}
        conflicts = by_desk = by_file - to_store
    # A media file that is named and missing replaces none.
    if not media.image and record.image_name:
        to_store.discard("image")
    if not media.pdf and record.pdf_name:
        to_store.discard("pdf")
    before = snapshot(article)
    _set_columns(article, record, to_store, shared, media)
    aliases, notes = _free_paths(article, record, shared)
    if by_desk:
        article.modified_at = max(article.modified_at, record.modified_at or article.modified_at)
    elif record.modified_at or to_store:
        article.modified_at = record.modified_at or timezone.now()
    article.save()
    lists = ArticleLists(article, record, shared)
    lists.replace(to_store)
    lists.add_aliases(aliases)
    _set_publisher_icon(article, media)
    after = values_of_article(Article.objects.get(pk=article.pk))
    new_baseline = after | {name: baseline.get(name) for name in by_desk}
    if by_desk:
        # A path that a curator's new slug left behind did not come from the file: export adds it.
        from_files = {*(baseline.get("aliases") or ()), *aliases}
        new_baseline["aliases"] = [path for path in after["aliases"] if path in from_files]
    new_baseline |= {name: in_file[name] for name in conflicts}
    new_baseline["awaited"] = media.missing(record)
    Provenance.objects.update_or_create(
        article=article, defaults={**provenance, "baseline": new_baseline}
    )
    if not (earlier or to_store or conflicts or aliases):
        return StoreResult(article, "unchanged", notes=notes)
    Revision.objects.record(
        article,
        before,
        snapshot(Article.objects.get(pk=article.pk)),
        act=_("updated by import"),
    )
    return StoreResult(article, "updated", tuple(sorted(conflicts)), notes)


def add_media(article: Article, record: ArticleRecord, media: MediaFiles) -> StoreResult:
    """Give an article the media files that its content file names and that were missing before.

    A picture that a curator chose in the meantime stays.
    """
    provenance, now = article.provenance, values_of_article(article)
    baseline, before = provenance.baseline, snapshot(article)
    added = set()
    for name, column, row in (
        ("image", "featured_image", media.image),
        ("pdf", "featured_pdf", media.pdf),
    ):
        if row and name in baseline["awaited"] and now[name] == baseline[name]:
            setattr(article, column, row)
            added.add(name)
    article.save(update_fields=["featured_image", "featured_pdf"])
    _set_publisher_icon(article, media)
    after = values_of_article(article)
    missing = media.missing(record)
    outcome = "unchanged" if missing == baseline["awaited"] else "updated"
    baseline |= {name: after[name] for name in added} | {"awaited": missing}
    provenance.save(update_fields=["baseline"])
    if added:
        Revision.objects.record(article, before, snapshot(article), act=_("updated by import"))
    return StoreResult(article, outcome)


# ---------------------------------------------------------------- one by one


def _set_columns(
    article: Article,
    record: ArticleRecord,
    names: Collection[str],
    shared: SharedRows,
    media: MediaFiles,
):
    """Set the columns for the compared values of those names; lists are stored after the save."""
    published_at = article.published_at
    for name in COPIED.intersection(names):
        setattr(article, name, getattr(record, name))
    if "body" in names:
        article.body_source = record.body
    if "section" in names:
        article.section = shared.section(record.section)
    if "slug" in names and record.slug:
        article.slug = record.slug
    if "brand" in names:
        brand = record.brand
        article.publisher = shared.publisher(brand, record.publisher_name) if brand else None
    if "image" in names:
        article.featured_image = media.image
    if "pdf" in names:
        article.featured_pdf = media.pdf
    if "institution" in names:
        name = record.institution
        article.institution = shared.institution(name) if name else None
    if "offering" in names:
        offering = record.offering
        article.offering = shared.offering(offering, ("offering",)) if offering else None
    if "status" in names:
        article.status = record.status
        is_withdrawn = record.status == Article.Status.WITHDRAWN
        withdrawn_at = record.modified_at or timezone.now()
        article.withdrawn_at = max(withdrawn_at, record.published_at) if is_withdrawn else None
    if article.status in (Article.Status.PUBLISHED, Article.Status.WITHDRAWN):
        article.published_at = article.published_at or published_at or record.published_at


def _free_paths(
    article: Article, record: ArticleRecord, shared: SharedRows, *, assume_free: bool = False
) -> tuple[list[str], tuple[str, ...]]:
    """The record's aliases that are still free, and a sentence for each that is not.

    An article whose slug the record leaves to the rule gets the first free slug. Raises FieldError
    where the path that the record gives belongs to another article or a section. `assume_free`:
    do not ask the database.
    """
    live = Address.normalise(article.path)
    aliases = [Address.normalise(path) for path in record.aliases]
    rows = Address.objects.filter(path__in=[live, *aliases])
    owners = {} if assume_free else dict(rows.values_list("path", "article_id"))
    if owners.get(live, article.pk) != article.pk and not record.slug:
        article.slug = article.free_slug()
        live = Address.normalise(article.path)
    elif owners.get(live, article.pk) != article.pk:
        message = f"{live} is an address of {_title_and_file(owners[live])}; choose another slug."
        raise FieldError(("slug",), message)
    if shared.is_section(live.strip("/")):
        raise FieldError(("slug",), f"{live}/ is a section's own address; choose another slug.")
    sections = [path for path in aliases if shared.is_section(path.strip("/"))]
    taken = [path for path in aliases if owners.get(path, article.pk) != article.pk]
    unavailable = {live, *owners, *sections}
    free = [path for path in dict.fromkeys(aliases) if path not in unavailable]
    notes = [f"aliases: {path}/ is a section's own address; left out" for path in sections]
    notes += [
        f"aliases: {path} is an address of {_title_and_file(owners[path])}; left out"
        for path in taken
    ]
    return free, tuple(notes)


def _title_and_file(pk: int) -> str:
    article = Article.objects.select_related("provenance").get(pk=pk)
    provenance = provenance_of(article)
    file = f" ({provenance.file_path})" if provenance and provenance.file_path else ""
    return f"“{article.title[:60]}”{file}"


def _set_publisher_icon(article: Article, media: MediaFiles):
    if media.icon and article.publisher_id:
        Publisher.objects.filter(pk=article.publisher_id, icon=None).update(icon=media.icon)
