"""Merging: attach a submission to the article, or the other submission, that tells its story."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from curation.submissions import moderating
from curation.submissions.desk import merge_targets
from curation.submissions.desk.access import (
    desk_page,
    get_submission_for_moderator,
    seen_in,
    way_back,
)
from curation.submissions.desk.act_messages import say_done

LONGEST_SEARCH = 200


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """`?q=` looks for more than the likely ones; `into` names the chosen, as "article-12"."""
    submission = get_submission_for_moderator(request, pk)
    status, problem = 200, ""
    chosen = merge_targets.target_of(request.POST.get("into", ""))
    if request.method == "POST" and chosen is None:
        status, problem = 400, _("Choose what it belongs to.")
    elif request.method == "POST":
        try:
            decision = moderating.merge(
                submission, by=request.user, into=chosen, seen=seen_in(request)
            )
        except moderating.DecidedAlready as error:
            status, problem = 409, " ".join(error.messages)
            submission.refresh_from_db()
        except ValidationError as error:
            status, problem = 400, " ".join(error.messages)
        else:
            say_done(request, decision)
            return HttpResponseRedirect(way_back(request))
    words = (request.POST.get("q") or request.GET.get("q") or "").replace("\0", "")
    searched = merge_targets.searched(words[:LONGEST_SEARCH], submission)
    likely = merge_targets.candidates(submission, merge_targets.earlier_than(submission))
    offered = {one.value: one for one in [*likely, *searched]}
    if chosen:
        one = merge_targets.candidate_of(chosen)
        offered.setdefault(one.value, one)
    last = moderating.latest_decision(submission)
    return desk_page(
        request, "merge", _("Merge"), status, submission=submission, problem=problem, last=last,
        seen=last.pk if last else 0, offered=list(offered.values()), q=words[:LONGEST_SEARCH],
        found=len(searched), chosen=request.POST.get("into", ""),
    )  # fmt: skip
