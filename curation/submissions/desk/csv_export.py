"""The queue and the accept rates as CSV files, protected against CSV injection."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from curation.models import Decision, Submission
from curation.models.people import display_name
from curation.submissions.desk.access import require_moderator
from curation.submissions.desk.filters import SubmissionFilter
from curation.submissions.desk.rates import RatesForm, as_rate, count_rates

CHUNK_SIZE = 500  # rows read at once
BYTE_ORDER_MARK = "\ufeff"  # makes Excel read the file as UTF-8
# A cell that begins with one of these is a formula for spreadsheets (OWASP, "CSV injection"). With
# the full-width forms, which East Asian editions treat in the same way.
_FORMULA_STARTS = frozenset("=+-@＝＋－＠")


def escape_formula(value) -> str:
    """A value as text for a cell; an apostrophe in front keeps spreadsheets from running a formula.

    >>> escape_formula("=1+1"), escape_formula("  @SUM(A1)"), escape_formula("a=b")
    ("'=1+1", "'  @SUM(A1)", 'a=b')
    """
    text = "" if value is None else str(value)
    if text.startswith(("\t", "\r", "\n")):
        return f"'{text}"
    # Spreadsheets ignore spaces and invisible characters before a formula.
    first_visible = next((char for char in text if not _is_invisible(char)), "")
    return f"'{text}" if first_visible in _FORMULA_STARTS else text


def _is_invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp")


@require_safe
def export_queue(request: HttpRequest) -> StreamingHttpResponse:
    """The submissions that match the queue's filters, one a line, in the order of the queue."""
    require_moderator(request)
    filters = SubmissionFilter(request.GET, request.user)
    header = [
        _("number"), _("state"), _("received"), _("title"), _("address"), _("domain"), _("sender"),
        _("e-mail"), _("further senders"), _("partner"), _("why it matters"), _("relationship"),
        _("assigned to"), _("decided"), _("reason"), _("article"), _("merged into"),
    ]  # fmt: skip
    return _csv_response("submissions", header, _queue_lines(filters.qs))


def _queue_lines(submissions) -> Iterator[list]:
    declined = Decision.objects.filter(submission=OuterRef("pk"), what=Decision.What.DECLINED)
    reason = Subquery(declined.order_by("-made_at", "-pk").values("reason__label")[:1])
    submissions = submissions.annotate(reason=reason).select_related("assigned_to")
    submissions = submissions.prefetch_related("sendings__partner")
    for submission in submissions.iterator(chunk_size=CHUNK_SIZE):
        first, *others = submission.sendings.all()
        has_relationship = any(sending.has_relationship for sending in (first, *others))
        yield [
            submission.pk,
            submission.get_state_display(),
            _local_time(submission.received_at),
            submission.title,
            submission.href,
            submission.domain,
            first.name,
            first.email,
            len(others),
            first.partner,
            first.why,
            _("yes") if has_relationship else _("no"),
            display_name(submission.assigned_to) if submission.assigned_to else "",
            _local_time(submission.decided_at),
            submission.reason if submission.state == Submission.State.DECLINED else "",
            submission.article_id,
            submission.merged_into_id,
        ]


@require_safe
def export_rates(request: HttpRequest) -> StreamingHttpResponse:
    """All lines of the page with the accept rates."""
    require_moderator(request)
    choices = RatesForm(request.GET).choices
    header = [
        _(choices["by"]), _("name"), _("decided"), _("accepted"), _("declined"), _("spam"),
        _("accepted, %"), _("last decided"),
    ]  # fmt: skip
    return _csv_response("accept-rates", header, _rate_lines(count_rates(**choices)))


def _rate_lines(rows) -> Iterator[list]:
    for row in rows.iterator(chunk_size=CHUNK_SIZE):
        rate = as_rate(row)
        yield [
            rate.key,
            rate.name,
            rate.decided,
            rate.accepted,
            rate.declined,
            rate.spam,
            rate.percent,
            _local_time(rate.last),
        ]


def _local_time(time: datetime | None) -> str:
    return f"{timezone.localtime(time):%Y-%m-%d %H:%M}" if time else ""


def _csv_response(name: str, header: list, lines: Iterable[list]) -> StreamingHttpResponse:
    """A download that is sent line by line while the rows are read."""
    day = timezone.localdate()
    return StreamingHttpResponse(
        _csv_lines(header, lines),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{day}.csv"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


class _Echo:
    """A file for csv.writer that returns each line instead of storing it (from Django's docs)."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(header: list, lines: Iterable[list]) -> Iterator[str]:
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK + writer.writerow([str(name) for name in header])
    for line in lines:
        yield writer.writerow([escape_formula(cell) for cell in line])
