"""The panel above a draft's form: how the reading of its source stands, and all that it offered."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from curation import autofill, drafting, duplicates, suggesting
from curation.admin.history import facts
from curation.models import Article, Publisher, Revision, SourceFetch, Suggestion
from curation.sources.links.keys import link_key

TEMPLATE = "admin/curation/article/source_panel.html"
LABELS = {
    "title": gettext_lazy("Title"),
    "excerpt": gettext_lazy("Excerpt"),
    "link_href": gettext_lazy("Source address"),
    "canonical_url": gettext_lazy("Canonical URL"),
    "publisher": gettext_lazy("Publisher's name"),
    "source_author": gettext_lazy("Source's author"),
    "source_date": gettext_lazy("Source's date"),
    "language": gettext_lazy("Source's language"),
    "featured_image": gettext_lazy("Featured image"),
    "image_alt": gettext_lazy("Alternative text"),
}


def panel(article: Article, may_change: bool) -> dict | None:
    """What the panel shows of an article; None where its source was never to be read."""
    reading = SourceFetch.objects.filter(article=article).first()
    if reading is None:
        return None
    present = {name: str(getattr(article, name) or "") for name in autofill.TEXTS}
    present["publisher"] = article.publisher.name if article.publisher else ""
    offers = []
    for name, label in LABELS.items():
        rows = reading.candidates.get(name, [])
        others = [row for row in rows if row["value"] != present.get(name)]
        if others:
            offers.append({"name": name, "label": label, "rows": others})
    suggestions = article.suggestions.filter(state=Suggestion.State.OPEN)
    earlier = duplicates.find_earlier(
        link_key(article.link_href),
        link_key(article.canonical_url),
        title=article.title,
        exclude=article.pk,
    )
    return {
        "reading": reading,
        "offers": offers,
        "suggestions": suggestions.select_related("category__taxonomy", "offering"),
        "earlier": [] if reading.is_under_way else earlier,
        "may_change": may_change,
    }


class SourcePanel:
    """The part of the articles' ModelAdmin behind the panel's buttons."""

    def get_urls(self):
        def page(route, view, name):
            view = self.admin_site.admin_view(view)
            return path(f"<int:pk>/source/{route}", view, name=f"curation_article_{name}")

        return [
            page("", self.source_state, "source"),
            page("again/", self.source_again, "source_again"),
            page("use/", self.source_use, "source_use"),
            page("suggestion/", self.source_suggestion, "source_suggestion"),
            *super().get_urls(),
        ]

    def source_state(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _state(request, self, pk)

    def source_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _again(request, self, pk)

    def source_use(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _use(request, self, pk)

    def source_suggestion(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _suggestion(request, self, pk)


def _article_to_change(desk, request, pk) -> Article:
    article = get_object_or_404(Article.objects.select_related("section", "publisher"), pk=pk)
    if not desk.has_change_permission(request, article):
        raise PermissionDenied
    return article


def _back(request, article, **answer) -> HttpResponse:
    """To the script its facts, to a browser without one the form again."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(answer)
    return HttpResponseRedirect(reverse("admin:curation_article_change", args=[article.pk]))


@require_GET
def _state(request, desk, pk) -> HttpResponse:
    """The state and the panel as HTML, for the script that waits for the reading."""
    article = get_object_or_404(Article.objects.select_related("section", "publisher"), pk=pk)
    if not desk.has_view_permission(request, article):
        raise PermissionDenied
    shown = panel(article, desk.has_change_permission(request, article))
    if shown is None:
        return JsonResponse({"state": ""})
    html = render_to_string(TEMPLATE, {"source": shown, "original": article}, request)
    return JsonResponse({"state": shown["reading"].state, "html": html})


@require_POST
def _again(request, desk, pk) -> HttpResponse:
    article = _article_to_change(desk, request, pk)
    if drafting.read_again(article, by=request.user) is None:
        messages.info(request, _("The source is being read already."))
    return _back(request, article)


@require_POST
def _use(request, desk, pk) -> HttpResponse:
    """Put one of the offered values into the article: those only, nothing else is taken."""
    article = _article_to_change(desk, request, pk)
    name, value = request.POST.get("field", ""), request.POST.get("value", "")
    reading = get_object_or_404(SourceFetch, article=article)
    offered = [row["value"] for row in reading.candidates.get(name, [])]
    if name not in LABELS or value not in offered:
        messages.error(request, _("The page did not offer this value."))
        return _back(request, article)
    if name == "featured_image":
        if drafting.read_again(article, by=request.user, picture=value):
            messages.info(request, _("The picture is being fetched."))
        return _back(request, article)
    if name == "publisher":
        Publisher.objects.filter(pk=article.publisher_id).update(name=value)
        return _back(request, article)
    autofill.use_offered_value(article, name, value, by=request.user)
    return _back(request, article)


@require_POST
def _suggestion(request, desk, pk) -> HttpResponse:
    article = _article_to_change(desk, request, pk)
    found = Suggestion.objects.select_related("category__taxonomy", "offering", "article")
    suggestion = get_object_or_404(found, pk=request.POST.get("suggestion"), article=article)
    if request.POST.get("act") == "accept":
        before = facts(article)
        suggesting.accept(suggestion)
        Revision.objects.record(
            article, before, facts(article), by=request.user, act=_("accepted a suggestion")
        )
    else:
        suggesting.drop(suggestion)
    return _back(
        request, article, category=suggestion.category_id, tag=suggestion.tag, name=str(suggestion)
    )
