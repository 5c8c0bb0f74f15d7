"""Error pages: 404 Not Found, 410 Gone, 500 Internal Server Error."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from curation.models import Article

LATEST = 5


def _latest():
    """Return the newest articles, for readers who did not find a page."""
    return (
        Article.objects.published()
        .without_text()
        .select_related("section", "publisher")
        .newest_first()[:LATEST]
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the latest articles."""
    return render(request, "404.html", {"latest": _latest()}, status=404)


def gone(request: HttpRequest, article: Article) -> HttpResponse:
    """410: the article was withdrawn; when, and for what reason."""
    return render(request, "site/gone.html", {"article": article, "latest": _latest()}, status=410)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Uses neither the database nor context processors, since either may have failed."""
    page = render_to_string("500.html", {"site_name": settings.SITE_NAME})
    return HttpResponse(page, status=500)
