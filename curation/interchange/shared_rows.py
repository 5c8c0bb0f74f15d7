"""The rows that articles share (sections, topics, people, offerings): found by name, or created.

One run asks for the same few hundred rows thousands of times, so they are cached. What was found
or created during a file's transaction leaves the cache when that transaction is rolled back.
"""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from django.db import models
from taggit.models import Tag

from curation.interchange.records import FieldError, OfferingRecord, Path, SectionRecord
from curation.models import Address, Curator, FormerFolder, Publisher, Section
from curation.models.tags import find_tag, folded, possible_slugs, tag_named
from offerings.models import Institution, Offering
from slugs import numbered_slugs, slug_from_name, unique_slug
from slugs.hugo import hugo_path_segment
from taxonomy.models import Category, Taxonomy, category_slug, split_name


class SharedRows:
    """The shared rows of one run. At most `limit` of a kind are cached at a time."""

    def __init__(self, limit: int = 10_000):
        self.limit = limit
        self._rows: dict[str, dict[Any, models.Model]] = {}
        self._uncommitted: list[tuple[str, Any]] = []
        self._section_paths: set[str] | None = None

    def commit(self):
        """The file's transaction was committed: its rows stay in the cache."""
        self._uncommitted.clear()

    def roll_back(self):
        """The file's transaction was rolled back: rows that it created do not exist."""
        for kind, key in self._uncommitted:
            self._rows[kind].pop(key, None)
        self._uncommitted.clear()
        self._section_paths = None

    def clear(self):
        """Ask the database again for everything."""
        self._rows.clear()
        self._uncommitted.clear()
        self._section_paths = None

    def _cached(self, kind: str, key: Any, get: Callable[[], models.Model]) -> Any:
        rows = self._rows.setdefault(kind, {})
        if key not in rows:
            row = get()
            if len(rows) >= self.limit:
                rows.clear()
            rows[key] = row
            self._uncommitted.append((kind, key))
        return rows[key]

    # ------------------------------------------------------------------------- sections and people

    def section(self, record: SectionRecord) -> Section:
        """The section at that path; a new one gets the name that the file gives it.

        Raises FieldError where an article has the path already.
        """

        def get():
            for path, leads_to in record.former_folders:
                FormerFolder.objects.get_or_create(path=path, defaults={"leads_to": leads_to})
            if section := Section.objects.filter(path=record.path).first():
                return section
            for parent in record.parents:
                if not Address.objects.at(parent.path).exists():
                    self.section(parent)
            if Address.objects.at(record.path).exists():
                raise FieldError(
                    ("basePath",), f"An article answers at /{record.path} already; choose another."
                )
            self._section_paths = None
            name = record.name or record.path.rpartition("/")[2].replace("-", " ").capitalize()
            return Section.objects.create(
                path=record.path,
                name=name,
                facet=record.facet,
                banner=record.banner,
                content_set=record.content_set,
                description=record.description,
            )

        return self._cached("section", record.path, get)

    def is_section(self, path: str) -> bool:
        """Whether a section has that path, written without slashes around it."""
        if self._section_paths is None:
            self._section_paths = set(Section.objects.values_list("path", flat=True))
        return path in self._section_paths

    def curator(self, name: str) -> Curator:
        return self._cached("curator", name, lambda: Curator.objects.get_or_create(name=name)[0])

    def publisher(self, brand: str, name: str = "") -> Publisher:
        def get():
            return Publisher.objects.get_or_create(brand=brand, defaults={"name": name})[0]

        return self._cached("publisher", brand, get)

    def institution(self, name: str) -> Institution:
        def get():
            return Institution.objects.get_or_create(name=name)[0]

        return self._cached("institution", name, get)

    # ------------------------------------------------------------------------ topics and tags

    def category(
        self, name: str, path: Path = ("categories",), *, by_address: bool = False
    ) -> Category:
        """The category that `Taxonomy: Label` names. Raises FieldError where a part is too long.

        `by_address`: labels are one where Hugo made one address of them, as of Wards and wards.
        """
        scheme, label = split_name(name)
        for part, model, column in ((scheme, Taxonomy, "name"), (label, Category, "label")):
            if len(part) > (most := model._meta.get_field(column).max_length):
                raise FieldError(
                    path, f"{part[:40]!r}… has {len(part)} characters; at most {most} are allowed."
                )

        def get():
            taxonomy = self.taxonomy(scheme) if scheme else None
            found = Category.objects.filter(taxonomy=taxonomy, label=label).first()
            if not found and by_address:
                rows = Category.objects.filter(taxonomy=taxonomy)
                rows = rows.filter(slug__in=numbered_slugs(category_slug(name)))
                found = _of_same_address(label, rows.order_by("pk"), attrgetter("label"))
            if found:
                found.taxonomy = taxonomy
                return found
            slug = unique_slug(category_slug(name), Category.objects.all())
            return Category.objects.create(taxonomy=taxonomy, label=label, slug=slug)

        return self._cached("category", (scheme, label, by_address), get)

    def taxonomy(self, name: str) -> Taxonomy:
        def get():
            if found := Taxonomy.objects.filter(name=name).first():
                return found
            slug = slug_from_name(name, "taxonomy", max_length=120)
            slug = unique_slug(slug, Taxonomy.objects.all())
            return Taxonomy.objects.create(name=name, slug=slug)

        return self._cached("taxonomy", name, get)

    def tag(self, name: str, *, by_address: bool = False) -> Tag:
        """The tag of that name; capitals and the form of Unicode make no difference.

        `by_address`: names are one where Hugo made one address of them.
        """

        def get():
            if by_address and not find_tag(name):
                rows = Tag.objects.filter(slug__in=possible_slugs(name)).order_by("pk")
                if found := _of_same_address(name, rows, attrgetter("name")):
                    return found
            return tag_named(name)

        return self._cached("tag", (folded(name), by_address), get)

    # ------------------------------------------------------------------------------ offerings

    def offering(self, record: OfferingRecord, path: Path = ("relatedOfferings",)) -> Offering:
        """The offering with that number, else with that slug, else with that name; else a new one.

        One that exists is not changed: an article's file holds only a copy of it.
        """

        def get():
            found = self._find_offering(record)
            if found:
                return found
            slug = record.slug or slug_from_name(record.label, "offering")
            slug = unique_slug(slug, Offering.objects.all())
            made = Offering.objects.create(name=record.label, slug=slug, external_id=record.number)
            made.categories.set([self.category(name, path) for name in record.categories])
            return made

        return self._cached("offering", (record.key, record.label), get)

    def _find_offering(self, record: OfferingRecord) -> Offering | None:
        rows = Offering.objects.only("name", "slug", "external_id")
        if record.number is not None and (found := rows.filter(external_id=record.number).first()):
            return found
        # A slug that another number holds belongs to another offering.
        if record.number is not None:
            rows = rows.filter(external_id=None)
        named = rows.filter(slug=record.slug) if record.slug else rows.none()
        return named.first() or (
            rows.filter(name=record.label).first() if record.number is None else None
        )


def _of_same_address(name: str, rows: Iterable, name_of: Callable[[Any], str]) -> Any | None:
    address = hugo_path_segment(name)
    return next((row for row in rows if hugo_path_segment(name_of(row)) == address), None)
