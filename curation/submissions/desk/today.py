"""The queue's part of the desk's front page: what waits, who works on it, how the days went."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.db.models import Count, Min, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from curation.models import Comment, Decision, Notice, Submission
from curation.models.people import moderators

What = Decision.What
ENDINGS = (What.ACCEPTED, What.DECLINED, What.MERGED, What.SPAM)
DAYS_SHOWN = 14
WEEK = timedelta(days=7)
MENTIONS = 6


@dataclass(frozen=True, slots=True)
class Tile:
    """One number. `url`: where it leads; `is_alarm`: somebody should look at once."""

    words: str
    value: int | str
    url: str
    is_alarm: bool = False


@dataclass(frozen=True, slots=True)
class DayColumn:
    """What came in and what was decided on one day; the shares are of the chart's height."""

    day: date
    received: int
    decided: int
    received_share: float
    decided_share: float


@dataclass(frozen=True, slots=True)
class Chart:
    columns: list[DayColumn]
    most: int

    @property
    def received(self) -> int:
        return sum(column.received for column in self.columns)

    @property
    def decided(self) -> int:
        return sum(column.decided for column in self.columns)


@dataclass(frozen=True, slots=True)
class Workload:
    """One moderator: what is assigned to them, and what they decided in the last seven days."""

    user: object
    waiting: int
    decided: int


@dataclass(frozen=True, slots=True)
class Queue:
    """`workload`: None for somebody who does not moderate."""

    url: str
    tiles: list[Tile]
    chart: Chart
    workload: list[Workload] | None
    mentions: list[Comment]


def queue_of_day(user) -> Queue | None:
    """None for somebody who may not see submissions."""
    if not user.has_perm("curation.view_submission"):
        return None
    moderates = user.has_perm("curation.moderate_submission")
    return Queue(
        url=reverse("admin:curation_submission_changelist"),
        tiles=_tiles(user, moderates),
        chart=_chart(),
        workload=_workload() if moderates else None,
        mentions=_mentions(user),
    )


def _tiles(user, moderates: bool) -> list[Tile]:
    queue = reverse("admin:curation_submission_changelist")
    counts = Submission.objects.open().aggregate(
        waiting=Count("pk"),
        unassigned=Count("pk", filter=Q(assigned_to=None)),
        own=Count("pk", filter=Q(assigned_to=user)),
        oldest=Min("received_at"),
    )
    oldest = timesince(counts["oldest"], depth=1) if counts["oldest"] else "–"
    tiles = [
        Tile(_("wait for a decision"), counts["waiting"], queue),
        Tile(_("the oldest has waited"), oldest, queue),
        Tile(_("assigned to nobody"), counts["unassigned"], f"{queue}?assigned=nobody"),
    ]
    if moderates:
        tiles.append(Tile(_("assigned to you"), counts["own"], f"{queue}?assigned=me"))
    if user.has_perm("curation.view_notice"):
        failed = Notice.objects.in_trouble().count()
        url = reverse("admin:curation_notice_changelist") + "?state=trouble"
        tiles.append(Tile(_("mails could not be sent"), failed, url, is_alarm=failed > 0))
    return tiles


def _chart() -> Chart:
    today = timezone.localdate()
    days = [today - timedelta(days=back) for back in reversed(range(DAYS_SHOWN))]
    received = _by_day(Submission.objects.all(), "received_at", days[0])
    decided = _by_day(Decision.objects.filter(what__in=ENDINGS), "made_at", days[0])
    most = max([1, *received.values(), *decided.values()])
    columns = [
        DayColumn(
            day,
            received.get(day, 0),
            decided.get(day, 0),
            round(received.get(day, 0) / most, 4),
            round(decided.get(day, 0) / most, 4),
        )
        for day in days
    ]
    return Chart(columns, most)


def _by_day(rows, moment: str, first: date) -> dict[date, int]:
    # From its midnight: to ask each row for its day took half a second at 25,000.
    since = timezone.make_aware(datetime.combine(first, time.min))
    rows = rows.filter(**{f"{moment}__gte": since}).order_by()
    counted = rows.annotate(day=TruncDate(moment)).values("day").annotate(number=Count("pk"))
    return dict(counted.values_list("day", "number"))


def _workload() -> list[Workload]:
    """Everybody who moderates, and whoever else has work or did some; the most loaded first."""
    assigned = Submission.objects.open().exclude(assigned_to=None).order_by()
    waiting = dict(assigned.values_list("assigned_to").annotate(number=Count("pk")))
    since = timezone.now() - WEEK
    acts = Decision.objects.filter(what__in=ENDINGS, made_at__gte=since).exclude(by=None)
    decided = dict(acts.order_by().values_list("by").annotate(number=Count("pk")))
    people = {user.pk: user for user in moderators()}
    people |= get_user_model().objects.in_bulk((waiting.keys() | decided.keys()) - people.keys())
    rows = [Workload(user, waiting.get(pk, 0), decided.get(pk, 0)) for pk, user in people.items()]
    return sorted(rows, key=lambda row: (-row.waiting, -row.decided, row.user.get_username()))


def _mentions(user) -> list[Comment]:
    said = Comment.objects.filter(mentions=user, made_at__gte=timezone.now() - WEEK)
    return list(said.select_related("by", "submission").order_by("-made_at", "-pk")[:MENTIONS])
