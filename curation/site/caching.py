"""How long others may keep the readers' pages."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from curation.site.preview import has_session

SECONDS = 60  # how late a correction may reach a reader whose page a proxy kept
ROOMS = ("site", "offerings")
KEPT = (200, 301, 410)


class ReaderCacheMiddleware:
    """Readers' pages may be kept for a minute; what somebody with a session is shown, by nobody."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or match.namespace not in ROOMS or response.has_header("Cache-Control"):
            return response
        if has_session(request):
            patch_cache_control(response, private=True, no_store=True)
        elif response.status_code in KEPT:
            patch_cache_control(response, public=True, max_age=SECONDS)
        return response
