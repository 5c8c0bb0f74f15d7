"""What runs in the background: one-line wrappers around the verbs, for the queue."""

from django.db import transaction
from django_tasks import task

from curation import drafting
from curation.models import Article, SourceReading
from curation.sources.clipping import Clipping


@task
def read_source(pk: int, attempt: int) -> None:
    """Read one draft's source; where that is to be tried again, queue it for then."""
    if following := drafting.read_source(pk, attempt):
        read_source.using(run_after=following.due_at).enqueue(pk, following.attempt)


@transaction.atomic
def draft_and_read(url: str, by=None, section=None) -> Article:
    """A draft for an address, and its reading on the queue: both or neither."""
    article = drafting.start_draft(url, by, section)
    read_source.enqueue(article.pk, article.source_reading.attempt)
    return article


@transaction.atomic
def draft_from_clipping(clipping: Clipping, by=None, section=None) -> Article:
    """A draft from a curator's own tab, and the fetching of its pictures on the queue."""
    article = drafting.start_draft_from_clipping(clipping, by, section)
    read_source.enqueue(article.pk, article.source_reading.attempt)
    return article


@transaction.atomic
def read_again(article: Article, by=None, picture: str = "") -> SourceReading | None:
    """Queue another reading of a draft's source, or the fetching of one picture that it named."""
    reading = drafting.read_again(article, by, picture)
    if reading:
        read_source.enqueue(article.pk, reading.attempt)
    return reading


def rescue() -> int:
    """Queue again what a killed worker left behind; returns how many."""
    lost = drafting.rescue_lost_readings()
    for pk, following in lost:
        read_source.enqueue(pk, following.attempt)
    return len(lost)
