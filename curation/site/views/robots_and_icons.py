"""Small files for crawlers and browsers: robots.txt, the icon, the web app manifest."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from curation.absolute_urls import absolute_url

PRIVATE_PATHS = ("/submit/status/", "/submit/mine/", "/submit/login/", "/preview/", "/api/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`: crawlers may read everything except the desk and pages for one person."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        *(f"Disallow: {path}" for path in PRIVATE_PATHS),
        "",
        f"Sitemap: {absolute_url(reverse('site:sitemaps'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """`/favicon.ico`: for browsers that cannot show the SVG icon."""
    return HttpResponseRedirect(static("icons/favicon.ico"))


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """`/site.webmanifest`: the site's name and icons on the home screen of a phone."""
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
