"""What the source page and the imported file said, to read and never to edit."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from curation.models import Article


@dataclass(frozen=True, slots=True)
class Shown:
    """`facts` and each of `tables` (title -> rows) hold (name, value); empty ones are left out."""

    facts: list[tuple[str, str]]
    tables: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    front_matter: str = ""
    imported_at: datetime | None = None


def provenance_of(article: Article) -> Shown | None:
    """None where nothing is known of where the article came from."""
    facts = [(_("Source system"), article.source), (_("Number there"), article.external_id)]
    try:
        provenance = article.provenance
    except ObjectDoesNotExist:
        known = _told(facts)
        return Shown(known) if known else None
    facts += [(_("File"), provenance.file_path), (_("Image it named"), provenance.image_name)]
    tables = {
        _("HTML metadata"): provenance.html_meta,
        "Open Graph": provenance.open_graph,
        "Twitter": provenance.twitter,
    }
    return Shown(
        _told(facts),
        {title: _told(said.items()) for title, said in tables.items() if _told(said.items())},
        provenance.front_matter,
        provenance.imported_at,
    )


def _told(pairs) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in pairs if value not in (None, "", [], {})]
