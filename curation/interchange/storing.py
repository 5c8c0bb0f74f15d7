"""A record -> rows: a new article, or changes to the one that is there. No files, no folders.

The caller holds the transaction, and keeps or forgets what the catalogue brought.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import Tag, TaggedItem

from curation.interchange.catalogue import Catalogue
from curation.interchange.facts import (
    differing,
    facts_now,
    facts_of_record,
    facts_of_row,
    offering_key,
)
from curation.interchange.records import ArticleRecord, FieldError
from curation.models import (
    Address,
    Article,
    Byline,
    Curator,
    Provenance,
    Publisher,
    RelatedOffering,
    Revision,
    article_slugs,
)
from curation.models.revisions import snapshot
from media.models import Document, Image
from offerings.models import Offering
from taxonomy.models import Category

# Facts that are columns of the row, under the record's own name for them.
COLUMNS = (
    "title", "kind", "excerpt", "published_at", "link_original", "link_href", "via_name", "via_url",
    "image_alt", "insights_name", "insights", "archetype",
)  # fmt: skip
EVERYTHING = frozenset(
    {*COLUMNS, "section", "body", "brand", "image", "pdf", "institution", "offering", "status"}
)


@dataclass(frozen=True, slots=True)
class Attachments:
    """What the files beside a content file became; None where one is not named or not at hand."""

    image: Image | None = None
    pdf: Document | None = None
    icon: Image | None = None

    def awaited(self, record: ArticleRecord) -> list[str]:
        """Which of the files that the record names are not at hand."""
        named = {"image": record.image_name, "pdf": record.pdf_name, "icon": record.icon_name}
        return [use for use, name in named.items() if name and not getattr(self, use)]


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a record. `kept`: facts in which file and desk disagree; the desk's stayed."""

    article: Article
    outcome: str  # "created", "updated" or "unchanged"
    kept: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def existing(record: ArticleRecord) -> Article | None:
    """The article that the record tells of: by source and number, else by source and slug.

    An article without number that was given another slug since is found by its old address, if
    that is what its file called it.
    """
    rows = Article.objects.filter(source=record.source, external_id=record.external_id)
    slug = record.slug or article_slugs.article_slug(record.brand, record.title)
    if not record.external_id:
        rows = rows.filter(addresses__path=Address.normalise(f"/{record.section.path}/{slug}"))
    # Most are new: the row with all its relatives is asked for only where there is one.
    if not (found := rows.values_list("pk", flat=True)[:1]):
        return None
    article = Article.objects.select_related("section", "publisher", "provenance").get(pk=found[0])
    if record.external_id or article.slug == slug:
        return article
    told = provenance_of(article)
    return article if told and told.baseline.get("slug") == slug else None


def provenance_of(article: Article) -> Provenance | None:
    return getattr(article, "provenance", None)


def create(
    record: ArticleRecord,
    catalogue: Catalogue,
    attached: Attachments,
    told: dict[str, Any],
    *,
    hopeful: bool = False,
) -> Stored:
    """A new article with all that the record says. `told`: provenance columns of its file.

    Raises FieldError where the record's address is not free. `hopeful`: the article is new and its
    addresses free, most likely: leave it to the constraints; raises IntegrityError where not.
    """
    article = Article(source=record.source, external_id=record.external_id)
    _apply(article, record, EVERYTHING, catalogue, attached)
    article.slug = record.slug or article_slugs.article_slug(record.brand, record.title)
    article.modified_at = record.modified_at or article.modified_at
    aliases, notes = _free_addresses(article, record, catalogue, ask=not hopeful)
    article.save()
    lists = _Lists(article, record, catalogue)
    lists.add_all()
    lists.add_aliases(aliases)
    _set_icon(article, attached)
    baseline = lists.facts(aliases) | {"awaited": attached.awaited(record)}
    Provenance.objects.create(article=article, baseline=baseline, **told)
    return Stored(article, "created", notes=notes)


def update(
    article: Article,
    record: ArticleRecord,
    catalogue: Catalogue,
    attached: Attachments,
    told: dict[str, Any],
    before: ArticleRecord | None,
) -> Stored:
    """Bring what the file changed into its article; what a curator changed stays.

    `before`: what the file's earlier text said; None where no file told of the article yet. Raises
    FieldError where the record's address is not free.
    """
    now, theirs = facts_now(article), facts_of_record(record)
    if not record.slug:
        theirs["slug"] = now["slug"]
    told_by_file = provenance_of(article)
    if before:
        base = told_by_file.baseline
        said = facts_of_record(before) | ({} if before.slug else {"slug": now["slug"]})
        # Which body the earlier text had is known by its digest alone.
        said["body"] = base.get("body")
        news, own = differing(theirs, said), differing(now, base)
        taken, kept = news - own, {name for name in news & own if theirs[name] != now[name]}
    else:
        # A file that comes to an article of the desk fills what is empty there, and takes nothing.
        told = {name: value for name, value in told.items() if value not in ("", {})}
        news = {name for name in differing(theirs, now) if theirs[name] not in ("", [], None)}
        taken = {name for name in news if now[name] in ("", [], None)}
        base, kept, own = now, news - taken, news - taken
    # A picture that is named but not at hand replaces none.
    if not attached.image and record.image_name:
        taken.discard("image")
    if not attached.pdf and record.pdf_name:
        taken.discard("pdf")
    history = snapshot(article)
    _apply(article, record, taken, catalogue, attached)
    aliases, notes = _free_addresses(article, record, catalogue)
    if own:
        article.modified_at = max(article.modified_at, record.modified_at or article.modified_at)
    elif record.modified_at or taken:
        article.modified_at = record.modified_at or timezone.now()
    article.save()
    lists = _Lists(article, record, catalogue)
    lists.replace(taken)
    lists.add_aliases(aliases)
    _set_icon(article, attached)
    after = facts_now(Article.objects.get(pk=article.pk))
    baseline = after | {name: base.get(name) for name in own}
    if own:
        # An address that a curator's new slug left behind is no word of the file's: export adds it.
        told_by_files = {*(base.get("aliases") or ()), *aliases}
        baseline["aliases"] = [path for path in after["aliases"] if path in told_by_files]
    baseline |= {name: theirs[name] for name in kept} | {"awaited": attached.awaited(record)}
    Provenance.objects.update_or_create(article=article, defaults={**told, "baseline": baseline})
    if not (before or taken or kept or aliases):
        return Stored(article, "unchanged", notes=notes)
    then = snapshot(Article.objects.get(pk=article.pk))
    Revision.objects.record(article, history, then, act=_("updated by import"))
    return Stored(article, "updated", tuple(sorted(kept)), notes)


def attach(article: Article, record: ArticleRecord, attached: Attachments) -> Stored:
    """Give an article the files that its content file named and that were not at hand before.

    A picture that a curator chose in the meantime stays.
    """
    told, now = article.provenance, facts_now(article)
    history = snapshot(article)
    given = set()
    for name, column, row in (
        ("image", "featured_image", attached.image), ("pdf", "featured_pdf", attached.pdf),
    ):  # fmt: skip
        if row and name in told.baseline["awaited"] and now[name] == told.baseline[name]:
            setattr(article, column, row)
            given.add(name)
    article.save(update_fields=["featured_image", "featured_pdf"])
    _set_icon(article, attached)
    after = facts_now(article)
    told.baseline |= {name: after[name] for name in given}
    is_news = attached.awaited(record) != told.baseline["awaited"]
    told.baseline["awaited"] = attached.awaited(record)
    told.save(update_fields=["baseline"])
    if given:
        Revision.objects.record(article, history, snapshot(article), act=_("updated by import"))
    return Stored(article, "updated" if is_news else "unchanged")


# --------------------------------------------------------------------------------- one by one


def _apply(
    article: Article,
    record: ArticleRecord,
    names: set[str] | frozenset[str],
    catalogue: Catalogue,
    attached: Attachments,
):
    """Set the row's columns from the record's facts of those names; lists come after the save."""
    published_at = article.published_at
    for name in names.intersection(COLUMNS):
        setattr(article, name, getattr(record, name))
    if "body" in names:
        article.body_source = record.body
    if "section" in names:
        article.section = catalogue.section(record.section)
    if "slug" in names and record.slug:
        article.slug = record.slug
    if "brand" in names:
        brand = record.brand
        article.publisher = catalogue.publisher(brand, record.publisher_name) if brand else None
    if "image" in names:
        article.featured_image = attached.image
    if "pdf" in names:
        article.featured_pdf = attached.pdf
    if "institution" in names:
        name = record.institution
        article.institution = catalogue.institution(name) if name else None
    if "offering" in names:
        offering = record.offering
        article.offering = catalogue.offering(offering, ("offering",)) if offering else None
    if "status" in names:
        article.status = record.status
        is_gone = record.status == Article.Status.WITHDRAWN
        gone_at = record.modified_at or timezone.now()
        article.withdrawn_at = max(gone_at, record.published_at) if is_gone else None
    if article.status in (Article.Status.PUBLISHED, Article.Status.WITHDRAWN):
        article.published_at = article.published_at or published_at or record.published_at


def _free_addresses(
    article: Article, record: ArticleRecord, catalogue: Catalogue, *, ask: bool = True
) -> tuple[list[str], tuple[str, ...]]:
    """The record's aliases that are still free, and a sentence for each that is not.

    Gives a new article whose slug the record leaves to the rule the first free one. Raises
    FieldError where the article's own address is taken. `ask`: else all are taken to be free.
    """
    live = Address.normalise(article.path)
    aliases = [Address.normalise(path) for path in record.aliases]
    rows = Address.objects.filter(path__in=[live, *aliases])
    held = dict(rows.values_list("path", "article_id")) if ask else {}
    if held.get(live, article.pk) != article.pk and not record.slug:
        article.slug = article.free_slug()
        live = Address.normalise(article.path)
    elif held.get(live, article.pk) != article.pk:
        message = f"{live} is an address of {_named(held[live])}; choose another slug."
        raise FieldError(("slug",), message)
    if catalogue.is_section(live.strip("/")):
        raise FieldError(("slug",), f"{live}/ is a section's own address; choose another slug.")
    lists = [path for path in aliases if catalogue.is_section(path.strip("/"))]
    taken = [path for path in aliases if held.get(path, article.pk) != article.pk]
    unfree = {live, *held, *lists}
    free = [path for path in dict.fromkeys(aliases) if path not in unfree]
    notes = [f"aliases: {path}/ is a section's own address; left out" for path in lists]
    notes += [f"aliases: {path} is an address of {_named(held[path])}; left out" for path in taken]
    return free, tuple(notes)


def _named(pk: int) -> str:
    article = Article.objects.select_related("provenance").get(pk=pk)
    told = provenance_of(article)
    place = f" ({told.file_path})" if told and told.file_path else ""
    return f"“{article.title[:60]}”{place}"


def _set_icon(article: Article, attached: Attachments):
    if attached.icon and article.publisher_id:
        Publisher.objects.filter(pk=article.publisher_id, icon=None).update(icon=attached.icon)


class _Lists:
    """The rows that join an article to what the record lists."""

    def __init__(self, article: Article, record: ArticleRecord, catalogue: Catalogue):
        self.article, self.record, self.catalogue = article, record, catalogue

    @cached_property
    def curators(self) -> list[Curator]:
        return [self.catalogue.curator(name) for name in self.record.curators]

    @cached_property
    def categories(self) -> list[Category]:
        return _once(
            self.catalogue.category(name, ("categories", index))
            for index, name in enumerate(self.record.categories)
        )

    @cached_property
    def tags(self) -> list[Tag]:
        return _once(self.catalogue.tag(name) for name in self.record.tags)

    @cached_property
    def related(self) -> list[Offering]:
        return _once(
            self.catalogue.offering(offering, ("relatedOfferings", index))
            for index, offering in enumerate(self.record.related)
        )

    def add_all(self):
        """For a new article, which has none yet."""
        self._add_curators()
        pk, kind = self.article.pk, ContentType.objects.get_for_model(Article).pk
        _insert(
            Article.categories.through,
            ("article_id", "category_id"),
            [(pk, row.pk) for row in self.categories],
        )
        _insert(
            TaggedItem,
            ("content_type_id", "object_id", "tag_id"),
            [(kind, pk, row.pk) for row in self.tags],
        )
        self._add_related()

    def replace(self, names: set[str]):
        """Put the record's lists of those names in place of the article's."""
        if "curators" in names:
            self.article.bylines.all().delete()
            self._add_curators()
        if "categories" in names:
            self.article.categories.set(self.categories)
        if "tags" in names:
            self.article.tags.set(self.tags)
        if "related" in names:
            self.article.related.all().delete()
            self._add_related()

    def add_aliases(self, paths: list[str]):
        _insert(
            Address,
            ("path", "article_id", "is_live"),
            [(path, self.article.pk, False) for path in paths],
        )

    def facts(self, aliases: list[str]) -> dict[str, Any]:
        """The facts of the article as they were just written."""
        return facts_of_row(
            self.article,
            curators=[row.name for row in self.curators],
            categories=[row.name for row in self.categories],
            tags=[row.name for row in self.tags],
            related=[offering_key(row) for row in self.related],
            aliases=aliases,
        )

    def _add_curators(self):
        _insert(
            Byline,
            ("article_id", "curator_id", "position"),
            [(self.article.pk, row.pk, position) for position, row in enumerate(self.curators)],
        )

    def _add_related(self):
        _insert(
            RelatedOffering,
            ("article_id", "offering_id", "position"),
            [(self.article.pk, row.pk, position) for position, row in enumerate(self.related)],
        )


def _insert(model: type[Model], columns: tuple[str, ...], rows: list[tuple]):
    """Add rows that only join others. bulk_create took three times as long, a fifth of all."""
    if not rows:
        return
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})",  # noqa: S608
            rows,
        )


def _once(rows: Iterable) -> list:
    """Rows, each once: two spellings of a name may mean one."""
    return list({row.pk: row for row in rows}.values())
