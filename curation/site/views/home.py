"""The home page: the newest articles, then each section, with trending topics beside them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from curation.models import Article, Section
from curation.site import structured_data
from curation.site.sections import all_sections
from curation.site.trending import trending_offerings, trending_publishers, trending_topics

TOP = 5  # the lead, and four beside it
PER_SECTION = 7  # one large, then three rows of two
SINGLE_SECTION = 17  # of the only section


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`/`: the home page."""
    sections = all_sections(request)
    each = PER_SECTION if len(sections) > 1 else SINGLE_SECTION
    articles = list(Article.objects.published().for_home(sections, each + TOP))
    top = lead_first(articles[:TOP])
    return render(
        request,
        "site/home.html",
        {
            "today": timezone.localdate(),
            "lead": top[0] if top else None,
            "seconds": top[1:],
            "blocks": by_section(articles[TOP:], sections, each),
            "topics": trending_topics(12),
            "offerings": trending_offerings(5),
            "sources": trending_publishers(8),
            "structured_data": structured_data.script(structured_data.website()),
        },
    )


def lead_first(articles: list[Article]) -> list[Article]:
    """Return the articles with the newest one that has a picture moved to the front."""
    lead = next((article for article in articles if article.featured_image), None)
    return [lead, *(a for a in articles if a is not lead)] if lead else articles


def by_section(
    articles: list[Article], sections: list[Section], each: int
) -> list[tuple[Section, list[Article]]]:
    """Return (section, its articles) in the masthead's order, without empty sections.

    each: how many articles a section shows.
    """
    blocks = [(s, [a for a in articles if a.section_id == s.pk][:each]) for s in sections]
    return [(section, rows) for section, rows in blocks if rows]
