"""Atom feeds of the whole site and of each section."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from curation.absolute_urls import absolute_url
from curation.models import Article, Section
from curation.site.body_and_excerpt import excerpt_with_ellipsis
from curation.site.sections import get_section

ENTRIES = 30


class SiteFeed(Feed):
    """The newest articles of all sections. URLs are absolute, with the host of SITE_URL."""

    feed_type = Atom1Feed
    language = settings.LANGUAGE_CODE

    def get_object(self, request: HttpRequest, **kwargs) -> Section | None:
        return None

    def title(self, section: Section | None) -> str:
        return f"{settings.SITE_NAME}: {section.name}" if section else settings.SITE_NAME

    def subtitle(self, section: Section | None) -> str:
        return section.description if section else settings.SITE_TAGLINE

    def link(self, section: Section | None) -> str:
        return absolute_url(section or "/")

    def feed_url(self, section: Section | None) -> str:
        path = (
            reverse("site:section-feed", args=[section.path]) if section else reverse("site:feed")
        )
        return absolute_url(path)

    def items(self, section: Section | None):
        articles = Article.objects.published().for_feed()
        return (articles.filter(section=section) if section else articles)[:ENTRIES]

    def item_title(self, item: Article) -> str:
        return item.title

    def item_description(self, item: Article) -> str:
        return excerpt_with_ellipsis(item.excerpt)

    def item_link(self, item: Article) -> str:
        return absolute_url(item)

    def item_pubdate(self, item: Article):
        return item.published_at

    def item_updateddate(self, item: Article):
        return max(item.modified_at, item.published_at)

    def item_author_name(self, item: Article) -> str:
        return ", ".join(line.curator.name for line in item.bylines.all())

    def item_categories(self, item: Article) -> list[str]:
        return [category.name for category in item.categories.all()]


class SectionFeed(SiteFeed):
    """The newest articles of one section."""

    def get_object(self, request: HttpRequest, path: str) -> Section:
        return get_section(request, path)
