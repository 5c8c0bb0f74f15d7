"""How topics look."""

from django import template

from taxonomy.models import Category, Taxonomy

register = template.Library()


@register.filter
def hue_class(taxonomy: Taxonomy | None) -> str:
    """The CSS class of a taxonomy's hue, such as `hue-210`; "" where it has none.

    The policy forbids inline styles: the style sheet has one class for each ten degrees.
    """
    if taxonomy is None or taxonomy.hue is None:
        return ""
    return f"hue-{round(taxonomy.hue / 10) * 10 % 360}"


@register.simple_tag
def first_topic(topics: list[Category], shown: Category | str) -> Category | None:
    """The first of an article's topics; on the page of the topic `shown`, the first other one."""
    others = (topic for topic in topics if not shown or topic.pk != shown.pk)
    return next(others, None)
