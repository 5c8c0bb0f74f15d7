"""From a link to a draft, at the desk: paste one or many, or send them from a browser tab."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from curation import drafting, duplicates
from curation.models import Article
from curation.sources.links.keys import link_key
from curation.sources.links.link import Link
from curation.sources.links.parsing import LinkError
from curation.sources.reading.clipping import ClippingError, parse_clipping

MOST_LINES = 50


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one pasted line: a draft, articles that ran it already, or a problem."""

    url: str
    article: Article | None = None
    earlier: tuple = ()
    problem: str = ""


class FromLink:
    """The part of the articles' ModelAdmin that turns links into drafts."""

    def get_urls(self):
        def page(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"curation_article_{name}")

        return [
            page("from-link/", self.from_link, "from_link"),
            page("from-link/bookmarklet/", self.bookmarklet, "bookmarklet"),
            page("from-link/clipping/", self.clipping, "clipping"),
            page("from-link/attach/", self.attach, "attach"),
            *super().get_urls(),
        ]

    def _page(self, request, name: str, title: str, status: int = 200, **context) -> HttpResponse:
        template = f"admin/curation/article/from_link/{name}.html"
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, template, {**shared, **context}, status=status)

    def _only_those_who_may_draft(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied

    def _to_form(self, article: Article) -> HttpResponse:
        url = reverse("admin:curation_article_change", args=[article.pk])
        return HttpResponseRedirect(url)

    # ------------------------------------------------------------ paste

    def from_link(self, request: HttpRequest) -> HttpResponse:
        """One address a line. `?url=` fills the field and shows what ran already; nothing is made
        before the button is pressed."""
        self._only_those_who_may_draft(request)
        pasted = request.POST.get("urls") or request.GET.get("url") or request.GET.get("text") or ""
        urls = list(dict.fromkeys(line.strip() for line in pasted.splitlines() if line.strip()))
        status, problem, lines = 200, "", []
        if len(urls) > MOST_LINES:
            status, problem = 400, _("At most %(most)d addresses at once.") % {"most": MOST_LINES}
        elif request.method == "POST" and not urls:
            status, problem = 400, _("Paste an address.")
        elif request.method == "POST":
            lines = [self._line(url, request, "anyway" in request.POST) for url in urls]
            if len(lines) == 1 and lines[0].article:
                return self._to_form(lines[0].article)
            if len(lines) == 1 and lines[0].problem:
                status, problem, lines = 400, lines[0].problem, []
        elif len(urls) == 1:
            earlier = tuple(duplicates.find_earlier(link_key(urls[0])))
            lines = [Line(urls[0], earlier=earlier)] if earlier else []
        return self._page(
            request, "paste", _("New from link"), status, pasted=pasted, problem=problem,
            lines=lines, is_many=len(urls) > 1, most=MOST_LINES,
        )  # fmt: skip

    def _line(self, url: str, request, anyway: bool) -> Line:
        try:
            link = Link.parse(url)
            earlier = () if anyway else tuple(duplicates.find_earlier(link.key))
            if earlier:
                return Line(url, earlier=earlier)
            return Line(url, article=drafting.start_draft(link, by=request.user))
        except LinkError as error:
            return Line(url, problem=str(error))

    def attach(self, request: HttpRequest) -> HttpResponse:
        """Add a pasted address to an article that tells the story already."""
        return _attach(request, self)

    # ------------------------------------------------------------ a browser tab

    def bookmarklet(self, request: HttpRequest) -> HttpResponse:
        """What the bookmarklet does, and the bookmarklet itself."""
        self._only_those_who_may_draft(request)
        target = request.build_absolute_uri(reverse("admin:curation_article_clipping"))
        return self._page(request, "bookmarklet", _("The bookmarklet"), target=target)

    def clipping(self, request: HttpRequest) -> HttpResponse:
        """Takes what the bookmarklet collected. It comes in the address's fragment, which no
        server sees; the page's script shows it, and the button sends it as a form."""
        return _clipping(request, self)


@require_POST
def _attach(request: HttpRequest, desk: FromLink) -> HttpResponse:
    article = get_object_or_404(Article, pk=request.POST.get("article"))
    if not desk.has_change_permission(request, article):
        raise PermissionDenied
    try:
        link = Link.parse(request.POST.get("url", ""))
        duplicates.attach(article, link, by=request.user)
    except (LinkError, ValidationError) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
    else:
        messages.success(request, _("Readers will see that it was also reported there."))
    return desk._to_form(article)


@require_http_methods(["GET", "HEAD", "POST"])
def _clipping(request: HttpRequest, desk: FromLink) -> HttpResponse:
    desk._only_those_who_may_draft(request)
    if request.method != "POST":
        return desk._page(request, "clipping", _("From your browser"))
    try:
        clipping = parse_clipping(request.POST.get("clipping", ""))
        title = clipping.heading or clipping.title
        earlier = duplicates.find_earlier(clipping.link.key, title=title)
        if earlier and "anyway" not in request.POST:
            return desk._page(
                request, "clipping", _("From your browser"), earlier=earlier,
                payload=request.POST["clipping"], url=clipping.link.pasted,
            )  # fmt: skip
        article = drafting.start_draft_from_clipping(clipping, by=request.user)
    except ClippingError as error:
        return desk._page(request, "clipping", _("From your browser"), 400, problem=str(error))
    return desk._to_form(article)
