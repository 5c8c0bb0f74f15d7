"""Slugs: the last part of a page's path, made from a name, and made unique with a number."""

from collections.abc import Container

from django.db.models import QuerySet
from django.utils.text import slugify

from slugs.letters import LATIN_LETTERS, is_mostly_not_latin, unicode_slug

LONGEST_NUMBER = len("-1000000")


def slug_from_name(name: str, fallback: str, max_length: int = 200) -> str:
    """Return Django's slug of a name, cut to `max_length` characters.

    A name whose letters are mostly not Latin keeps them: see `unicode_slug`. `fallback` is the slug
    of a name without letters and digits.

    >>> slug_from_name("Remote care & AI", "topic")
    'remote-care-ai'
    >>> slug_from_name("遠隔医療", "topic"), slug_from_name("+", "topic")
    ('遠隔医療', 'topic')
    """
    if is_mostly_not_latin(name):
        return unicode_slug(name, max_length) or fallback
    return slugify(name.lower().translate(LATIN_LETTERS))[:max_length] or fallback


def first_free_slug(slug: str, taken: Container[str], max_length: int = 200) -> str:
    """Return the first of `slug`, `slug-2`, `slug-3` … that is not in `taken`.

    A slug that would be longer than `max_length` with its number is cut before the number.

    >>> first_free_slug("wards", {"wards", "wards-2"})
    'wards-3'
    >>> first_free_slug("wards", {"wards"}, max_length=5)
    'war-2'
    """
    number, candidate = 1, slug
    while candidate in taken:
        number += 1
        candidate = f"{slug[: max_length - len(f'-{number}')]}-{number}"
    return candidate


def numbered_slugs(slug: str) -> list[str]:
    """Return `slug`, `slug-2` … `slug-20`: the slugs of rows whose names give the same slug."""
    return [slug, *(f"{slug}-{number}" for number in range(2, 21))]


def unique_slug(slug: str, rows: QuerySet) -> str:
    """Return the first of `slug`, `slug-2`, `slug-3` … that no row has in its column `slug`."""
    max_length = rows.model._meta.get_field("slug").max_length
    begins = slug[: max_length - LONGEST_NUMBER]
    taken = rows.filter(slug__startswith=begins).values_list("slug", flat=True)
    return first_free_slug(slug, set(taken), max_length)
