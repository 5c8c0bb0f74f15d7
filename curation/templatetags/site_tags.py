"""Filters and tags for the public site's templates."""

from django import template
from django.utils.encoding import iri_to_uri
from django.utils.formats import number_format
from django.utils.html import format_html

from curation.absolute_urls import absolute_url
from curation.site.body_and_excerpt import body_for_page, excerpt_with_ellipsis

register = template.Library()
register.filter(absolute_url)
register.filter(body_for_page)
register.filter(excerpt_with_ellipsis)


@register.filter
def grouped(number: int) -> str:
    """Return a number with the language's thousands separators: 1204 -> "1,204"."""
    return number_format(number, use_l10n=True, force_grouping=True)


@register.simple_tag
def lang_of(article) -> str:
    """Return the attribute `lang` of an article, "" for one in the publication's language."""
    code = article.content_language
    return format_html(' lang="{}"', code) if code else ""


@register.simple_tag(takes_context=True)
def page_url(context, number: int) -> str:
    """Return path and query of another page of the list shown; the first page has no number."""
    request = context["request"]
    query = request.GET.copy()
    query.pop("page", None)
    if number > 1:
        query["page"] = number
    path = iri_to_uri(request.path)
    return f"{path}?{query.urlencode()}" if query else path
