"""What a submission may be a duplicate of: articles and submissions that it can be merged into."""

import re
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from curation import duplicates, search
from curation.models import Article, Submission
from curation.submissions.desk.access import submission_url
from curation.submissions.desk.hints import article_state
from curation.submissions.desk.rows import MAX_SHOWN_OF_STORY
from curation.submissions.moderating import MERGEABLE_ARTICLES

State = Submission.State
MERGEABLE_SUBMISSIONS = (*Submission.OPEN, State.ACCEPTED)
MAX_TITLES_COMPARED = 300
MAX_FOUND = 10  # articles, and as many submissions, in one search

_VALUE = re.compile(r"(article|submission)-([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One article or submission to merge into.

    value: as form fields name it, for example "article-12". description: what it is and why it is
    offered. effect: what the senders are told after the merge.
    """

    value: str
    title: str
    url: str
    description: str
    effect: str


def existing_articles(submission: Submission) -> list[duplicates.Earlier]:
    """Published articles and drafts with the same URL or nearly the same title.

    Without articles that this submission itself was accepted as or merged into before.
    """
    own = set(submission.decisions.values_list("led_to", flat=True))
    return [
        earlier
        for earlier in similar_articles(submission)
        if is_mergeable(earlier.article) and earlier.article.pk not in own
    ]


def similar_articles(submission: Submission) -> list[duplicates.Earlier]:
    """Articles of any status with the same URL or nearly the same title; not its own article."""
    found = duplicates.find_earlier(submission.link_key, title=submission.title)
    return [earlier for earlier in found if earlier.article.pk != submission.article_id]


def candidates(submission: Submission, articles: list[duplicates.Earlier]) -> list[Candidate]:
    """All candidates: the mergeable ones of `similar_articles`, then submissions."""
    from_articles = [
        from_article(earlier.article, earlier.why)
        for earlier in articles
        if is_mergeable(earlier.article)
    ]
    from_submissions = [from_submission(*found) for found in _similar_submissions(submission)]
    return from_articles + from_submissions


def is_mergeable(article: Article) -> bool:
    """Whether the article is published or may be: else senders would wait for it in vain."""
    return article.status in MERGEABLE_ARTICLES


def further_of_story(submission: Submission) -> int:
    """How many open submissions of the same story there are beyond the candidates."""
    shown = _of_same_story(submission)
    if len(shown) < MAX_SHOWN_OF_STORY:
        return 0
    shown_open = [other for other in shown if other.is_open]
    return Submission.objects.open().of_story(submission).count() - len(shown_open)


def _mergeable(submission: Submission):
    mergeable = Submission.objects.filter(state__in=MERGEABLE_SUBMISSIONS)
    return mergeable.exclude(pk=submission.pk).oldest_first()


def _of_same_story(submission: Submission) -> list[Submission]:
    return list(_mergeable(submission).of_story(submission)[:MAX_SHOWN_OF_STORY])


def _similar_submissions(submission: Submission) -> list[tuple[Submission, str]]:
    """(submission, why it may be a duplicate), each once."""
    found = {}
    for other in _mergeable(submission).of_page(submission.link_key)[:MAX_FOUND]:
        found[other.pk] = other, _("the same address")
    for other in _of_same_story(submission):
        found.setdefault(other.pk, (other, _("the same story")))
    for other in _with_similar_title(submission):
        found.setdefault(other.pk, (other, _("a title that is nearly the same")))
    return list(found.values())


def _with_similar_title(submission: Submission) -> list[Submission]:
    """Open submissions of other stories with nearly the same title, newest first."""
    if not submission.title:
        return []
    first = submission.first_of_story_id
    others = _mergeable(submission).open().exclude(title="")
    others = others.exclude(Q(pk=first) | Q(story=first)).order_by("-received_at", "-pk")
    similar = [
        other
        for other in others[:MAX_TITLES_COMPARED]
        if duplicates.similarity(submission.title, other.title) >= duplicates.SIMILAR_TITLE
    ]
    return similar[:MAX_SHOWN_OF_STORY]


def search_candidates(query: str, submission: Submission) -> list[Candidate]:
    """Candidates that a moderator searches for: by number, or by words of the title or URL."""
    query = query.strip().removeprefix("#").strip()
    if not query:
        return []
    articles = Article.objects.for_desk().filter(status__in=MERGEABLE_ARTICLES)
    submissions = Submission.objects.filter(state__in=MERGEABLE_SUBMISSIONS)
    submissions = submissions.exclude(pk=submission.pk)
    if query.isascii() and query.isdigit() and len(query) < 19:
        articles, submissions = articles.filter(pk=query), submissions.filter(pk=query)
    else:
        pks = [hit.pk for hit in search.titles_sharing_words(query)]
        articles = articles.filter(
            Q(title__icontains=query) | Q(link_href__icontains=query) | Q(pk__in=pks)
        )
        submissions = submissions.filter(Q(title__icontains=query) | Q(href__icontains=query))
    why = _("found by your search")
    found_articles = articles.order_by("-pk")[:MAX_FOUND]
    found_submissions = submissions.order_by("-pk")[:MAX_FOUND]
    return [from_article(one, why) for one in found_articles] + [
        from_submission(one, why) for one in found_submissions
    ]


def target_by_value(value: str) -> Article | Submission | None:
    """The object that a form names ("article-12", "submission-34"); None if it does not exist."""
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    if match[1] == "article":
        return Article.objects.for_desk().filter(pk=match[2]).first()
    return Submission.objects.filter(pk=match[2]).first()


def from_target(target: Article | Submission) -> Candidate:
    """The candidate for an object that the moderator chose."""
    why = _("your choice")
    if isinstance(target, Article):
        return from_article(target, why)
    return from_submission(target, why)


def from_article(article: Article, why: str) -> Candidate:
    if article.is_live:
        effect = _("Senders get the address of the page.")
    else:
        effect = _(
            "Senders are told that we prepare the story, and get the address once it is published."
        )
    return Candidate(
        value=f"article-{article.pk}",
        title=article.title,
        url=reverse("admin:curation_article_change", args=[article.pk]),
        description=f"{article_state(article)} · {why}",
        effect=effect,
    )


def from_submission(submission: Submission, why: str) -> Candidate:
    state = _("submission %(number)d, %(state)s") % {
        "number": submission.pk,
        "state": submission.get_state_display(),
    }
    return Candidate(
        value=f"submission-{submission.pk}",
        title=str(submission),
        url=submission_url(submission),
        description=f"{state} · {why}",
        effect=_(
            "Senders are told that somebody suggested the same story and that we look at both "
            "together."
        ),
    )
