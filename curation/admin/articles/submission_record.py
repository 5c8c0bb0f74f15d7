"""The submissions behind an article, the decisions and reviews about it, as its form shows them."""

from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Prefetch

from curation.models import Article, Decision, ReviewLink, Sending, Submission

What = Decision.What


@dataclass(frozen=True, slots=True)
class SubmissionRecord:
    """What the section of the form shows.

    submissions: those that led to the article. reviews: how many outside reviewers were asked;
    open_links: how many of their links open the draft now; looks_right: by how many links somebody
    said that it looks right. may_ask: whether the user may ask a reviewer now. shows_emails:
    whether the user sees the senders' e-mail addresses.
    """

    # The note of these decisions ends the sentence, as in "asked for a review of Dr Roux".
    NOTE_ENDS_SENTENCE: ClassVar = (What.ASSIGNED, What.REVIEW_ASKED, What.REVIEW_REVOKED)

    submissions: list[Submission]
    decisions: list[Decision]
    reviews: int
    open_links: int
    looks_right: int
    may_ask: bool
    shows_emails: bool

    @property
    def is_empty(self) -> bool:
        return not (self.submissions or self.decisions or self.reviews or self.may_ask)


def submission_record_of(article: Article, user) -> SubmissionRecord | None:
    """None for users who may not see decisions, and where there is nothing to show."""
    if not user.has_perms(["curation.view_decision", "curation.view_submission"]):
        return None
    sendings = Prefetch("sendings", Sending.objects.select_related("partner"))
    submissions = Submission.objects.leading_to(article).oldest_first()
    decisions = list(
        Decision.objects.about_article(article).with_people().select_related("submission")
    )
    links = list(ReviewLink.objects.filter(article=article))
    for link in links:
        link.article = article  # saves `is_open` a query for each link
    is_draft = article.status in (Article.Status.DRAFT, Article.Status.IN_REVIEW)
    record = SubmissionRecord(
        submissions=list(submissions.prefetch_related(sendings)),
        decisions=decisions,
        reviews=len(links),
        open_links=sum(link.is_open for link in links),
        looks_right=len({one.review_link_id for one in decisions if one.what == What.LOOKS_RIGHT}),
        may_ask=is_draft and user.has_perm("curation.add_reviewlink"),
        shows_emails=user.has_perm("curation.moderate_submission"),
    )
    return None if record.is_empty else record
