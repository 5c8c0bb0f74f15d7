"""Outside reviews at the desk: who was asked to review a draft, and their answers."""

from dataclasses import dataclass, field
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
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
from curation.desk_pages import desk_page, get_row_to_read
from curation.models import Article, Decision, Notice, ReviewLink
from curation.models.people import display_name
from curation.submissions import reviewing

MAX_DAYS = 60


class ReviewForm(forms.ModelForm):
    """Whom to ask for a review, what to ask, and for how many days the link is valid."""

    days = forms.IntegerField(
        label=gettext_lazy("Days for which the link works"),
        initial=ReviewLink.VALID_FOR.days,
        min_value=1,
        max_value=MAX_DAYS,
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

    def arguments(self) -> dict:
        """The arguments of a valid form for `reviewing.ask`."""
        return {
            "name": self.cleaned_data["name"],
            "email": self.cleaned_data["email"],
            "message": self.cleaned_data["message"],
            "valid_for": timedelta(days=self.cleaned_data["days"]),
        }


@dataclass(slots=True)
class ReviewRequest:
    """One review link with its answers. `mail`: None where no mail was sent with the link."""

    link: ReviewLink
    mail: Notice | None
    answers: list[Decision] = field(default_factory=list)

    @property
    def asked_by(self) -> str:
        return display_name(self.link.asked_by)

    @property
    def url(self) -> str:
        return absolute_url(self.link)

    @property
    def state(self) -> tuple[str, str]:
        """The label of the link's state, and the colour of that label in the admin theme."""
        if self.link.revoked_at:
            return _("revoked"), "default"
        if self.link.is_open:
            return _("open"), "success"
        if self.link.expires_at <= timezone.now():
            return _("expired"), "default"
        return _("over: no longer a draft"), "default"


def review_requests(article: Article) -> list[ReviewRequest]:
    """All review links of an article, newest first, each with its mail and answers."""
    links = list(article.review_links.select_related("asked_by"))
    for link in links:
        link.article = article  # spares a query for each
    keys = [link.notice_key for link in links]
    mails = {notice.key: notice for notice in Notice.objects.filter(key__in=keys)}
    by_link = {link.pk: ReviewRequest(link, mails.get(link.notice_key)) for link in links}
    answers = article.decisions.filter(what__in=reviewing.ANSWERS, review_link__in=by_link)
    for answer in answers:
        by_link[answer.review_link_id].answers.append(answer)
    return list(by_link.values())


def _get_article(request: HttpRequest, pk: int) -> Article:
    """The article, for users who may see it. Raises Http404 and PermissionDenied."""
    return get_row_to_read(request, Article.objects.select_related("section"), pk)


def _redirect_to_reviews(article: Article) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:curation_article_reviews", args=[article.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request: HttpRequest, pk: int) -> HttpResponse:
    """The review links and answers, and a form to ask for a review for those who may."""
    article = _get_article(request, pk)
    may_ask = request.user.has_perm("curation.add_reviewlink")
    form = ReviewForm(request.POST or None)
    if request.method == "POST":
        if not may_ask:
            raise PermissionDenied
        if form.is_valid():
            try:
                link = reviewing.ask(article, by=request.user, **form.arguments())
            except ValidationError as error:
                form.add_error(None, error)
            else:
                if link.email:
                    message = _("%(name)s gets the link by mail.")
                else:
                    message = _("The link for %(name)s is ready: copy it from the list below.")
                messages.success(request, message % {"name": link.name})
                return _redirect_to_reviews(article)
    return desk_page(
        request,
        Article,
        "submissions/desk/reviews.html",
        _("Outside reviews"),
        400 if form.errors else 200,
        object=article,
        article=article,
        is_draft=article.status in (Article.Status.DRAFT, Article.Status.IN_REVIEW),
        review_requests=review_requests(article),
        form=form,
        may_ask=may_ask,
        may_revoke=request.user.has_perm("curation.change_reviewlink"),
    )


@require_POST
def revoke_review(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Revoke one link at once, and go back to the list."""
    article = _get_article(request, pk)
    if not request.user.has_perm("curation.change_reviewlink"):
        raise PermissionDenied
    revoked = get_object_or_404(article.review_links, pk=link)
    reviewing.revoke(revoked, by=request.user)
    messages.success(request, _("The link for %(name)s is revoked.") % {"name": revoked.name})
    return _redirect_to_reviews(article)
