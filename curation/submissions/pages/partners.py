"""Pages for the people of partners: login, logout, and all that their partners sent."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache

from curation.models import Partner, RateLimit, Sending
from curation.submissions.pages.client_ip import client_network
from curation.submissions.pages.responses import private_page, too_many_requests, wait_in_words
from curation.submissions.pages.sender_status import stage_of
from listing import page_of

LOGIN_LIMITS = [(20, timedelta(hours=1))]  # attempts from one client network
PAGE_SIZE = 25

_login = LoginView.as_view(
    template_name="submissions/pages/login.html", next_page=reverse_lazy("submissions:mine")
)
_logout = LogoutView.as_view(next_page=reverse_lazy("submissions:submit"))


@never_cache
def login(request: HttpRequest) -> HttpResponse:
    """`/submit/login/`, rate limited against guessing of passwords."""
    client = client_network(request)
    if request.method == "POST" and client:
        wait = RateLimit.objects.admit({("login from", client): LOGIN_LIMITS})
        if wait:
            # An unbound form, because validating a bound one would check the password.
            form = AuthenticationForm(initial={"username": request.POST.get("username", "")})
            next_url = request.POST.get("next", "")
            context = {"form": form, "wait": wait_in_words(wait), "next": next_url}
            page = render(request, "submissions/pages/login.html", context)
            return too_many_requests(page, wait)
    return _login(request)


@never_cache
def logout(request: HttpRequest) -> HttpResponse:
    """`/submit/logout/`, by POST only."""
    return _logout(request)


@private_page
@login_required(login_url=reverse_lazy("submissions:login"))
def mine(request: HttpRequest) -> HttpResponse:
    """`/submit/mine/`: what the user's partners sent, newest first."""
    partners = list(Partner.objects.of_user(request.user))
    if not partners:
        return render(request, "submissions/pages/no_partner.html", status=403)
    sendings = Sending.objects.of_partners(partners)
    page = page_of(sendings, request.GET.get("page"), PAGE_SIZE)
    rows = [(sending, stage_of(sending)) for sending in page]
    context = {"partners": partners, "page": page, "rows": rows}
    return render(request, "submissions/pages/mine.html", context)
