"""The Cache-Control header: how long browsers and proxies may keep the site's pages."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from curation.site.preview import has_session

MAX_AGE = 60  # seconds: so late a correction may reach a reader whose page a proxy kept
CACHED_NAMESPACES = ("site", "offerings")
CACHED_STATUS_CODES = (200, 301, 410)


class CacheControlMiddleware:
    """Lets caches keep readers' pages for a minute, but no page of somebody with a session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if (
            match is None
            or match.namespace not in CACHED_NAMESPACES
            or response.has_header("Cache-Control")
        ):
            return response
        if has_session(request):
            patch_cache_control(response, private=True, no_store=True)
        elif response.status_code in CACHED_STATUS_CODES:
            patch_cache_control(response, public=True, max_age=MAX_AGE)
        return response
