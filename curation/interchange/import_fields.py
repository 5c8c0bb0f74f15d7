"""A parsed content file -> the record of its article. Pure: no database.

Rules: *Field by field* and *An older dialect* in the content format. Keys that are not read here
stay in the file's own text, and an export writes them back.
"""

import re
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from curation.interchange.front_matter import ParsedFile, Scalar
from curation.interchange.records import (
    ArticleRecord,
    FieldError,
    OfferingRecord,
    Path,
    SectionRecord,
)
from curation.interchange.value_reader import ValueReader
from curation.models import Address, article_slugs
from curation.models.sections import RESERVED, Section
from curation.sources.links.fields import validate_web_url
from curation.sources.links.parsing import LinkError, brand_of

# The format's word for "published" is empty; the others are those of the systems that the files
# came from. An unknown word is refused: read as a draft, it would hide a published page.
STATUSES = {
    "published": ("", "published", "live", "approved", "done", "closed", "final"),
    "draft": ("draft", "new", "open", "idea", "in progress", "on hold"),
    "in_review": ("in review", "review", "to review", "needs review", "pending"),
    "withdrawn": ("withdrawn", "archived", "retracted", "unpublished"),
    "rejected": ("rejected", "declined"),
}
_STATUS = {word: status for status, words in STATUSES.items() for word in words}
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_SECTION_PATH = Section._meta.get_field("path")


def read_record(parsed: ParsedFile, zone: ZoneInfo) -> ArticleRecord:
    """What a parsed file says. `zone`: that of dates that name none.

    Raises FrontMatterError, with the place, for a value of the wrong kind.
    """
    try:
        return _ArticleReader(parsed.values, zone).record(parsed.body)
    except FieldError as error:
        raise error.with_place(parsed) from None


def modified_key(values: dict[str, Any]) -> str:
    """The key of the time of the last change: "lastMod", in the older dialect "lastmod"."""
    return "lastmod" if "lastmod" in values and "lastMod" not in values else "lastMod"


class _ArticleReader(ValueReader):
    """Reads the fields of an article out of one front matter.

    `notes`: (path, sentence) for each value that is left out.
    """

    def __init__(self, values: dict[str, Any], zone: ZoneInfo):
        super().__init__(values, zone)
        self.notes: list[tuple[Path, str]] = []

    def _leave_out(self, path: Path, note: str):
        self.notes.append((path, note))

    def record(self, body: str) -> ArticleRecord:
        title = self.text("title", column="title")
        if not title:
            raise FieldError(("title",), "There is no title; write one.")
        status = self.status()
        published_at = self.date("date")
        if status in ("published", "withdrawn") and not published_at:
            raise FieldError(("date",), "There is no date; write the day it was published.")
        section = self.section()
        link_original, link_href, brand, publisher_name = self.link()
        image_name, image_alt = self.file("featuredImage")
        return ArticleRecord(
            title=title,
            source=self.source(),
            external_id=self.text("id", column="external_id"),
            slug=self.slug(),
            section=section,
            kind="brief" if self.text("sub").lower() == "brief" else "article",
            excerpt=self.text("description", multiline=True),
            body=body,
            curators=self.texts("author", max_length=150),
            published_at=published_at,
            modified_at=self.date(modified_key(self.values)),
            status=status,
            link_original=link_original,
            link_href=link_href,
            brand=brand,
            publisher_name=publisher_name,
            via_name=self.text("via", column="via_name"),
            via_url=self.via_url(),
            image_name=image_name,
            image_alt=image_alt,
            pdf_name=self.file("featuredPdf")[0],
            icon_name=self.file("favIconImage")[0],
            categories=self.texts("categories", max_length=320),
            tags=self.tags(),
            institution=self.name("institution"),
            offering=self.offering(("offering",)) if self.value("offering") else None,
            related=self.related(),
            insights_name=self.text("insights_name", column="insights_name"),
            insights=self.text("insights_description", multiline=True),
            aliases=self.aliases(section),
            archetype=self.text("archetype", column="archetype") or "curated-content",
            html_meta=self.mapping("htmlMetaData"),
            open_graph=self.mapping("openGraphMetaData"),
            twitter=self.mapping("twitterMetaData"),
            notes=tuple(self.notes),
        )

    def source(self) -> str:
        below = ("name",) if isinstance(self.value("source"), dict) else ()
        return self.text("source", *below, column="source")

    def slug(self) -> str:
        slug = self.text("slug", column="slug")
        if not slug:
            return ""
        try:
            article_slugs.valid_slug(slug)
        except ValidationError as error:
            raise FieldError(("slug",), error.message) from None
        if slug in article_slugs.RESERVED:
            raise FieldError(("slug",), f"The site itself uses {slug!r}; choose another slug.")
        return slug

    def section(self) -> SectionRecord | None:
        written = self.text("basePath")
        if not written:
            return None
        path = written.strip("/")
        try:
            check_section_path(path)
        except ValueError as error:
            raise FieldError(("basePath",), str(error)) from None
        return SectionRecord(
            path,
            self.text("identifier", max_length=100) or self.text("searchCategory", max_length=100),
            self.text("searchCategory", max_length=100),
            self.text("mastHead", max_length=100),
            self.text("contentCategories", max_length=150),
        )

    def status(self) -> str:
        word = re.sub(r"[\s_-]+", " ", self.text("status")).lower()
        if word not in _STATUS:
            known = ", ".join(word for words in STATUSES.values() for word in words if word)
            message = f"{word[:40]!r} is unknown; leave it empty or use: {known}."
            raise FieldError(("status",), message)
        draft = self.value("draft")
        is_draft = isinstance(draft, Scalar) and draft.value is True
        return "draft" if is_draft and not word else _STATUS[word]

    def link(self) -> tuple[str, str, str, str]:
        """(pasted URL, URL after redirects, brand, publisher's name)."""
        inner = isinstance(self.value("link"), dict)
        at = ("link", "href") if inner else ("link",)
        href = self.text(*at)
        if not href:
            at = ("href",)
            href = self.text(*at)
        original = (inner and self.text("link", "original")) or self.text("original")
        if not href and original:
            href, at = original, ("link", "original") if inner else ("original",)
        try:
            host = brand_of(href) if href else ""
        except LinkError as error:
            raise FieldError(at, str(error)) from None
        if original and not _SCHEME.match(original):
            self._leave_out(("original",), "this is not a web address; it stays in the file only")
            original = ""
        brand = (inner and self.text("link", "brand")) or self.text("linkBrand")
        if is_host := _HOST.fullmatch(brand):
            host = brand.lower().removeprefix("www.")
        name = "" if is_host else brand[:200]
        # The database wants the scheme in lower case.
        href = _SCHEME.sub(lambda match: match[0].lower(), href)
        return original or href, href, (host or slugify(brand))[:253], name

    def via_url(self) -> str:
        url = self.text("viaLink")
        if not url:
            return ""
        try:
            validate_web_url(url)
        except ValidationError:
            self._leave_out(("viaLink",), "this is not a web address; it stays in the file only")
            return ""
        return url

    def file(self, key: str) -> tuple[str, str]:
        """(file name, alternative text) of a picture or document. The older form is a path only."""
        value = self.value(key)
        if isinstance(value, dict):
            name, alt = self.text(key, "href"), self.text(key, "alt", column="image_alt")
        else:
            name, alt = self.text(key), ""
        if len(name) > 300:
            self._leave_out((key,), "this file name is too long; it stays in the file only")
            name = ""
        return name, alt

    def tags(self) -> tuple[str, ...]:
        if isinstance(value := self.value("tags"), str):
            self.values = {**self.values, "tags": value.split(",")}
        return tuple({tag.casefold(): tag for tag in self.texts("tags", max_length=100)}.values())

    def name(self, key: str) -> str:
        """A name: a text, or a mapping's `name` or `label`; "" for other shapes."""
        value = self.value(key)
        if isinstance(value, dict):
            return self.text(key, "name", max_length=200) or self.text(key, "label", max_length=200)
        return "" if isinstance(value, list) else self.text(key, max_length=200)

    def related(self) -> tuple[OfferingRecord, ...]:
        value = self.value("relatedOfferings")
        if not value:
            return ()
        if not isinstance(value, list):
            raise FieldError(
                ("relatedOfferings",), "This is not a list; write a list of offerings."
            )
        found = [self.offering(("relatedOfferings", index)) for index in range(len(value))]
        return tuple({offering.key: offering for offering in found if offering}.values())

    def offering(self, path: Path) -> OfferingRecord | None:
        value = self.value(*path)
        if isinstance(value, list):
            return None
        if not isinstance(value, dict):
            label = self.text(*path, max_length=200)
            return OfferingRecord(label, slugify(label)) if label else None
        label = self.text(*path, "label", max_length=200)
        label = label or self.text(*path, "name", max_length=200)
        slug = slugify(self.text(*path, "permalink").rstrip("/").rpartition("/")[2])[:220]
        number = self.text(*path, "offeringId")
        is_number = number.isascii() and number.isdigit() and int(number) < 2**63
        if not label and not slug:
            raise FieldError(path, "This offering has neither label nor permalink; write one.")
        return OfferingRecord(
            label or slug,
            slug or slugify(label)[:220],
            int(number) if is_number else None,
            self.texts("categories", 320, *path),
        )

    def aliases(self, section: SectionRecord | None) -> tuple[str, ...]:
        found = []
        for written in self.texts("aliases", max_length=2000):
            path = urlsplit(written).path if "://" in written else written.partition("?")[0]
            if path and not path.startswith("/") and section:
                path = f"/{section.path}/{path}"
            if not path.strip("/") or len(path) > 500 or ".." in path.split("/"):
                self._leave_out(("aliases",), f"{written[:80]!r} cannot lead here; left out")
            elif Address.normalise(path).split("/")[1] in RESERVED:
                note = f"{written[:80]!r} is an address that the site itself uses; left out"
                self._leave_out(("aliases",), note)
            else:
                found.append(path)
        return tuple(found)


def check_section_path(path: str):
    """Raises ValueError, with a sentence, unless a section may have this path."""
    try:
        _SECTION_PATH.clean(path, None)
    except ValidationError:
        raise ValueError(
            f"{path[:80]!r} is not a section's path; write lower-case words between slashes, as in "
            "/news/."
        ) from None
    first, *rest = path.split("/")
    if first in RESERVED or article_slugs.RESERVED.intersection(rest):
        raise ValueError(f"The site itself uses the address /{path[:80]}/; choose another section.")
