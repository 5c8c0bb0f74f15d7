"""Where an article came from and what was decided about it, as its form shows it."""

from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Prefetch
from django.utils import timezone

from curation.models import Article, Decision, ReviewLink, Sending, Submission

What = Decision.What


@dataclass(frozen=True, slots=True)
class Origins:
    """`submissions` led to the article; `open_links` and `looks_right` count the links of
    outside reviewers: those that open the draft, and those by which somebody said so."""

    # Whose note only says whom the act concerned, and goes on the sentence.
    ON_WHOM: ClassVar = (What.ASSIGNED, What.REVIEW_ASKED, What.REVIEW_REVOKED)

    submissions: list[Submission]
    decisions: list[Decision]
    open_links: int
    looks_right: int
    reviews: int
    may_ask: bool
    shows_emails: bool

    @property
    def is_empty(self) -> bool:
        return not (self.submissions or self.decisions or self.reviews or self.may_ask)


def origins_of(article: Article, user) -> Origins | None:
    """None for somebody who may not see decisions, and where there is nothing to tell."""
    if not user.has_perms(["curation.view_decision", "curation.view_submission"]):
        return None
    sendings = Prefetch("sendings", Sending.objects.select_related("partner"))
    submissions = Submission.objects.leading_to(article).oldest_first()
    decisions = list(
        Decision.objects.about_article(article).with_people().select_related("submission")
    )
    links = list(ReviewLink.objects.filter(article=article))
    is_draft = article.status in (Article.Status.DRAFT, Article.Status.IN_REVIEW)
    now = timezone.now()
    shown = Origins(
        submissions=list(submissions.prefetch_related(sendings)),
        decisions=decisions,
        open_links=is_draft
        * sum(link.revoked_at is None and link.expires_at > now for link in links),
        looks_right=len({one.review_link_id for one in decisions if one.what == What.LOOKS_RIGHT}),
        reviews=len(links),
        may_ask=is_draft and user.has_perm("curation.add_reviewlink"),
        shows_emails=user.has_perm("curation.moderate_submission"),
    )
    return None if shown.is_empty else shown
