"""The keys of front matter: the spellings that each has in other systems, and which are known.

Keys have no case, as in Hugo. The names are those of the content format, where it has one.
Sources: Hugo's documentation, *Front matter* and *Configure dates*; Jekyll's, *Front matter*, and
its plug-ins jekyll-redirect-from and jekyll-last-modified-at; the exporters of WordPress, Ghost and
Drupal to Markdown; the default collections of Decap and Tina; Grav's and Eleventy's page headers.
"""

from collections.abc import Iterator
from typing import Any

from curation.interchange import visibility

# Name -> its spellings in lower case, the first that a file has counts.
SPELLINGS = {
    "title": ("title",),
    "date": ("date", "created", "created_at", "date_created"),
    "publishDate": (
        "publishdate", "pubdate", "publish_date", "published_at", "published_date", "publish_on",
        "publication_date", "publish_at", "publishat", "scheduled_at", "go_live_at", "embargo",
        "embargo_until", "embargo_date", "embargodate",
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


def by_name(values: dict[str, Any]) -> dict[str, tuple[str, Any]]:
    """Name -> (the key as the file writes it, its value), for a whole front matter.

    Keys that have no name of their own are there in lower case. Of several spellings of one key,
    the first with a value counts.
    """
    found: dict[str, tuple[str, Any]] = {}
    ranks: dict[str, tuple] = {}
    for key, value in values.items():
        lower = key.lower()
        name = _NAMES.get(lower, lower)
        # The format's own spelling outweighs another case of it.
        rank = (value is None, _ORDER.get(lower, 0), key != name)
        if name not in found or rank < ranks[name]:
            found[name], ranks[name] = (key, value), rank
    return found


def all_spellings(values: dict[str, Any], name: str) -> Iterator[tuple[str, Any]]:
    """(key, value) of every spelling of a name that a front matter has, in its order."""
    for key, value in values.items():
        if _NAMES.get(key.lower()) == name:
            yield key, value


def is_known(key: str) -> bool:
    """Whether the import understands a key, or the content format knows it."""
    lower = key.lower()
    return lower in _NAMES or lower in visibility.KEYS or lower in ("params", "cascade")
