"""Draft to live and back: the only ways in which an article's status changes.

Every act is one transaction: the row, and a revision that says who did what.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from curation.models import Article, Revision
from curation.models.revisions import snapshot


def problems_before_publishing(article: Article) -> dict[str, str]:
    """What an editor must mend before readers may see the article: field -> sentence."""
    problems = {}
    if not article.body_source.strip():
        problems["body_source"] = _("Write the brief: the body is empty.")
    if article.featured_image_id and not article.image_alt.strip():
        problems["image_alt"] = _("Describe the featured image: its alternative text is empty.")
    return problems


def publish(article: Article, by=None, at: datetime | None = None) -> Article:
    """Make the article live now, or at `at`; a date that it already has is kept.

    Raises ValidationError with a sentence for each field to mend; nothing is saved then.
    """
    if problems := problems_before_publishing(article):
        raise ValidationError(problems)
    article.rejection_reason = ""
    article.published_at = at or article.published_at or timezone.now()
    article.withdrawn_at, article.withdrawal_reason = None, ""
    act = _("scheduled") if article.published_at > timezone.now() else _("published")
    return _change_status(article, Article.Status.PUBLISHED, by, act)


def send_to_review(article: Article, by=None) -> Article:
    """Tell the editors that a draft is ready. Raises ValidationError unless it is a draft."""
    if article.status != Article.Status.DRAFT:
        raise ValidationError(_("Only a draft can be sent to review."))
    return _change_status(article, Article.Status.IN_REVIEW, by, _("sent to review"))


def reject(article: Article, by=None, reason: str = "") -> Article:
    """Decide against a draft; it is kept with the reason, so that the next curator is told.

    Raises ValidationError for an article that was published, and where the reason is missing.
    """
    if article.status not in (Article.Status.DRAFT, Article.Status.IN_REVIEW):
        raise ValidationError(_("Only a draft can be rejected."))
    if not reason.strip():
        raise ValidationError(_("Say why: the next curator who finds this link is told."))
    article.rejection_reason = reason.strip()
    return _change_status(article, Article.Status.REJECTED, by, _("rejected"))


def unpublish(article: Article, by=None) -> Article:
    """Back to the drafts, from the site or from the rejected; date and address are kept."""
    article.withdrawn_at, article.withdrawal_reason = None, ""
    article.rejection_reason = ""
    act = _("taken up again") if article.status == Article.Status.REJECTED else _("unpublished")
    return _change_status(article, Article.Status.DRAFT, by, act)


def withdraw(article: Article, by=None, reason: str = "") -> Article:
    """Take a published article back for good: its address answers 410 and says why.

    Raises ValidationError for an article that was never published.
    """
    if article.status not in (Article.Status.PUBLISHED, Article.Status.WITHDRAWN):
        raise ValidationError(_("Only a published article can be withdrawn."))
    article.withdrawn_at = article.withdrawn_at or timezone.now()
    article.withdrawal_reason = reason
    return _change_status(article, Article.Status.WITHDRAWN, by, _("withdrawn"))


@transaction.atomic
def _change_status(article: Article, status: str, by, act: str) -> Article:
    before = snapshot(Article.objects.get(pk=article.pk))
    article.status = status
    article.modified_at = timezone.now()
    article.save()
    Revision.objects.record(article, before, snapshot(article), by=by, act=act)
    return article
