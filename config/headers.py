"""Which Content-Security-Policy a page gets: strict for readers, the theme's own for the desk."""

from csp.decorators import csp_replace
from django.conf import settings
from django.urls import reverse


class DeskPolicyMiddleware:
    """Answers below the desk's address carry the looser policy that its theme needs.

    The strict policy stays the default, so that a new public page cannot forget it.
    """

    def __init__(self, get_response):
        self.readers = get_response
        self.desk = csp_replace(settings.DESK_CONTENT_SECURITY_POLICY["DIRECTIVES"])(get_response)

    def __call__(self, request):
        at_desk = request.path.startswith(reverse("admin:index"))
        return self.desk(request) if at_desk else self.readers(request)
