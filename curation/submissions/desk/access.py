"""Permissions for the desk's submission pages, look-ups that check them, and their URLs."""

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from curation import desk_pages
from curation.models import Submission

MAX_PK = 2**63 - 1  # the largest number that a BigAutoField holds


def may_moderate(user) -> bool:
    return user.has_perm("curation.moderate_submission")


def require_view_permission(request: HttpRequest) -> None:
    """Raises PermissionDenied for users who may not see submissions."""
    if not request.user.has_perm("curation.view_submission"):
        raise PermissionDenied


def require_moderator(request: HttpRequest) -> None:
    """Raises PermissionDenied for users who may not decide on submissions."""
    require_view_permission(request)
    if not may_moderate(request.user):
        raise PermissionDenied


def get_submission_to_read(request: HttpRequest, pk) -> Submission:
    """The submission, for users who may see it. Raises PermissionDenied and Http404."""
    require_view_permission(request)
    return _get_submission(pk)


def get_submission_for_moderator(request: HttpRequest, pk) -> Submission:
    """The submission, for users who may decide on it. Raises PermissionDenied and Http404."""
    require_moderator(request)
    return _get_submission(pk)


def _get_submission(pk) -> Submission:
    text = str(pk)
    # The length is checked first: Python refuses to convert a number of thousands of digits.
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MAX_PK))
    if not is_number or int(text) > MAX_PK:
        raise Http404
    return get_object_or_404(Submission.objects.for_desk(), pk=int(text))


def queue_url() -> str:
    return reverse("admin:curation_submission_changelist")


def submission_url(submission: Submission) -> str:
    """The URL of a submission's page at the desk."""
    return reverse("admin:curation_submission_change", args=[submission.pk])


def next_url(request: HttpRequest) -> str:
    """The URL in the parameter `next` if it is a path of the desk, else that of the queue.

    URLs with a host are ignored, so that this is no open redirect.
    """
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_local = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    if is_local and urlsplit(wanted).path.startswith(reverse("admin:index")):
        return wanted
    return queue_url()


def last_seen_decision(request: HttpRequest) -> int:
    """The number of the latest decision that the page with the form showed, 0 for none.

    -1, which is no decision's number, where the form field `seen` is missing or malformed.
    """
    text = request.POST.get("seen", "")
    if text.isascii() and text.isdigit() and len(text) < len(str(MAX_PK)):
        return int(text)
    return -1


def desk_page(
    request: HttpRequest, name: str, title: str, status: int = 200, **context
) -> HttpResponse:
    """A page of the desk from `templates/submissions/desk/`."""
    shared = {
        "may_moderate": may_moderate(request.user),
        "queue_url": queue_url(),
        "next_url": next_url(request),
    }
    template = f"submissions/desk/{name}.html"
    context = {**shared, **context}
    return desk_pages.desk_page(request, Submission, template, title, status, **context)
