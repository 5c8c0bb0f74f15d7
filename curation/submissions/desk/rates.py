"""Rates: how much of what a domain or a sender suggests is taken."""

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
from curation.submissions.desk.access import desk_page, only_those_who_may_look
from listing import page_of

State = Submission.State
A_PAGE = 50
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
    """What to count, over what time, in what order; each has a value where none is given."""

    by = forms.ChoiceField(
        label=gettext_lazy("By"),
        choices=[(DOMAIN, gettext_lazy("domain")), (SENDER, gettext_lazy("sender"))],
    )
    days = forms.ChoiceField(label=gettext_lazy("Decided within"), choices=DAYS)
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"), choices=[(name, label) for name, (label, _by) in SORTS.items()]
    )
    FIRST = {"by": DOMAIN, "days": "90", "sort": "most"}

    def __init__(self, data):
        super().__init__({name: data.get(name) or value for name, value in self.FIRST.items()})

    @property
    def asked(self) -> dict[str, str]:
        """The three values; for one that is no choice, the first."""
        self.is_valid()
        return self.FIRST | self.cleaned_data


@dataclass(frozen=True, slots=True)
class Rate:
    """How the suggestions of one domain or sender ended. `key`: the domain, or the e-mail address;
    `name`: what anybody may read."""

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
    def parts(self) -> list[tuple[str, float, float]]:
        """The bar: (what, where it begins, how long it is), in hundredths."""
        begins, parts = 0.0, []
        for what in ("accepted", "declined", "spam"):
            length = round(100 * getattr(self, what) / self.decided, 2)
            parts.append((what, round(begins, 2), length))
            begins += length
        return parts


@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """`?by=&days=&sort=&page=`; e-mail addresses are shown to moderators only."""
    only_those_who_may_look(request)
    form = RatesForm(request.GET)
    page = page_of(counted(**form.asked), request.GET.get("page"), A_PAGE)
    return desk_page(
        request, "rates", _("Accept rates"), form=form, asked=form.asked, page=page,
        rates=[as_rate(row) for row in page.object_list], query=request.GET.urlencode(),
    )  # fmt: skip


def counted(by: str, days: str, sort: str):
    """Domains or senders, with the numbers of what was decided; withdrawn ones do not count."""
    if by == SENDER:
        path, rows = "submission__", Sending.objects.values("email")
        rows = rows.annotate(key=F("email"), called=Max("name"))
    else:
        path, rows = "", Submission.objects.values("domain")
        rows = rows.annotate(key=F("domain"), called=F("domain"))
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
    return Rate(name=row["called"], **{name: row[name] for name in names})
