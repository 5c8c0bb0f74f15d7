"""Middleware for every request: the charset of forms, and the Content-Security-Policy header."""

from csp.decorators import csp_replace
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class Utf8Middleware:
    """Reads every request as UTF-8, whatever charset it declares, since all our pages are UTF-8.

    With some of Python's codecs, a form would give half characters (lone surrogates) that no page
    can show again; others are no codecs of text at all. A sender could cause server errors at will.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding:
            try:
                request.encoding = "utf-8"  # Django's setter reads the query string
            except (LookupError, ValueError) as error:
                raise BadRequest("a charset that cannot be") from error
        return self.get_response(request)


class DeskPolicyMiddleware:
    """Sends the desk's pages with the looser Content-Security-Policy that the desk's theme needs.

    The strict policy stays the default, so that no new public page can be forgotten.
    """

    def __init__(self, get_response):
        self.with_strict_policy = get_response
        desk_policy = settings.DESK_CONTENT_SECURITY_POLICY["DIRECTIVES"]
        self.with_desk_policy = csp_replace(desk_policy)(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(reverse("admin:index")):
            return self.with_desk_policy(request)
        return self.with_strict_policy(request)
