"""Who may look at submissions, who may act on them, and where an act leads back to."""

from urllib.parse import urlsplit

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from curation.models import Submission

LARGEST = 2**63 - 1  # the largest number that a column of keys holds


def may_moderate(user) -> bool:
    return user.has_perm("curation.moderate_submission")


def only_those_who_may_look(request: HttpRequest):
    """Raises PermissionDenied for whoever may not see submissions."""
    if not request.user.has_perm("curation.view_submission"):
        raise PermissionDenied


def only_moderators(request: HttpRequest):
    """Raises PermissionDenied for whoever may not decide on submissions."""
    only_those_who_may_look(request)
    if not may_moderate(request.user):
        raise PermissionDenied


def get_submission_to_read(request: HttpRequest, pk) -> Submission:
    """The submission, for whoever may look. Raises PermissionDenied and Http404."""
    only_those_who_may_look(request)
    return _submission(pk)


def get_submission_for_moderator(request: HttpRequest, pk) -> Submission:
    """The submission, for whoever may decide on it. Raises PermissionDenied and Http404."""
    only_moderators(request)
    return _submission(pk)


def _submission(pk) -> Submission:
    number = str(pk)
    # Its length first: Python refuses to read a number of thousands of digits.
    is_number = number.isascii() and number.isdigit() and len(number) <= len(str(LARGEST))
    if not is_number or int(number) > LARGEST:
        raise Http404
    return get_object_or_404(Submission.objects.for_desk(), pk=int(number))


def queue_address() -> str:
    return reverse("admin:curation_submission_changelist")


def page_address(submission: Submission) -> str:
    return reverse("admin:curation_submission_change", args=[submission.pk])


def way_back(request: HttpRequest) -> str:
    """Where `next` leads, if that is a place of this desk; else the queue.

    Only an address without host is followed, so that no link leads from here to a stranger's page.
    """
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    if here and urlsplit(wanted).path.startswith(reverse("admin:index")):
        return wanted
    return queue_address()


def seen_in(request: HttpRequest) -> int:
    """The last decision that the page showed on which somebody acts; -1, which no page shows,
    where the form does not say."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else -1


def desk_page(
    request: HttpRequest, name: str, title: str, status: int = 200, **context
) -> HttpResponse:
    """A page of the desk from `templates/submissions/desk/`."""
    shared = {
        **admin.site.each_context(request),
        "opts": Submission._meta,
        "title": title,
        "may_moderate": may_moderate(request.user),
        "queue_url": queue_address(),
        "back": way_back(request),
    }
    template = f"submissions/desk/{name}.html"
    return TemplateResponse(request, template, {**shared, **context}, status=status)
