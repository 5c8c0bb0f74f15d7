"""A parsed file -> the record of its article. Pure: no database.

Rules: *Field by field* and *An older dialect* in the content format. Keys that are not named here
stay in the file's own text and go out with it.
"""

import math
import re
from datetime import UTC, date, datetime, time
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
from curation.models import Address, article_slugs
from curation.models.articles import YEARS
from curation.models.sections import RESERVED, Section
from curation.sources.characters import NOT_IN_XML
from curation.sources.links.fields import validate_web_url
from curation.sources.links.parsing import LinkError, brand_of

# The format's word for "published" is the empty one; the others are those of the systems that the
# files came from. An unknown word is refused: taken for a draft, it would hide a live page.
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
    """What a parsed file says. `zone`: that of dates without one, and of plain days.

    Raises FrontMatterError, with the place, for a value of the wrong kind.
    """
    try:
        return _Reader(parsed.values, zone).record(parsed.body)
    except FieldError as error:
        raise error.placed(parsed) from None


def as_json(value: Any) -> Any:
    """A front matter's tree -> the same as JSON can hold it: dates and infinities as text."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, Scalar):
        is_number = isinstance(value.value, int | float) and math.isfinite(value.value)
        return value.value if is_number else value.text
    return value


def modified_key(values: dict[str, Any]) -> str:
    """The key of the time of the last change; the older dialect writes it in small letters."""
    return "lastmod" if "lastmod" in values and "lastMod" not in values else "lastMod"


def moment(value: Any, zone: ZoneInfo) -> datetime | None:
    """A date as files write it -> a moment; None where there is none.

    A day alone is its midnight in `zone`, and a time without a zone is one of `zone`. Raises
    ValueError, with a sentence, for anything else and for years out of 1900 to 2100.
    """
    written = value.text if isinstance(value, Scalar) else value
    if isinstance(value, Scalar) and isinstance(value.value, date):
        read = value.value
    elif isinstance(written, str):
        if not written.strip():
            return None
        try:
            # Some systems put a space before the zone.
            read = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", written.strip()))
        except ValueError:
            raise ValueError(
                f"{written[:40]!r} is no date; write it like 2022-12-29 or 2022-12-29T08:30:00Z."
            ) from None
    else:
        raise ValueError("This is no date; write it like 2022-12-29.")
    if not isinstance(read, datetime):
        read = datetime.combine(read, time())
    if read.year not in YEARS:
        raise ValueError(f"The year {read.year} is out of 1900 to 2100; mend it.")
    return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)


class _Reader:
    """Takes values out of one front matter, by path, each of the kind that is wanted."""

    def __init__(self, values: dict[str, Any], zone: ZoneInfo):
        self.values, self.zone = values, zone
        self.notes: list[tuple[Path, str]] = []

    def record(self, body: str) -> ArticleRecord:
        title = self.text("title", most=500)
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
            external_id=self.text("id", most=100),
            slug=self.slug(),
            section=section,
            kind="brief" if self.text("sub").lower() == "brief" else "article",
            excerpt=self.text("description", lines=True),
            body=body,
            curators=self.texts("author", most=150),
            published_at=published_at,
            modified_at=self.date(modified_key(self.values)),
            status=status,
            link_original=link_original,
            link_href=link_href,
            brand=brand,
            publisher_name=publisher_name,
            via_name=self.text("via", most=300),
            via_url=self.via_url(),
            image_name=image_name,
            image_alt=image_alt,
            pdf_name=self.file("featuredPdf")[0],
            icon_name=self.file("favIconImage")[0],
            categories=self.texts("categories", most=320),
            tags=self.tags(),
            institution=self.name("institution"),
            offering=self.offering(("offering",)) if self.value("offering") else None,
            related=self.related(),
            insights_name=self.text("insights_name", most=200),
            insights=self.text("insights_description", lines=True),
            aliases=self.aliases(section),
            archetype=self.text("archetype", most=100) or "curated-content",
            html_meta=self.mapping("htmlMetaData"),
            open_graph=self.mapping("openGraphMetaData"),
            twitter=self.mapping("twitterMetaData"),
            notes=tuple(self.notes),
        )

    # ------------------------------------------------------------------------- kinds of values

    def value(self, *path: str | int) -> Any:
        """What stands at the path; None where it leads nowhere."""
        value: Any = self.values
        for part in path:
            if isinstance(value, dict):
                value = value.get(part)
            else:
                value = value[part] if isinstance(value, list) and isinstance(part, int) else None
        return value

    def text(self, *path: str | int, most: int | None = None, lines: bool = False) -> str:
        """The text there, trimmed; "" for null. A number, truth or date is taken as written."""
        value = self.value(*path)
        if value is None:
            return ""
        if isinstance(value, Scalar):
            value = value.text
        if not isinstance(value, str):
            kind = "list" if isinstance(value, list) else "mapping"
            raise FieldError(path, f"This is a {kind}; write one text.")
        if NOT_IN_XML.search(value):
            raise FieldError(path, "There is a control character in this text; remove it.")
        text = value.strip() if lines else " ".join(value.split())
        if most and len(text) > most:
            raise FieldError(path, f"This has {len(text)} characters; at most {most} are taken.")
        return text

    def texts(self, key: str, most: int, *below: str | int) -> tuple[str, ...]:
        """The texts there, each once, in order; one text alone counts as a list of one."""
        path = (*below, key)
        value = self.value(*path)
        if isinstance(value, dict):
            raise FieldError(path, "This is a mapping; write a list of texts.")
        if not isinstance(value, list):
            found = [self.text(*path, most=most)]
        else:
            found = [self.text(*path, index, most=most) for index in range(len(value))]
        return tuple(dict.fromkeys(text for text in found if text))

    def mapping(self, key: str) -> dict:
        value = self.value(key)
        if not value:
            return {}
        if not isinstance(value, dict):
            raise FieldError((key,), 'This is no mapping; write "name: value" lines below it.')
        return as_json(value)

    def date(self, key: str) -> datetime | None:
        try:
            value = self.value(key)
            return None if value is None else moment(value, self.zone)
        except ValueError as error:
            raise FieldError((key,), str(error)) from None

    # ------------------------------------------------------------------------------ the fields

    def source(self) -> str:
        below = ("name",) if isinstance(self.value("source"), dict) else ()
        return self.text("source", *below, most=100)

    def slug(self) -> str:
        slug = self.text("slug", most=255)
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
            self.text("identifier", most=100) or self.text("searchCategory", most=100),
            self.text("searchCategory", most=100),
            self.text("mastHead", most=100),
            self.text("contentCategories", most=150),
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
        """(pasted address, address after redirects, brand, publisher's name)."""
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
            self.notes.append((("original",), "this is no web address; it stays in the file only"))
            original = ""
        said = (inner and self.text("link", "brand")) or self.text("linkBrand")
        if is_host := _HOST.fullmatch(said):
            host = said.lower().removeprefix("www.")
        name = "" if is_host else said[:200]
        # The database wants the scheme in small letters.
        href = _SCHEME.sub(lambda match: match[0].lower(), href)
        return original or href, href, (host or slugify(said))[:253], name

    def via_url(self) -> str:
        url = self.text("viaLink")
        if not url:
            return ""
        try:
            validate_web_url(url)
        except ValidationError:
            self.notes.append((("viaLink",), "this is no web address; it stays in the file only"))
            return ""
        return url

    def file(self, key: str) -> tuple[str, str]:
        """(file name, alternative text) of a picture or document; a path alone is an older form."""
        value = self.value(key)
        if isinstance(value, dict):
            name, alt = self.text(key, "href"), self.text(key, "alt", most=500)
        else:
            name, alt = self.text(key), ""
        if len(name) > 300:
            self.notes.append(((key,), "this file name is too long; it stays in the file only"))
            name = ""
        return name, alt

    def tags(self) -> tuple[str, ...]:
        if isinstance(value := self.value("tags"), str):
            self.values = {**self.values, "tags": value.split(",")}
        return tuple({tag.casefold(): tag for tag in self.texts("tags", most=100)}.values())

    def name(self, key: str) -> str:
        """A name, written alone or as a mapping's `name` or `label`; other shapes say nothing."""
        value = self.value(key)
        if isinstance(value, dict):
            return self.text(key, "name", most=200) or self.text(key, "label", most=200)
        return "" if isinstance(value, list) else self.text(key, most=200)

    def related(self) -> tuple[OfferingRecord, ...]:
        value = self.value("relatedOfferings")
        if not value:
            return ()
        if not isinstance(value, list):
            raise FieldError(("relatedOfferings",), "This is no list; write a list of offerings.")
        found = [self.offering(("relatedOfferings", index)) for index in range(len(value))]
        return tuple({offering.key: offering for offering in found if offering}.values())

    def offering(self, path: Path) -> OfferingRecord | None:
        value = self.value(*path)
        if isinstance(value, list):
            return None
        if not isinstance(value, dict):
            label = self.text(*path, most=200)
            return OfferingRecord(label, slugify(label)) if label else None
        label = self.text(*path, "label", most=200) or self.text(*path, "name", most=200)
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
        for written in self.texts("aliases", most=2000):
            path = urlsplit(written).path if "://" in written else written.partition("?")[0]
            if path and not path.startswith("/") and section:
                path = f"/{section.path}/{path}"
            if not path.strip("/") or len(path) > 500 or ".." in path.split("/"):
                self.notes.append((("aliases",), f"{written[:80]!r} cannot lead here; left out"))
            elif Address.normalise(path).split("/")[1] in RESERVED:
                note = f"{written[:80]!r} is an address that the site itself uses; left out"
                self.notes.append((("aliases",), note))
            else:
                found.append(path)
        return tuple(found)


def check_section_path(path: str):
    """Raises ValueError, with a sentence, unless a section may have this path."""
    try:
        _SECTION_PATH.clean(path, None)
    except ValidationError:
        raise ValueError(
            f"{path[:80]!r} is no section's path; write lower-case words between slashes, as in "
            "/news/."
        ) from None
    first, *rest = path.split("/")
    if first in RESERVED or article_slugs.RESERVED.intersection(rest):
        raise ValueError(f"The site itself uses the address /{path[:80]}/; choose another section.")
