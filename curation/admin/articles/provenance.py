"""The provenance of an article below its form: what the source page and the imported file said."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from curation.models import Article

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ShownProvenance:
    """`source` and each of `tables` (title -> rows) hold (name, value); empty ones are left out."""

    source: Pairs
    tables: dict[str, Pairs] = field(default_factory=dict)
    front_matter: str = ""
    imported_at: datetime | None = None


def provenance_of(article: Article) -> ShownProvenance | None:
    """None where nothing is known."""
    source = [(_("Source system"), article.source), (_("Number there"), article.external_id)]
    try:
        provenance = article.provenance
    except ObjectDoesNotExist:
        known = _without_empty(source)
        return ShownProvenance(known) if known else None
    source += [(_("File"), provenance.file_path), (_("Image it named"), provenance.image_name)]
    tables = {
        _("HTML metadata"): _without_empty(provenance.html_meta.items()),
        "Open Graph": _without_empty(provenance.open_graph.items()),
        "Twitter": _without_empty(provenance.twitter.items()),
    }
    return ShownProvenance(
        _without_empty(source),
        {title: rows for title, rows in tables.items() if rows},
        provenance.front_matter,
        provenance.imported_at,
    )


def _without_empty(pairs: Iterable[tuple]) -> Pairs:
    return [(name, str(value)) for name, value in pairs if value not in (None, "", [], {})]
