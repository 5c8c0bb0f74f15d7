"""An article's own page."""

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from curation.models import Article
from curation.models.articles import RELATED_OFFERINGS
from curation.site import structured_data
from curation.site.article_metadata import ArticleMetadata
from curation.site.nearby_articles import NearbyArticles
from curation.site.preview import may_preview
from curation.site.sections import get_section
from curation.site.views.errors import gone
from markup.sanitise import plain_text
from offerings.models import Offering
from taxonomy.models import Category

WORDS_A_MINUTE = 230


@require_safe
def article(request: HttpRequest, path: str, slug: str) -> HttpResponse:
    """`/news/<slug>`: only the staff see it before it is live. A withdrawn one answers 410."""
    section = get_section(request, path)
    article = get_object_or_404(Article.objects.for_page(), section=section, slug=slug)
    if article.is_gone:
        return gone(request, article)
    if not article.is_live and not may_preview(request):
        raise Http404
    metadata, words = ArticleMetadata.of(article), plain_text(article.body)
    return render(
        request,
        "site/article.html",
        {
            "article": article,
            "metadata": metadata,
            "minutes": minutes_to_read(words),
            # A body that begins with the excerpt would make readers read it twice.
            "show_excerpt": not words.startswith(article.excerpt),
            "offerings": related_offerings(article),
            "nearby": NearbyArticles.of(article) if article.published_at else NearbyArticles(),
            "is_preview": not article.is_live,
            "structured_data": structured_data.script(
                structured_data.article(article, metadata),
                structured_data.breadcrumbs(article.breadcrumbs, article.get_absolute_url()),
            ),
        },
    )


def related_offerings(article: Article) -> list[Offering]:
    """Return the offerings chosen for the article, in order; if there are none, those by rule."""
    if not article.has_stored_offerings:
        return list(article.offerings_by_rule().for_list())
    chosen = (
        article.related.filter(offering__in=Offering.objects.published())
        .select_related("offering__institution", "offering__logo")
        .prefetch_related(Prefetch("offering__categories", Category.objects.for_index()))
    )
    return [row.offering for row in chosen[:RELATED_OFFERINGS]]


def minutes_to_read(words: str) -> int:
    """Return the minutes that a text takes to read, at least one."""
    return max(1, round(len(words.split()) / WORDS_A_MINUTE))
