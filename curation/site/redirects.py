"""Addresses last for ever: what a visitor gets whose address no page answers."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.encoding import iri_to_uri

from curation.models import Address, Article, Section
from curation.site.preview import may_preview
from curation.site.views.errors import gone

ROOMS = ("site", "offerings", "submissions")
# Their paths are data: that one of them matches a path does not say that there is a page.
PATHS_ARE_DATA = ("site:section", "site:article", "site:section-feed")


class AddressMiddleware:
    """Acts on a 404: leads an alias to its article, and to a page that a slash is amiss with.

    A withdrawn article answers 410 at each of its addresses; an unpublished one stays a 404.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:  # PostgreSQL refuses even to look for it
            raise Http404
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        found = article_at(request.path)
        if found and found.is_gone:
            return gone(request, found)
        if found and (found.is_live or may_preview(request)):
            place = found.get_absolute_url()
        else:
            place = None if found else page_with_other_slash(request.path)
        if place is None or place == iri_to_uri(request.path):
            return response
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{place}?{query}" if query else place)


def article_at(path: str) -> Article | None:
    """The article that answers, or formerly answered, at the path."""
    address = Address.objects.at(path).select_related("article__section").first()
    return address and address.article


def page_with_other_slash(path: str) -> str | None:
    """The path of the site's own page that differs only in its final slash, if there is one."""
    if Section.objects.filter(path=path.strip("/")).exists():
        return f"/{path.strip('/')}/"
    other = path.rstrip("/") if path.endswith("/") else f"{path}/"
    try:
        match = resolve(other)
    except Resolver404:
        return None
    # The admin's own last pattern matches everything below it; only its front door is meant here.
    at_desk = match.namespace == "admin" and match.url_name == "index"
    ours = match.namespace in ROOMS and match.view_name not in PATHS_ARE_DATA
    return iri_to_uri(other) if at_desk or ours else None
