"""Structured data for search engines: a page described in schema.org's vocabulary (JSON-LD)."""

import json

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from curation.absolute_urls import absolute_url
from curation.models import Article
from curation.site.article_metadata import ArticleMetadata
from curation.site.body_and_excerpt import excerpt_with_ellipsis
from media.renditions import rendition_size, rendition_url

CONTEXT = "https://schema.org"
# Characters that could end the script element or begin another one, as JSON escapes.
_ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def script(*things: dict) -> SafeString:
    """Return schema.org objects as a script element, which is data: the CSP allows it."""
    graph = {"@context": CONTEXT, "@graph": things}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  escaped


def publication() -> dict:
    """Return the site as an organisation."""
    return {"@type": "Organization", "name": settings.SITE_NAME, "url": absolute_url("/")}


def website() -> dict:
    """Return the site as a website, for the home page."""
    return {
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "description": settings.SITE_TAGLINE,
        "url": absolute_url("/"),
    }


def breadcrumbs(crumbs: list[tuple[str, str]], here: str) -> dict:
    """Return the breadcrumbs of a page.

    crumbs: (name, path) from the home page down. here: the path of the last one, which has path "".
    """
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": i, "name": name, "item": absolute_url(path or here)}
            for i, (name, path) in enumerate(crumbs, start=1)
        ],
    }


def article(item: Article, metadata: ArticleMetadata) -> dict:
    """Return an article as a news article that is based on the source's story."""
    url = absolute_url(item)
    authors = [{"@type": "Person", "name": curator.name} for curator in metadata.curators]
    data = {
        "@type": "NewsArticle",
        "@id": url,
        "mainEntityOfPage": url,
        "url": url,
        "headline": item.title,
        "description": excerpt_with_ellipsis(item.excerpt),
        "dateModified": item.modified_at.isoformat(),
        "articleSection": item.section.name,
        "publisher": publication(),
        "author": authors or [publication()],
    }
    if item.content_language:
        data["inLanguage"] = item.content_language
    if item.published_at:
        data["datePublished"] = item.published_at.isoformat()
    if keywords := [topic.label for topic in metadata.topics] + [tag.name for tag in metadata.tags]:
        data["keywords"] = keywords
    if item.featured_image:
        width, height = rendition_size(item.featured_image, "social")
        data["image"] = {
            "@type": "ImageObject",
            "url": absolute_url(rendition_url(item.featured_image, "social")),
            "width": width,
            "height": height,
            "caption": item.image_alt,
        }
    if item.link_href:
        data["isBasedOn"] = {"@type": "CreativeWork", "url": item.link_href}
        if item.publisher:
            data["isBasedOn"]["publisher"] = {
                "@type": "Organization",
                "name": str(item.publisher),
            }
    about = []
    if item.institution:
        about.append({"@type": "Organization", "name": item.institution.name})
    if item.offering:
        product = {
            "@type": "Product",
            "name": item.offering.name,
            "url": absolute_url(item.offering),
        }
        about.append(product)
    if about:
        data["about"] = about
    return data
