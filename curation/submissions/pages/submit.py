"""The public form by which readers send in a story."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from curation.models import Partner
from curation.models.people import display_name
from curation.submissions.pages import form_tokens
from curation.submissions.pages.client_ip import client_network
from curation.submissions.pages.forms import PublicSubmissionForm
from curation.submissions.pages.responses import see_other, too_many_requests, wait_in_words
from curation.submissions.receiving import RateLimited, Receipt, receive

HONEYPOT = "subject"  # a field that people do not see: whoever fills it in is a machine
MAX_NAME = PublicSubmissionForm.base_fields["name"].max_characters


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest) -> HttpResponse:
    """`/submit/`: the form. Links from other sites may fill it in with `?url=` and `?title=`."""
    partners = list(Partner.objects.of_user(request.user))
    if request.method != "POST":
        form = PublicSubmissionForm(partners, initial=_initial(request))
        return _form_page(request, form, form_tokens.new())
    if request.POST.get(HONEYPOT):
        return render(request, "submissions/pages/thanks.html")
    form = PublicSubmissionForm(partners, request.POST)
    token = request.POST.get("stamp", "")  # the field has the form token's former name
    if not form.is_valid():
        return _form_page(request, form, _still_valid(token) or form_tokens.new(), status=422)
    try:
        form_token = form_tokens.read(token)
    except form_tokens.SentTooSoon as problem:
        return _form_page(request, form, token, problem, status=422)
    except form_tokens.InvalidFormToken as problem:
        return _form_page(request, form, form_tokens.new(), problem, status=422)
    account = request.user if request.user.is_authenticated else None
    form_key = form_token.form_key(form.cleaned_data["url"].pasted, form.cleaned_data["email"])
    incoming = form.to_incoming(partner=form.partner, account=account, form_key=form_key)
    try:
        receipt = receive(incoming, client_network(request))
    except ValidationError as error:
        form.add_error(None, error)
        return _form_page(request, form, token, status=422)
    except RateLimited as error:
        page = _form_page(request, form, token, wait=wait_in_words(error.retry_after))
        return too_many_requests(page, error.retry_after)
    return _result_page(request, receipt)


def _result_page(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """The answer to a valid form.

    Only the sender whose form made the submission is redirected to the private status page.
    Otherwise somebody who types the e-mail address of another sender would get that sender's
    private link, or learn that there is one.
    """
    if receipt.article:
        return render(
            request, "submissions/pages/already_published.html", {"published": receipt.article}
        )
    if receipt.is_new or (receipt.is_repeat and receipt.sending.is_first):
        return see_other(f"{receipt.sending.get_absolute_url()}?thanks")
    return render(request, "submissions/pages/already_suggested.html")


def _form_page(
    request: HttpRequest,
    form: PublicSubmissionForm,
    token: str,
    problem: object = "",
    status: int = 200,
    wait: str = "",
) -> HttpResponse:
    """The form. `problem`: of the form token; `wait`: when to try again, in words."""
    context = {
        "form": form,
        "form_token": token,
        "problem": str(problem),
        "wait": wait,
        "honeypot": HONEYPOT,
    }
    return render(request, "submissions/pages/submit.html", context, status=status)


def _still_valid(token: str) -> str:
    """The same token if it is valid, or will be in a few seconds; else ""."""
    try:
        form_tokens.read(token)
    except form_tokens.SentTooSoon:
        return token
    except form_tokens.InvalidFormToken:
        return ""
    return token


def _initial(request: HttpRequest) -> dict[str, str]:
    initial = {name: request.GET.get(name, "") for name in ("url", "title")}
    if request.user.is_authenticated:
        initial["name"] = display_name(request.user)[:MAX_NAME]
        initial["email"] = request.user.email
    return initial
