"""Pages that make drafts of links: pasted, one or many, or sent by the bookmarklet."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from curation import drafting, duplicates
from curation.admin.articles.access import (
    get_article_to_change,
    require_add_permission,
    to_form,
)
from curation.desk_pages import desk_page
from curation.models import Article
from curation.sources.links.keys import link_key
from curation.sources.links.link import Link
from curation.sources.links.parsing import LinkError
from curation.sources.links.pasting import addresses_by_line
from curation.sources.reading.clipping import ClippingError, parse_clipping

MAX_LINES = 50


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one pasted line: a draft, earlier articles of that link, or a problem."""

    url: str
    article: Article | None = None
    earlier: tuple[duplicates.Earlier, ...] = ()
    problem: str = ""


def _page(
    request: HttpRequest, name: str, title: str, status: int = 200, **context
) -> HttpResponse:
    template = f"admin/curation/article/from_link/{name}.html"
    return desk_page(request, Article, template, title, status, **context)


# ---------------------------------------------------------------- pasted links


def from_link(request: HttpRequest) -> HttpResponse:
    """Make a draft of each pasted address, one a line; titles and marks around it are understood.

    `?url=` fills the field and shows earlier articles of that link; only the button makes a draft.
    """
    require_add_permission(request)
    pasted = request.POST.get("urls") or request.GET.get("url") or request.GET.get("text") or ""
    urls = addresses_by_line(pasted)
    status, problem, lines = 200, "", []
    if len(urls) > MAX_LINES:
        status, problem = 400, _("At most %(most)d addresses at once.") % {"most": MAX_LINES}
    elif request.method == "POST" and not urls:
        status, problem = 400, _("Paste an address.")
    elif request.method == "POST":
        lines = [_make_draft(url, request) for url in urls]
        if len(lines) == 1 and lines[0].article:
            return to_form(lines[0].article)
        if len(lines) == 1 and lines[0].problem:
            status, problem, lines = 400, lines[0].problem, []
    elif len(urls) == 1:
        earlier = tuple(duplicates.find_earlier(link_key(urls[0])))
        lines = [Line(urls[0], earlier=earlier)] if earlier else []
    return _page(
        request,
        "paste",
        _("New from link"),
        status,
        pasted=pasted,
        problem=problem,
        lines=lines,
        is_many=len(urls) > 1,
        most=MAX_LINES,
    )


def _make_draft(url: str, request: HttpRequest) -> Line:
    """Make a draft, unless there are earlier articles and the form does not say `anyway`."""
    try:
        link = Link.in_text(url)
        if "anyway" not in request.POST and (earlier := duplicates.find_earlier(link.key)):
            return Line(url, earlier=tuple(earlier))
        return Line(url, article=drafting.start_draft(link, by=request.user))
    except LinkError as error:
        return Line(url, problem=str(error))


@require_POST
def add_further_report(request: HttpRequest) -> HttpResponse:
    """Add a pasted URL to an article that tells the story already: `article`, `url`."""
    article = get_article_to_change(request, request.POST.get("article"))
    try:
        link = Link.in_text(request.POST.get("url", ""))
        duplicates.add_further_report(article, link, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except LinkError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Readers will see that it was also reported there."))
    return to_form(article)


# ---------------------------------------------------------------- the bookmarklet


def bookmarklet(request: HttpRequest) -> HttpResponse:
    """The bookmarklet to drag into the browser, and what it does."""
    require_add_permission(request)
    target = request.build_absolute_uri(reverse("admin:curation_article_clipping"))
    return _page(request, "bookmarklet", _("The bookmarklet"), target=target)


@require_http_methods(["GET", "HEAD", "POST"])
def clipping(request: HttpRequest) -> HttpResponse:
    """Make a draft of what the bookmarklet collected: `clipping`, as JSON.

    The bookmarklet puts it into the fragment of the URL, which browsers do not send to the server.
    The page's script shows it, and the button sends it as a form.
    """
    require_add_permission(request)
    title = _("From your browser")
    if request.method != "POST":
        return _page(request, "clipping", title)
    payload = request.POST.get("clipping", "")
    try:
        clip = parse_clipping(payload)
        earlier = duplicates.find_earlier(clip.link.key, title=clip.heading or clip.title)
        if earlier and "anyway" not in request.POST:
            shown = {"earlier": earlier, "payload": payload, "url": clip.link.pasted}
            return _page(request, "clipping", title, **shown)
        article = drafting.start_draft_from_clipping(clip, by=request.user)
    except ClippingError as error:
        return _page(request, "clipping", title, 400, problem=str(error))
    return to_form(article)
