"""What search engines and link previews are told of a page, in schema.org's words. Pure."""

import json

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from curation.absolute_urls import absolute_url
from curation.models import Article
from curation.site.body import whole_words
from curation.site.filing import Filing
from media.renditions import rendition_size, rendition_url

CONTEXT = "https://schema.org"
# What could end the script element or open another, in the escapes that JSON itself has.
_ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def script(*things: dict) -> SafeString:
    """schema.org objects -> a data block. Browsers never run it, so the CSP lets it stand."""
    graph = {"@context": CONTEXT, "@graph": things}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  escaped


def publication() -> dict:
    """The site itself, as an organisation."""
    return {"@type": "Organization", "name": settings.SITE_NAME, "url": absolute_url("/")}


def website() -> dict:
    """The site itself, as a website: for the home page."""
    return {
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "description": settings.SITE_TAGLINE,
        "url": absolute_url("/"),
    }


def breadcrumbs(crumbs: list[tuple[str, str]], here: str) -> dict:
    """(name, path) from the home page down; `here` is the path of the last, which has none."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": i, "name": name, "item": absolute_url(path or here)}
            for i, (name, path) in enumerate(crumbs, start=1)
        ],
    }


def article(item: Article, filing: Filing) -> dict:
    """A brief: our words, based on somebody else's story."""
    url = absolute_url(item)
    facts = {
        "@type": "NewsArticle",
        "@id": url,
        "mainEntityOfPage": url,
        "url": url,
        "headline": item.title,
        "description": whole_words(item.excerpt),
        "dateModified": item.modified_at.isoformat(),
        "articleSection": item.section.name,
        "publisher": publication(),
        "author": [{"@type": "Person", "name": c.name} for c in filing.curators] or [publication()],
    }
    if item.published_at:
        facts["datePublished"] = item.published_at.isoformat()
    if keywords := [topic.label for topic in filing.topics] + [tag.name for tag in filing.tags]:
        facts["keywords"] = keywords
    if item.featured_image:
        width, height = rendition_size(item.featured_image, "social")
        facts["image"] = {
            "@type": "ImageObject",
            "url": absolute_url(rendition_url(item.featured_image, "social")),
            "width": width,
            "height": height,
            "caption": item.image_alt,
        }
    if item.link_href:
        facts["isBasedOn"] = {"@type": "CreativeWork", "url": item.link_href}
        if item.publisher:
            facts["isBasedOn"]["publisher"] = {
                "@type": "Organization",
                "name": str(item.publisher),
            }
    about = []
    if item.institution:
        about.append({"@type": "Organization", "name": item.institution.name})
    if item.offering:
        about.append({
            "@type": "Product",
            "name": item.offering.name,
            "url": absolute_url(item.offering),
        })  # fmt: skip
    if about:
        facts["about"] = about
    return facts
