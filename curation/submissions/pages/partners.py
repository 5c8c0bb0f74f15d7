"""Partners' people: in, out, and everything that they sent."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache

from curation.models import Partner, RateLimit, Sending
from curation.submissions.pages.client_ip import client_of
from curation.submissions.pages.private import for_one_reader
from curation.submissions.pages.retry_later import in_words, too_many
from curation.submissions.pages.sender_status import stage_of
from listing import page_of

ATTEMPTS = [(20, timedelta(hours=1))]  # to log in, from one network address
A_PAGE = 25

_login = LoginView.as_view(
    template_name="submissions/pages/login.html", next_page=reverse_lazy("submissions:mine")
)
_logout = LogoutView.as_view(next_page=reverse_lazy("submissions:submit"))


@never_cache
def login(request: HttpRequest) -> HttpResponse:
    """`/submit/login/`."""
    client = client_of(request)
    if request.method == "POST" and client:
        if wait := RateLimit.objects.admit({("login from", client): ATTEMPTS}):
            # Not a bound form: to look at its errors would be to try the password.
            form = AuthenticationForm(initial={"username": request.POST.get("username", "")})
            facts = {"form": form, "wait": in_words(wait), "next": request.POST.get("next", "")}
            return too_many(render(request, "submissions/pages/login.html", facts), wait)
    return _login(request)


@never_cache
def logout(request: HttpRequest) -> HttpResponse:
    """`/submit/logout/`: by a form only."""
    return _logout(request)


@for_one_reader
@login_required(login_url=reverse_lazy("submissions:login"))
def mine(request: HttpRequest) -> HttpResponse:
    """`/submit/mine/`: what the person's partners sent, newest first."""
    partners = list(Partner.objects.of_person(request.user))
    if not partners:
        return render(request, "submissions/pages/no_partner.html", status=403)
    sendings = Sending.objects.of_partners(partners)
    page = page_of(sendings, request.GET.get("page"), A_PAGE)
    rows = [(sending, stage_of(sending)) for sending in page]
    facts = {"partners": partners, "page": page, "rows": rows}
    return render(request, "submissions/pages/mine.html", facts)
