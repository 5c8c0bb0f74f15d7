"""Redirects from former paths of articles, other systems' lists, and paths with a wrong slash."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.encoding import iri_to_uri

from curation.models import Address, Article, FormerFolder, Section
from curation.site.old_addresses import index_file_removed, page_of_old_address
from curation.site.preview import may_preview
from curation.site.sections import all_sections
from curation.site.views.errors import gone

NAMESPACES = ("site", "offerings", "submissions")
# The paths of these views are data: that one of them matches does not mean that there is a page.
PATHS_ARE_DATA = (
    "site:section", "site:article", "site:section-feed",
    "site:topic", "site:topic-feed", "site:tag", "site:tag-feed",
)  # fmt: skip


class RedirectFallbackMiddleware:
    """Acts on a 404: redirects an alias to its article, an address of the system that the
    publication had before to the list or feed that it means, and a wrong final slash.

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
        article, target = found_at(request.path, request)
        if not article and not target:
            article, target = moved_to(request)
        if article and article.is_gone:
            return gone(request, article)
        if target is None or target == iri_to_uri(request.path):
            return response
        query = request.META.get("QUERY_STRING", "")
        takes_query = query and "?" not in target and "#" not in target
        return HttpResponsePermanentRedirect(f"{target}?{query}" if takes_query else target)


def found_at(path: str, request: HttpRequest) -> tuple[Article | None, str | None]:
    """Return the article that has or had a path, and where a reader of the path is to go."""
    if article := article_at(path):
        may_see = article.is_live or may_preview(request)
        return article, article.get_absolute_url() if may_see else None
    return None, other_page(path, all_sections(request))


def moved_to(request: HttpRequest) -> tuple[Article | None, str | None]:
    """Return the same for a path in a folder that the former site had elsewhere."""
    for path in FormerFolder.objects.moved(request.path):
        article, target = found_at(path, request)
        if article or (target := target or page_at(path)):
            return article, target
    return None, None


def article_at(path: str) -> Article | None:
    """Return the article that has, or had, this path, or that of the folder of an index file."""
    for candidate in (path, index_file_removed(path)):
        address = Address.objects.at(candidate) if candidate else Address.objects.none()
        if found := address.select_related("article__section").first():
            return found.article
    return None


def other_page(path: str, sections: list[Section]) -> str | None:
    """Return the path of the page that a path without a page and without an article means."""
    if page := page_of_old_address(path, sections):
        return page
    if folder := index_file_removed(path):
        return page_at(folder) or page_at(folder.rstrip("/"))
    return page_at(path.rstrip("/") if path.endswith("/") else f"{path}/")


def page_at(path: str) -> str | None:
    """Return a path in the form for links, if a page of the site itself is there."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    # The admin's last pattern matches every path below it, so only its index is certain.
    is_desk = match.namespace == "admin" and match.url_name == "index"
    is_page = match.namespace in NAMESPACES and match.view_name not in PATHS_ARE_DATA
    return iri_to_uri(path) if is_desk or is_page else None
