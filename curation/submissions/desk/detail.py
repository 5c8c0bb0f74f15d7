"""One submission's page: who sent it and why, possible duplicates, decisions, mails, comments."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from curation.models import Block, Decision, Sending, Submission
from curation.models.people import moderators
from curation.submissions import moderating
from curation.submissions.desk import merge_candidates
from curation.submissions.desk.access import (
    desk_page,
    get_submission_to_read,
    may_moderate,
    next_url,
    queue_url,
)
from curation.submissions.desk.filters import SubmissionFilter
from curation.submissions.desk.rows import COLOURS, SenderHistories, age_of, rows_of

MAX_COMMENT = 5000  # characters


@require_safe
def submission(request: HttpRequest, pk) -> HttpResponse:
    """The page. `?next=`: the URL of the queue with its filters, to which acts redirect."""
    return submission_page(request, get_submission_to_read(request, pk))


def submission_page(
    request: HttpRequest, submission: Submission, status: int = 200, **form_context
) -> HttpResponse:
    """The page. `form_context`: what was typed in a refused form, and why it was refused."""
    submission = get_submission_to_read(request, submission.pk)  # may have changed since
    latest = moderating.latest_decision(submission)
    filtered_queue_url = queue_url()
    if _is_queue(next_url(request)):
        filtered_queue_url = next_url(request).partition("#")[0]
    url_after_decision = filtered_queue_url
    previous, following = _neighbours(request, submission, filtered_queue_url)
    if previous or following:
        url_after_decision += f"#row-{following or previous}"
    articles = merge_candidates.similar_articles(submission)
    candidates, further_of_story = [], 0
    if submission.is_open:
        candidates = merge_candidates.candidates(submission, articles)
        further_of_story = merge_candidates.further_of_story(submission)
    (row,) = rows_of(Submission.objects.filter(pk=submission.pk))
    return desk_page(
        request,
        "submission",
        str(submission)[:80],
        status,
        submission=submission,
        row=row,
        closing_decision=_closing_decision(submission),
        last_seen_decision=latest.pk if latest else 0,
        age=age_of(submission),
        colour=COLOURS[submission.state],
        sendings=_sendings(submission),
        credited=credited_sending(submission),
        candidates=candidates,
        further_of_story=further_of_story,
        withdrawn_or_rejected=[
            earlier for earlier in articles if not merge_candidates.is_mergeable(earlier.article)
        ],
        merged=submission.merged.order_by("pk"),
        decisions=submission.decisions.with_people(),
        notices=submission.notices.order_by("written_at", "pk"),
        comments=submission.comments.select_related("by").prefetch_related("mentions"),
        may_comment=request.user.has_perm("curation.add_comment"),
        max_comment=MAX_COMMENT,
        moderators=moderators(),
        block_links=_block_links(request, submission),
        previous_url=_page_url(previous, filtered_queue_url),
        following_url=_page_url(following, filtered_queue_url),
        filtered_queue_url=filtered_queue_url,
        page_url=_page_url(submission.pk, filtered_queue_url),
        url_after_decision=url_after_decision,
        **form_context,
    )


def check_comment(text: str) -> None:
    """Raises ValidationError for a comment that the page's form could not have sent."""
    if len(text) > MAX_COMMENT:
        message = _("Please use at most %(maximum)d characters.")
        raise ValidationError(message % {"maximum": MAX_COMMENT})
    if "\0" in text:
        raise ValidationError(_("The text contains a character that cannot be stored."))


def credited_sending(submission: Submission) -> Sending | None:
    """The first sending whose sender wants to be named in the article."""
    return submission.sendings.filter(wants_credit=True, withdrawn_at=None).first()


# ---------------------------------------------------------------- parts of the page


def _sendings(submission: Submission) -> list[tuple[Sending, str]]:
    """Each sending with the history of its sender, in words."""
    sendings = list(submission.sendings.select_related("partner").prefetch_related("notes"))
    histories = SenderHistories(sendings)
    return [(sending, histories.in_words(sending, submission)) for sending in sendings]


def _closing_decision(submission: Submission) -> Decision | None:
    """The decision that closed the submission; None while it is open."""
    if submission.is_open:
        return None
    closing = submission.decisions.with_people().filter(state_after=submission.state)
    return closing.exclude(what__in=[Decision.What.TAKEN_UP, Decision.What.ASSIGNED]).last()


def _block_links(request: HttpRequest, submission: Submission) -> list[tuple[str, str, str]]:
    """(kind, value, URL of the filled form) for the domain and each sender.

    The URL is "" for what is blocked already. Empty for users who may not add blocks.
    """
    if not may_moderate(request.user) or not request.user.has_perm("curation.add_block"):
        return []
    form_url = reverse("admin:curation_block_add")
    possible = {(submission.domain, ""): ("domain", submission.domain)}
    for sending in submission.sendings.all():
        email = sending.email.lower()
        possible["", email] = ("sender", email)
    blocked = Block.objects.matching_each(possible)
    links = []
    for pair, (kind, value) in possible.items():
        query = urlencode({"kind": kind, "value": value})
        links.append((kind, value, "" if pair in blocked else f"{form_url}?{query}"))
    return links


# ---------------------------------------------------------------- its place in the queue


def _is_queue(url: str) -> bool:
    return urlsplit(url).path == queue_url()


def _neighbours(
    request: HttpRequest, submission: Submission, filtered_queue_url: str
) -> tuple[int | None, int | None]:
    """The keys of the previous and the following submission in the filtered queue."""
    query = QueryDict(urlsplit(filtered_queue_url).query)
    return SubmissionFilter(query, request.user).neighbours(submission)


def _page_url(pk: int | None, filtered_queue_url: str) -> str:
    """The URL of a submission's page that leads back to the filtered queue; "" for None."""
    if pk is None:
        return ""
    url = reverse("admin:curation_submission_change", args=[pk])
    return f"{url}?{urlencode({'next': filtered_queue_url})}"
