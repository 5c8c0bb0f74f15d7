"""The panel above a draft's form: the state of its source's fetch, and what the page offers.

The page's script `static/desk/source.js` asks for JSON; without the script the buttons of the panel
are plain forms that lead back to the article.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from curation import autofill, drafting, duplicates, suggesting
from curation.admin.articles.access import (
    get_article_to_change,
    get_article_to_read,
    may_write,
    to_form,
)
from curation.admin.articles.history import full_snapshot
from curation.desk_pages import get_row
from curation.models import Article, Publisher, Revision, SourceFetch, Suggestion
from curation.sources.links.keys import link_key

TEMPLATE = "admin/curation/article/source_panel.html"
# What a curator can take from the page: name in `SourceFetch.candidates` -> label.
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
    """What the panel's template shows; None for an article whose source is not fetched."""
    fetch = SourceFetch.objects.filter(article=article).first()
    if fetch is None:
        return None
    suggestions = article.suggestions.filter(state=Suggestion.State.OPEN)
    earlier = []
    if not fetch.is_under_way:
        earlier = duplicates.find_earlier(
            link_key(article.link_href),
            link_key(article.canonical_url),
            title=article.title,
            exclude=article.pk,
        )
    return {
        "fetch": fetch,
        "offers": _offers(article, fetch),
        "suggestions": suggestions.select_related("category__taxonomy", "offering"),
        "earlier": earlier,
        "may_change": may_change,
    }


def _offers(article: Article, fetch: SourceFetch) -> list[dict]:
    """The values of the page that the article does not have: name, label and rows of each field."""
    present = {name: str(getattr(article, name) or "") for name in autofill.TEXT_FIELDS}
    present["publisher"] = article.publisher.name if article.publisher else ""
    offers = []
    for name, label in LABELS.items():
        rows = [row for row in fetch.candidates.get(name, []) if row["value"] != present.get(name)]
        if rows:
            offers.append({"name": name, "label": label, "rows": rows})
    return offers


def _respond(request: HttpRequest, article: Article, **answer) -> HttpResponse:
    """`answer` as JSON for the script; for a browser without it a redirect to the form."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(answer)
    return to_form(article)


@require_GET
def source_state(request: HttpRequest, pk: int) -> HttpResponse:
    """The state and the panel's HTML as JSON, for the script that waits for the fetch."""
    article = get_article_to_read(request, pk)
    source = panel(article, may_write(request, article))
    if source is None:
        return JsonResponse({"state": ""})
    html = render_to_string(TEMPLATE, {"source": source, "original": article}, request)
    return JsonResponse({"state": source["fetch"].state, "html": html})


@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue another fetch of the source."""
    article = get_article_to_change(request, pk)
    if drafting.read_again(article, by=request.user) is None:
        messages.info(request, _("The source is being read already."))
    return _respond(request, article)


@require_POST
def use_value(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one offered value into the article: `field`, `value`. Other values are refused."""
    article = get_article_to_change(request, pk)
    name, value = request.POST.get("field", ""), request.POST.get("value", "")
    fetch = get_object_or_404(SourceFetch, article=article)
    offered = [row["value"] for row in fetch.candidates.get(name, [])]
    if name not in LABELS or value not in offered:
        messages.error(request, _("The page did not offer this value."))
    elif name == "featured_image":
        if drafting.read_again(article, by=request.user, picture=value):
            messages.info(request, _("The picture is being fetched."))
    elif name == "publisher":
        Publisher.objects.filter(pk=article.publisher_id).update(name=value)
    else:
        autofill.use_offered_value(article, name, value, by=request.user)
    return _respond(request, article)


@require_POST
def answer_suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or drop one suggestion: `suggestion`, its number, and `act`, "accept" or "drop"."""
    article = get_article_to_change(request, pk)
    suggestions = Suggestion.objects.select_related("category__taxonomy", "offering", "article")
    suggestion = get_row(suggestions.filter(article=article), request.POST.get("suggestion"))
    if request.POST.get("act") == "accept":
        before = full_snapshot(article)
        suggesting.accept(suggestion)
        Revision.objects.record(
            article, before, full_snapshot(article), by=request.user, act=_("accepted a suggestion")
        )
    else:
        suggesting.drop(suggestion)
    return _respond(
        request,
        article,
        category=suggestion.category_id,
        tag=suggestion.tag,
        name=str(suggestion),
    )
