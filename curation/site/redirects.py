"""Redirects from former paths of articles, and from paths with a wrong final slash."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.encoding import iri_to_uri

from curation.models import Address, Article, Section
from curation.site.preview import may_preview
from curation.site.views.errors import gone

NAMESPACES = ("site", "offerings", "submissions")
# The paths of these views are data: that one of them matches does not mean that there is a page.
PATHS_ARE_DATA = ("site:section", "site:article", "site:section-feed")


class RedirectFallbackMiddleware:
    """Acts on a 404: redirects an alias to its article, and a wrong final slash to the right page.

    A withdrawn article answers 410 at all its paths; an article that is not published stays a 404.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:  # PostgreSQL raises an error for a text with this character
            raise Http404
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        article = article_at(request.path)
        if article and article.is_gone:
            return gone(request, article)
        if article and (article.is_live or may_preview(request)):
            target = article.get_absolute_url()
        else:
            target = None if article else page_with_other_slash(request.path)
        if target is None or target == iri_to_uri(request.path):
            return response
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)


def article_at(path: str) -> Article | None:
    """Return the article that has, or had, this path."""
    address = Address.objects.at(path).select_related("article__section").first()
    return address and address.article


def page_with_other_slash(path: str) -> str | None:
    """Return the path of a page that differs only in its final slash, or None."""
    if Section.objects.filter(path=path.strip("/")).exists():
        return f"/{path.strip('/')}/"
    other = path.rstrip("/") if path.endswith("/") else f"{path}/"
    try:
        match = resolve(other)
    except Resolver404:
        return None
    # The admin's last pattern matches every path below it, so only its index is certain.
    is_desk = match.namespace == "admin" and match.url_name == "index"
    is_page = match.namespace in NAMESPACES and match.view_name not in PATHS_ARE_DATA
    return iri_to_uri(other) if is_desk or is_page else None
