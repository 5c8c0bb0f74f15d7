"""Reviews without an account, at the desk: who was asked to look at a draft, and what they said."""

from dataclasses import dataclass, field
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from curation.absolute_urls import absolute_url
from curation.models import Article, Decision, Notice, ReviewLink
from curation.models.people import display_name
from curation.submissions import reviewing

LONGEST_DAYS = 60


class ReviewForm(forms.ModelForm):
    """Whom to ask, what, and for how long the link shall work."""

    days = forms.IntegerField(
        label=gettext_lazy("Days for which the link works"),
        initial=ReviewLink.LASTS.days,
        min_value=1,
        max_value=LONGEST_DAYS,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            gettext_lazy("Write a number of days from 1 to 60."),
        ),
        widget=UnfoldAdminIntegerFieldWidget(),
    )

    class Meta:
        model = ReviewLink
        fields = ("name", "email", "message")
        widgets = {
            "name": UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
            "email": UnfoldAdminEmailInputWidget(attrs={"autocomplete": "off"}),
            "message": UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        }
        error_messages = {"name": {"required": gettext_lazy("Say whom you ask.")}}

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    @property
    def facts(self) -> dict:
        """What `reviewing.ask` wants to know."""
        given = self.cleaned_data
        lasts = timedelta(days=given["days"])
        return {name: given[name] for name in ("name", "email", "message")} | {"lasts": lasts}


@dataclass(slots=True)
class Asked:
    """One link with what was said by it. `mail`: None where it was handed over by hand."""

    link: ReviewLink
    mail: Notice | None
    said: list[Decision] = field(default_factory=list)

    @property
    def asked_by(self) -> str:
        return display_name(self.link.asked_by)

    @property
    def address(self) -> str:
        return absolute_url(self.link)

    @property
    def standing(self) -> tuple[str, str]:
        """How the link stands, and the theme's name of that state's colour."""
        if self.link.revoked_at:
            return _("revoked"), "default"
        if self.link.is_open:
            return _("open"), "success"
        if self.link.expires_at <= timezone.now():
            return _("expired"), "default"
        return _("over: no draft any more"), "default"


def asked_about(article: Article) -> list[Asked]:
    """Every link to an article, newest first, each with its mail and its answers."""
    links = list(article.review_links.select_related("asked_by"))
    for link in links:
        link.article = article
    keys = [link.notice_key for link in links]
    mails = {notice.key: notice for notice in Notice.objects.filter(key__in=keys)}
    asked = [Asked(link, mails.get(link.notice_key)) for link in links]
    by_link = {one.link.pk: one for one in asked}
    said = article.decisions.filter(what__in=reviewing.ANSWERS, review_link__in=by_link)
    for decision in said:
        by_link[decision.review_link_id].said.append(decision)
    return asked


class OutsideReviews:
    """The part of the articles' ModelAdmin that asks outsiders to look at a draft."""

    def get_urls(self):
        def page(route, view, name):
            view = self.admin_site.admin_view(view)
            return path(f"<int:pk>/reviews/{route}", view, name=f"curation_article_{name}")

        return [
            page("", self.reviews, "reviews"),
            page("<int:link>/revoke/", self.revoke_review, "revoke_review"),
            *super().get_urls(),
        ]

    def reviews(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _reviews(request, self, pk)

    def revoke_review(self, request: HttpRequest, pk: int, link: int) -> HttpResponse:
        return _revoke(request, self, pk, link)


def _article(desk, request, pk) -> Article:
    article = get_object_or_404(Article.objects.select_related("section"), pk=pk)
    if not desk.has_view_permission(request, article):
        raise PermissionDenied
    return article


def _back(article: Article) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:curation_article_reviews", args=[article.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def _reviews(request, desk, pk) -> HttpResponse:
    """Who was asked and what they said; for those who may, the form to ask somebody."""
    article = _article(desk, request, pk)
    may_ask = request.user.has_perm("curation.add_reviewlink")
    form = ReviewForm(request.POST or None)
    if request.method == "POST":
        if not may_ask:
            raise PermissionDenied
        if form.is_valid():
            try:
                link = reviewing.ask(article, by=request.user, **form.facts)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                if link.email:
                    words = _("%(name)s gets the link by mail.")
                else:
                    words = _("The link for %(name)s is ready: copy it from the list below.")
                messages.success(request, words % {"name": link.name})
                return _back(article)
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": _("Outside reviews"),
        "object": article,
        "article": article,
        "is_draft": article.status in (Article.Status.DRAFT, Article.Status.IN_REVIEW),
        "asked": asked_about(article),
        "form": form,
        "may_ask": may_ask,
        "may_revoke": request.user.has_perm("curation.change_reviewlink"),
    }
    status = 400 if form.errors else 200
    return TemplateResponse(request, "submissions/desk/reviews.html", context, status=status)


@require_POST
def _revoke(request, desk, pk, link_pk) -> HttpResponse:
    article = _article(desk, request, pk)
    if not request.user.has_perm("curation.change_reviewlink"):
        raise PermissionDenied
    link = get_object_or_404(article.review_links, pk=link_pk)
    reviewing.revoke(link, by=request.user)
    messages.success(
        request, _("The link for %(name)s opens nothing any more.") % {"name": link.name}
    )
    return _back(article)
