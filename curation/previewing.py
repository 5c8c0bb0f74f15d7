"""What a link would become as a draft, with nothing saved."""

from dataclasses import dataclass

from django.db.utils import OperationalError, ProgrammingError

from curation import autofill, drafting, suggesting
from curation.duplicates import find_earlier
from curation.models import Article, Publisher
from curation.sources.links import addresses


@dataclass(frozen=True, slots=True)
class Preview:
    """`fields`: field -> {"value", "origin", "others": [{"value", "origin"}]}, "" where unknown.

    `suggested`: kind -> [{"name", "reason"}]; `earlier`: [{"article", "title", "why"}] of what ran
    already. Both are None where there is no database.
    """

    url: str
    fields: dict[str, dict]
    suggested: dict[str, list[dict[str, str]]] | None = None
    earlier: list[dict] | None = None


def preview(url: str) -> Preview:
    """Fetch and read an address as a draft's reading does. Raises AddressError or FetchError."""
    pasted = addresses.check(url)
    page, _pdf = drafting.read_address(pasted)
    offered = autofill.offered(page, pasted)
    values = autofill.chosen(page)
    for name in ("publisher", "featured_image"):
        values[name] = next((row["value"] for row in offered.get(name, ())), "")
    fields = {name: _field(value, offered.get(name, [])) for name, value in values.items()}
    try:
        suggested = _suggested(page, values)
        earlier = [
            {"article": one.article.pk, "title": one.article.title, "why": one.why}
            for one in find_earlier(values["link_href"], values["canonical_url"], values["title"])
        ]
    except (OperationalError, ProgrammingError):
        return Preview(pasted, fields)  # no database, or one without tables
    return Preview(pasted, fields, suggested, earlier)


def _field(value: str, rows: list[dict[str, str]]) -> dict:
    origin = next((row["origin"] for row in rows if row["value"] == value), "")
    return {
        "value": value,
        "origin": origin,
        "others": [row for row in rows if row["value"] != value],
    }


def _suggested(page, values: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    publisher = Publisher.objects.filter(brand=addresses.brand(values["link_href"])).first()
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
