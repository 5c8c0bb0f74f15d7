"""An article -> the values of its front matter. Rules: *Field by field* in the content format.

Each writer changes the keys of one compared value, with those that depend on it, in a copy of the
file's own values. A new file is written by the same writers into a form with empty keys.
"""

import copy
import json
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from curation.interchange.comparison import (
    COMPARED,
    document_name,
    normalised_category,
    offering_key,
    picture_name,
)
from curation.interchange.front_matter import Scalar
from curation.interchange.keys import by_name
from curation.interchange.value_reader import from_json
from curation.interchange.visibility import truth
from curation.models import Address, Article
from markup.sanitise import first_characters
from media.models import Image
from offerings.models import Offering

STATUS_WORDS = {"published": "", "in_review": "in review"}
# All keys, in the order of the owners' files
FORM = json.loads("""{
    "aliases": [], "archetype": null, "author": [], "basePath": null, "breadcrumbLinks": [],
    "breadcrumbs": [], "categories": [], "categorySlug": [], "categoryUrl": [], "categoryLabel": [],
    "contentCategories": null, "institution": null, "offering": null, "layOut": "single",
    "date": null, "description": "", "favIconImage": null, "featuredImage": null,
    "featuredPdf": null, "htmlMetaData": {}, "id": null, "identifier": null, "lastMod": null,
    "link": {"brand": null, "href": null, "original": null}, "href": null, "original": null,
    "mastHead": null, "mdName": null, "openGraphMetaData": {}, "openProjectCustomFields":
    {"cleanUrl": null, "medigyTopics": [], "sourceUrl": null}, "openProjectWorkPackageType":
    "Curated Content", "searchCategory": null, "slug": null, "source": "", "status": "",
    "sub": null, "tags": [], "title": null, "via": "", "insights_description": null,
    "insights_name": null, "viaLink": null, "relatedOfferings": [], "twitterMetaData": {}
}""")


def changed_values(
    article: Article, values: dict, now: dict, baseline: dict, changed: set[str], zone: ZoneInfo
) -> dict[str, Any]:
    """A file's values, with the keys changed that an edit touched.

    `values`: the file's own front matter; not modified. `now`, `baseline`: the article's compared
    values of today and of its import. `changed`: the names of those to write.
    """
    written = {key: name for name, (key, _value) in by_name(values).items()}
    values = {written.get(key, key): value for key, value in copy.deepcopy(values).items()}
    writer = _Writer(article, values, zone)
    for name, write in _WRITERS:
        if name in changed:
            write(writer)
    if now["aliases"] != baseline.get("aliases", []):
        before, after = set(baseline.get("aliases", [])), set(now["aliases"])
        writer.aliases(gone=before - after, new=sorted(after - before))
    if changed and now["modified_at"] != baseline.get("modified_at"):
        writer.modified_at()
    keys = {name: key for key, name in written.items()}
    return {keys.get(name, name): value for name, value in writer.values.items()}


def all_values(article: Article, zone: ZoneInfo) -> dict[str, Any]:
    """The front matter of an article that came from no file."""
    writer = _Writer(article, copy.deepcopy(FORM), zone)
    for name, write in _WRITERS:
        if name not in _RARE or getattr(article, name):
            write(writer)
    former = [address.path for address in article.addresses.all() if not address.is_live]
    writer.aliases(gone=set(), new=sorted(former))
    writer.modified_at()
    writer.provenance()
    return writer.values


class _Writer:
    """One front matter's values while they are changed. A method for each compared value."""

    def __init__(self, article: Article, values: dict[str, Any], zone: ZoneInfo):
        self.article, self.values, self.zone = article, values, zone

    # ------------------------------------------------------------------ title and path

    def title(self):
        self.values["title"] = self.article.title
        crumbs = self.values.get("breadcrumbs")
        if isinstance(crumbs, list) and crumbs:
            self.values["breadcrumbs"] = [*crumbs[:-1], self.article.title]

    def slug(self):
        self.values["slug"] = self.article.slug

    def section(self):
        section = self.article.section
        self.values["basePath"] = f"/{section.path}/"
        self.values["identifier"] = section.name
        self.values["searchCategory"] = section.facet or section.name
        self.values["mastHead"] = section.banner or section.name.upper()
        self.values["contentCategories"] = section.content_set or None
        names, paths = zip(*self.article.breadcrumbs, strict=True)
        self.values["breadcrumbs"], self.values["breadcrumbLinks"] = list(names), list(paths)

    def aliases(self, gone: set[str], new: list[str]):
        raw = self.values.get("aliases")
        listed = raw if isinstance(raw, list) else [raw] if raw else []
        self.values["aliases"] = [alias for alias in listed if self._path(alias) not in gone] + new

    def _path(self, alias: Any) -> str:
        text = _text(alias)
        is_whole = text.startswith("/") or "://" in text
        return Address.normalise(text if is_whole else f"/{self.article.section.path}/{text}")

    # ----------------------------------------------------------------------------- the brief

    def kind(self):
        self.values["sub"] = self.article.kind

    def archetype(self):
        self.values["archetype"] = self.article.archetype

    def excerpt(self):
        """An excerpt that follows from the body is not written where the file has none."""
        is_automatic = self.article.excerpt == first_characters(self.article.words)
        if self.values.get("description") or not is_automatic:
            self.values["description"] = self.article.excerpt

    def curators(self):
        names = [line.curator.name for line in self.article.bylines.all()]
        self.values["author"] = _same_shape(self.values.get("author"), names)

    def insights_name(self):
        self.values["insights_name"] = self.article.insights_name or None

    def insights(self):
        self.values["insights_description"] = self.article.insights or None

    # --------------------------------------------------------------------------- the source

    def link_href(self):
        self._write_url("href", self.article.link_href)

    def link_original(self):
        self._write_url("original", self.article.link_original)

    def brand(self):
        if isinstance(self.values.get("link"), str | Scalar):
            self.values["linkBrand"] = self.article.brand or None
        else:
            self._update("link", {"brand": self.article.brand or None})

    def _write_url(self, key: str, url: str):
        """In the older dialect, `link` is the URL itself."""
        if not isinstance(self.values.get("link"), str | Scalar):
            self._update("link", {key: url or None})
            self.values[key] = url or None
            return
        if key == "href":
            self.values["link"] = url
        if key == "original" or key in self.values:
            self.values[key] = url or None

    def via_name(self):
        self.values["via"] = self.article.via_name

    def via_url(self):
        self.values["viaLink"] = self.article.via_url or None

    # -------------------------------------------------------------------------- the pictures

    def image(self):
        image = self.article.featured_image
        if not image:
            self.values["featuredImage"] = None
            return
        old = self.values.get("featuredImage")
        work = {"workPackage": old["workPackage"]} if _has(old, "workPackage") else {}
        self.values["featuredImage"] = {
            "alt": self.article.image_alt, **_file(image, "featuredImage"), **work
        }  # fmt: skip

    def image_alt(self):
        old = self.values.get("featuredImage")
        if isinstance(old, list) and old:  # the first of several is the article's
            first = {"href": old[0]} if isinstance(old[0], str) else old[0]
            if isinstance(first, dict):
                self.values["featuredImage"] = [{**first, "alt": self.article.image_alt}, *old[1:]]
                return
        if isinstance(old, str):
            self.values["featuredImage"] = {"href": old}
        if self.article.image_alt or old:
            self._update("featuredImage", {"alt": self.article.image_alt})

    def pdf(self):
        pdf = self.article.featured_pdf
        self.values["featuredPdf"] = (
            {"format": "PDF", "href": document_name(pdf), "valid": _boolean(True)} if pdf else None
        )

    # ----------------------------------------------------------------- classification

    def categories(self):
        """The names, and the parallel lists, which keep their entries for the names that stay."""
        rows = {category.name: category for category in self.article.categories.all()}
        raw = self.values.get("categories")
        in_file = raw if isinstance(raw, list) else [raw] if raw else []
        written = {normalised_category(_text(name)): index for index, name in enumerate(in_file)}
        names = [name for name in written if name in rows]
        names += sorted(set(rows) - set(names))
        parallel = {
            "categorySlug": lambda name: name.lower(),
            "categoryUrl": lambda name: f"topic/{rows[name].slug}",
            "categoryLabel": lambda name: rows[name].label,
        }
        for key, rule in parallel.items():
            old = self.values.get(key)
            if key not in self.values and "categories" in self.values:
                continue
            old = old if isinstance(old, list) and len(old) == len(in_file) else None
            self.values[key] = [
                old[written[name]] if old and name in written else rule(name) for name in names
            ]
        kept = [in_file[written[name]] if name in written else name for name in names]
        self.values["categories"] = _same_shape(raw, kept)

    def tags(self):
        names = {tag.name.casefold(): tag.name for tag in self.article.tags.all()}
        raw = self.values.get("tags")
        in_file = raw if isinstance(raw, list) else _text(raw).split(",")
        kept = {_text(tag).strip().casefold(): tag for tag in in_file}
        kept = {name: tag for name, tag in kept.items() if name in names}
        self.values["tags"] = [*kept.values(), *sorted(names[n] for n in names.keys() - kept)]

    def institution(self):
        row = self.article.institution
        self.values["institution"] = row.name if row else None

    def offering(self):
        row = self.article.offering
        self.values["offering"] = row.name if row else None

    def related(self):
        raw = self.values.get("relatedOfferings")
        in_file = {_entry_key(entry): entry for entry in raw} if isinstance(raw, list) else {}
        self.values["relatedOfferings"] = [
            in_file.get(offering_key(row.offering)) or _offering(row.offering)
            for row in self.article.related.all()
        ]

    # --------------------------------------------------------------------------- status and dates

    def status(self):
        status = self.article.status
        self.values["status"] = STATUS_WORDS.get(status, status)
        if "draft" in self.values:
            self.values["draft"] = _boolean(status == Article.Status.DRAFT)
        if self.values.get("published") is not None and truth(self.values["published"]) is False:
            self.values["published"] = _boolean(status == Article.Status.PUBLISHED)

    def published_at(self):
        for key in ("date", "publishDate"):
            if key == "date" or self.values.get(key) is not None:
                self.values[key] = self._moment(self.article.published_at, self.values.get(key))

    def expires_at(self):
        old = self.values.get("expiryDate")
        self.values["expiryDate"] = self._moment(self.article.expires_at, old)

    def content_language(self):
        self.values["language"] = self.article.content_language or None

    def modified_at(self):
        self.values["lastMod"] = self._moment(self.article.modified_at, self.values.get("lastMod"))

    def _moment(self, moment: datetime | None, old: Any) -> str | Scalar | None:
        """A day where it is midnight, else a moment in UTC; a date or a text, as the old value."""
        if moment is None:
            return None
        moment, local = moment.astimezone(UTC), moment.astimezone(self.zone)
        value = local.date() if local.time() == time() else moment
        if isinstance(old, Scalar) and isinstance(old.value, date):
            return Scalar(value, value.isoformat())
        return value.isoformat() if value != moment else f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}"

    # ------------------------------------------------------------------ what only a new file needs

    def provenance(self):
        article, values = self.article, self.values
        provenance = getattr(article, "provenance", None)
        if provenance:
            values["htmlMetaData"] = from_json(provenance.html_meta)
            values["openGraphMetaData"] = from_json(provenance.open_graph)
            values["twitterMetaData"] = from_json(provenance.twitter)
        number = article.external_id
        is_number = number.isdecimal() and number == str(int(number))
        values["id"] = Scalar(int(number), number) if is_number else number or None
        values["source"] = article.source
        values["mdName"] = f"{article.slug}.md"
        values["openProjectCustomFields"] = {
            "cleanUrl": article.link_href or None,
            "medigyTopics": list(values["categories"]),
            "sourceUrl": article.link_original or None,
        }
        icon = article.publisher.icon if article.publisher_id else None
        values["favIconImage"] = _file(icon, "favIconImage") if icon else None

    def _update(self, key: str, members: dict[str, Any]):
        old = self.values.get(key)
        self.values[key] = {**old, **members} if isinstance(old, dict) else members


# The owners' files do not have these keys; a new file has them where the article has a value.
_RARE = ("expires_at", "content_language")
# The body is no key; aliases and the time of the change are written by rules of their own.
_WRITERS = [
    (compared.name, getattr(_Writer, compared.name))
    for compared in COMPARED
    if compared.name not in ("body", "aliases", "modified_at")
]


def _text(value: Any) -> str:
    return value.text if isinstance(value, Scalar) else value if isinstance(value, str) else ""


def _boolean(value: bool) -> Scalar:
    return Scalar(value, "true" if value else "false")


def _has(value: Any, key: str) -> bool:
    return isinstance(value, dict) and value.get(key) is not None


def _same_shape(old: Any, texts: list) -> Any:
    """A single text where the old value is one, else a list."""
    return texts[0] if isinstance(old, str) and len(texts) == 1 else texts


def _file(image: Image, use: str) -> dict[str, Any]:
    return {
        "format": image.format,
        "href": picture_name(image, use),
        "size": [Scalar(pixels, str(pixels)) for pixels in (image.height, image.width)],
        "valid": _boolean(True),
    }


def _entry_key(entry: Any) -> str:
    """`offering_key` of the offering that a file's entry means; "" where it does not say."""
    if not isinstance(entry, dict):
        return ""
    number = _text(entry.get("offeringId"))
    return number or _text(entry.get("permalink")).rstrip("/").rpartition("/")[2]


def _offering(offering: Offering) -> dict[str, Any]:
    number = offering.external_id
    return {
        "label": offering.name,
        "permalink": f"/offering/{offering.slug}",
        "categories": [category.name for category in offering.categories.for_index()],
        "offeringId": None if number is None else Scalar(number, str(number)),
    }
