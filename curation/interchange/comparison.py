"""What an article and a record of it both say, in JSON values that can be compared.

An article's values right after an import are its baseline: an export compares them with the values
of that day and knows which keys an edit touched; a later import knows a curator's changes by them.
"""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from curation.interchange.records import ArticleRecord
from curation.models import Article
from media.models import Document, Image
from offerings.models import Offering
from taxonomy.models import join_name, split_name


def normalised_text(text: str) -> str:
    """A text without what forms do to it: their line endings, and the space around it."""
    return text.replace("\r\n", "\n").strip()


def text_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def utc_text(moment: datetime | None) -> str | None:
    """A moment as ISO 8601 in UTC, microseconds included."""
    return moment and moment.astimezone(UTC).isoformat()


def normalised_category(name: str) -> str:
    """A category's name as a file writes it -> as its row writes it."""
    return join_name(*split_name(name))


def offering_key(offering: Offering) -> str:
    """What distinguishes an offering: its number in the catalogue it came from, or its slug."""
    return offering.slug if offering.external_id is None else str(offering.external_id)


def picture_name(image: Image, use: str = "featuredImage") -> str:
    """The file name that a stored picture goes out under, equal for equal pictures.

    Rule: `featuredImage` in the content format: a UUID, the use, the extension.
    """
    extension = image.file.name.rpartition(".")[2]
    return f"{uuid.uuid5(uuid.NAMESPACE_OID, image.digest)}-{use}.{extension}"


def document_name(document: Document) -> str:
    """The file name that a stored PDF goes out under."""
    return f"{uuid.uuid5(uuid.NAMESPACE_OID, document.digest)}-featuredPdf.pdf"


# ---------------------------------------------------------------- the table of compared values


@dataclass(frozen=True, slots=True)
class ComparedValue:
    """One thing that an article and a record both say.

    `name`: its key in `Provenance.baseline`; stored, so never renamed. `column`: the article's
    field that holds it. `normalise`: what the value of either side goes through before the two are
    compared. `is_copied`: an import puts the record's value into the column of the same name.
    """

    name: str
    column: str
    of_article: Callable[[Article], Any]
    of_record: Callable[[ArticleRecord], Any]
    normalise: Callable[[Any], Any] | None = None
    is_copied: bool = False


def _same(
    name: str, normalise: Callable[[Any], Any] | None = None, is_copied: bool = True
) -> ComparedValue:
    """A value that has one name in the article and in the record."""
    return ComparedValue(name, name, attrgetter(name), attrgetter(name), normalise, is_copied)


# In the order in which an export writes them: new keys of a file come in this order. The section
# writes all breadcrumbs, of which the title changes the last.
COMPARED = (
    ComparedValue(
        "section",
        "section",
        lambda article: article.section.path,
        lambda record: record.section.path if record.section else "",
    ),
    _same("title"),
    _same("slug", is_copied=False),
    _same("kind"),
    _same("archetype"),
    _same("excerpt", normalised_text),
    ComparedValue(
        "curators",
        "curators",
        lambda article: [line.curator.name for line in article.bylines.all()],
        attrgetter("curators"),
        list,
    ),
    _same("insights_name"),
    _same("insights", normalised_text),
    ComparedValue("brand", "publisher", attrgetter("brand"), attrgetter("brand")),
    _same("link_href"),
    _same("link_original"),
    _same("via_name"),
    _same("via_url"),
    ComparedValue(
        "image",
        "featured_image",
        lambda article: picture_name(article.featured_image) if article.featured_image_id else "",
        attrgetter("image_name"),
    ),
    _same("image_alt"),
    ComparedValue(
        "pdf",
        "featured_pdf",
        lambda article: document_name(article.featured_pdf) if article.featured_pdf_id else "",
        attrgetter("pdf_name"),
    ),
    ComparedValue(
        "categories",
        "categories",
        lambda article: [category.name for category in article.categories.all()],
        lambda record: map(normalised_category, record.categories),
        sorted,
    ),
    ComparedValue(
        "tags",
        "tags",
        lambda article: [tag.name for tag in article.tags.all()],
        attrgetter("tags"),
        sorted,
    ),
    ComparedValue(
        "institution",
        "institution",
        lambda article: article.institution.name if article.institution_id else "",
        attrgetter("institution"),
    ),
    ComparedValue(
        "offering",
        "offering",
        lambda article: article.offering.name if article.offering_id else "",
        lambda record: record.offering.label if record.offering else "",
    ),
    ComparedValue(
        "related",
        "related_offerings",
        lambda article: [offering_key(row.offering) for row in article.related.all()],
        lambda record: [offering.key for offering in record.related],
    ),
    _same("status", is_copied=False),
    _same("published_at", utc_text),
    _same("expires_at", utc_text),
    _same("content_language"),
    ComparedValue(
        "body", "body_source", attrgetter("body_source"), attrgetter("body"), text_digest
    ),
    ComparedValue(
        "aliases",
        "addresses",
        lambda article: [row.path for row in article.addresses.all() if not row.is_live],
        attrgetter("aliases"),
        sorted,
    ),
    _same("modified_at", utc_text, is_copied=False),
)

# A difference in these is no edit: aliases only grow, the time follows other changes, and
# "awaited" (in baselines only) names the media files that were missing.
NEVER_AN_EDIT = ("aliases", "modified_at", "awaited")


def values_of_article(article: Article, known: dict[str, Any] | None = None) -> dict[str, Any]:
    """Name -> JSON value, as the database has it. Fast where `exporting` prefetched.

    `known`: values that need not be asked for, since they were just written.
    """
    values = dict(known or {})
    for compared in COMPARED:
        if compared.name not in values:
            values[compared.name] = compared.of_article(article)
    return _normalised(values)


def values_of_record(record: ArticleRecord) -> dict[str, Any]:
    """The same values as a file gives them; what it leaves to the rules is empty."""
    return _normalised({compared.name: compared.of_record(record) for compared in COMPARED})


def _normalised(values: dict[str, Any]) -> dict[str, Any]:
    return {
        compared.name: compared.normalise(values[compared.name])
        if compared.normalise
        else values[compared.name]
        for compared in COMPARED
    }


def differing_names(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    """The names of the values in which the two differ, without those that are never an edit."""
    common = one.keys() & other.keys()  # an old baseline may lack a value that is compared today
    return {name for name in common if one[name] != other[name]}.difference(NEVER_AN_EDIT)
