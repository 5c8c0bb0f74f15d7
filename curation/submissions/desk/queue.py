"""The queue: what waits for a decision, oldest first, a row for each story."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from curation.models import Submission
from curation.submissions.desk.access import desk_page, only_those_who_may_look, queue_address
from curation.submissions.desk.filters import ALL, OPEN, SubmissionFilter
from curation.submissions.desk.rows import rows_of
from listing import page_of

A_PAGE = 50
SAYS_WHEN_EMPTY = {
    OPEN: gettext_lazy(
        "Nothing waits. What readers and partners send in appears here, the oldest on top."
    ),
    ALL: gettext_lazy("Nothing was ever sent in. Readers find the form at the foot of every page."),
    Submission.State.SPAM: gettext_lazy("Nothing was marked as spam."),
}
NARROWED = gettext_lazy("Nothing fits. Look with fewer filters.")


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """`?state=&sender=&domain=&assigned=&page=`; moderators get the buttons."""
    only_those_who_may_look(request)
    filters = SubmissionFilter(request.GET, request.user)
    try:
        page = page_of(filters.rows, request.GET.get("page"), A_PAGE)
    except Http404:
        if not request.GET.get("page", "").isdecimal():
            raise
        return HttpResponseRedirect(_without_page(request))  # its last row was decided
    rows = rows_of(page.object_list, others_too=filters.is_whole_queue)
    _lead_on(rows, request.get_full_path())
    return desk_page(
        request,
        "queue",
        _("Submissions"),
        filters=filters,
        page=page,
        rows=rows,
        waiting=Submission.objects.open().count() if filters.is_whole_queue else None,
        here=request.get_full_path(),
        query=request.GET.urlencode(),
        says_when_empty=NARROWED
        if filters.narrowed
        else SAYS_WHEN_EMPTY.get(filters.state_shown, NARROWED),
    )


def _without_page(request: HttpRequest) -> str:
    kept = [(name, value) for name, value in request.GET.items() if name != "page"]
    return f"{queue_address()}?{urlencode(kept)}" if kept else queue_address()


def _lead_on(rows: list, here: str):
    """Give each row the address to which its acts lead back: this page, with the focus on the row
    itself where it stays. Where it leaves, on the next of its story, which takes its place; else on
    the following row, of the last on the previous."""
    for row, following in zip(rows, [*rows[1:], *rows[-2:-1], None], strict=False):
        row.stay = f"{here}#row-{row.submission.pk}"
        after = row.others[0] if row.others else following and following.submission
        row.then = f"{here}#row-{after.pk}" if after else here
