"""What the readers' templates ask for."""

from django import template
from django.utils.encoding import iri_to_uri
from django.utils.formats import number_format
from django.utils.safestring import SafeString

from curation.absolute_urls import absolute_url
from curation.site import body

register = template.Library()


@register.filter
def for_page(html: str) -> SafeString:
    """A sanitised body, ready for a page."""
    return body.for_page(html)


@register.filter
def whole_words(excerpt: str) -> str:
    """An excerpt, and "…" where it was cut."""
    return body.whole_words(excerpt)


@register.filter
def grouped(number: int) -> str:
    """1204 -> "1,204", as the language writes it."""
    return number_format(number, use_l10n=True, force_grouping=True)


@register.filter
def whole_address(path: str) -> str:
    """A path of this site with scheme and host in front."""
    return absolute_url(path)


@register.simple_tag(takes_context=True)
def page_address(context, number: int) -> str:
    """The address of another page of the list shown; the first page's has no number."""
    request = context["request"]
    query = request.GET.copy()
    query.pop("page", None)
    if number > 1:
        query["page"] = number
    return f"{iri_to_uri(request.path)}?{query.urlencode()}" if query else iri_to_uri(request.path)
