"""Who may see an article before it is published."""

from django.conf import settings
from django.http import HttpRequest


def has_session(request: HttpRequest) -> bool:
    """Whether the request has a session cookie. Does not load the session.

    Readers have no session. Loading one would add `Vary: Cookie` to their pages, and caches could
    not give the same page to everybody.
    """
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def may_preview(request: HttpRequest) -> bool:
    """Whether the visitor is a member of the staff who may see articles that are not live."""
    return (
        has_session(request)
        and request.user.is_staff
        and request.user.has_perm("curation.view_article")
    )
