"""The keys of front matter: the spellings that each has in other systems, and which are known.

Keys have no case, as in Hugo. The names are those of the content format, where it has one.
Sources: Hugo's documentation, *Front matter* and *Configure dates*; Jekyll's, *Front matter*, and
its plug-ins jekyll-redirect-from and jekyll-last-modified-at; the exporters of WordPress, Ghost and
Drupal to Markdown; the default collections of Decap and Tina; Grav's and Eleventy's page headers.
"""

from typing import Any

from curation.interchange import visibility

# Name -> its spellings in lower case, the first that a file has counts.
SPELLINGS = {
    "title": ("title",),
    "date": ("date", "created", "created_at", "date_created"),
    "publishDate": (
        "publishdate", "pubdate", "publish_date", "published_at", "published_date", "publish_on",
        "publication_date", "publish_at", "publishat", "scheduled_at", "go_live_at", "embargo",
        "embargo_until", "embargountil", "embargo_date", "embargodate", "release_date",
        "releasedate", "date_published", "datepublished", "available_from",
    ),
    "lastMod": (
        "lastmod", "lastmodified", "last_modified", "last_modified_at", "last-modified-at",
        "modified", "modified_at", "updated", "updated_at", "last_updated", "lastupdated",
    ),
    "expiryDate": (
        "expirydate", "unpublishdate", "unpublish_date", "unpublish_on", "unpublish_at",
        "unpublishat", "expiry_date", "expirationdate", "expiration_date", "expire_at", "expires",
        "expires_at", "expires_on", "expiry",
    ),
    "slug": ("slug",),
    "url": ("url",),
    "permalink": ("permalink",),
    "aliases": ("aliases", "alias"),
    "redirect_from": ("redirect_from", "redirects", "old_urls"),
    "author": ("author", "authors", "byline", "writers"),
    "description": ("description", "summary", "excerpt"),
    "categories": ("categories", "category"),
    "tags": ("tags", "tag"),
    "featuredImage": (
        "featuredimage", "featured_image", "image", "cover", "coverimage", "cover_image",
        "feature_image", "thumbnail", "images", "hero",
    ),
    "language": ("lang", "language", "locale"),
}  # fmt: skip
# The content format's own keys, of both dialects, beside those above
_FORMAT = (
    "archetype", "basePath", "breadcrumbLinks", "breadcrumbs", "categoryLabel", "categorySlug",
    "categoryUrl", "contentCategories", "favIconImage", "featuredPdf", "href", "htmlMetaData", "id",
    "identifier", "insights_description", "insights_name", "institution", "layOut", "link",
    "linkBrand", "mastHead", "mdName", "offering", "openGraphMetaData", "openProjectCustomFields",
    "openProjectWorkPackageType", "original", "relatedOfferings", "searchCategory", "source", "sub",
    "twitterMetaData", "via", "viaLink",
)  # fmt: skip
_NAMES = {name.lower(): name for name in _FORMAT} | {
    spelling: name for name, spellings in SPELLINGS.items() for spelling in spellings
}
_ORDER = {
    spelling: place for spellings in SPELLINGS.values() for place, spelling in enumerate(spellings)
}


Spelled = tuple[str, Any]  # a key as a file writes it, and its value


def spellings(values: dict[str, Any]) -> dict[str, list[Spelled]]:
    """Name -> all its spellings in a front matter with their values, the one that counts first.

    Keys that have no name of their own are there in lower case. Of several spellings of one key,
    the first with a value counts; the format's own outweighs another case of it.
    """
    found: dict[str, list[Spelled]] = {}
    for key, value in values.items():
        lower = key.lower()
        found.setdefault(_NAMES.get(lower, lower), []).append((key, value))
    for name, spelled in found.items():
        if len(spelled) > 1:
            spelled.sort(key=lambda pair: _rank(name, *pair))  # noqa: B023  sorted at once
    return found


def _rank(name: str, key: str, value: Any) -> tuple:
    return value is None, _ORDER.get(key.lower(), 0), key != name


def by_name(values: dict[str, Any]) -> dict[str, Spelled]:
    """Name -> the spelling that counts, for a whole front matter; see `spellings`."""
    return {name: spelled[0] for name, spelled in spellings(values).items()}


def is_known(key: str) -> bool:
    """Whether the import understands a key, or the content format knows it."""
    lower = key.lower()
    return lower in _NAMES or visibility.is_sign(key) or lower in ("params", "cascade")
