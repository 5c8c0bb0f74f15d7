"""The states of an article as the desk shows them; "scheduled" and "expired" are no statuses."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from curation.models import Article
from curation.models.article_queryset import ArticleQuerySet

Status = Article.Status


@dataclass(frozen=True, slots=True)
class State:
    """One state: its label, the theme's name of its colour, and the text of its empty list.

    select: takes articles and returns those in this state.
    """

    label: str
    colour: str
    empty_list: str
    select: Callable[[ArticleQuerySet], ArticleQuerySet]


# In the order of an article's life. A published article with a future date is scheduled, one whose
# time has passed is expired.
STATES = {
    "draft": State(
        _("draft"),
        "default",
        _("No drafts are waiting. Add an article: paste the link, write one sentence."),
        lambda articles: articles.filter(status=Status.DRAFT),
    ),
    "in_review": State(
        _("in review"),
        "warning",
        _("Nothing waits for an editor. Drafts come here with “Send to review”."),
        lambda articles: articles.filter(status=Status.IN_REVIEW),
    ),
    "scheduled": State(
        _("scheduled"),
        "info",
        _("Nothing is scheduled. Publish a draft with a date to come."),
        lambda articles: articles.scheduled(),
    ),
    "published": State(
        _("published"),
        "success",
        _("Nothing is published yet. Open a draft and press “Save and publish”."),
        lambda articles: articles.published(),
    ),
    "expired": State(
        _("expired"),
        "danger",
        _("Nothing has expired."),
        lambda articles: articles.expired(),
    ),
    "withdrawn": State(
        _("withdrawn"),
        "danger",
        _("Nothing was withdrawn."),
        lambda articles: articles.filter(status=Status.WITHDRAWN),
    ),
    "rejected": State(
        _("rejected"),
        "danger",
        _("Nothing was rejected."),
        lambda articles: articles.filter(status=Status.REJECTED),
    ),
}
COLOURS = {name: state.colour for name, state in STATES.items()}
EMPTY_LIST = _("Nothing here. Add an article, or look with fewer filters.")


def state_of(article: Article) -> str:
    """The article's state, as a key of STATES."""
    if article.is_expired:
        return "expired"
    return "scheduled" if article.is_scheduled else article.status
