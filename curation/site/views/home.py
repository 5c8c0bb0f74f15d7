"""The front page: what happened, within three seconds; then section by section."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from curation.models import Article, Section
from curation.site import structured_data
from curation.site.in_the_news import offerings_in_the_news, sources_in_the_news, topics_in_the_news
from curation.site.sections import all_sections

TOP = 5  # the lead and four beside it
PER_SECTION = 7  # one large, three rows of two
ALONE = 17  # where there is one section, it has the page to itself


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    sections = all_sections(request)
    each = PER_SECTION if len(sections) > 1 else ALONE
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
            "topics": topics_in_the_news(12),
            "offerings": offerings_in_the_news(5),
            "sources": sources_in_the_news(8),
            "structured_data": structured_data.script(structured_data.website()),
        },
    )


def lead_first(articles: list[Article]) -> list[Article]:
    """The same articles; in front the newest that has a picture, if any has."""
    lead = next((article for article in articles if article.featured_image), None)
    return [lead, *(a for a in articles if a is not lead)] if lead else articles


def by_section(
    articles: list[Article], sections: list[Section], each: int
) -> list[tuple[Section, list[Article]]]:
    """The articles under their sections, in the masthead's order; empty sections left out."""
    blocks = [(s, [a for a in articles if a.section_id == s.pk][:each]) for s in sections]
    return [(section, rows) for section, rows in blocks if rows]
