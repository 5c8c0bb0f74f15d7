"""An outside expert's look at a draft."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from curation.site.article_metadata import ArticleMetadata
from curation.submissions import reviewing
from curation.submissions.pages.forms import AnswerForm
from curation.submissions.pages.private import for_one_reader, refused, see_other
from curation.submissions.reviewing import LinkRefused
from markup.sanitise import plain_text


@for_one_reader
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, token: str) -> HttpResponse:
    """`/preview/<token>/`: the draft as readers would see it, and what the expert says of it."""
    try:
        link = reviewing.opened(token)
    except LinkRefused as error:
        return refused(request, error)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            reviewing.answer(link, form.cleaned_data["text"], "looks_right" in request.POST)
        except ValidationError as error:
            form.add_error("text", error)
        else:
            return see_other(f"{reverse('submissions:review', args=[token])}#answers")
    draft = link.article  # not as `article`: the masthead would show where it is going to stand
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
