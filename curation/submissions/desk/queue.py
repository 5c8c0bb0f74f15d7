"""The queue page: submissions that wait for a decision, oldest first, one row for each story."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from curation.models import Submission
from curation.submissions.desk.access import desk_page, queue_url, require_view_permission
from curation.submissions.desk.filters import ALL, OPEN, SubmissionFilter
from curation.submissions.desk.rows import Row, rows_of
from listing import page_of

PAGE_SIZE = 50
MESSAGES_WHEN_EMPTY = {
    OPEN: gettext_lazy(
        "Nothing waits. What readers and partners send in appears here, the oldest first."
    ),
    ALL: gettext_lazy("Nothing was sent in yet. Readers find the form at the foot of every page."),
    Submission.State.SPAM: gettext_lazy("Nothing was marked as spam."),
}
NO_MATCH = gettext_lazy("Nothing matches. Try fewer filters.")


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """`?state=&sender=&domain=&assigned=&page=`. Only moderators get buttons."""
    require_view_permission(request)
    filters = SubmissionFilter(request.GET, request.user)
    try:
        page = page_of(filters.rows, request.GET.get("page"), PAGE_SIZE)
    except Http404:
        if not request.GET.get("page", "").isdecimal():
            raise
        return HttpResponseRedirect(_without_page(request))  # the last row of that page was decided
    rows = rows_of(page.object_list, with_same_story=filters.is_whole_queue)
    _set_next_urls(rows, request.get_full_path())
    message_when_empty = MESSAGES_WHEN_EMPTY.get(filters.state_shown, NO_MATCH)
    if filters.narrowed:
        message_when_empty = NO_MATCH
    return desk_page(
        request,
        "queue",
        _("Submissions"),
        filters=filters,
        page=page,
        rows=rows,
        waiting=Submission.objects.open().count() if filters.is_whole_queue else None,
        page_url=request.get_full_path(),
        query=request.GET.urlencode(),
        message_when_empty=message_when_empty,
    )


def _without_page(request: HttpRequest) -> str:
    others = [(name, value) for name, value in request.GET.items() if name != "page"]
    return f"{queue_url()}?{urlencode(others)}" if others else queue_url()


def _set_next_urls(rows: list[Row], page_url: str) -> None:
    """Set for each row the URLs to which its acts redirect: this page, with the focus on a row.

    Where the row stays in the list, it keeps the focus. Where it leaves, the focus goes to the next
    submission of the same story, which takes its place; else to the following row, or from the last
    row to the previous one.
    """
    for index, row in enumerate(rows):
        row.url_if_row_stays = f"{page_url}#row-{row.submission.pk}"
        row.url_if_row_leaves = page_url
        if row.same_story:
            row.url_if_row_leaves = f"{page_url}#row-{row.same_story[0].pk}"
        elif len(rows) > 1:
            neighbour = rows[index + 1] if index + 1 < len(rows) else rows[index - 1]
            row.url_if_row_leaves = f"{page_url}#row-{neighbour.submission.pk}"
