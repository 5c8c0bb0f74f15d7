"""What strangers send is read as UTF-8, whatever they call it."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class Utf8Middleware:
    """Passes over the charset that a request declares: every page of ours is UTF-8, so are forms.

    Some of Python's codecs make halves of characters, which no page can show again, or are no
    codecs of text at all; a stranger could have an error of the server for the asking.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding:
            try:
                request.encoding = "utf-8"
            except (LookupError, ValueError) as error:  # Django reads the query once more before
                raise BadRequest("a charset that cannot be") from error
        return self.get_response(request)
