"""One submission: who sent it and why, what it may be a double of, and what was done with it."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from curation.models import Block, Sending, Submission
from curation.models.people import moderators
from curation.submissions import moderating
from curation.submissions.desk import merge_targets
from curation.submissions.desk.access import (
    desk_page,
    get_submission_to_read,
    may_moderate,
    page_address,
    queue_address,
    way_back,
)
from curation.submissions.desk.filters import SubmissionFilter
from curation.submissions.desk.rows import COLOURS, Records, age_of, rows_of, story_of

LONGEST_COMMENT = 5000


def found(request: HttpRequest, pk) -> Submission:
    """The submission, for whoever may look. Raises PermissionDenied and Http404."""
    return get_submission_to_read(request, pk)


@require_safe
def submission(request: HttpRequest, pk) -> HttpResponse:
    """`?next=` keeps the queue's filters, so that j, k and every act lead on from there."""
    return shown(request, get_submission_to_read(request, pk))


def shown(request: HttpRequest, submission: Submission, status: int = 200, **typed) -> HttpResponse:
    """The page. `typed`: what a refused form held, and its problem, to be shown again."""
    submission = get_submission_to_read(request, submission.pk)  # as it stands by now
    last = moderating.latest_decision(submission)
    back = way_back(request)
    before, behind = _neighbours(request, submission, back)
    following = behind or before
    queue = back.partition("#")[0] if _is_queue(back) else queue_address()
    moderates = may_moderate(request.user)
    earlier = merge_targets.earlier_than(submission)
    (row,) = rows_of(Submission.objects.filter(pk=submission.pk))
    return desk_page(
        request,
        "submission",
        str(submission)[:80],
        status,
        submission=submission,
        row=row,
        last=last,
        decided=_last_decided(submission),
        seen=last.pk if last else 0,
        age=age_of(submission),
        colour=COLOURS[submission.state],
        sendings=_sendings(submission),
        credited=credited(submission),
        candidates=merge_targets.candidates(submission, earlier) if submission.is_open else [],
        further=merge_targets.further_of_story(submission) if submission.is_open else 0,
        story=story_of(submission),
        fallen=[one for one in earlier if not merge_targets.stands(one.article)],
        merged=submission.merged.order_by("pk"),
        decisions=submission.decisions.with_people(),
        notices=submission.notices.order_by("written_at", "pk"),
        comments=submission.comments.select_related("by").prefetch_related("mentions"),
        may_comment=request.user.has_perm("curation.add_comment"),
        longest_comment=LONGEST_COMMENT,
        people=moderators(),
        blocks=_ways_to_block(request, submission) if moderates else [],
        before=_beside(before, queue),
        behind=_beside(behind, queue),
        queue=queue,
        here=f"{page_address(submission)}?{urlencode({'next': queue})}",
        then=f"{queue}#row-{following}" if following else queue,
        **typed,
    )


def check_comment(text: str):
    """Raises ValidationError for a comment that no form could have sent."""
    if len(text) > LONGEST_COMMENT:
        words = _("At most %(most)d characters, please.")
        raise ValidationError(words % {"most": LONGEST_COMMENT})
    if "\0" in text:
        raise ValidationError(_("The text holds a character that cannot be kept."))


def credited(submission: Submission) -> Sending | None:
    """Whom an accepted submission's article would name: the first sender who wishes it."""
    return submission.sendings.filter(wants_credit=True, withdrawn_at=None).first()


# ---------------------------------------------------------------- what the page says


def _sendings(submission: Submission) -> list[tuple[Sending, str]]:
    """Each sending with the record of its sender."""
    rows = list(submission.sendings.select_related("partner").prefetch_related("notes"))
    records = Records(rows)
    return [(sending, records.words(sending, submission)) for sending in rows]


def _last_decided(submission: Submission):
    """The decision that closed it; None while it is open."""
    if submission.is_open:
        return None
    closing = submission.decisions.with_people().filter(state_after=submission.state)
    return closing.exclude(what__in=["taken_up", "assigned"]).last()


def _ways_to_block(request: HttpRequest, submission: Submission) -> list[tuple[str, str, str]]:
    """(what, value, address) of what can be blocked; address "" where it is blocked already."""
    if not request.user.has_perm("curation.add_block"):
        return []
    form = reverse("admin:index") + "curation/block/add/"
    wanted = {(submission.domain, ""): ("domain", submission.domain)}
    for sending in submission.sendings.all():
        email = sending.email.lower()
        wanted["", email] = ("sender", email)
    blocked = Block.objects.against_each(wanted)
    ways = []
    for pair, (kind, value) in wanted.items():
        query = urlencode({"kind": kind, "value": value})
        ways.append((kind, value, "" if pair in blocked else f"{form}?{query}"))
    return ways


# ---------------------------------------------------------------- its place in the queue


def _is_queue(address: str) -> bool:
    return urlsplit(address).path == queue_address()


def _neighbours(request: HttpRequest, submission: Submission, back: str):
    query = urlsplit(back).query if _is_queue(back) else ""
    filters = SubmissionFilter(QueryDict(query), request.user)
    return filters.beside(submission)


def _beside(pk: int | None, queue: str) -> str:
    if pk is None:
        return ""
    address = reverse("admin:curation_submission_change", args=[pk])
    return f"{address}?{urlencode({'next': queue})}"
