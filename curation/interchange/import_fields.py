"""A parsed content file -> the record of its article. Pure: no database.

Rules: *Field by field* and *An older dialect* in the content format; for other systems, the tables
in `keys` and `visibility`. Keys that are not read here stay in the file's own text, and an export
writes them back.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from curation.interchange import keys, visibility
from curation.interchange.classification import Classification
from curation.interchange.file_dates import FileDates
from curation.interchange.front_matter import ParsedFile
from curation.interchange.old_site.permalinks import PageFacts
from curation.interchange.old_site.place import Place
from curation.interchange.page_paths import PagePaths
from curation.interchange.records import (
    ArticleRecord,
    FieldError,
    SectionRecord,
)
from curation.interchange.remarks import RemarkKind
from curation.interchange.value_reader import ValueReader, from_json
from curation.models import Article, article_slugs
from curation.models.sections import RESERVED, Section
from curation.sources.links.fields import validate_web_url
from curation.sources.links.parsing import LinkError, brand_of
from curation.sources.reading.names import is_personal
from slugs import slug_from_name

# Raise it when files are read otherwise than before: the next import then reads all of them again.
READER_VERSION = 1

_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_SECTION_PATH = Section._meta.get_field("path")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*\Z")
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t#]*$|<h1[^>]*>([^<]+)</h1>", re.MULTILINE | re.IGNORECASE)
_IN_PARENTHESES = re.compile(r"\s*\([^()]*\)")
_BETWEEN = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+(?:and|&)\s+")
_LOGIN = re.compile(r"[a-z0-9_.-]+")
_FILE_KEYS = ("href", "src", "url", "image", "file", "path", "name", "filename")


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a file beside its own text.

    `zone`: that of times that name none; `own_zone`: that of this site, in which a day is its
    midnight. `modified_at`: the time of its last commit, if asked for.
    """

    zone: ZoneInfo
    place: Place
    source: str = ""
    own_zone: ZoneInfo | None = None
    modified_at: datetime | None = None
    now: datetime = field(default_factory=timezone.now)


def read_record(parsed: ParsedFile, reading: Reading) -> ArticleRecord:
    """What a parsed file says. Raises FrontMatterError, with the place, for what cannot be read."""
    reader = _ArticleReader(parsed.values, reading)
    try:
        return reader.record(parsed.body)
    except FieldError as error:
        path = (reader.written.get(error.path[0], error.path[0]), *error.path[1:])
        raise FieldError(path, error.message).with_place(parsed) from None


class _ArticleReader(ValueReader):
    """Reads the fields of an article out of one front matter."""

    def __init__(self, values: dict[str, Any], reading: Reading):
        super().__init__(values, reading.zone, from_json(reading.place.inherited))
        self.reading, self.place = reading, reading.place

    def record(self, body: str) -> ArticleRecord:
        title = self.title(body)
        signs = visibility.signs(self.in_file, self.inherited)
        file_dates = FileDates(self, signs, self.place, self.reading.now, self.reading.own_zone)
        read_dates = file_dates.read()
        self.place = file_dates.place
        seen = visibility.decide(signs, read_dates, self.place.hidden, self.reading.now)
        self.remarks += seen.remarks
        section = self.section()
        link_original, link_href, brand, publisher_name = self.link()
        image_name, image_alt = self.file("featuredImage")
        classified = Classification(self, self.place)
        categories = classified.categories()
        page = self.page_facts(title, file_dates.as_written(), read_dates, categories)
        paths = PagePaths(self, section, page, has_rule=bool(brand))
        aliases, old_paths = paths.aliases()
        self.note_unknown_keys()
        source = self.source()
        # A number says which article it is only beside the system that gave it.
        external_id = self.text("id", column="external_id", may_cut=False) if source else ""
        return ArticleRecord(
            title=title,
            source=source,
            external_id=external_id,
            slug=paths.slug,
            section=section,
            content_language=self.content_language(),
            kind="brief" if self.text("sub").lower() == "brief" else "article",
            excerpt=self.excerpt(),
            body=body,
            curators=self.curators(),
            published_at=seen.published_at,
            expires_at=seen.expires_at,
            modified_at=file_dates.last_change(
                read_dates, seen.published_at, self.reading.modified_at
            ),
            status=seen.status,
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
            categories=categories,
            tags=classified.tags(),
            joins_terms=self.place.system == "hugo",
            institution=classified.name("institution"),
            offering=classified.own_offering(),
            related=classified.related(),
            insights_name=self.text("insights_name", column="insights_name"),
            insights=self.text("insights_description", multiline=True),
            aliases=aliases,
            old_paths=old_paths,
            archetype=self.text("archetype", column="archetype") or "curated-content",
            html_meta=self.mapping("htmlMetaData"),
            open_graph=self.mapping("openGraphMetaData"),
            twitter=self.mapping("twitterMetaData"),
            remarks=tuple(self.remarks),
        )

    # ---------------------------------------------------------------- what it is

    def title(self, body: str) -> str:
        """The title; where the file has none, its first heading, or what its name says."""
        title = self.text("title", column="title")
        if "&" in title and not self.value("basePath"):
            # WordPress exports keep the entities of HTML; the content format's files do not.
            if (plain := " ".join(unescape(title).split())) != title:
                self.remark(RemarkKind.VALUE_CHANGED, "title", f"its entities became {plain!r}")
                title = plain
        if title:
            return title
        heading = _HEADING.search(body[:2000])
        words = heading and " ".join((heading[1] or heading[2]).split())
        title = (words or re.sub(r"[-_]+", " ", self.place.name).strip().capitalize())[:500]
        if not title:
            raise FieldError(("title",), "There is no title; write one.")
        done = f"there is no title; {title[:60]!r} was taken from the "
        done += "first heading" if words else "file's name"
        self.remark(RemarkKind.VALUE_CHANGED, "title", done, "write the title that readers see")
        return title

    def source(self) -> str:
        if not self.value("source"):
            return self.reading.source
        try:
            below = ("name",) if isinstance(self.value("source"), dict) else ()
            return self.text("source", *below, column="source", may_cut=False)
        except FieldError as error:
            self.leave_out("source", error.message.rstrip("."))
            return self.reading.source

    def section(self) -> SectionRecord:
        written = self.text("basePath")
        if not written:
            place = self.place
            if place.is_unfiled:
                self.remark(
                    RemarkKind.SECTION_CHOSEN,
                    "",
                    f"it lies in no section's folder; put into the section {place.section}",
                    "choose another one with --section",
                )
            return SectionRecord(
                place.section,
                place.section_name,
                description=place.section_description,
                parents=tuple(
                    SectionRecord(path, name, description=description)
                    for path, name, description in place.section_parents
                ),
                former_folders=tuple(place.former_folders.items()),
            )
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

    def content_language(self) -> str:
        """The language of the text: what its key says, else its file's, folder's or old site's.

        "" for that of this publication.
        """
        value = self.value("language")
        written = value.strip() if isinstance(value, str) else ""
        if len(written) > 35 or not _LANGUAGE.match(written):
            written = self.place.language
        written = written.replace("_", "-")
        own = settings.LANGUAGE_CODE.partition("-")[0].lower()
        return "" if written.partition("-")[0].lower() == own else written

    def note_unknown_keys(self):
        for key in self.in_file:
            if not keys.is_known(key) and key.lower() not in self.place.taxonomies:
                done = "this key has no meaning here; it stays in the file only"
                self.remark(RemarkKind.UNKNOWN_KEY, key, done)

    # ---------------------------------------------------------------- where it was

    def page_facts(
        self,
        title: str,
        local: datetime | None,
        read: visibility.Dates,
        categories: tuple[str, ...],
    ) -> PageFacts:
        """What the old site made the page's path of. `local`: `FileDates.as_written`."""
        if not local and (first := read.publish or read.modified):
            local = first.astimezone(self.zone)
        return PageFacts(
            title,
            slug=self.text("slug", max_length=500),
            date=local,
            categories=categories,
        )

    # ---------------------------------------------------------------- the brief

    def excerpt(self) -> str:
        try:
            return self.text("description", multiline=True)
        except FieldError as error:
            self.leave_out("description", f"{error.message.rstrip('.')}; left out")
            return ""

    def curators(self) -> tuple[str, ...]:
        """The names of the authors; a text with several of them is divided as a byline is."""
        found: list[str] = []
        for key, value in self.spellings.get("author", ()):
            self.values["author"] = value
            self.written["author"] = key
            found += self._divided(value) or self.names("author", 150)
        if not found:
            self.values.setdefault("author", None)
            if not self.values["author"] and isinstance(params := self.value("params"), dict):
                named = keys.by_name(params)
                self.values["author"] = named.get("author", ("", None))[1]
            found += self._divided(self.values["author"]) or self.names("author", 150)
        return tuple(dict.fromkeys(found))

    def _divided(self, value: Any) -> tuple[str, ...]:
        """The names in one text, () where it is one name, or no text."""
        if not isinstance(value, str) or not re.search(r"[,;&]|\band\b", value):
            return ()
        names = [
            " ".join(part.split())
            for part in _BETWEEN.split(_IN_PARENTHESES.sub("", value))
            if part
        ]
        are_people = all(" " in name and is_personal(name) for name in names)
        are_logins = all(_LOGIN.fullmatch(name) for name in names)
        if len(names) < 2 or not (are_people or are_logins):
            return ()
        if len(value) > 150 or "(" in value:
            done = f"{len(names)} names were taken from this line: {', '.join(names)}"
            self.remark(RemarkKind.VALUE_CHANGED, "author", done)
        return tuple(name[:150] for name in names)

    # ---------------------------------------------------------------- the source

    def link(self) -> tuple[str, str, str, str]:
        """(pasted URL, URL after redirects, brand, publisher's name)."""
        inner = isinstance(self.value("link"), dict)
        at = ("link", "href") if inner else ("link",)
        href = self.text(*at) if not isinstance(self.value(*at), list | dict) else ""
        if not href:
            at = ("href",)
            href = self.text(*at)
        original = (inner and self.text("link", "original")) or self.text("original")
        if not href and original:
            href, at = original, ("link", "original") if inner else ("original",)
        try:
            host = brand_of(href) if href else ""
        except LinkError as error:
            if self.value("source") or inner or at != ("link",):
                raise FieldError(at, str(error)) from None
            # In other systems `link` may be anything, such as a path of the old site.
            self.leave_out(at, "this is not a web address; it stays in the file only")
            href, host = "", ""
        if original and not _SCHEME.match(original):
            self.leave_out("original", "this is not a web address; it stays in the file only")
            original = ""
        brand = (inner and self.text("link", "brand")) or self.text("linkBrand")
        if is_host := _HOST.fullmatch(brand):
            host = brand.lower().removeprefix("www.")
        name = "" if is_host else brand[:200]
        publisher = slug_from_name(brand, "publisher", max_length=253) if brand else ""
        # The database wants the scheme in lower case.
        href = _SCHEME.sub(lambda match: match[0].lower(), href)
        return original or href, href, host[:253] or publisher, name

    def via_url(self) -> str:
        url = self.text("viaLink")
        if not url:
            return ""
        try:
            validate_web_url(url)
        except ValidationError:
            self.leave_out("viaLink", "this is not a web address; it stays in the file only")
            return ""
        return url

    # ---------------------------------------------------------------- the pictures

    def file(self, key: str) -> tuple[str, str]:
        """(file name, alternative text) of a picture or document. The older form is a path only."""
        path, alt = (key,), ""
        value = self.value(key)
        if isinstance(value, list) and value:
            path, value = (key, 0), value[0]
        if isinstance(value, dict):
            written = {name.lower(): name for name in value}
            of_alt = next(
                (written[name] for name in ("alt", "alttext", "caption") if name in written), ""
            )
            if of_alt and not isinstance(value[of_alt], list | dict):
                alt = self.text(*path, of_alt, column="image_alt")
            of_file = next((written[name] for name in _FILE_KEYS if name in written), "href")
            path, value = (*path, of_file), value.get(of_file)
        if isinstance(value, list | dict) or value is None:
            return "", alt
        name = self.text(*path) if isinstance(value, str) else ""
        if len(name) > 300:
            self.leave_out(path, "this file name is too long; it stays in the file only")
            name = ""
        return name, alt


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


def check_source(name: str):
    """Raises ValueError, with a sentence, unless an article's source may have this name."""
    most = Article._meta.get_field("source").max_length
    if len(name) > most:
        raise ValueError(f"This has {len(name)} characters; at most {most} are allowed.")
    if not name.isprintable():
        raise ValueError("There is a control character in this name; remove it.")
