"""The nouns of the newsroom, one a file."""

from curation.models.addresses import Address
from curation.models.article_rows import Byline, RelatedOffering
from curation.models.articles import Article
from curation.models.blocks import Block
from curation.models.comments import Comment
from curation.models.curators import Curator
from curation.models.daily_jobs import DailyJob
from curation.models.decisions import AppendOnly, Decision, DeclineReason
from curation.models.former_folders import FormerFolder
from curation.models.further_reports import FurtherReport
from curation.models.notices import Notice
from curation.models.partners import Partner, PartnerToken
from curation.models.provenance import Provenance
from curation.models.publishers import Publisher
from curation.models.rate_limits import RateLimit
from curation.models.reviews import ReviewLink
from curation.models.revisions import Revision
from curation.models.sections import Section
from curation.models.sendings import SenderNote, Sending
from curation.models.source_fetches import SourceFetch
from curation.models.submissions import InvalidTransition, Submission
from curation.models.suggestions import Suggestion

__all__ = [
    "Address",
    "AppendOnly",
    "Article",
    "Block",
    "Byline",
    "Comment",
    "Curator",
    "Decision",
    "DeclineReason",
    "FormerFolder",
    "FurtherReport",
    "InvalidTransition",
    "Notice",
    "Partner",
    "PartnerToken",
    "Provenance",
    "Publisher",
    "RelatedOffering",
    "ReviewLink",
    "Revision",
    "DailyJob",
    "Section",
    "SenderNote",
    "Sending",
    "SourceFetch",
    "Submission",
    "Suggestion",
    "RateLimit",
]
