"""What runs in the background: one-line wrappers around the verbs, for the queue."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from curation import drafting
from curation.models import (
    Article,
    Comment,
    Decision,
    Notice,
    ReviewLink,
    Round,
    SourceReading,
    Submission,
    Tally,
)
from curation.models.people import people_who_decide
from curation.sources.reading.clipping import Clipping
from curation.submissions import moderating, notifying, receiving, reviewing

LOST_IN_QUEUE = timedelta(minutes=1)  # a due notice that no worker took by then is queued again
TALLIES_KEPT = timedelta(days=2)


@task
def read_source(pk: int, attempt: int) -> None:
    """Read one draft's source; where that is to be tried again, queue it for then."""
    if following := drafting.read_source(pk, attempt):
        read_source.using(run_after=following.due_at).enqueue(pk, following.attempt)


@transaction.atomic
def draft_and_read(url: str, by=None, section=None) -> Article:
    """A draft for an address, and its reading on the queue: both or neither."""
    article = drafting.start_draft(url, by, section)
    read_source.enqueue(article.pk, article.source_reading.attempt)
    return article


@transaction.atomic
def draft_from_clipping(clipping: Clipping, by=None, section=None) -> Article:
    """A draft from a curator's own tab, and the fetching of its pictures on the queue."""
    article = drafting.start_draft_from_clipping(clipping, by, section)
    read_source.enqueue(article.pk, article.source_reading.attempt)
    return article


@transaction.atomic
def read_again(article: Article, by=None, picture: str = "") -> SourceReading | None:
    """Queue another reading of a draft's source, or the fetching of one picture that it named."""
    reading = drafting.read_again(article, by, picture)
    if reading:
        read_source.enqueue(article.pk, reading.attempt)
    return reading


def rescue() -> int:
    """Queue again what a killed worker left behind; returns how many."""
    lost = drafting.rescue_lost_readings()
    for pk, following in lost:
        read_source.enqueue(pk, following.attempt)
    return len(lost)


# ---------------------------------------------------------------- submissions and their mails


@task
def send_notice(pk: int) -> None:
    """Send one mail; where that is to be tried again, queue it for then."""
    if due_at := notifying.send(pk):
        send_notice.using(run_after=due_at).enqueue(pk)


def post(notices: Iterable[Notice]) -> None:
    """Put mails on the queue, each for when it is due."""
    for notice in notices:
        later = notice.due_at > timezone.now()
        (send_notice.using(run_after=notice.due_at) if later else send_notice).enqueue(notice.pk)


def receive(suggestion: receiving.Suggestion, client: str = "") -> receiving.Receipt:
    """Keep what was sent in, and mail its receipt. Raises as `receiving.receive`."""
    receipt = receiving.receive(suggestion, client)
    if receipt.sending and not receipt.is_repeat:
        post(receipt.sending.notices.filter(kind=Notice.Kind.RECEIPT, state=Notice.State.QUEUED))
    return receipt


@transaction.atomic
def decide(verb: Callable[..., Decision], submission: Submission, **facts) -> Decision:
    """Do one act of `moderating` on a submission, and queue what it sets in motion: its mails,
    and the reading of an accepted draft's source. Raises as the verb."""
    decision = verb(submission, **facts)
    if decision.what == Decision.What.ACCEPTED:
        reading = SourceReading.objects.filter(article=decision.led_to).first()
        if reading and reading.state == SourceReading.State.QUEUED:
            read_source.enqueue(reading.pk, reading.attempt)
    post(decision.notices.filter(state=Notice.State.QUEUED))
    return decision


@transaction.atomic
def comment(submission: Submission, by, text: str) -> Comment:
    """Say something about a submission within the newsroom, and tell whom it names."""
    said = moderating.comment(submission, by, text)
    post(Notice.objects.filter(key__startswith=f"mention:{said.pk}:"))
    return said


@transaction.atomic
def ask_for_review(article: Article, by, **facts) -> ReviewLink:
    """A link for an outside expert, mailed where there is an e-mail. As `reviewing.ask`."""
    link = reviewing.ask(article, by, **facts)
    post(Notice.objects.filter(key=f"review:{link.pk}"))
    return link


@transaction.atomic
def answer_review(link: ReviewLink, text: str, looks_right: bool) -> Decision:
    """What an outside expert says, and the mail to whoever asked. As `reviewing.answer`."""
    decision = reviewing.answer(link, text, looks_right)
    post(decision.notices.all())
    return decision


@transaction.atomic
def send_again(notice: Notice) -> bool:
    """Queue a mail that could not be sent; False where it is not one of those."""
    held = notifying.send_again(notice)
    if held:
        post([held])
    return held is not None


# ---------------------------------------------------------------- now and then


def moderators():
    """Those who decide on submissions and have an e-mail address."""
    return people_who_decide().exclude(email="")


@transaction.atomic
def tell_what_is_live() -> None:
    """Mail senders the address of what readers can see by now."""
    post(notifying.write_live())


@transaction.atomic
def send_digest() -> None:
    """The moderators' numbers, once a day from DIGEST_HOUR on."""
    due = timezone.localtime().hour >= settings.DIGEST_HOUR
    if due and Round.objects.begin("digest", timezone.localdate()):
        post(notifying.write_digest(moderators()))


@transaction.atomic
def tidy() -> None:
    """Remove, once a day, what is counted no more."""
    day = timezone.localdate()
    if Round.objects.begin("tidy", day):
        Tally.objects.idle(timezone.now() - TALLIES_KEPT).delete()
        Round.objects.filter(day__lt=day - timedelta(days=30)).delete()


def rescue_notices() -> int:
    """Queue again what is due and lost its place in the queue; returns how many."""
    notifying.give_up_lost()
    with transaction.atomic():
        now = timezone.now()
        lost = Notice.objects.due(now - LOST_IN_QUEUE).select_for_update(skip_locked=True)
        waiting = list(lost.order_by("due_at")[:200])
        Notice.objects.filter(pk__in=[notice.pk for notice in waiting]).update(due_at=now)
        for notice in waiting:
            send_notice.enqueue(notice.pk)
    return len(waiting)


# What every worker does every few seconds; each thing is done once, however many they are.
NOW_AND_THEN = (rescue, rescue_notices, tell_what_is_live, send_digest, tidy)
