"""The site's URLs, and one page more, which always fails."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler404, handler500
from config.urls import urlpatterns as urls_of_site

__all__ = ["handler404", "handler500", "urlpatterns"]


def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError("a fault in a page")


urlpatterns = [path("broken/", broken), *urls_of_site]
