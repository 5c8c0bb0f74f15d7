"""Recomputes the comparison keys of links after the rules for cleaning URLs have changed.

Only the keys change, by which duplicates are found. The links that readers follow stay as curators
saw them.
"""

from dataclasses import dataclass, field

from django.db import transaction

from curation.models import Article, FurtherReport, Submission
from curation.sources.links.cleaning import current_rules_version
from curation.sources.links.keys import link_key

BATCH = 500
COLUMNS = ("pk", "link_href", "link_original", "canonical_url", "link_key", "canonical_key")


@dataclass(frozen=True, slots=True)
class Collision:
    """Two articles that now have the same key: probably one story, published twice.

    articles: their numbers, the lower one first. titles: in the same order.
    """

    key: str
    articles: tuple[int, int]
    titles: tuple[str, str]


@dataclass(slots=True)
class Recleaned:
    """The result: counts, and what needs a curator's attention.

    kept_reports: numbers of further reports that keep their old key, because their article has a
    report with the new one already. kept_submissions: of open submissions, in the same way, because
    another open one has it.
    """

    looked_at: int = 0
    articles: int = 0  # with changed keys
    reports: int = 0
    submissions: int = 0
    kept_reports: list[int] = field(default_factory=list)
    kept_submissions: list[int] = field(default_factory=list)
    collisions: list[Collision] = field(default_factory=list)


def stale_articles():
    """Return the articles whose keys were made by other rules than today's."""
    return Article.objects.exclude(link_rules=current_rules_version())


def reclean(dry_run: bool = False) -> Recleaned:
    """Recompute the keys that older rules made. A dry run only tells what would change.

    It can be interrupted and started again: articles come last, since only they record the version
    of their rules. Memory: one batch, and a number for each changed key.
    """
    done = Recleaned()
    _reclean_reports(done, dry_run)
    _reclean_submissions(done, dry_run)
    moved: dict[int, list[int]] = {}  # hash of a new key -> numbers of the articles that got it
    last = 0
    while pks := list(
        stale_articles().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        last = pks[-1]
        with transaction.atomic():
            _reclean_batch(pks, moved, done, dry_run)
    return done


def _reclean_batch(pks: list[int], moved: dict[int, list[int]], done: Recleaned, dry_run: bool):
    batch = list(
        Article.objects.select_for_update().filter(pk__in=pks).only(*COLUMNS).order_by("pk")
    )
    changed = []
    for article in batch:
        before = (article.link_key, article.canonical_key)
        article.key_links()
        if before != (article.link_key, article.canonical_key):
            done.articles += 1
        if article.link_key and article.link_key != before[0]:
            changed.append(article)
    done.looked_at += len(batch)
    if not dry_run:
        Article.objects.bulk_update(batch, ["link_key", "canonical_key", "link_rules"])
    _find_collisions(changed, moved, done)


def _find_collisions(changed: list[Article], moved: dict[int, list[int]], done: Recleaned):
    """Find other articles with the same new keys, among those changed before and all others."""
    holders: dict[str, set[int]] = {}
    rows = Article.objects.filter(link_key__in={article.link_key for article in changed})
    for other in rows.only(*COLUMNS):
        key = other.link_key
        other.key_links()
        if other.link_key == key:  # otherwise its own key is stale and will change
            holders.setdefault(key, set()).add(other.pk)
    pairs: dict[tuple[int, int], str] = {}
    for article in changed:
        same_key = moved.setdefault(hash(article.link_key), [])
        for other in {*holders.get(article.link_key, ()), *same_key} - {article.pk}:
            pairs[min(other, article.pk), max(other, article.pk)] = article.link_key
        same_key.append(article.pk)
    titles = dict(
        Article.objects.filter(pk__in={pk for pair in pairs for pk in pair}).values_list(
            "pk", "title"
        )
    )
    known = {collision.articles for collision in done.collisions}
    done.collisions += [
        Collision(key, pair, (titles[pair[0]], titles[pair[1]]))
        for pair, key in sorted(pairs.items())
        if pair not in known
    ]


def _reclean_reports(done: Recleaned, dry_run: bool):
    """Recompute the keys of all further reports: they are few, and record no version."""
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


def _reclean_submissions(done: Recleaned, dry_run: bool):
    """Recompute the keys of all submissions. Only one open submission can have a key."""
    submissions = Submission.objects.only("pk", "url", "link_key", "state").order_by("pk")
    open_keys = set(Submission.objects.open().values_list("link_key", flat=True))
    for submission in submissions.iterator(BATCH):
        key = link_key(submission.url)
        if key == submission.link_key:
            continue
        if submission.is_open:
            if key in open_keys:
                done.kept_submissions.append(submission.pk)
                continue
            open_keys.add(key)
        done.submissions += 1
        if not dry_run:
            Submission.objects.filter(pk=submission.pk).update(link_key=key)
