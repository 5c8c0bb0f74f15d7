"""Answers that several pages give: private pages, 303 See Other, 429 Too Many Requests."""

from collections.abc import Callable
from functools import wraps
from math import ceil

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from curation.submissions.reviewing import LinkRefused

MINUTE, HOUR = 60, 3600  # seconds


def private_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator for pages whose URL is a secret, or whose content is for one person.

    No cache keeps them, no search engine indexes them, and the browser tells their URL to no other
    site. Our own site gets it as Referer, because Django's CSRF check over https needs one.
    """

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def link_refused(request: HttpRequest, error: LinkRefused) -> HttpResponse:
    """A page that explains why a private link does not work: 410 if it once did, else 404."""
    status = 410 if error.is_gone else 404
    context = {"message": str(error), "code": status}
    return render(request, "submissions/pages/refused.html", context, status=status)


def see_other(url: str) -> HttpResponseRedirect:
    """303: the form was processed, the result is at this URL (POST/redirect/GET)."""
    return HttpResponseRedirect(url, status=303)


def too_many_requests(response: HttpResponse, retry_after: int) -> HttpResponse:
    """The same response as 429, with a Retry-After header (seconds)."""
    response.status_code = 429
    response["Retry-After"] = str(retry_after)
    return response


def wait_in_words(seconds: int) -> str:
    """How long to wait, rounded up, so that nobody is told to come back too early.

    >>> wait_in_words(59), wait_in_words(61), wait_in_words(7201)
    ('in a minute', 'in 2 minutes', 'in 3 hours')
    """
    if seconds <= MINUTE:
        return _("in a minute")
    if seconds <= 2 * HOUR:
        minutes = ceil(seconds / MINUTE)
        message = ngettext("in %(number)d minute", "in %(number)d minutes", minutes)
        return message % {"number": minutes}
    hours = ceil(seconds / HOUR)
    return ngettext("in %(number)d hour", "in %(number)d hours", hours) % {"number": hours}
