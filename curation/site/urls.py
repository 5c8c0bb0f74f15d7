"""URLs of the public site. The sections' come last: their paths are data, and match anything."""

from django.urls import path, register_converter

from curation.site import feeds, sitemaps
from curation.site.views import articles, home, lists, robots_and_icons, topics


class SectionPath:
    """Matches a section's path without slashes around it, such as `news` or `news/briefs`."""

    regex = r"[^\s/.]+(?:/[^\s/.]+)*"  # in any script; `curation.models.sections.valid_path`

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SectionPath, "section")
app_name = "site"

urlpatterns = [
    path("", home.home, name="home"),
    path("topics/", topics.topics, name="topics"),
    path("topic/<str:slug>", topics.topic, name="topic"),
    path("topic/<str:slug>/feed/", feeds.TopicFeed(), name="topic-feed"),
    path("tag/<str:slug>", lists.tag, name="tag"),
    path("tag/<str:slug>/feed/", feeds.TagFeed(), name="tag-feed"),
    path("publisher/<str:brand>", lists.publisher, name="publisher"),
    path("feed/", feeds.SiteFeed(), name="feed"),
    path("favicon.ico", robots_and_icons.favicon, name="favicon"),
    path("robots.txt", robots_and_icons.robots, name="robots"),
    path("site.webmanifest", robots_and_icons.manifest, name="manifest"),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    path("sitemap-<slug:name>.xml", sitemaps.one_map, name="sitemap"),
    path("<section:path>/feed/", feeds.SectionFeed(), name="section-feed"),
    path("<section:path>/", lists.section, name="section"),
    path("<section:path>/<str:slug>", articles.article, name="article"),
]
