"""Previews the draft that a link would become, without saving anything."""

from dataclasses import dataclass

from django.db.utils import OperationalError, ProgrammingError

from curation import autofill, drafting, suggesting
from curation.duplicates import find_earlier
from curation.models import Article, Publisher
from curation.sources.links.keys import link_key
from curation.sources.links.link import Link
from curation.sources.links.parsing import brand_of
from curation.sources.reading.page import Page


@dataclass(frozen=True, slots=True)
class Preview:
    """The fields of a draft, what would be suggested for it, and earlier articles like it.

    fields: field -> {"value", "origin", "others": [{"value", "origin"}]}; "" for what is unknown.
    suggested: "categories", "offerings" or "tags" -> [{"name", "reason"}].
    earlier: [{"article", "title", "why"}]. Both are None if there is no database.
    """

    url: str
    fields: dict[str, dict]
    suggested: dict[str, list[dict[str, str]]] | None = None
    earlier: list[dict] | None = None


def preview(link: Link) -> Preview:
    """Fetch and read a link as the background task for a draft does. Raises FetchError."""
    page, _pdf = drafting.read_url(link.pasted)
    offered = autofill.offered(page, link.pasted)
    values = autofill.chosen(page)
    for name in ("publisher", "featured_image"):
        values[name] = next((row["value"] for row in offered.get(name, ())), "")
    fields = {name: _field(value, offered.get(name, [])) for name, value in values.items()}
    try:
        suggested = _suggested(page, values)
        keys = [link_key(values["link_href"]), link_key(values["canonical_url"])]
        earlier = [
            {"article": one.article.pk, "title": one.article.title, "why": one.why}
            for one in find_earlier(*keys, title=values["title"])
        ]
    except (OperationalError, ProgrammingError):
        return Preview(link.pasted, fields)  # there is no database, or it has no tables
    return Preview(link.pasted, fields, suggested, earlier)


def _field(value: str, rows: list[dict[str, str]]) -> dict:
    """Return a field's value with its origin, and the other candidates."""
    origin = next((row["origin"] for row in rows if row["value"] == value), "")
    return {
        "value": value,
        "origin": origin,
        "others": [row for row in rows if row["value"] != value],
    }


def _suggested(page: Page, values: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    """Return what would be suggested for a draft with these values."""
    publisher = Publisher.objects.filter(brand=brand_of(values["link_href"])).first()
    article = Article(title=values["title"], publisher=publisher)
    text = f"{values['excerpt']}\n{page.text}"[: suggesting.READ]
    categories = suggesting.propose_categories(article, text)
    offerings = suggesting.propose_offerings(article, text, [row for row, _reason in categories])
    proposed = {
        "categories": [(category.name, reason) for category, reason in categories],
        "offerings": [(offering.name, reason) for offering, reason in offerings],
        "tags": suggesting.propose_tags(article, text, page.keywords),
    }
    return {
        kind: [{"name": name, "reason": reason} for name, reason in rows]
        for kind, rows in proposed.items()
    }
