"""What a submission may be a double of: articles and submissions that it can be merged into."""

import re
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from curation import duplicates, search
from curation.models import Article, Submission
from curation.sources.links.keys import link_key
from curation.submissions.desk.access import page_address
from curation.submissions.desk.rows import MOST_OF_A_STORY, state_of, story_of

State = Submission.State
# Of an article that nobody will publish a sender would wait in vain to hear.
STANDING = (Article.Status.DRAFT, Article.Status.IN_REVIEW, Article.Status.PUBLISHED)
TITLES_COMPARED = 300
MOST_FOUND = 10  # articles, and as many submissions, by one search

_TARGET = re.compile(r"(article|submission)-([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that a submission can be merged into. `value`: as forms name it."""

    value: str
    title: str
    url: str
    facts: str
    told: str


def articles_that_stand(submission: Submission) -> list[duplicates.Earlier]:
    """Published articles and drafts of the same address or nearly the same title, but for those it
    was itself made into."""
    own = set(submission.decisions.values_list("led_to", flat=True))
    return [
        one for one in earlier_than(submission) if stands(one.article) and one.article.pk not in own
    ]


def earlier_than(submission: Submission) -> list[duplicates.Earlier]:
    """Articles of any status that may tell the same story; not the one it was made into."""
    found = duplicates.find_earlier(link_key(submission.href), title=submission.title)
    return [one for one in found if one.article.pk != submission.article_id]


def candidates(submission: Submission, earlier: list[duplicates.Earlier]) -> list[Candidate]:
    """What it can be merged into: of the earlier articles those that stand, then submissions."""
    articles = [of_article(one.article, one.why) for one in earlier if stands(one.article)]
    return articles + [of_submission(other, why) for other, why in _submissions(submission)]


def stands(article: Article) -> bool:
    """Whether readers see it, or may come to."""
    return article.status in STANDING


def further_of_story(submission: Submission) -> int:
    """How many more open ones tell its story than are among its candidates."""
    shown = [other.is_open for other in _of_story(submission)]
    if len(shown) < MOST_OF_A_STORY:
        return 0
    return Submission.objects.open().of_story(submission).count() - sum(shown)


def _going_on(submission: Submission):
    going_on = Submission.objects.filter(state__in=[*Submission.OPEN, State.ACCEPTED])
    return going_on.exclude(pk=submission.pk).oldest_first()


def _of_story(submission: Submission) -> list[Submission]:
    return list(_going_on(submission).of_story(submission)[:MOST_OF_A_STORY])


def _submissions(submission: Submission) -> list[tuple[Submission, str]]:
    found = {}
    for other in _going_on(submission).of_page(link_key(submission.href))[:MOST_FOUND]:
        found[other.pk] = other, _("the same address")
    for other in _of_story(submission):
        found.setdefault(other.pk, (other, _("the same story")))
    if submission.title:
        first = story_of(submission)
        titled = _going_on(submission).open().exclude(title="")
        titled = titled.exclude(Q(pk=first) | Q(story=first)).order_by("-received_at", "-pk")
        scored = (
            (other, duplicates.similarity(submission.title, other.title))
            for other in titled[:TITLES_COMPARED]
        )
        same = [other for other, score in scored if score >= duplicates.SIMILAR_TITLE]
        for other in same[:MOST_OF_A_STORY]:
            found.setdefault(other.pk, (other, _("a title that is nearly the same")))
    return list(found.values())


def searched(words: str, submission: Submission) -> list[Candidate]:
    """What a moderator looks for: a number, or words of a title or an address."""
    words = words.strip().removeprefix("#").strip()
    if not words:
        return []
    articles = Article.objects.for_desk().filter(status__in=STANDING)
    others = Submission.objects.filter(state__in=[*Submission.OPEN, State.ACCEPTED])
    others = others.exclude(pk=submission.pk)
    if words.isascii() and words.isdigit() and len(words) < 19:
        articles, others = articles.filter(pk=words), others.filter(pk=words)
    else:
        pks = [hit.pk for hit in search.titles_sharing_words(words)]
        articles = articles.filter(
            Q(title__icontains=words) | Q(link_href__icontains=words) | Q(pk__in=pks)
        )
        others = others.filter(Q(title__icontains=words) | Q(href__icontains=words))
    why = _("found by your search")
    return [of_article(one, why) for one in articles.order_by("-pk")[:MOST_FOUND]] + [
        of_submission(one, why) for one in others.order_by("-pk")[:MOST_FOUND]
    ]


def target_of(value: str) -> Article | Submission | None:
    """What a form names: "article-12" or "submission-34"; None where there is no such thing."""
    match = _TARGET.fullmatch(value)
    if match is None:
        return None
    if match[1] == "article":
        return Article.objects.for_desk().filter(pk=match[2]).first()
    return Submission.objects.filter(pk=match[2]).first()


def candidate_of(target: Article | Submission) -> Candidate:
    why = _("your choice")
    return of_article(target, why) if isinstance(target, Article) else of_submission(target, why)


def of_article(article: Article, why: str) -> Candidate:
    if article.is_live:
        told = _("Senders get the address of the page.")
    else:
        told = _(
            "Senders hear that we prepare the story, and get the address once it is published."
        )
    return Candidate(
        f"article-{article.pk}",
        article.title,
        reverse("admin:curation_article_change", args=[article.pk]),
        f"{state_of(article)} · {why}",
        told,
    )


def of_submission(submission: Submission, why: str) -> Candidate:
    state = _("submission %(number)d, %(state)s") % {
        "number": submission.pk,
        "state": submission.get_state_display(),
    }
    return Candidate(
        f"submission-{submission.pk}",
        str(submission),
        page_address(submission),
        f"{state} · {why}",
        _("Senders hear that somebody suggested the same story and that we look at both together."),
    )
