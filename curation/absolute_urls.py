"""Absolute URLs of this site's own pages, for feeds, mails, structured data and link previews."""

from typing import Protocol

from django.conf import settings


class HasPage(Protocol):
    """A model instance that has a page."""

    def get_absolute_url(self) -> str:
        """Return the page's path: despite Django's name for it, it has no scheme and no host."""


def absolute_url(target: str | HasPage) -> str:
    """Return scheme, host and path of a page: of a path of this site, or of an object's own page.

    The host is SITE_URL's, whatever host a request named: caches and mails keep what it returns.
    """
    path = target if isinstance(target, str) else target.get_absolute_url()
    return f"{settings.SITE_URL}{path}"
