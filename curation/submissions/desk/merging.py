"""The page that merges a submission into an article, or into another submission, of its story."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from curation.submissions import moderating
from curation.submissions.desk import merge_candidates
from curation.submissions.desk.access import (
    desk_page,
    get_submission_for_moderator,
    last_seen_decision,
    next_url,
)
from curation.submissions.desk.flash_messages import flash_done

MAX_QUERY = 200  # characters


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """`?q=` searches for further candidates; a POST names the chosen one as `into`."""
    submission = get_submission_for_moderator(request, pk)
    status, problem = 200, ""
    target = merge_candidates.target_by_value(request.POST.get("into", ""))
    if request.method == "POST" and target is None:
        status, problem = 400, _("Choose what to merge it into.")
    elif request.method == "POST":
        try:
            decision = moderating.merge(
                submission,
                by=request.user,
                into=target,
                last_seen_decision=last_seen_decision(request),
            )
        except moderating.AlreadyDecided as error:
            status, problem = 409, " ".join(error.messages)
            submission.refresh_from_db()
        except ValidationError as error:
            status, problem = 400, " ".join(error.messages)
        else:
            flash_done(request, decision)
            return HttpResponseRedirect(next_url(request))
    query = (request.POST.get("q") or request.GET.get("q") or "").replace("\0", "")[:MAX_QUERY]
    articles = merge_candidates.similar_articles(submission)
    found = merge_candidates.search_candidates(query, submission)
    offered = {}
    for candidate in [*merge_candidates.candidates(submission, articles), *found]:
        offered[candidate.value] = candidate
    if target:
        candidate = merge_candidates.from_target(target)
        offered.setdefault(candidate.value, candidate)
    latest = moderating.latest_decision(submission)
    return desk_page(
        request,
        "merge",
        _("Merge"),
        status,
        submission=submission,
        problem=problem,
        latest_decision=latest,
        last_seen_decision=latest.pk if latest else 0,
        candidates=list(offered.values()),
        query=query,
        has_found=bool(found),
        chosen=request.POST.get("into", ""),
    )
