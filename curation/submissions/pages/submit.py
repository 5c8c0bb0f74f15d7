"""The public form."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from curation.models import Partner
from curation.models.people import display_name
from curation.submissions.pages import form_tokens
from curation.submissions.pages.client_ip import client_of
from curation.submissions.pages.forms import PublicSubmissionForm
from curation.submissions.pages.private import see_other
from curation.submissions.pages.retry_later import in_words, too_many
from curation.submissions.receiving import Receipt, TooMany, receive

HONEYPOT = "subject"  # a field that people do not see, so only machines fill it in
NAME = PublicSubmissionForm.base_fields["name"].longest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest) -> HttpResponse:
    """`/submit/`: the form; `?url=` and `?title=` fill it in for a link from elsewhere."""
    partners = list(Partner.objects.of_person(request.user))
    if request.method != "POST":
        form = PublicSubmissionForm(partners, initial=_prefilled(request))
        return _page(request, form, form_tokens.new())
    if request.POST.get(HONEYPOT):
        return render(request, "submissions/pages/thanks.html")
    form, words = PublicSubmissionForm(partners, request.POST), request.POST.get("stamp", "")
    if not form.is_valid():
        return _page(request, form, words if _may_serve(words) else form_tokens.new(), status=422)
    try:
        token = form_tokens.read(words)
    except form_tokens.TooQuick as problem:
        return _page(request, form, words, problem, status=422)
    except form_tokens.FormTokenRefused as problem:
        return _page(request, form, form_tokens.new(), problem, status=422)
    account = request.user if request.user.is_authenticated else None
    key = token.form_key(form.cleaned_data["url"].pasted, form.cleaned_data["email"])
    incoming = form.incoming(partner=form.partner, account=account, form_key=key)
    try:
        receipt = receive(incoming, client_of(request))
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, form, words, status=422)
    except TooMany as error:
        page = _page(request, form, words, wait=in_words(error.retry_after))
        return too_many(page, error.retry_after)
    return _answer(request, receipt)


def _answer(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """What became of it. Only who made a submission by this very form is led to its private page:
    else whoever types another's e-mail address would get the other's link, or learn from the
    answer that there is one."""
    if receipt.article:
        return render(
            request, "submissions/pages/already_published.html", {"published": receipt.article}
        )
    if receipt.is_new or (receipt.is_repeat and receipt.sending.is_first):
        return see_other(f"{receipt.sending.get_absolute_url()}?thanks")
    return render(request, "submissions/pages/already_suggested.html")


def _page(
    request: HttpRequest,
    form: PublicSubmissionForm,
    token: str,
    problem: object = "",
    status=200,
    wait="",
) -> HttpResponse:
    facts = {
        "form": form,
        "form_token": token,
        "problem": str(problem),
        "wait": wait,
        "honeypot": HONEYPOT,
    }
    return render(request, "submissions/pages/submit.html", facts, status=status)


def _may_serve(words: str) -> bool:
    """Whether a form token is valid, or will be in a moment."""
    try:
        form_tokens.read(words)
    except form_tokens.TooQuick:
        return True
    except form_tokens.FormTokenRefused:
        return False
    return True


def _prefilled(request: HttpRequest) -> dict[str, str]:
    filled = {name: request.GET.get(name, "") for name in ("url", "title")}
    if request.user.is_authenticated:
        user = request.user
        filled["name"] = display_name(user)[:NAME]
        filled["email"] = user.email
    return filled
