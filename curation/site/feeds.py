"""Atom feeds (RFC 4287) of the whole site, and of each section, topic and tag."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from taggit.models import Tag

from curation.absolute_urls import absolute_url
from curation.models import Article, Section
from curation.models.article_queryset import ArticleQuerySet
from curation.site.body_and_excerpt import excerpt_with_ellipsis
from curation.site.sections import get_section
from curation.sources.characters import NOT_IN_XML
from taxonomy.models import Category

ENTRIES = 30


class SiteFeed(Feed):
    """The newest articles of all sections. URLs are absolute, with the host of SITE_URL.

    A feed of a part of the site says which object it is about, and which articles belong to it.
    """

    feed_type = Atom1Feed
    language = settings.LANGUAGE_CODE

    def get_object(self, request: HttpRequest, **kwargs):
        return None

    def articles(self, about) -> ArticleQuerySet:
        return Article.objects.published()

    def feed_path(self, about) -> str:
        return reverse("site:feed")

    # ------------------------------------------------------------ the feed

    def title(self, about) -> str:
        return _text(f"{settings.SITE_NAME}: {about.name}" if about else settings.SITE_NAME)

    def subtitle(self, about) -> str:
        return _text(getattr(about, "description", "") if about else settings.SITE_TAGLINE)

    def link(self, about) -> str:
        return absolute_url(about or "/")

    def feed_url(self, about) -> str:
        return absolute_url(self.feed_path(about))

    # ------------------------------------------------------------ its entries

    def items(self, about):
        return self.articles(about).for_feed()[:ENTRIES]

    def item_title(self, item: Article) -> str:
        return _text(item.title)

    def item_description(self, item: Article) -> str:
        """The excerpt as HTML: django's Atom feeds say that a summary is HTML."""
        return escape(_text(excerpt_with_ellipsis(item.excerpt)))

    def item_link(self, item: Article) -> str:
        return absolute_url(item)

    def item_pubdate(self, item: Article):
        return item.published_at

    def item_updateddate(self, item: Article):
        return max(item.modified_at, item.published_at)

    def item_author_name(self, item: Article) -> str:
        """The curators, or the publication: each entry has an author (RFC 4287, 4.1.1)."""
        names = ", ".join(line.curator.name for line in item.bylines.all())
        return _text(names) or settings.SITE_NAME

    def item_categories(self, item: Article) -> list[str]:
        return [_text(category.name) for category in item.categories.all()]


class SectionFeed(SiteFeed):
    """The newest articles of one section."""

    def get_object(self, request: HttpRequest, path: str) -> Section:
        return get_section(request, path)

    def articles(self, section: Section) -> ArticleQuerySet:
        return super().articles(section).filter(section=section)

    def feed_path(self, section: Section) -> str:
        return reverse("site:section-feed", args=[section.path])


class TopicFeed(SiteFeed):
    """The newest articles of one topic. 404 for a topic without published articles."""

    def get_object(self, request: HttpRequest, slug: str) -> Category:
        topic = get_object_or_404(Category.objects.select_related("taxonomy"), slug=slug)
        return _with_articles(topic, self.articles(topic))

    def articles(self, topic: Category) -> ArticleQuerySet:
        return super().articles(topic).filter(categories=topic)

    def feed_path(self, topic: Category) -> str:
        return reverse("site:topic-feed", args=[topic.slug])


class TagFeed(SiteFeed):
    """The newest articles of one tag. 404 for a tag without published articles."""

    def get_object(self, request: HttpRequest, slug: str) -> Tag:
        tag = get_object_or_404(Tag, slug=slug)
        return _with_articles(tag, self.articles(tag))

    def articles(self, tag: Tag) -> ArticleQuerySet:
        return super().articles(tag).filter(tags=tag)

    def link(self, tag: Tag) -> str:
        return absolute_url(reverse("site:tag", args=[tag.slug]))

    def feed_path(self, tag: Tag) -> str:
        return reverse("site:tag-feed", args=[tag.slug])


def _with_articles(about, articles: ArticleQuerySet):
    if not articles.exists():
        raise Http404
    return about


def _text(text: str) -> str:
    """Return a text without the control characters that XML does not allow."""
    return NOT_IN_XML.sub("", text)
