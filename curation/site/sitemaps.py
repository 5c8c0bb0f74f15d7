"""Sitemaps for search engines: an index, and one sitemap for each kind of page."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from curation.absolute_urls import absolute_url
from curation.models import Article
from curation.site.sections import read_sections
from offerings.models import Offering
from taxonomy.models import Category


class SiteMap(Sitemap):
    """A sitemap with the scheme and host of SITE_URL, whatever host the request names."""

    limit = 10_000

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class Articles(SiteMap):
    def items(self):
        return (
            Article.objects.published()
            .newest_first()
            .select_related("section")
            .only("slug", "modified_at", "published_at", "section__path")
        )

    def lastmod(self, article: Article):
        return max(article.modified_at, article.published_at)


class Offerings(SiteMap):
    def items(self):
        return Offering.objects.published().only("slug", "modified_at").order_by("pk")

    def lastmod(self, offering: Offering):
        return offering.modified_at


class Topics(SiteMap):
    def items(self):
        published = Article.objects.published().values("pk")
        return (
            Category.objects.filter(articles__in=published).only("slug").order_by("pk").distinct()
        )


class Lists(SiteMap):
    def items(self) -> list[str]:
        lists = [reverse(name) for name in ("site:home", "site:topics", "offerings:list")]
        public = [section for section in read_sections() if section.is_public]
        return lists + [section.get_absolute_url() for section in public]

    def location(self, path: str) -> str:
        return path


MAPS = {"lists": Lists, "articles": Articles, "topics": Topics, "offerings": Offerings}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`: the sitemaps' URLs. Django's own index would use the request's host."""
    urls = []
    for name, sitemap_class in MAPS.items():
        url = absolute_url(reverse("site:sitemap", args=[name]))
        urls.append(url)
        pages = sitemap_class().paginator.num_pages
        urls += [f"{url}?p={number}" for number in range(2, pages + 1)]
    context = {"sitemaps": [{"location": url} for url in urls]}
    return render(request, "sitemap_index.xml", context, content_type="application/xml")


@require_safe
def one_map(request: HttpRequest, name: str) -> HttpResponse:
    """`/sitemap-<name>.xml`: one kind of page."""
    if name not in MAPS:
        raise Http404
    return sitemap(request, MAPS, section=name)
