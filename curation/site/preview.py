"""Who may see an article before its readers do."""

from django.conf import settings
from django.http import HttpRequest


def has_session(request: HttpRequest) -> bool:
    """Whether somebody is, or was, logged in. Does not open the session.

    Readers have no session: not even to look for one keeps their pages free of `Vary: Cookie`, so
    that caches can hand the same page to everybody.
    """
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def may_preview(request: HttpRequest) -> bool:
    """Whether the visitor is of the staff and may see articles that are not live."""
    return (
        has_session(request)
        and request.user.is_staff
        and request.user.has_perm("curation.view_article")
    )
