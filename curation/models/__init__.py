"""The nouns of the newsroom, one a file."""

from curation.models.addresses import Address
from curation.models.articles import Article, Byline, RelatedOffering
from curation.models.curators import Curator
from curation.models.provenance import Provenance
from curation.models.publishers import Publisher
from curation.models.revisions import Revision
from curation.models.sections import Section

__all__ = [
    "Address",
    "Article",
    "Byline",
    "Curator",
    "Provenance",
    "Publisher",
    "RelatedOffering",
    "Revision",
    "Section",
]
