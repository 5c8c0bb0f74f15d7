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
    text_digest,
    values_of_article,
    values_of_record,
)
from curation.interchange.media_files import MediaFiles
from curation.interchange.records import ArticleRecord
from curation.interchange.remarks import Remark, RemarkKind
from curation.interchange.shared_rows import SharedRows
from curation.models import Address, Article, Provenance, Publisher, Revision, article_slugs
from curation.models.revisions import snapshot

COPIED = frozenset(compared.name for compared in COMPARED if compared.is_copied)
EVERYTHING = frozenset(compared.name for compared in COMPARED)


@dataclass(frozen=True, slots=True)
class StoreResult:
    """What became of a record.

    `outcome`: "created", "updated" or "unchanged". `conflicts`: names of values that both the file
    and a curator changed; the curator's stayed. `remarks`: for whoever runs the import.
    """

    article: Article
    outcome: str
    conflicts: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierFile:
    """What an article's file said when it was imported last, as today's rules read it.

    `body_digest`: of the body as the file had it. `is_read_anew`: an older version of the rules
    read it, so what today's make of it may be new, though the file is the same.
    """

    record: ArticleRecord
    body_digest: str
    is_read_anew: bool = False


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

    Where another article has the record's path, the slug gets a number. `assume_free`: skip the
    queries for taken paths, and raise IntegrityError where one is taken.
    """
    article = Article(source=record.source, external_id=record.external_id)
    _set_columns(article, record, EVERYTHING, shared, media)
    article.slug = record.slug or article_slugs.article_slug(record.brand, record.title)
    article.modified_at = record.modified_at or article.modified_at
    aliases, remarks = _free_paths(article, record, shared, assume_free=assume_free)
    article.save()
    lists = ArticleLists(article, record, shared)
    lists.add_all()
    lists.add_aliases(aliases)
    _set_publisher_icon(article, media)
    baseline = values_of_article(article, lists.compared_values() | {"aliases": aliases})
    baseline["awaited"] = media.missing(record)
    Provenance.objects.create(article=article, baseline=baseline, **provenance)
    return StoreResult(article, "created", remarks=remarks)


def update(
    article: Article,
    record: ArticleRecord,
    shared: SharedRows,
    media: MediaFiles,
    provenance: dict[str, Any],
    earlier: EarlierFile | None,
) -> StoreResult:
    """Store what changed in the file (a three-way merge); what a curator changed stays.

    `earlier`: the file's earlier text; None where the article did not come from a file.
    """
    now, in_file = values_of_article(article), values_of_record(record)
    if not record.slug:
        in_file["slug"] = now["slug"]
    if earlier:
        baseline = provenance_of(article).baseline
        was_in_file = values_of_record(earlier.record)
        if not earlier.record.slug:
            was_in_file["slug"] = now["slug"]
        # Of the earlier body, only the digest is known; what the import makes of the same body may
        # differ from run to run, as when a picture is missing.
        same_body = text_digest(record.original_body or record.body) == earlier.body_digest
        was_in_file["body"] = in_file["body"] if same_body else baseline.get("body")
        by_file, by_desk = differing_names(in_file, was_in_file), differing_names(now, baseline)
        if earlier.is_read_anew:
            by_file |= _understood_now(in_file, baseline)
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
    is_other_text = earlier and provenance_of(article).file_digest != provenance["file_digest"]
    before = snapshot(article)
    _set_columns(article, record, to_store, shared, media)
    aliases, remarks = _free_paths(article, record, shared)
    if by_desk:
        article.modified_at = max(article.modified_at, record.modified_at or article.modified_at)
    elif record.modified_at:
        article.modified_at = record.modified_at
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
    if not (to_store or conflicts or aliases) and not (earlier and is_other_text):
        return StoreResult(article, "unchanged", remarks=remarks)
    Revision.objects.record(
        article,
        before,
        snapshot(Article.objects.get(pk=article.pk)),
        act=_("updated by import"),
    )
    return StoreResult(article, "updated", tuple(sorted(conflicts)), remarks)


def add_media(article: Article, record: ArticleRecord, media: MediaFiles) -> StoreResult:
    """Give an article the files that its content file names and that were missing before.

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
    columns = ["featured_image", "featured_pdf"]
    is_unedited = now["body"] == baseline["body"]
    if "body" in baseline["awaited"] and is_unedited and article.body_source != record.body:
        article.body_source = record.body
        added.add("body")
        columns.append("body_source")
    missing = media.missing(record)
    if not added and missing == baseline["awaited"]:
        return StoreResult(article, "unchanged")
    article.save(update_fields=columns)
    _set_publisher_icon(article, media)
    after = values_of_article(article)
    outcome = "unchanged" if missing == baseline["awaited"] else "updated"
    baseline |= {name: after[name] for name in added} | {"awaited": missing}
    provenance.original_body = record.original_body if "body" in added else provenance.original_body
    provenance.save(update_fields=["baseline", "original_body"])
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
) -> tuple[list[str], tuple[Remark, ...]]:
    """The record's aliases that are still free, and a remark for each path that is not.

    An article whose path another article or a section has gets the first free slug: two files are
    two articles. `assume_free`: do not ask the database.
    """
    live = Address.normalise(article.path)
    wanted = {Address.normalise(path): path for path in record.aliases}
    rows = Address.objects.filter(path__in=[live, *wanted])
    owners = {} if assume_free else dict(rows.values_list("path", "article_id"))
    remarks = []
    if owners.get(live, article.pk) != article.pk or shared.is_section(live.strip("/")):
        owner = _title_and_file(owners[live]) if live in owners else "a section"
        article.slug = _free_slug(article, shared)
        done = f"{live} is an address of {owner}; this article is at {article.path}"
        remarks.append(Remark(RemarkKind.ADDRESS_CHANGED, "slug", done))
        live = Address.normalise(article.path)
    free, old = [], {Address.normalise(path) for path in record.old_paths}
    for path in wanted:
        if shared.is_section(path.strip("/")):
            done = f"{path}/ is a section's own address; left out"
            remarks.append(Remark(RemarkKind.ADDRESS_LOST, "aliases", done))
        elif owners.get(path, article.pk) != article.pk:
            done = f"{path} is an address of {_title_and_file(owners[path])}; left out"
            remarks.append(Remark(RemarkKind.ADDRESS_LOST, "aliases", done))
        elif path != live and path not in owners:
            free.append(path)
            if path in old:
                done = f"{wanted[path]}, its old address, leads to {article.path}"
                remarks.append(Remark(RemarkKind.ADDRESS_MADE, "", done))
    return free, tuple(remarks)


def _free_slug(article: Article, shared: SharedRows) -> str:
    """The first free slug after the one that another article or a section has."""
    slug, number = article.free_slug(article.slug), 2
    while shared.is_section(f"{article.section.path}/{slug}"):
        slug = article.free_slug(f"{article.slug}-{number}")
        number += 1
    return slug


def _understood_now(in_file: dict[str, Any], baseline: dict[str, Any]) -> set[str]:
    """Names of values that an older version did not read: those that hide, and what was empty."""
    hides = ("status", "published_at", "expires_at")
    # Older baselines lack what was not compared then.
    baseline = {"expires_at": None, "content_language": "", **baseline}
    return {
        name
        for name in differing_names(in_file, baseline)
        if name in hides or (name in _READ_SINCE and baseline[name] in ("", [], None))
    }


# What older versions read in one spelling only
_READ_SINCE = ("curators", "categories", "tags", "excerpt", "image", "content_language")


def _title_and_file(pk: int) -> str:
    article = Article.objects.select_related("provenance").get(pk=pk)
    provenance = provenance_of(article)
    file = f" ({provenance.file_path})" if provenance and provenance.file_path else ""
    return f"“{article.title[:60]}”{file}"


def _set_publisher_icon(article: Article, media: MediaFiles):
    if media.icon and article.publisher_id:
        Publisher.objects.filter(pk=article.publisher_id, icon=None).update(icon=media.icon)
