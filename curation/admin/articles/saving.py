"""What saving an article's form does besides the form's own rows, all in one transaction.

The byline of a new article, the open suggestions, the revision, the change of status by a button,
and the messages to the curator.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from curation import suggesting
from curation.admin.articles.form import ArticleForm
from curation.admin.articles.history import full_snapshot
from curation.admin.articles.status_buttons import StatusButton
from curation.models import Article, Byline, Curator, Revision, Submission

FILL_RELATED = "_fill_related"  # the button "Save and fill by rule"


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article before it is saved: what its revision compares, and the path of its page."""

    record: dict
    path: str


def stored_article(pk: int) -> StoredArticle:
    article = Article.objects.get(pk=pk)
    live = article.addresses.filter(is_live=True).first()
    return StoredArticle(full_snapshot(article), live.path if live else "")


def finish_saving(request: HttpRequest, form: ArticleForm, before: StoredArticle | None) -> None:
    """Do all that follows once the article and its inline rows are saved.

    before: None for a new article. Raises ValidationError as the pressed button's function does.
    """
    article = form.instance
    if not article.bylines.exists() and (before is None or _is_unclaimed_draft(article)):
        Byline.objects.create(article=article, curator=Curator.objects.of(request.user))
    filled = None
    if FILL_RELATED in request.POST:
        filled = fill_related_offerings(article)
    suggesting.settle(article)
    _record(article, before, request.user)
    if form.button:
        reason = form.cleaned_data.get("reason", "")
        form.button.change_status(article, by=request.user, reason=reason)
        messages.success(request, _status_message(article, form.button))
    if filled is not None:
        words = _("Related offerings by the rule: %(number)s.")
        messages.success(request, words % {"number": filled})
    if before and before.path and before.path != article.path and article.published_at:
        words = _("Readers of %(old)s are led to %(new)s from now on.")
        messages.info(request, words % {"old": before.path, "new": article.path})


def fill_related_offerings(article: Article) -> int:
    """Replace the related offerings by those that the rule gives; returns how many."""
    by_rule = list(article.offerings_by_rule())
    article.related.exclude(offering__in=by_rule).delete()
    for position, offering in enumerate(by_rule):
        article.related.update_or_create(offering=offering, defaults={"position": position})
    return len(by_rule)


def _is_unclaimed_draft(article: Article) -> bool:
    """Whether it is the draft of an accepted submission that nobody has saved with a byline yet.

    The first who saves it is its curator. Where somebody has emptied the byline, it stays empty.
    """
    return (
        article.status == Article.Status.DRAFT
        and article.submissions.filter(state=Submission.State.ACCEPTED).exists()
        and not article.revisions.filter(changes__has_key="curators").exists()
    )


def _record(article: Article, before: StoredArticle | None, user) -> None:
    """Write the revision; a change of inline rows alone counts as a change of the article."""
    after = full_snapshot(article)
    if before is None:
        empty = {name: value for name, value in after.items() if not value}
        Revision.objects.record(article, empty, after, by=user, act=_("created"))
    elif Revision.objects.record(article, before.record, after, by=user):
        article.modified_at = timezone.now()
        Article.objects.filter(pk=article.pk).update(modified_at=article.modified_at)


def _status_message(article: Article, button: StatusButton) -> str:
    if not article.is_scheduled:
        return button.done % {"title": article.title}
    when = timezone.localtime(article.published_at)
    return _("“%(title)s” will be published on %(when)s.") % {
        "title": article.title,
        "when": f"{when:%Y-%m-%d %H:%M}",
    }
