"""The queue and the rates as CSV files in which a spreadsheet finds nothing to run."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from curation.models import Decision, Submission
from curation.models.people import display_name
from curation.submissions.desk.access import only_moderators
from curation.submissions.desk.filters import SubmissionFilter
from curation.submissions.desk.rates import RatesForm, as_rate, counted

AT_ONCE = 500
BOM = "\ufeff"  # by it Excel knows that the file is UTF-8
# What makes a spreadsheet take a cell for a formula (OWASP, "CSV injection"), with the full-width
# forms that East Asian editions read the same way.
_FORMULA = "=+-@＝＋－＠"


def safe(value) -> str:
    """A cell as text that no spreadsheet takes for a formula: an apostrophe goes in front of one.

    >>> safe("=1+1"), safe("  @SUM(A1)"), safe("a=b")
    ("'=1+1", "'  @SUM(A1)", 'a=b')
    """
    text = "" if value is None else str(value)
    # Spreadsheets drop blanks and invisible characters in front before they look.
    shown = text.lstrip("".join({c for c in text if _is_unseen(c)}))
    starts = shown[:1] and shown[0] in _FORMULA
    return f"'{text}" if starts or text[:1] in ("\t", "\r", "\n") else text


def _is_unseen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp")


@require_safe
def export_queue(request: HttpRequest) -> StreamingHttpResponse:
    """Each submission that fits the queue's filters, one a line, in the queue's order."""
    only_moderators(request)
    filters = SubmissionFilter(request.GET, request.user)
    heads = [
        _("number"), _("state"), _("received"), _("title"), _("address"), _("domain"), _("sender"),
        _("e-mail"), _("further senders"), _("partner"), _("why it matters"), _("relationship"),
        _("assigned to"), _("decided"), _("reason"), _("article"), _("merged into"),
    ]  # fmt: skip
    return _file("submissions", heads, _lines(filters.qs))


def _lines(submissions) -> Iterator[list]:
    declined = Decision.objects.filter(submission=OuterRef("pk"), what=Decision.What.DECLINED)
    reason = Subquery(declined.order_by("-made_at", "-pk").values("reason__label")[:1])
    rows = submissions.annotate(reason=reason).select_related("assigned_to")
    for one in rows.prefetch_related("sendings__partner").iterator(chunk_size=AT_ONCE):
        sender, *others = one.sendings.all()
        yield [
            one.pk,
            one.get_state_display(),
            _moment(one.received_at),
            one.title,
            one.href,
            one.domain,
            sender.name,
            sender.email,
            len(others),
            sender.partner,
            sender.why,
            _("yes") if any(s.has_relationship for s in (sender, *others)) else _("no"),
            display_name(one.assigned_to) if one.assigned_to else "",
            _moment(one.decided_at),
            one.reason if one.state == Submission.State.DECLINED else "",
            one.article_id,
            one.merged_into_id,
        ]


@require_safe
def export_rates(request: HttpRequest) -> StreamingHttpResponse:
    """The rates of the same page, all of its lines."""
    only_moderators(request)
    asked = RatesForm(request.GET).asked
    heads = [
        _(asked["by"]), _("name"), _("decided"), _("accepted"), _("declined"), _("spam"),
        _("accepted, %"), _("last decided"),
    ]  # fmt: skip
    rates = (as_rate(row) for row in counted(**asked).iterator(chunk_size=AT_ONCE))
    lines = (
        [
            rate.key, rate.name, rate.decided, rate.accepted, rate.declined, rate.spam,
            rate.percent, _moment(rate.last),
        ]
        for rate in rates
    )  # fmt: skip
    return _file("accept-rates", heads, lines)


def _moment(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def _file(name: str, heads: list, lines: Iterable[list]) -> StreamingHttpResponse:
    """A download, sent line by line while the rows are read."""
    day = timezone.localdate()
    return StreamingHttpResponse(
        _written(heads, lines),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{day}.csv"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


class _Echo:
    """What the writer writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def _written(heads: list, lines: Iterable[list]) -> Iterator[str]:
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield BOM + writer.writerow([str(head) for head in heads])
    for line in lines:
        yield writer.writerow([safe(cell) for cell in line])
