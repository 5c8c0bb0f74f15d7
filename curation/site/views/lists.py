"""Lists of the articles of a section, of a tag and of a publisher."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from taggit.models import Tag

from curation.models import Article, Publisher
from curation.site.filters import ArticleFilter, Facets
from curation.site.sections import get_section, subsections
from listing import page_of

A_PAGE = 25
# Counting the facets took over half of the page's time with 15,000 articles.
FACETS_CACHED = 60  # seconds


@require_safe
def section(request: HttpRequest, path: str) -> HttpResponse:
    """`/news/`: a section's articles, newest first, filtered by topic, year and publisher."""
    section = get_section(request, path)
    articles = Article.objects.published().filter(section=section)
    facets = cache.get_or_set(f"facets-{section.pk}", lambda: Facets.of(articles), FACETS_CACHED)
    filters = ArticleFilter(request.GET, articles, facets)
    page = page_of(filters.qs.for_list(), request.GET.get("page"), A_PAGE)
    return render(
        request,
        "site/section.html",
        {
            "section": section,
            "subsections": subsections(request, section),
            "filters": filters,
            "page": page,
        },
    )


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """`/tag/<slug>`: a tag's articles. 404 for a tag without published articles."""
    tag = get_object_or_404(Tag, slug=slug)
    articles = Article.objects.published().filter(tags=tag)
    page = page_of(articles.for_list(), request.GET.get("page"), A_PAGE)
    if not page.paginator.count:
        raise Http404
    return render(request, "site/tag.html", {"tag": tag, "page": page})


@require_safe
def publisher(request: HttpRequest, brand: str) -> HttpResponse:
    """`/publisher/<brand>`: a publisher's articles. 404 if none is published."""
    publisher = get_object_or_404(Publisher.objects.select_related("icon"), brand=brand)
    articles = Article.objects.published().filter(publisher=publisher)
    page = page_of(articles.for_list(), request.GET.get("page"), A_PAGE)
    if not page.paginator.count:
        raise Http404
    return render(request, "site/publisher.html", {"publisher": publisher, "page": page})
