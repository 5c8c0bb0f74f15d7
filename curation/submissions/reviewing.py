"""Outside reviews: an expert without an account reads one draft and comments on it."""

from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from curation.models import Article, Decision, RateLimit, ReviewLink
from curation.submissions import notifying

What = Decision.What
ANSWERS = (What.COMMENTED, What.LOOKS_RIGHT)
MAX_ANSWER_LENGTH = 5000  # characters
MAX_ANSWERS_PER_DAY = 20  # by one link


class LinkRefused(Exception):
    """A private link that does not work. `str()` is the explanation for the person who opened it.

    is_gone: it worked once and is over; otherwise it never was a valid link.
    """

    def __init__(self, message: str, is_gone: bool):
        super().__init__(message)
        self.is_gone = is_gone


@transaction.atomic
def ask(
    article: Article,
    by,
    name: str,
    email: str = "",
    message: str = "",
    valid_for: timedelta = ReviewLink.VALID_FOR,
) -> ReviewLink:
    """Make a review link to a draft, record it, and mail it if there is an e-mail address.

    by: the user who asks. name, email, message: whom they ask, and what.
    Raises ValidationError for an article that is not a draft.
    """
    if article.status not in (Article.Status.DRAFT, Article.Status.IN_REVIEW):
        raise ValidationError(_("Only a draft can be reviewed before it is published."))
    now = timezone.now()
    link = ReviewLink.objects.create(
        article=article,
        name=name,
        email=email,
        message=message,
        asked_by=by,
        asked_at=now,
        expires_at=now + valid_for,
    )
    _record(link, What.REVIEW_ASKED, by)
    if email:
        notifying.write_review_asked(link)
    return link


@transaction.atomic
def revoke(link: ReviewLink, by) -> ReviewLink:
    """Make the link invalid and cancel its mail; answers that were given stay. Idempotent."""
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        notifying.cancel_review_asked(link)
        _record(link, What.REVIEW_REVOKED, by)
    return link


def _record(link: ReviewLink, what: str, by) -> Decision:
    note = _("of %(who)s") % {"who": link.name}
    return Decision.objects.create(
        article=link.article, review_link=link, what=what, by=by, note=note
    )


def open_link(token: str) -> ReviewLink:
    """The review link with this token. Raises LinkRefused where it does not work (any longer)."""
    try:
        link = ReviewLink.objects.by_token(token)
    except (signing.BadSignature, ReviewLink.DoesNotExist) as error:
        message = _("This link is incomplete or was changed. Please copy all of it from the mail.")
        raise LinkRefused(message, is_gone=False) from error
    if link.revoked_at:
        raise LinkRefused(_("The newsroom has revoked this link."), is_gone=True)
    if link.expires_at <= timezone.now():
        raise LinkRefused(_("This link has expired. Ask the newsroom for a new one."), is_gone=True)
    if not link.is_open:
        message = _("The review is over: the article is no longer a draft.")
        raise LinkRefused(message, is_gone=True)
    return link


def answers(link: ReviewLink):
    """The answers that were given by this link, oldest first."""
    return link.decisions.filter(what__in=ANSWERS)


@transaction.atomic
def answer(link: ReviewLink, text: str, looks_right: bool) -> Decision:
    """Record a reviewer's answer and mail it to whoever asked.

    Idempotent: an answer that repeats the last one is not recorded again.
    Raises ValidationError for an answer without content, one that is too long, and too many.
    """
    text = text.strip()
    if not text and not looks_right:
        raise ValidationError(_("Write a comment, or say that it looks right."))
    if len(text) > MAX_ANSWER_LENGTH:
        message = _("Please use at most %(maximum)d characters.")
        raise ValidationError(message % {"maximum": MAX_ANSWER_LENGTH})
    what = What.LOOKS_RIGHT if looks_right else What.COMMENTED
    ReviewLink.objects.select_for_update().get(pk=link.pk)
    last = answers(link).last()
    if last and (last.what, last.note) == (what, text):
        return last
    limits = [(MAX_ANSWERS_PER_DAY, timedelta(days=1))]
    if RateLimit.objects.admit({("reviewed by", str(link.pk)): limits}):
        raise ValidationError(
            _("You have sent as many answers as we accept in a day. Please write to the newsroom.")
        )
    decision = Decision.objects.create(
        article=link.article,
        review_link=link,
        what=what,
        by_name=link.name,
        note=text,
    )
    notifying.write_review_given(link, decision)
    return decision
