"""The nouns of the newsroom, one a file."""

from curation.models.addresses import Address
from curation.models.article_rows import Byline, RelatedOffering
from curation.models.articles import Article
from curation.models.curators import Curator
from curation.models.provenance import Provenance
from curation.models.publishers import Publisher
from curation.models.readings import SourceReading
from curation.models.reports import FurtherReport
from curation.models.revisions import Revision
from curation.models.sections import Section
from curation.models.suggestions import Suggestion

__all__ = [
    "Address",
    "Article",
    "Byline",
    "Curator",
    "FurtherReport",
    "Provenance",
    "Publisher",
    "RelatedOffering",
    "Revision",
    "Section",
    "SourceReading",
    "Suggestion",
]
