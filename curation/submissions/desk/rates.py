"""Accept rates: what share of the submissions of a domain or sender is accepted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.db.models import Count, F, FloatField, Max, Q
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from curation.models import Sending, Submission
from curation.submissions.desk.access import desk_page, require_view_permission
from listing import page_of

State = Submission.State
PAGE_SIZE = 50
DOMAIN, SENDER = "domain", "sender"
DAYS = [
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("365", gettext_lazy("365 days")),
    ("all", gettext_lazy("all time")),
]
SORTS = {
    "most": (gettext_lazy("most decided first"), ("-decided", "-last")),
    "highest": (gettext_lazy("highest rate first"), ("-share", "-decided")),
    "lowest": (gettext_lazy("lowest rate first"), ("share", "-decided")),
    "latest": (gettext_lazy("last decided first"), ("-last", "-decided")),
}


class RatesForm(forms.Form):
    """What to count, over what time, in what order. Each field has a default."""

    by = forms.ChoiceField(
        label=gettext_lazy("By"),
        choices=[(DOMAIN, gettext_lazy("domain")), (SENDER, gettext_lazy("sender"))],
    )
    days = forms.ChoiceField(label=gettext_lazy("Decided within"), choices=DAYS)
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"),
        choices=[(name, label) for name, (label, _order) in SORTS.items()],
    )
    DEFAULTS = {"by": DOMAIN, "days": "90", "sort": "most"}

    def __init__(self, data):
        super().__init__({name: data.get(name) or value for name, value in self.DEFAULTS.items()})

    @property
    def choices(self) -> dict[str, str]:
        """The three values; the default in the place of an invalid one."""
        self.is_valid()
        return self.DEFAULTS | self.cleaned_data


@dataclass(frozen=True, slots=True)
class Rate:
    """The decisions on the submissions of one domain or sender.

    key: the domain or the e-mail address. name: the domain, or the sender's name, which users who
    are no moderators may see too. accepted: includes merged ones. last: of the decisions.
    """

    key: str
    name: str
    accepted: int
    declined: int
    spam: int
    last: datetime

    @property
    def decided(self) -> int:
        return self.accepted + self.declined + self.spam

    @property
    def percent(self) -> int:
        return round(100 * self.accepted / self.decided)

    @property
    def bar(self) -> list[tuple[str, float, float]]:
        """The segments of the bar: (name, start, length), in percent of the whole."""
        start, segments = 0.0, []
        numbers = {"accepted": self.accepted, "declined": self.declined, "spam": self.spam}
        for name, number in numbers.items():
            length = round(100 * number / self.decided, 2)
            segments.append((name, round(start, 2), length))
            start += length
        return segments


@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """`?by=&days=&sort=&page=`; only moderators see e-mail addresses."""
    require_view_permission(request)
    form = RatesForm(request.GET)
    page = page_of(count_rates(**form.choices), request.GET.get("page"), PAGE_SIZE)
    return desk_page(
        request,
        "rates",
        _("Accept rates"),
        form=form,
        choices=form.choices,
        page=page,
        rates=[as_rate(row) for row in page.object_list],
        query=request.GET.urlencode(),
    )


def count_rates(by: str, days: str, sort: str):
    """A queryset of dicts, one per domain or sender, for `as_rate`.

    Withdrawn submissions are not counted.
    """
    if by == SENDER:
        path, rows = "submission__", Sending.objects.values("email")
        rows = rows.annotate(key=F("email"), label=Max("name"))
    else:
        path, rows = "", Submission.objects.values("domain")
        rows = rows.annotate(key=F("domain"), label=F("domain"))
    if days != "all":
        since = timezone.now() - timedelta(days=int(days))
        rows = rows.filter(**{f"{path}decided_at__gte": since})

    def number(*states):
        return Count("pk", filter=Q(**{f"{path}state__in": states}))

    decided = (State.ACCEPTED, State.MERGED, State.DECLINED, State.SPAM)
    rows = rows.filter(**{f"{path}state__in": decided}).annotate(
        accepted=number(State.ACCEPTED, State.MERGED),
        declined=number(State.DECLINED),
        spam=number(State.SPAM),
        decided=Count("pk"),
        last=Max(f"{path}decided_at"),
    )
    rows = rows.annotate(share=Cast("accepted", FloatField()) / F("decided"))
    return rows.order_by(*SORTS[sort][1], "key")


def as_rate(row: dict) -> Rate:
    names = ("key", "accepted", "declined", "spam", "last")
    return Rate(name=row["label"], **{name: row[name] for name in names})
