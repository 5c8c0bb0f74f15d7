"""The partners' API: JSON in, JSON out, with a bearer token.

Every answer is an object whose `result` says in one word what happened. Cookies are ignored, so the
API needs no CSRF protection.
"""

import json
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from curation.absolute_urls import absolute_url
from curation.models import Article, Partner, PartnerToken, Sending
from curation.submissions.pages.forms import SubmissionForm
from curation.submissions.pages.responses import too_many_requests, wait_in_words
from curation.submissions.pages.sender_status import SenderStatus
from curation.submissions.receiving import RateLimited, receive

MAX_BODY = 64 * 1024  # bytes
MAX_IDEMPOTENCY_KEY = 100  # characters
TEXT_FIELDS = ("url", "title", "why", "name", "email")
BOOLEAN_FIELDS = ("has_relationship", "wants_credit")
MAX_NAME = SubmissionForm.base_fields["name"].max_characters


class ApiError(Exception):
    """Ends a request with an error. `str()` is the `message`; headers: of the HTTP response."""

    def __init__(self, status: int, result: str, message: str, **headers: str):
        super().__init__(message)
        self.status, self.result, self.headers = status, result, headers


def for_partners(*methods: str) -> Callable:
    """Decorator: authenticate the partner, pass it to the view, and answer ApiError as JSON."""

    def decorate(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
        @csrf_exempt
        @never_cache
        @wraps(view)
        def wrapped(request: HttpRequest, **kwargs) -> JsonResponse:
            try:
                if request.method not in methods:
                    message = _("Use %(methods)s.") % {"methods": ", ".join(methods)}
                    raise ApiError(405, "wrong_method", message, Allow=", ".join(methods))
                return view(request, _authenticated_partner(request), **kwargs)
            except ApiError as error:
                answer = {"result": error.result, "message": str(error)}
                return JsonResponse(answer, status=error.status, headers=error.headers)

        return wrapped

    return decorate


@for_partners("POST")
def submissions(request: HttpRequest, partner: Partner) -> JsonResponse:
    """`POST /api/submissions/`: send in one story."""
    form = SubmissionForm(_with_defaults(_json_fields(request), partner))
    if not form.is_valid():
        return _invalid(form)
    key = _idempotency_key(request)
    incoming = form.to_incoming(
        partner=partner,
        channel=Sending.Channel.API,
        form_key=f"{partner.pk}:{key}" if key else None,
    )
    try:
        receipt = receive(incoming)
    except ValidationError as error:
        form.add_error(None, error)
        return _invalid(form)
    except RateLimited as error:
        when = wait_in_words(error.retry_after)
        message = _("The rate limit is reached. Try again %(when)s.") % {"when": when}
        answer = {"result": "too_many", "message": message, "retry_after": error.retry_after}
        return too_many_requests(JsonResponse(answer), error.retry_after)
    if receipt.article:
        return JsonResponse(_submission_json("already_published", article=receipt.article))
    sending = receipt.sending
    if receipt.is_new or (receipt.is_repeat and sending.is_first):
        answer = _submission_json("received", sending)
        return JsonResponse(answer, status=201 if receipt.is_new else 200)
    # A sending of somebody else may have the same e-mail address; its private link stays private.
    own = sending if sending.partner_id == partner.pk else None
    return JsonResponse(_submission_json("already_suggested", own))


@for_partners("GET", "HEAD")
def submission(request: HttpRequest, partner: Partner, pk: int) -> JsonResponse:
    """`GET /api/submissions/<id>/`: the status of one of the partner's own submissions."""
    sendings = Sending.objects.select_related("submission__article__section")
    sending = None
    if pk < 2**63:  # a larger number is not a key, and SQLite refuses it
        sending = sendings.filter(partner=partner, pk=pk).first()
    if sending is None:
        raise ApiError(404, "not_found", _("You have no submission with this number."))
    return JsonResponse(_submission_json("found", sending))


# ---------------------------------------------------------------- reading requests


def _authenticated_partner(request: HttpRequest) -> Partner:
    """The partner of the bearer token (RFC 6750). Raises ApiError."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        message = _("Send your token in the header Authorization: Bearer cd_…")
        raise ApiError(401, "unauthorized", message, **{"WWW-Authenticate": "Bearer"})
    token = PartnerToken.objects.by_secret(secret.strip())
    if token is None:
        message = _("This token is unknown or was revoked, or the partner is not active.")
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise ApiError(401, "unauthorized", message, **challenge)
    token.record_use()
    return token.partner


def _json_fields(request: HttpRequest) -> dict:
    """The known fields of the JSON object that was sent, their types checked. Raises ApiError."""
    if request.content_type != "application/json":
        raise ApiError(415, "wrong_type", _("Send JSON, with Content-Type: application/json."))
    # A request without Content-Length has no body: WSGI servers read as much as it announces.
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > MAX_BODY:
        raise ApiError(413, "too_large", _("The body may have at most 64 kB."))
    try:
        body = json.loads(request.body.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "bad_request", _("The body is not valid JSON.")) from error
    if not isinstance(body, dict):
        raise ApiError(400, "bad_request", _("Send one JSON object."))
    for name in TEXT_FIELDS:
        if name in body and not isinstance(body[name], str):
            message = _("“%(name)s” must be a text.") % {"name": name}
            raise ApiError(400, "bad_request", message)
    for name in BOOLEAN_FIELDS:
        if name in body and not isinstance(body[name], bool):
            message = _("“%(name)s” must be true or false.") % {"name": name}
            raise ApiError(400, "bad_request", message)
    return {name: body[name] for name in (*TEXT_FIELDS, *BOOLEAN_FIELDS) if name in body}


def _refuse_constant(constant: str):
    # Python's parser would accept NaN and Infinity.
    raise ValueError(f"{constant} is not JSON")


def _with_defaults(fields: dict, partner: Partner) -> dict:
    return {"name": partner.name[:MAX_NAME], "email": partner.email} | fields


def _idempotency_key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > MAX_IDEMPOTENCY_KEY or not (key.isascii() and key.isprintable()):
        message = _("An Idempotency-Key has at most 100 printable ASCII characters.")
        raise ApiError(400, "bad_request", message)
    return key


# ---------------------------------------------------------------- writing answers


def _submission_json(
    result: str, sending: Sending | None = None, article: Article | None = None
) -> dict[str, object]:
    """The fields of every answer about a submission; None where a value does not exist."""
    status = SenderStatus.of(sending) if sending else None
    article = status.article if status else article
    return {
        "result": result,
        "id": sending.pk if sending else None,
        "state": status.stage if status else None,
        "reason": (status.decline_message or None) if status else None,
        "status_url": absolute_url(sending) if sending else None,
        "article": absolute_url(article) if article else None,
    }


def _invalid(form: SubmissionForm) -> JsonResponse:
    errors = {name: list(messages) for name, messages in form.errors.items()}
    message = _("Some fields are not valid.")
    return JsonResponse({"result": "invalid", "message": message, "errors": errors}, status=422)
