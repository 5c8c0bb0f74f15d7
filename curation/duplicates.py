"""Duplicate detection: articles that may tell the same story as a link that a curator pasted."""

from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from curation import search
from curation.models import Article, FurtherReport, Publisher, Revision
from curation.sources.links.link import Link

SIMILAR_TITLE = 0.8  # from this on, two titles count as nearly the same: see `similarity`
SIMILAR_DAYS = 90  # titles of older articles are not compared
MOST = 10


@dataclass(frozen=True, slots=True)
class Earlier:
    """An article that may tell the same story.

    why: the reason, for the curator. similarity: of its title, 0 to 1; 1 for the same link.
    """

    article: Article
    why: str
    similarity: float


def similarity(one: str, other: str) -> float:
    """Return how similar two titles are, 0 to 1.

    The mean of two measures: the Dice coefficient of their sets of words (twice the shared words,
    divided by all words), and difflib's ratio of their characters. At 0.8, one word of five or a
    few endings differ.

    >>> similarity("Wards go paperless", "Wards go paperless!")
    1.0
    >>> similarity("Wards go paperless", "Clinic buys beds") < 0.3
    True
    """
    first, second = search.words_of(one), search.words_of(other)
    if not first or not second:
        return 0.0
    dice = 2 * len(set(first) & set(second)) / (len(set(first)) + len(set(second)))
    spelling = SequenceMatcher(None, " ".join(first), " ".join(second)).ratio()
    return (dice + spelling) / 2


def find_earlier(*keys: str, title: str = "", exclude: int | None = None) -> list[Earlier]:
    """Return articles of any status with the same cleaned or canonical URL, or a similar title.

    keys: of the story's links (`Link.key`, `link_key`); empty ones are ignored. exclude: the number
    of an article to leave out. Keys are compared with all articles, titles with those of the last
    90 days (by publication, or by creation of a draft). Articles with the same key come first, then
    the most similar titles; ten at most.
    """
    found: dict[int, Earlier] = {}
    keys = [key for key in keys if key]
    articles = Article.objects.for_desk().prefetch_related("bylines__curator").exclude(pk=exclude)
    if keys:
        same_link = Q(link_key__in=keys) | Q(canonical_key__in=keys)
        for article in articles.filter(same_link).order_by("-pk")[:MOST]:
            found[article.pk] = Earlier(article, _("the same address"), 1.0)
        with_report = FurtherReport.objects.filter(link_key__in=keys).values("article")
        for article in articles.filter(pk__in=with_report).order_by("-pk")[:MOST]:
            found.setdefault(
                article.pk, Earlier(article, _("the same address, as a further report"), 1.0)
            )
    if title.strip():
        since = timezone.now() - timedelta(days=SIMILAR_DAYS)
        recent = Q(published_at__gte=since) | Q(published_at=None, created_at__gte=since)
        pks = [hit.pk for hit in search.titles_sharing_words(title)]
        for article in articles.filter(recent, pk__in=pks):
            score = similarity(title, article.title)
            if score >= SIMILAR_TITLE and article.pk not in found:
                found[article.pk] = Earlier(article, _("a title that is nearly the same"), score)
    return sorted(found.values(), key=lambda one: -one.similarity)[:MOST]


@transaction.atomic
def add_further_report(article: Article, link: Link, by=None, title: str = "") -> FurtherReport:
    """Add another publisher's report of the same story to an article: “also reported by”.

    The publisher is found or made. Raises ValidationError if the article has this link already.
    """
    article.hold()
    others = list(article.further_reports.all())
    known = {article.link_key, article.canonical_key, *(report.link_key for report in others)}
    if link.key in known:
        raise ValidationError(_("The article has this address already."))
    report = FurtherReport.objects.create(
        article=article,
        href=link.href,
        publisher=Publisher.objects.of_brand(link.brand),
        title=title[:500],
    )
    before = {"further_reports": [other.line for other in others]}
    after = {"further_reports": [*before["further_reports"], report.line]}
    Revision.objects.record(article, before, after, by=by, act=_("attached a further report"))
    return report
