"""What can be told of an article in comparable values, whether a row or a record tells it.

A row's facts right after an import are its baseline: an export compares them with the facts of
that day and knows which keys an edit touched; a later import tells a curator's changes by them.
"""

import hashlib
import uuid
from datetime import UTC, datetime
from typing import Any

from curation.interchange.records import ArticleRecord
from curation.models import Article
from media.models import Document, Image
from offerings.models import Offering
from taxonomy.models import join_name, split_name

# Never a reason to call an article edited: aliases only grow, the time follows other changes, and
# what files are awaited is no business of curators.
FOLLOWING = ("aliases", "modified_at", "awaited")


def facts_of_row(
    article: Article,
    *,
    curators: list[str],
    categories: list[str],
    tags: list[str],
    related: list[str],
    aliases: list[str],
) -> dict[str, Any]:
    """Fact -> JSON value, from a row and what is joined to it.

    `curators`, `related` (see `offering_key`) in their order; the others in any.
    """
    return {
        "title": article.title,
        "slug": article.slug,
        "section": article.section.path,
        "kind": article.kind,
        "excerpt": lines_of(article.excerpt),
        "body": digest_of(article.body_source),
        "curators": curators,
        "published_at": written(article.published_at),
        "status": article.status,
        "link_original": article.link_original,
        "link_href": article.link_href,
        "brand": article.brand,
        "via_name": article.via_name,
        "via_url": article.via_url,
        "image": picture_name(article.featured_image) if article.featured_image_id else "",
        "image_alt": article.image_alt,
        "pdf": document_name(article.featured_pdf) if article.featured_pdf_id else "",
        "categories": sorted(categories),
        "tags": sorted(tags),
        "institution": article.institution.name if article.institution_id else "",
        "offering": article.offering.name if article.offering_id else "",
        "related": related,
        "insights_name": article.insights_name,
        "insights": lines_of(article.insights),
        "archetype": article.archetype,
        "aliases": sorted(aliases),
        "modified_at": written(article.modified_at),
    }


def facts_now(article: Article) -> dict[str, Any]:
    """An article's facts as the database has them. Fast where `exporting` prefetched."""
    return facts_of_row(
        article,
        curators=[line.curator.name for line in article.bylines.all()],
        categories=[category.name for category in article.categories.all()],
        tags=[tag.name for tag in article.tags.all()],
        related=[offering_key(row.offering) for row in article.related.all()],
        aliases=[address.path for address in article.addresses.all() if not address.is_live],
    )


def facts_of_record(record: ArticleRecord) -> dict[str, Any]:
    """The same facts as a file tells them; what it leaves to the rules is empty."""
    return {
        "title": record.title,
        "slug": record.slug,
        "section": record.section.path if record.section else "",
        "kind": record.kind,
        "excerpt": lines_of(record.excerpt),
        "body": digest_of(record.body),
        "curators": list(record.curators),
        "published_at": written(record.published_at),
        "status": record.status,
        "link_original": record.link_original,
        "link_href": record.link_href,
        "brand": record.brand,
        "via_name": record.via_name,
        "via_url": record.via_url,
        "image": record.image_name,
        "image_alt": record.image_alt,
        "pdf": record.pdf_name,
        "categories": sorted(plain_name(name) for name in record.categories),
        "tags": sorted(record.tags),
        "institution": record.institution,
        "offering": record.offering.label if record.offering else "",
        "related": [offering.key for offering in record.related],
        "insights_name": record.insights_name,
        "insights": lines_of(record.insights),
        "archetype": record.archetype,
        "aliases": sorted(record.aliases),
        "modified_at": written(record.modified_at),
    }


def differing(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    """The facts in which two tellings differ, those that only follow left out."""
    common = one.keys() & other.keys()  # an old baseline may lack a fact that is told today
    return {name for name in common if one[name] != other[name]}.difference(FOLLOWING)


def plain_name(category: str) -> str:
    """A category's name as files write it -> as its row writes it."""
    return join_name(*split_name(category))


def offering_key(offering: Offering) -> str:
    """What tells an offering from others: its number in the catalogue it came from, or its slug."""
    return offering.slug if offering.external_id is None else str(offering.external_id)


def lines_of(text: str) -> str:
    """A text without what forms do to it: their line endings, and space around it."""
    return text.replace("\r\n", "\n").strip()


def digest_of(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def written(moment: datetime | None) -> str | None:
    return moment and moment.astimezone(UTC).isoformat()


def picture_name(image: Image, use: str = "featuredImage") -> str:
    """The file name that a stored picture goes out under, equal for equal pictures.

    Rule: `featuredImage` in the content format: a UUID, the use, the extension.
    """
    extension = image.file.name.rpartition(".")[2]
    return f"{uuid.uuid5(uuid.NAMESPACE_OID, image.digest)}-{use}.{extension}"


def document_name(document: Document) -> str:
    """The file name that a stored PDF goes out under."""
    return f"{uuid.uuid5(uuid.NAMESPACE_OID, document.digest)}-featuredPdf.pdf"
