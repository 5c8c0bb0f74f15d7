"""Hints beside a row of the queue: duplicates, blocks and earlier refusals.

Each kind of hint is looked up for all rows together.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from curation.duplicates import SIMILAR_DAYS
from curation.models import Article, Block, FurtherReport, Submission

State = Submission.State
REFUSED = (State.DECLINED, State.SPAM)
MANY_REFUSED = 3  # of one domain; from this number on there is a hint
BLOCKED = {
    Block.Kind.DOMAIN: gettext_lazy("domain is blocked"),
    Block.Kind.SENDER: gettext_lazy("sender is blocked"),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to know before deciding.

    tone: "stop", "look" or "plain". article, submission (its number): what the hint links to.
    """

    text: str | Promise
    tone: str = "look"
    article: Article | None = None
    submission: int | None = None


def hints_for(
    submissions: list[Submission], same_story: dict[int, list[Submission]]
) -> dict[int, list[Hint]]:
    """The hints for each submission, by its key.

    same_story: other submissions that are folded into the row of a submission, by its key.
    """
    blocked = _blocked({row.pk: [row, *same_story.get(row.pk, [])] for row in submissions})
    articles_by_url = _articles_by_url({row.link_key for row in submissions})
    articles_by_title = _articles_by_title({row.title.lower() for row in submissions} - {""})
    others = _other_submissions(submissions)
    refused = _refused_by_domain({row.domain for row in submissions})
    hints = {}
    for row in submissions:
        same_url = articles_by_url.get(row.link_key, [])
        same_title = articles_by_title.get(row.title.lower(), [])
        known = {hint.article.pk for hint in same_url} | {row.article_id}
        hints[row.pk] = [
            *blocked[row.pk],
            *(hint for hint in same_url if hint.article.pk != row.article_id),
            *(hint for hint in same_title if hint.article.pk not in known),
            *others[row.pk],
            *_refused_hint(row, refused.get(row.domain, 0)),
        ]
    return hints


def article_state(article: Article) -> str:
    """An article's kind and state as a noun phrase, for example "published article"."""
    if article.is_scheduled:
        return _("scheduled article")
    return {
        Article.Status.DRAFT: _("draft"),
        Article.Status.IN_REVIEW: _("draft in review"),
        Article.Status.PUBLISHED: _("published article"),
        Article.Status.WITHDRAWN: _("withdrawn article"),
        Article.Status.REJECTED: _("rejected draft"),
    }[article.status]


# ---------------------------------------------------------------- articles


def _articles_by_url(keys: set[str]) -> dict[str, list[Hint]]:
    """Articles with one of these link keys: as their own, canonical, or a further report's URL."""
    found: dict[str, list[Hint]] = {}
    same = Q(link_key__in=keys) | Q(canonical_key__in=keys)
    for article in Article.objects.for_desk().filter(same).order_by("-pk"):
        text = _("duplicate of: %(state)s") % {"state": article_state(article)}
        for key in {article.link_key, article.canonical_key} & keys:
            found.setdefault(key, []).append(Hint(text, article=article))
    reports = FurtherReport.objects.filter(link_key__in=keys).order_by("-pk")
    for report in reports.select_related("article__section"):
        text = _("further report of: %(state)s") % {"state": article_state(report.article)}
        found.setdefault(report.link_key, []).append(Hint(text, article=report.article))
    return found


def _articles_by_title(titles: set[str]) -> dict[str, list[Hint]]:
    """Drafts and recent articles with exactly one of these titles (lower case).

    Similar titles are looked for only when a submission is accepted.
    """
    is_recent = Q(published_at__gte=timezone.now() - timedelta(days=SIMILAR_DAYS))
    is_draft = Q(status__in=[Article.Status.DRAFT, Article.Status.IN_REVIEW])
    articles = Article.objects.for_desk().filter(is_recent | is_draft)
    articles = articles.annotate(lower=Lower("title")).filter(lower__in=titles)
    found: dict[str, list[Hint]] = {}
    for article in articles.order_by("-pk"):
        text = _("same title: %(state)s") % {"state": article_state(article)}
        found.setdefault(article.title.lower(), []).append(Hint(text, article=article))
    return found


# ---------------------------------------------------------------- blocks and refusals


def _blocked(rows: dict[int, list[Submission]]) -> dict[int, list[Hint]]:
    """Whether the domain or a sender of any submission in a row is blocked, once for each kind.

    rows: the submissions that are shown as one row, by the key of the first.
    """
    pairs_of_row = {
        key: [
            (submission.domain, sending.email)
            for submission in submissions
            for sending in submission.sendings.all()
        ]
        for key, submissions in rows.items()
    }
    blocks = Block.objects.matching_each(
        {pair for pairs in pairs_of_row.values() for pair in pairs}
    )
    hints: dict[int, list[Hint]] = {}
    for key, pairs in pairs_of_row.items():
        kinds = [blocks[pair].kind for pair in pairs if pair in blocks]
        hints[key] = [Hint(BLOCKED[kind], "stop") for kind in dict.fromkeys(kinds)]
    return hints


def _other_submissions(submissions: list[Submission]) -> dict[int, list[Hint]]:
    """For each submission: in which states other submissions of the same URL are."""
    keys = {row.link_key for row in submissions}
    found = Submission.objects.filter(link_key__in=keys).order_by("-pk")
    by_key: dict[str, list[tuple[int, str]]] = {}
    for pk, key, state in found.values_list("pk", "link_key", "state"):
        by_key.setdefault(key, []).append((pk, state))
    hints = {}
    for row in submissions:
        by_state: dict[str, list[int]] = {}
        for pk, state in by_key[row.link_key]:
            if pk != row.pk:
                by_state.setdefault(state, []).append(pk)
        hints[row.pk] = [_state_hint(state, pks) for state, pks in sorted(by_state.items())]
    return hints


def _state_hint(state: str, pks: list[int]) -> Hint:
    text = ngettext(
        "same address: %(number)d is %(state)s", "same address: %(number)d are %(state)s", len(pks)
    ) % {"number": len(pks), "state": State(state).label}
    return Hint(text, "look" if state in REFUSED else "plain", submission=pks[0])


def _refused_by_domain(domains: set[str]) -> dict[str, int]:
    refused = Submission.objects.filter(domain__in=domains, state__in=REFUSED)
    return dict(refused.order_by().values_list("domain").annotate(number=Count("pk")))


def _refused_hint(submission: Submission, refused: int) -> list[Hint]:
    """A hint where many submissions of the domain were refused, this one not counted."""
    if submission.state in REFUSED:
        refused -= 1
    if refused < MANY_REFUSED:
        return []
    text = _("%(number)d declined or spam from this domain") % {"number": refused}
    return [Hint(text, "plain")]
