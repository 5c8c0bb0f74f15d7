"""What another system says of an article, under this project's names. Pure: no database.

A content file becomes such a record, and so can any other source of articles.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.text import slugify

from curation.interchange.front_matter import FrontMatterError, ParsedFile, locate
from curation.interchange.remarks import Remark

Path = tuple[str | int, ...]


class FieldError(Exception):
    """A value that is refused. `path`: its keys and indexes in the front matter."""

    def __init__(self, path: Path, message: str):
        super().__init__(message)
        self.path, self.message = path, message

    def with_place(self, parsed: ParsedFile) -> FrontMatterError:
        """The same error with the line and column in that file."""
        key = ".".join(str(part) for part in self.path)
        return FrontMatterError(f"{key}: {self.message}", *locate(parsed, self.path))


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """The section that a file belongs to. `path`: as in "news". The rest is for a new section.

    `parents`: sections above it. `former_folders`: (path on the old site, path here) of its list
    and of the lists of the whole site.
    """

    path: str
    name: str = ""
    facet: str = ""
    banner: str = ""
    content_set: str = ""
    description: str = ""
    parents: tuple["SectionRecord", ...] = ()
    former_folders: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OfferingRecord:
    """What a file says of an offering. `number`: its offeringId. `slug`: its permalink's end."""

    label: str
    slug: str = ""
    number: int | None = None
    categories: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What distinguishes it from other offerings: its number, or its slug."""
        return str(self.number) if self.number is not None else self.slug or slugify(self.label)


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One article as another system describes it. What it does not say is "", () or None.

    `slug`: "" where the rule makes it. `aliases`: absolute paths; `old_paths`: those among them at
    which the old site served it, though the file does not name them. `brand`: the publisher's host
    name; `publisher_name`: its name, where the file gives one. `joins_terms`: tags and topics with
    one address on the old site are one. `original_body`: the file's own,
    where `body` is another text; else "". `body_lacks_pictures`: it names some that were not found.
    `remarks`: what was done otherwise than the file says.
    """

    title: str
    source: str = ""
    external_id: str = ""
    slug: str = ""
    section: SectionRecord | None = None
    content_language: str = ""
    kind: str = "article"
    excerpt: str = ""
    body: str = ""
    original_body: str = ""
    body_lacks_pictures: bool = False
    curators: tuple[str, ...] = ()
    published_at: datetime | None = None
    expires_at: datetime | None = None
    modified_at: datetime | None = None
    status: str = "published"
    link_original: str = ""
    link_href: str = ""
    brand: str = ""
    publisher_name: str = ""
    via_name: str = ""
    via_url: str = ""
    image_name: str = ""
    image_alt: str = ""
    pdf_name: str = ""
    icon_name: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    joins_terms: bool = False
    institution: str = ""
    offering: OfferingRecord | None = None
    related: tuple[OfferingRecord, ...] = ()
    insights_name: str = ""
    insights: str = ""
    aliases: tuple[str, ...] = ()
    old_paths: tuple[str, ...] = ()
    archetype: str = "curated-content"
    html_meta: dict = field(default_factory=dict)
    open_graph: dict = field(default_factory=dict)
    twitter: dict = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
