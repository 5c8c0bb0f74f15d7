"""Publishing an article, and the other changes of its status. No other code changes the status.

Each function is one transaction: it locks the row, writes only the columns that it changes, and
records a revision that says who did what. Afterwards the caller's object equals the row.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from curation.models import Article, Revision
from curation.models.revisions import snapshot


def problems_before_publishing(article: Article) -> dict[str, str]:
    """Return what must be corrected before the article can be published: field -> sentence."""
    problems = {}
    if not article.body_source.strip():
        problems["body_source"] = _("Write the brief: the body is empty.")
    if article.featured_image_id and not article.image_alt.strip():
        problems["image_alt"] = _("Describe the featured image: its alternative text is empty.")
    return problems


@transaction.atomic
def publish(article: Article, by=None, at: datetime | None = None) -> Article:
    """Publish the article now, or at the time `at`; a publication date that it has is kept.

    Raises ValidationError with a sentence for each field to correct; then nothing is saved.
    """
    article.hold()
    if problems := problems_before_publishing(article):
        raise ValidationError(problems)
    published_at = at or article.published_at or timezone.now()
    act = _("scheduled") if published_at > timezone.now() else _("published")
    return _change(
        article,
        by,
        act,
        status=Article.Status.PUBLISHED,
        published_at=published_at,
        rejection_reason="",
        # Otherwise it would be published, and nobody would see it.
        expires_at=None if article.is_expired_at(published_at) else article.expires_at,
        **_NOT_WITHDRAWN,
    )


@transaction.atomic
def send_to_review(article: Article, by=None) -> Article:
    """Submit a draft to the editors. Raises ValidationError unless it is a draft."""
    if article.hold().status != Article.Status.DRAFT:
        raise ValidationError(_("Only a draft can be sent to review."))
    return _change(article, by, _("sent to review"), status=Article.Status.IN_REVIEW)


@transaction.atomic
def reject(article: Article, by=None, reason: str = "") -> Article:
    """Reject a draft. It is kept with the reason, for the next curator who finds the same link.

    Raises ValidationError if the article is not a draft or in review, and for an empty reason.
    """
    if article.hold().status not in (Article.Status.DRAFT, Article.Status.IN_REVIEW):
        raise ValidationError(_("Only a draft can be rejected."))
    if not reason.strip():
        raise ValidationError(_("Say why: the next curator who finds this link is told."))
    rejected = {"status": Article.Status.REJECTED, "rejection_reason": reason.strip()}
    return _change(article, by, _("rejected"), **rejected)


@transaction.atomic
def unpublish(article: Article, by=None) -> Article:
    """Make a published or rejected article a draft again. Its date and its path are kept."""
    is_rejected = article.hold().status == Article.Status.REJECTED
    act = _("taken up again") if is_rejected else _("unpublished")
    draft = {"status": Article.Status.DRAFT, "rejection_reason": "", **_NOT_WITHDRAWN}
    return _change(article, by, act, **draft)


@transaction.atomic
def withdraw(article: Article, by=None, reason: str = "") -> Article:
    """Withdraw a published article for good: its page answers 410 Gone, with the reason.

    Raises ValidationError if the article is not published or withdrawn.
    """
    if article.hold().status not in (Article.Status.PUBLISHED, Article.Status.WITHDRAWN):
        raise ValidationError(_("Only a published article can be withdrawn."))
    return _change(
        article,
        by,
        _("withdrawn"),
        status=Article.Status.WITHDRAWN,
        withdrawn_at=article.withdrawn_at or timezone.now(),
        withdrawal_reason=reason,
    )


_NOT_WITHDRAWN = {"withdrawn_at": None, "withdrawal_reason": ""}


def _change(article: Article, by, act: str, **values) -> Article:
    """Save these columns of an article that is locked, and record a revision."""
    before = snapshot(article)
    values["modified_at"] = timezone.now()
    for name, value in values.items():
        setattr(article, name, value)
    article.save(update_fields=list(values))
    Revision.objects.record(article, before, snapshot(article), by=by, act=act)
    return article
