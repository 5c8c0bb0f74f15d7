"""Template tags for topics."""

from django import template

from taxonomy.models import Category, Taxonomy

register = template.Library()


@register.filter
def hue_class(taxonomy: Taxonomy | None) -> str:
    """Return the CSS class of a taxonomy's hue, such as `hue-210`; "" if it has no hue.

    The style sheet has a class for each ten degrees, since the CSP forbids inline styles.
    """
    if taxonomy is None or taxonomy.hue is None:
        return ""
    return f"hue-{round(taxonomy.hue / 10) * 10 % 360}"


@register.simple_tag
def first_topic(topics: list[Category], shown: Category | str) -> Category | None:
    """Return an article's first topic, except the topic whose page is shown."""
    others = (topic for topic in topics if not shown or topic.pk != shown.pk)
    return next(others, None)
