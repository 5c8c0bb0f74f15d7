"""The page on which an outside expert reads a draft and answers."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from curation.site.article_metadata import ArticleMetadata
from curation.submissions import reviewing
from curation.submissions.pages.forms import AnswerForm
from curation.submissions.pages.responses import link_refused, private_page, see_other
from curation.submissions.reviewing import LinkRefused
from markup.sanitise import plain_text


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, token: str) -> HttpResponse:
    """`/preview/<token>/`: the draft as readers will see it, and the form for the answer."""
    try:
        link = reviewing.open_link(token)
    except LinkRefused as error:
        return link_refused(request, error)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            reviewing.answer(link, form.cleaned_data["text"], "looks_right" in request.POST)
        except ValidationError as error:
            form.add_error("text", error)
        else:
            return see_other(f"{reverse('submissions:review', args=[token])}#answers")
    # Not named `article` in the context: base.html would mark its section in the masthead.
    draft = link.article
    return render(
        request,
        "submissions/pages/review.html",
        {
            "link": link,
            "draft": draft,
            "metadata": ArticleMetadata.of(draft),
            "show_excerpt": not plain_text(draft.body).startswith(draft.excerpt),
            "answers": reviewing.answers(link),
            "form": form,
        },
        status=422 if form.errors else 200,
    )
