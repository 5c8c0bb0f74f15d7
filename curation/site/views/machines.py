"""Small files that machines ask for: robots.txt, the icon, the web app manifest."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from curation.absolute_urls import absolute_url

FOR_ONE_PERSON = ("/submit/status/", "/submit/mine/", "/submit/login/", "/preview/", "/api/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`: everything may be read but the desk, and what is for one person."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        *(f"Disallow: {path}" for path in FOR_ONE_PERSON),
        "",
        f"Sitemap: {absolute_url(reverse('site:sitemaps'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """`/favicon.ico`: what browsers ask for that do not draw the icon that pages name."""
    return HttpResponseRedirect(static("icons/favicon.ico"))


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """`/site.webmanifest`: the name and icon under which the site lies on a phone's screen."""
    return JsonResponse(
        {
            "name": settings.SITE_NAME,
            "short_name": settings.SITE_NAME[:12],
            "description": settings.SITE_TAGLINE,
            "start_url": "/",
            "display": "minimal-ui",
            "background_color": "#fcfbf8",
            "theme_color": "#fcfbf8",
            "icons": [
                {"src": static("icons/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
                {"src": static("icons/icon-192.png"), "sizes": "192x192", "type": "image/png"},
                {"src": static("icons/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            ],
        },
        content_type="application/manifest+json",
    )
