"""Pages for the one person who holds their address."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from curation.submissions.reviewing import LinkRefused


def for_one_reader(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Kept by no cache, found by no search engine, its address told to no other site.

    To our own site the address is told: over https, forms are refused without it.
    """

    @never_cache
    @wraps(view)
    def careful(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return careful


def see_other(place: str) -> HttpResponseRedirect:
    """303: what was sent has been dealt with; look there."""
    return HttpResponseRedirect(place, status=303)


def refused(request: HttpRequest, error: LinkRefused) -> HttpResponse:
    """A page that says why a link opens nothing: 410 where it once did, else 404."""
    status = 410 if error.is_gone else 404
    facts = {"words": str(error), "code": status}
    return render(request, "submissions/pages/refused.html", facts, status=status)
