"""Receiving what readers and partners send in: check it, count it, store it once.

Nothing is fetched here: a URL is only read as text.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from curation.duplicates import SIMILAR_DAYS, SIMILAR_TITLE, similarity
from curation.models import (
    Article,
    Block,
    FurtherReport,
    Partner,
    RateLimit,
    SenderNote,
    Sending,
    Submission,
    email_addresses,
)
from curation.search import words_of
from curation.sources.door import guard
from curation.sources.door.errors import FetchError
from curation.sources.links.link import Link
from curation.sources.links.parsing import LinkError
from curation.submissions import notifying

State = Submission.State
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_DRAFT_OR_PUBLISHED = (Article.Status.DRAFT, Article.Status.IN_REVIEW, Article.Status.PUBLISHED)
MAX_TITLES_COMPARED = 300  # open submissions, newest first: comparing takes some 50 ms


@dataclass(frozen=True, slots=True)
class IncomingSubmission:
    """What somebody sends in, read from the form or from the API's JSON, each field checked.

    form_key: an idempotency key; a second submission with it is not stored again.
    """

    link: Link
    name: str
    email: str
    title: str = ""
    why: str = ""
    has_relationship: bool = False
    wants_credit: bool = False
    partner: Partner | None = None
    account: AbstractBaseUser | None = None
    channel: str = Sending.Channel.FORM
    form_key: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was done with an incoming submission.

    sending: the stored sending; None where the story is published already.
    article: the published article of the same URL, if there is one; then nothing is stored.
    is_new: a submission was made. Otherwise somebody else had sent in the URL before, and this
    sender was added to that submission.
    is_repeat: the same form or API call came before, so nothing new was stored.
    """

    sending: Sending | None = None
    article: Article | None = None
    is_new: bool = False
    is_repeat: bool = False


class RateLimited(Exception):
    """A rate limit is reached. `retry_after`: seconds until the sender may try again."""

    def __init__(self, retry_after: int):
        super().__init__(f"rate limit reached; try again in {retry_after} s")
        self.retry_after = retry_after


def public_link(url: str) -> Link:
    """The link that somebody sends in.

    Raises ValidationError for a URL that is not http(s), not public, malformed or too long.
    """
    try:
        link = Link.parse(url)
        guard.refuse_private(link.pasted)
    except (LinkError, FetchError) as error:
        raise ValidationError(str(error)) from error
    return link


def receive(incoming: IncomingSubmission, client: str = "") -> Receipt:
    """Store what was sent in, unless it is published already or was sent before.

    client: the network that rate limits count (`client_ip.client_network`), "" where unknown;
    partners are counted by their name instead.
    Raises ValidationError (field -> messages) for a refused URL or a blocked sender, and
    RateLimited.
    """
    _refuse_private_and_blocked(incoming)
    earlier = _find_by_form_key(incoming.form_key)
    if earlier:
        _add_new_information(earlier, incoming)
        return Receipt(sending=earlier, is_repeat=True)
    wait = RateLimit.objects.admit(_rate_limits(incoming, client))
    if wait:
        raise RateLimited(wait)
    article = published_article(incoming.link)
    if article:
        return Receipt(article=article)
    story = None
    if not _find_active(incoming.link):
        story = _find_story(incoming.title)
    for _attempt in range(3):
        try:
            with transaction.atomic():
                return _store(incoming, story)
        except IntegrityError:  # the same URL or the same form was stored at this moment
            earlier = _find_by_form_key(incoming.form_key)
            if earlier:
                return Receipt(sending=earlier, is_repeat=True)
    raise RateLimited(1)


def published_article(link: Link) -> Article | None:
    """The published article with this link: its own, its canonical, or a further report's."""
    reported = FurtherReport.objects.filter(link_key=link.key).values("article")
    same = Q(link_key=link.key) | Q(canonical_key=link.key) | Q(pk__in=reported)
    return Article.objects.published().filter(same).select_related("section").first()


@transaction.atomic
def add_note(sending: Sending, text: str) -> SenderNote:
    """Store a sender's note. Idempotent: the text of the last note is not stored again.

    Raises ValidationError where the text is empty or too long, where there are too many notes,
    and where the sender withdrew.
    """
    text = text.strip()
    if not text:
        raise ValidationError(_("Write something first."))
    if len(text) > SenderNote.MAX_LENGTH:
        message = _("Please use at most %(maximum)d characters.")
        raise ValidationError(message % {"maximum": SenderNote.MAX_LENGTH})
    if Sending.objects.select_for_update().get(pk=sending.pk).withdrawn_at:
        raise ValidationError(_("You withdrew this suggestion, so you cannot add a note."))
    last = sending.notes.last()
    if last and last.text == text:
        return last
    if sending.notes.count() >= SenderNote.MAX_PER_SENDING:
        raise ValidationError(_("You have added the maximum number of notes."))
    return sending.notes.create(text=text)


# ---------------------------------------------------------------- checks and rate limits


def _refuse_private_and_blocked(incoming: IncomingSubmission) -> None:
    """Raise ValidationError for a private link, a blocked domain or a blocked sender."""
    try:
        guard.refuse_private(incoming.link.pasted)
    except FetchError as error:
        raise ValidationError({"url": str(error)}) from error
    if Block.objects.matching(domain=incoming.link.brand):
        raise ValidationError({"url": _("We do not accept links to this site.")})
    if Block.objects.matching(email=incoming.email):
        raise ValidationError({"email": _("We do not accept suggestions from this address.")})


def _rate_limits(incoming: IncomingSubmission, client: str) -> dict:
    if incoming.partner:
        limits = [(settings.PARTNER_SENDS_PER_HOUR, HOUR), (settings.PARTNER_SENDS_PER_DAY, DAY)]
        return {("sent by partner", str(incoming.partner.pk)): limits}
    limits = [(settings.SENDS_PER_HOUR, HOUR), (settings.SENDS_PER_DAY, DAY)]
    mailbox = email_addresses.without_plus_label(incoming.email)
    wanted = {("sent by e-mail", mailbox): limits}
    if client:
        wanted["sent from", client] = limits
    return wanted


def _find_by_form_key(form_key: str | None) -> Sending | None:
    if not form_key:
        return None
    return Sending.objects.select_related("submission").filter(form_key=form_key).first()


# ---------------------------------------------------------------- storing


def _store(incoming: IncomingSubmission, story: Submission | None) -> Receipt:
    """Store the sending, and a submission where none of this link is active.

    story: the first submission of the same story, if there is one.
    """
    submission = _lock_active(incoming.link)
    is_new = submission is None
    if is_new:
        submission = Submission.of_link(incoming.link, title=incoming.title, story=story)
        submission.save()
    sending = submission.sendings.filter(email=incoming.email).first()
    if sending is not None:
        if sending.withdrawn_at:  # they changed their mind, or somebody typed their address
            sending.withdrawn_at = None
            sending.save(update_fields=["withdrawn_at"])
            notifying.write_receipt(sending)
        _add_new_information(sending, incoming)
        # The same form, posted twice at the same time: the other request stored it first.
        is_repeat = incoming.form_key is not None and sending.form_key == incoming.form_key
        return Receipt(sending=sending, is_repeat=is_repeat)
    sending = Sending.objects.create(
        submission=submission,
        name=incoming.name,
        email=incoming.email,
        why=incoming.why,
        has_relationship=incoming.has_relationship,
        wants_credit=incoming.wants_credit,
        partner=incoming.partner,
        account=incoming.account,
        channel=incoming.channel,
        form_key=incoming.form_key,
    )
    notifying.write_receipt(sending)
    return Receipt(sending=sending, is_new=is_new)


def _find_active(link: Link) -> Submission | None:
    """The newest active submission of this link (`_is_active`)."""
    possible = Submission.objects.of_page(link.key).filter(
        state__in=[*Submission.OPEN, State.ACCEPTED, State.MERGED]
    )
    for submission in possible.order_by("-pk"):
        if _is_active(submission):
            return submission
    return None


def _is_active(submission: Submission) -> bool:
    """Whether its senders will be told something more, or can see its article."""
    root = submission.merge_root
    return root.is_open or bool(root.article and root.article.status in _DRAFT_OR_PUBLISHED)


def _lock_active(link: Link) -> Submission | None:
    """The same as `_find_active`, with its row locked until the transaction ends.

    The lock keeps moderators from deciding before this sender is added, who would not get the
    mail about the decision.
    """
    while submission := _find_active(link):
        locked = {submission.pk, submission.merge_root.pk}
        list(Submission.objects.select_for_update().filter(pk__in=locked).order_by("pk"))
        submission = Submission.objects.get(pk=submission.pk)
        if _is_active(submission) and submission.merge_root.pk in locked:
            return submission
    return None


def _add_new_information(sending: Sending, incoming: IncomingSubmission) -> None:
    """Keep what is new where somebody sends the same URL again.

    Another text becomes a note; a relationship with the company is recorded once declared.
    """
    texts = {sending.why, *sending.notes.values_list("text", flat=True)}
    if incoming.why and incoming.why not in texts and len(texts) <= SenderNote.MAX_PER_SENDING:
        sending.notes.create(text=incoming.why)
    if incoming.has_relationship and not sending.has_relationship:
        sending.has_relationship = True
        sending.save(update_fields=["has_relationship"])


def _find_story(title: str) -> Submission | None:
    """The story with nearly this title: the first submission of it, or None.

    Compares with the titles of recent open submissions.
    """
    if not title:
        return None
    since = timezone.now() - timedelta(days=SIMILAR_DAYS)
    recent = Submission.objects.open().filter(received_at__gte=since).exclude(title="")
    for other in recent.select_related("story")[:MAX_TITLES_COMPARED]:
        is_similar = similarity(title, other.title) >= SIMILAR_TITLE
        # "Trial 22" and "Trial 23" are different stories, however similar the titles are.
        if is_similar and _words_with_digits(title) == _words_with_digits(other.title):
            return other.story or other
    return None


def _words_with_digits(title: str) -> set[str]:
    return {word for word in words_of(title) if any(map(str.isdigit, word))}
