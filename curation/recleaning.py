"""New rules for addresses reach the articles that older rules keyed.

Only the keys are made anew, by which "we ran this already" compares links: where readers are sent
stays what a curator saw.
"""

from dataclasses import dataclass, field

from django.db import transaction

from curation.models import Article, FurtherReport
from curation.sources.links.cleaning import RULES_VERSION
from curation.sources.links.keys import link_key

BATCH = 500
FACTS = ("pk", "link_href", "link_original", "canonical_url", "link_key", "canonical_key")


@dataclass(frozen=True, slots=True)
class Collision:
    """Two articles that share a key since: probably one story, run twice. Lower number first."""

    key: str
    articles: tuple[int, int]
    titles: tuple[str, str]


@dataclass(slots=True)
class Recleaned:
    """What became of it. A report whose article has the same address already keeps its old key."""

    looked_at: int = 0
    articles: int = 0  # whose keys changed
    reports: int = 0
    kept_reports: list[int] = field(default_factory=list)
    collisions: list[Collision] = field(default_factory=list)


def stale_articles():
    """Articles whose keys were made by other rules than today's."""
    return Article.objects.exclude(link_rules=RULES_VERSION)


def reclean(dry_run: bool = False) -> Recleaned:
    """Make anew the keys of what older rules keyed; a dry run only says what would change.

    May be broken off and begun again: the reports come first, so that what is left is still seen
    by `stale_articles`. Memory: one batch, and a number for each key that changed.
    """
    done = Recleaned()
    _reclean_reports(done, dry_run)
    moved: dict[int, list[int]] = {}  # hash of a new key -> the articles that got it
    last = 0
    while pks := list(
        stale_articles().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        last = pks[-1]
        with transaction.atomic():
            _reclean_batch(pks, moved, done, dry_run)
    return done


def _reclean_batch(pks: list[int], moved: dict[int, list[int]], done: Recleaned, dry_run: bool):
    batch = list(Article.objects.select_for_update().filter(pk__in=pks).only(*FACTS).order_by("pk"))
    changed = []
    for article in batch:
        before = (article.link_key, article.canonical_key)
        article.key_links()
        done.articles += before != (article.link_key, article.canonical_key)
        if article.link_key and article.link_key != before[0]:
            changed.append(article)
    done.looked_at += len(batch)
    if not dry_run:
        Article.objects.bulk_update(batch, ["link_key", "canonical_key", "link_rules"])
    _find_collisions(changed, moved, done)


def _find_collisions(changed: list[Article], moved: dict[int, list[int]], done: Recleaned):
    """Note which other articles have the new keys: by rows that stay, or by those moved before."""
    holders: dict[str, set[int]] = {}
    rows = Article.objects.filter(link_key__in={article.link_key for article in changed})
    for other in rows.only(*FACTS):
        key = other.link_key
        other.key_links()
        if other.link_key == key:  # else it is stale itself, and about to move away
            holders.setdefault(key, set()).add(other.pk)
    pairs: dict[tuple[int, int], str] = {}
    for article in changed:
        alike = moved.setdefault(hash(article.link_key), [])
        for other in {*holders.get(article.link_key, ()), *alike} - {article.pk}:
            pairs[min(other, article.pk), max(other, article.pk)] = article.link_key
        alike.append(article.pk)
    titles = dict(
        Article.objects.filter(pk__in={pk for pair in pairs for pk in pair}).values_list(
            "pk", "title"
        )
    )
    known = {one.articles for one in done.collisions}
    done.collisions += [
        Collision(key, pair, (titles[pair[0]], titles[pair[1]]))
        for pair, key in sorted(pairs.items())
        if pair not in known
    ]


def _reclean_reports(done: Recleaned, dry_run: bool):
    """Further reports bear no version: they are few, and all are compared."""
    for report in FurtherReport.objects.only("pk", "href", "link_key", "article").iterator(BATCH):
        key = link_key(report.href)
        if key == report.link_key:
            continue
        siblings = FurtherReport.objects.filter(article=report.article_id, link_key=key)
        if siblings.exists():
            done.kept_reports.append(report.pk)
            continue
        done.reports += 1
        if not dry_run:
            FurtherReport.objects.filter(pk=report.pk).update(link_key=key)
