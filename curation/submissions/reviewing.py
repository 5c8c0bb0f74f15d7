"""A review without an account: an outside expert sees one draft, and says what they think."""

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
LONGEST = 5000
MOST_A_DAY = 20  # answers by one link


class LinkRefused(Exception):
    """A link that opens nothing (any more). `str()` says why, for the one who holds it.

    `is_gone`: it was good once; else it never was.
    """

    def __init__(self, words: str, is_gone: bool):
        super().__init__(words)
        self.is_gone = is_gone


@transaction.atomic
def ask(
    article: Article, by, name: str, email: str = "", message: str = "",
    lasts: timedelta = ReviewLink.LASTS,
) -> ReviewLink:  # fmt: skip
    """A new link to a draft, on record; mailed where there is an e-mail.

    Raises ValidationError for an article that is no draft.
    """
    if article.status not in (Article.Status.DRAFT, Article.Status.IN_REVIEW):
        raise ValidationError(_("Only a draft can be reviewed before it is published."))
    now = timezone.now()
    link = ReviewLink.objects.create(
        article=article, name=name, email=email, message=message, asked_by=by,
        asked_at=now, expires_at=now + lasts,
    )  # fmt: skip
    Decision.objects.create(
        article=article, review_link=link, what=What.REVIEW_ASKED, by=by,
        note=_("of %(who)s") % {"who": name},
    )  # fmt: skip
    if email:
        notifying.write_review_asked(link)
    return link


@transaction.atomic
def revoke(link: ReviewLink, by) -> ReviewLink:
    """Make the link open nothing from now on, and cancel its mail; the answers given stay."""
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        notifying.cancel_review_asked(link)
        Decision.objects.create(
            article=link.article, review_link=link, what=What.REVIEW_REVOKED, by=by,
            note=_("of %(who)s") % {"who": link.name},
        )  # fmt: skip
    return link


def opened(token: str) -> ReviewLink:
    """The link that a token opens. Raises LinkRefused."""
    try:
        link = ReviewLink.objects.by_token(token)
    except (signing.BadSignature, ReviewLink.DoesNotExist) as error:
        words = _("This link is incomplete or was changed. Open it as it stands in the mail.")
        raise LinkRefused(words, is_gone=False) from error
    if link.revoked_at:
        raise LinkRefused(_("This link was taken back by the newsroom."), is_gone=True)
    if link.expires_at <= timezone.now():
        raise LinkRefused(_("This link has expired. Ask the newsroom for a new one."), is_gone=True)
    if not link.is_open:
        raise LinkRefused(_("The review is over: this is no draft any more."), is_gone=True)
    return link


def answers(link: ReviewLink):
    """What the reviewer has said by this link, oldest first."""
    return link.decisions.filter(what__in=ANSWERS)


@transaction.atomic
def answer(link: ReviewLink, text: str, looks_right: bool) -> Decision:
    """Record what the reviewer says with the article, and mail it to whoever asked.

    The same answer again, right after the first, is the first.
    Raises ValidationError for a comment without words, or too many or too long ones.
    """
    text = text.strip()
    if not text and not looks_right:
        raise ValidationError(_("Write a comment, or say that it looks right."))
    if len(text) > LONGEST:
        raise ValidationError(_("At most %(most)d characters, please.") % {"most": LONGEST})
    what = What.LOOKS_RIGHT if looks_right else What.COMMENTED
    ReviewLink.objects.select_for_update().get(pk=link.pk)
    last = answers(link).last()
    if last and (last.what, last.note) == (what, text):
        return last
    limits = [(MOST_A_DAY, timedelta(days=1))]
    if RateLimit.objects.admit({("reviewed by", str(link.pk)): limits}):
        raise ValidationError(_("That was a lot for one day. Write to the newsroom instead."))
    decision = Decision.objects.create(
        article=link.article,
        review_link=link,
        what=what,
        by_name=link.name,
        note=text,
    )
    notifying.write_review_given(link, decision)
    return decision
