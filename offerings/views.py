"""The catalogue's pages: the list, and a page for each offering with its articles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from listing import page_of
from offerings.filters import OfferingFilter
from offerings.models import Offering

A_PAGE = 24
NEWS_A_PAGE = 10


@require_safe
def offerings(request: HttpRequest) -> HttpResponse:
    """`/offerings/`: by name, filtered by kind, taxonomy, category, institution and licence."""
    filters = OfferingFilter(request.GET, Offering.objects.published())
    page = page_of(filters.qs.order_by("name", "pk").for_list(), request.GET.get("page"), A_PAGE)
    return render(request, "offerings/list.html", {"filters": filters, "page": page})


@require_safe
def offering(request: HttpRequest, slug: str) -> HttpResponse:
    """`/offering/<slug>`: an offering, and the articles that are about it or related to it."""
    offering = get_object_or_404(Offering.objects.published().for_list(), slug=slug)
    news = offering.articles.model.objects.published().about_offering(offering)
    page = page_of(news.for_list(), request.GET.get("page"), NEWS_A_PAGE)
    return render(request, "offerings/detail.html", {"offering": offering, "page": page})
