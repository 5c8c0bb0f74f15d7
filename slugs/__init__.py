"""Slugs: the last part of a page's path, made from a name, and made unique with a number."""

from collections.abc import Container

from django.db.models import QuerySet
from django.utils.text import slugify


def slug_from_name(name: str, fallback: str, max_length: int = 200) -> str:
    """Return Django's slug of a name, cut to `max_length` characters.

    `fallback` is the slug of a name that has no ASCII letters or digits.

    >>> slug_from_name("Remote care & AI", "topic")
    'remote-care-ai'
    >>> slug_from_name("遠隔医療", "topic")
    'topic'
    """
    return slugify(name)[:max_length] or fallback


def first_free_slug(slug: str, taken: Container[str]) -> str:
    """Return the first of `slug`, `slug-2`, `slug-3` … that is not in `taken`.

    >>> first_free_slug("wards", {"wards", "wards-2"})
    'wards-3'
    """
    number, candidate = 1, slug
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def unique_slug(slug: str, rows: QuerySet) -> str:
    """Return the first of `slug`, `slug-2`, `slug-3` … that no row has in its column `slug`."""
    taken = rows.filter(slug__startswith=slug).values_list("slug", flat=True)
    return first_free_slug(slug, set(taken))
