"""The sample publication: its catalogue file; the briefs are imported like any other files."""

from pathlib import Path

import yaml
from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from curation.models import Curator, Publisher, Section
from media.models import Image
from offerings.models import Institution, Offering
from taxonomy.models import Category, Taxonomy, split_name

SAMPLE = Path(settings.BASE_DIR) / "sample"


@transaction.atomic
def load_catalogue(folder: Path = SAMPLE) -> int:
    """Create what `catalogue.yaml` names and the database lacks; returns how many rows.

    Rows that exist are not changed: an editor may have edited them.
    """
    with (folder / "catalogue.yaml").open(encoding="utf-8") as file:
        catalogue = yaml.safe_load(file)
    created = 0
    for position, row in enumerate(catalogue["sections"]):
        created += _create_missing(
            Section,
            path=row["path"],
            name=row["name"],
            facet=row["search_category"],
            banner=row["masthead"],
            content_set=row["content_set"],
            description=row["description"],
            position=position,
        )
    for row in catalogue["publishers"]:
        created += _create_missing(Publisher, brand=row["brand"], name=row["name"])
    for row in catalogue["curators"]:
        created += _create_missing(Curator, name=row["name"], biography=row["biography"])
    for position, row in enumerate(catalogue["taxonomies"]):
        created += _create_missing(
            Taxonomy,
            name=row["name"],
            slug=slugify(row["name"]),
            hue=row["hue"],
            description=row["description"],
            position=position,
        )
        for name in row["categories"]:
            created += _category(name)[1]
    for row in catalogue["institutions"]:
        if not Institution.objects.filter(name=row["name"]).exists():
            created += _create_missing(Institution, **{**row, "logo": _logo(folder, row)})
    for row in catalogue["offerings"]:
        if not Offering.objects.filter(external_id=row["number"]).exists():
            created += _offering(folder, row)
    return created


def _create_missing(model, **columns) -> int:
    """1 if the row had to be created, 0 if it exists. It is looked up by the first column."""
    key = next(iter(columns))
    _row, is_new = model.objects.get_or_create(**{key: columns.pop(key)}, defaults=columns)
    return int(is_new)


def _category(name: str) -> tuple[Category, bool]:
    taxonomy, label = split_name(name)
    return Category.objects.get_or_create(taxonomy=Taxonomy.objects.get(name=taxonomy), label=label)


def _logo(folder: Path, row: dict) -> Image | None:
    path = folder / "media" / row["logo"] if row.get("logo") else None
    if path is None or not path.exists():
        return None
    return Image.objects.store(path.read_bytes(), path.name, alt=row["name"])


def _offering(folder: Path, row: dict) -> int:
    offering = Offering.objects.create(
        external_id=row["number"],
        name=row["name"],
        slug=row["slug"],
        kind=row["kind"],
        status=row["status"],
        institution=Institution.objects.get(name=row["institution"]),
        website=row.get("website", ""),
        logo=_logo(folder, row),
        summary=row["summary"],
        description_source=row["description"],
        licence=row.get("licence", ""),
        repository=row.get("repository", ""),
    )
    offering.categories.set([_category(name)[0] for name in row["categories"]])
    return 1
