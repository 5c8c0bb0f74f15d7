"""The partners' API: JSON in, JSON out, with a token. It looks at no cookie.

Every answer is an object whose `result` says in one word what happened.
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
from curation.submissions.pages.retry_later import in_words, too_many
from curation.submissions.pages.sender_status import SenderStatus
from curation.submissions.receiving import TooMany, receive

LONGEST_BODY = 64 * 1024
LONGEST_KEY = 100
TEXTS = ("url", "title", "why", "name", "email")
TICKS = ("has_relationship", "wants_credit")
NAME = SubmissionForm.base_fields["name"].longest


class Refusal(Exception):
    """An answer other than the hoped-for one."""

    def __init__(self, status: int, result: str, message: str, **headers: str):
        super().__init__(message)
        self.status, self.result, self.headers = status, result, headers


def for_partners(*methods: str) -> Callable:
    """A view that gets the partner whose token came along, and whose refusals are JSON."""

    def decorate(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
        @csrf_exempt
        @never_cache
        @wraps(view)
        def answered(request: HttpRequest, **kwargs) -> JsonResponse:
            try:
                if request.method not in methods:
                    words = _("Use %(methods)s.") % {"methods": ", ".join(methods)}
                    raise Refusal(405, "wrong_method", words, Allow=", ".join(methods))
                return view(request, _partner(request), **kwargs)
            except Refusal as refusal:
                answer = {"result": refusal.result, "message": str(refusal)}
                return JsonResponse(answer, status=refusal.status, headers=refusal.headers)

        return answered

    return decorate


@for_partners("POST")
def submissions(request: HttpRequest, partner: Partner) -> JsonResponse:
    """`POST /api/submissions/`: suggest one story."""
    form = SubmissionForm(_with_defaults(_fields(request), partner))
    if not form.is_valid():
        return _invalid(form)
    key = _idempotency_key(request)
    incoming = form.incoming(
        partner=partner,
        channel=Sending.Channel.API,
        form_key=f"{partner.pk}:{key}" if key else None,
    )
    try:
        receipt = receive(incoming)
    except ValidationError as error:
        form.add_error(None, error)
        return _invalid(form)
    except TooMany as error:
        words = _("Too many for now. Try again %(when)s.") % {"when": in_words(error.retry_after)}
        answer = {"result": "too_many", "message": words, "retry_after": error.retry_after}
        return too_many(JsonResponse(answer), error.retry_after)
    if receipt.article:
        return JsonResponse(_record("already_published", article=receipt.article))
    sending = receipt.sending
    if receipt.is_new or (receipt.is_repeat and sending.is_first):
        result = _record("received", sending)
        return JsonResponse(result, status=201 if receipt.is_new else 200)
    # Somebody else's private link is for nobody else, though the e-mail address be the same.
    own = sending if sending.partner_id == partner.pk else None
    return JsonResponse(_record("already_suggested", own))


@for_partners("GET", "HEAD")
def submission(request: HttpRequest, partner: Partner, pk: int) -> JsonResponse:
    """`GET /api/submissions/<id>/`: how one of the partner's own stands."""
    own = Sending.objects.select_related("submission__article__section")
    sending = own.filter(partner=partner, pk=pk).first() if pk < 2**63 else None
    if sending is None:
        raise Refusal(404, "not_found", _("You sent no submission of this number."))
    return JsonResponse(_record("found", sending))


# ---------------------------------------------------------------- what came


def _partner(request: HttpRequest) -> Partner:
    scheme, _space, words = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not words.strip():
        problem = _("Send your token in the header Authorization: Bearer cd_…")
        raise Refusal(401, "unauthorized", problem, **{"WWW-Authenticate": "Bearer"})
    token = PartnerToken.objects.presented(words.strip())
    if token is None:
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise Refusal(401, "unauthorized", _("This token opens nothing (any more)."), **challenge)
    token.note_use()
    return token.partner


def _fields(request: HttpRequest) -> dict:
    """The object that was sent, each known field of its right type. Raises Refusal."""
    if request.content_type != "application/json":
        raise Refusal(415, "wrong_type", _("Send JSON, with Content-Type: application/json."))
    # What has no length is not read at all: the server hands on what was announced.
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > LONGEST_BODY:
        raise Refusal(413, "too_large", _("At most 64 kB, please."))
    try:
        found = json.loads(request.body.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "bad_request", _("This is no JSON that we can read.")) from error
    if not isinstance(found, dict):
        raise Refusal(400, "bad_request", _("Send one JSON object."))
    for names, kind, words in (
        (TEXTS, str, _("“%(name)s” must be a text.")),
        (TICKS, bool, _("“%(name)s” must be true or false.")),
    ):
        for name in names:
            if name in found and not isinstance(found[name], kind):
                raise Refusal(400, "bad_request", words % {"name": name})
    return {name: found[name] for name in (*TEXTS, *TICKS) if name in found}


def _no_number(constant: str):
    raise ValueError(f"{constant} is not JSON")


def _with_defaults(fields: dict, partner: Partner) -> dict:
    return {"name": partner.name[:NAME], "email": partner.email} | fields


def _idempotency_key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        words = _("An Idempotency-Key has at most 100 printable ASCII characters.")
        raise Refusal(400, "bad_request", words)
    return key


# ---------------------------------------------------------------- what is answered


def _record(
    result: str, sending: Sending | None = None, article: Article | None = None
) -> dict[str, object]:
    """One shape for every answer about a submission; None where there is nothing to say."""
    standing = SenderStatus.of(sending) if sending else None
    article = standing.article if standing else article
    return {
        "result": result,
        "id": sending.pk if sending else None,
        "state": standing.stage if standing else None,
        "reason": (standing.told or None) if standing else None,
        "status_url": absolute_url(sending) if sending else None,
        "article": absolute_url(article) if article else None,
    }


def _invalid(form: SubmissionForm) -> JsonResponse:
    errors = {name: list(sentences) for name, sentences in form.errors.items()}
    words = _("Some fields cannot be taken as they are.")
    return JsonResponse({"result": "invalid", "message": words, "errors": errors}, status=422)
