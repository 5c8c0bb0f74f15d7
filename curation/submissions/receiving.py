"""What readers and partners send in: checked, counted, and kept once however often it comes.

Nothing is fetched here and nothing is mailed onward: an address is only read as text.
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
TITLES_COMPARED = 300  # open submissions, newest first: comparing takes some 50 ms


@dataclass(frozen=True, slots=True)
class IncomingSubmission:
    """What somebody sends in, read from a form or from a machine's JSON, each field checked."""

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
    """What became of it: `sending` where it was kept, `article` where readers have it already.

    `is_new`: it made a submission. Else somebody had suggested it, and this sender, too, will
    hear what becomes of it. `is_repeat`: the same form or call came before; nothing new was kept.
    """

    sending: Sending | None = None
    article: Article | None = None
    is_new: bool = False
    is_repeat: bool = False


class TooMany(Exception):
    """More than one sender may send for now. `retry_after`: seconds until it is worth trying."""

    def __init__(self, retry_after: int):
        super().__init__(f"too many; again in {retry_after} s")
        self.retry_after = retry_after


def public_link(url: str) -> Link:
    """Return the link that somebody submits.

    Raises ValidationError with a sentence: not http(s), private, unreadable, too long.
    """
    try:
        link = Link.parse(url)
        guard.refuse_private(link.pasted)
    except (LinkError, FetchError) as error:
        raise ValidationError(str(error)) from error
    return link


def receive(incoming: IncomingSubmission, client: str = "") -> Receipt:
    """Keep what was sent in, or say why there is nothing to keep.

    client: the network address it came from, "" where unknown; a partner is counted by name.
    Raises ValidationError (field -> sentence) for an address that cannot be or a blocked sender,
    and TooMany.
    """
    _refuse_private_and_blocked(incoming)
    if incoming.form_key and (earlier := _sent_with(incoming.form_key)):
        _amend(earlier, incoming)
        return Receipt(sending=earlier, is_repeat=True)
    if wait := RateLimit.objects.admit(_limits(incoming, client)):
        raise TooMany(wait)
    if article := published_from(incoming.link):
        return Receipt(article=article)
    first = None if _under_way(incoming.link) else _first_of_story(incoming.title)
    for _attempt in range(3):
        try:
            with transaction.atomic():
                return _kept(incoming, first)
        except IntegrityError:  # the same link, or the same form, came in at this very moment
            if incoming.form_key and (earlier := _sent_with(incoming.form_key)):
                return Receipt(sending=earlier, is_repeat=True)
    raise TooMany(1)


def published_from(link: Link) -> Article | None:
    """Return the published article with this link: its own, canonical, or a further report."""
    reported = FurtherReport.objects.filter(link_key=link.key).values("article")
    same = Q(link_key=link.key) | Q(canonical_key=link.key) | Q(pk__in=reported)
    return Article.objects.published().filter(same).select_related("section").first()


@transaction.atomic
def add_note(sending: Sending, text: str) -> SenderNote:
    """Keep what a sender adds; the same again, right after the first, is the first.

    Raises ValidationError where it is empty, too long, too much, or the sender is out of it.
    """
    text = text.strip()
    if not text:
        raise ValidationError(_("Write something first."))
    if len(text) > SenderNote.LONGEST:
        words = _("At most %(most)d characters, please.")
        raise ValidationError(words % {"most": SenderNote.LONGEST})
    if Sending.objects.select_for_update().get(pk=sending.pk).withdrawn_at:
        raise ValidationError(_("You took this suggestion back: there is nothing to add to."))
    last = sending.notes.last()
    if last and last.text == text:
        return last
    if sending.notes.count() >= SenderNote.MOST:
        raise ValidationError(_("You have added as many notes as we can take."))
    return sending.notes.create(text=text)


# ---------------------------------------------------------------- whether it is taken


def _refuse_private_and_blocked(incoming: IncomingSubmission) -> None:
    """Raise ValidationError for a private link, a blocked domain or a blocked sender."""
    try:
        guard.refuse_private(incoming.link.pasted)
    except FetchError as error:
        raise ValidationError({"url": str(error)}) from error
    if Block.objects.against(domain=incoming.link.brand):
        raise ValidationError({"url": _("We do not take links to this site.")})
    if Block.objects.against(email=incoming.email):
        raise ValidationError({"email": _("We do not take suggestions from this address.")})


def _limits(incoming: IncomingSubmission, client: str) -> dict:
    if incoming.partner:
        limits = [(settings.PARTNER_SENDS_PER_HOUR, HOUR), (settings.PARTNER_SENDS_PER_DAY, DAY)]
        return {("sent by partner", str(incoming.partner.pk)): limits}
    limits = [(settings.SENDS_PER_HOUR, HOUR), (settings.SENDS_PER_DAY, DAY)]
    wanted = {("sent by e-mail", email_addresses.counted(incoming.email)): limits}
    if client:
        wanted["sent from", client] = limits
    return wanted


def _sent_with(form_key: str) -> Sending | None:
    return Sending.objects.select_related("submission").filter(form_key=form_key).first()


# ---------------------------------------------------------------- keeping it


def _kept(incoming: IncomingSubmission, first: Submission | None) -> Receipt:
    submission = _held_under_way(incoming.link)
    is_new = submission is None
    if is_new:
        submission = Submission.of_link(incoming.link, title=incoming.title, story=first)
        submission.save()
    sending = submission.sendings.filter(email=incoming.email).first()
    if sending is not None:
        if sending.withdrawn_at:  # they changed their mind, or somebody typed their address
            sending.withdrawn_at = None
            sending.save(update_fields=["withdrawn_at"])
            notifying.write_receipt(sending)
        _amend(sending, incoming)
        # The same form, posted twice at once: the other post was kept while this one came along.
        same = incoming.form_key is not None and sending.form_key == incoming.form_key
        return Receipt(sending=sending, is_repeat=same)
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


def _under_way(link: Link) -> Submission | None:
    """A submission of this link whose senders will still hear something."""
    newest = Submission.objects.of_page(link.key).order_by("-pk")
    may = newest.filter(state__in=[*Submission.OPEN, State.ACCEPTED, State.MERGED])
    return next(filter(_goes_on, may), None)


def _goes_on(submission: Submission) -> bool:
    end = submission.end
    return end.is_open or bool(end.article and end.article.status in _STILL_COMING)


def _held_under_way(link: Link) -> Submission | None:
    """The same, held until the transaction ends: nobody decides on it before this sender is of it,
    to hear of the decision."""
    while submission := _under_way(link):
        held = {submission.pk, submission.end.pk}
        list(Submission.objects.select_for_update().filter(pk__in=held).order_by("pk"))
        fresh = Submission.objects.get(pk=submission.pk)
        if _goes_on(fresh) and fresh.end.pk in held:
            return fresh
    return None


_STILL_COMING = (Article.Status.DRAFT, Article.Status.IN_REVIEW, Article.Status.PUBLISHED)


def _amend(sending: Sending, incoming: IncomingSubmission) -> None:
    """What is new in a second post of the same suggestion is not lost: other words become a note,
    a disclosure counts once it was made."""
    told = {sending.why, *sending.notes.values_list("text", flat=True)}
    if incoming.why and incoming.why not in told and len(told) <= SenderNote.MOST:
        sending.notes.create(text=incoming.why)
    discloses = incoming.has_relationship and not sending.has_relationship
    if discloses:
        sending.has_relationship = True
        sending.save(update_fields=["has_relationship"])


def _first_of_story(title: str) -> Submission | None:
    """The open submission whose title is nearly the same, or the first of its story."""
    if not title:
        return None
    since = timezone.now() - timedelta(days=SIMILAR_DAYS)
    recent = Submission.objects.open().filter(received_at__gte=since).exclude(title="")
    for other in recent.select_related("story")[:TITLES_COMPARED]:
        alike = similarity(title, other.title) >= SIMILAR_TITLE
        # "Trial 22" is not "Trial 23", however alike the rest is.
        if alike and _numbers_in(title) == _numbers_in(other.title):
            return other.story or other
    return None


def _numbers_in(title: str) -> set[str]:
    return {word for word in words_of(title) if any(map(str.isdigit, word))}
