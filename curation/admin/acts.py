"""The acts that change an article's status, as the buttons under its form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from curation import publishing
from curation.models import Article, Decision, ReviewLink, Submission

Status = Article.Status


@dataclass(frozen=True, slots=True)
class Act:
    """One button: `name` in the form, what it says, from which states, and the verb behind it."""

    name: str
    label: str
    icon: str
    states: tuple[str, ...]
    verb: Callable
    done: str  # with %(title)s
    by_editors: bool = True
    needs_reason: bool = False
    publishes: bool = False

    def is_for(self, user) -> bool:
        permission = "publish_article" if self.by_editors else "change_article"
        return user.has_perm(f"curation.{permission}")

    def is_open_to(self, article: Article) -> bool:
        return article.status in self.states

    def do(self, article: Article, by, reason: str = "") -> Article:
        """Raises ValidationError as the verb does."""
        if self.needs_reason:
            return self.verb(article, by=by, reason=reason)
        return self.verb(article, by=by)


ACTS = (
    Act(
        "_publish",
        _("Save and publish"),
        "publish",
        (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN),
        publishing.publish,
        _("“%(title)s” is published."),
        publishes=True,
    ),
    Act(
        "_send_to_review",
        _("Save and send to review"),
        "send",
        (Status.DRAFT,),
        publishing.send_to_review,
        _("“%(title)s” is in review: an editor will publish it."),
        by_editors=False,
    ),
    Act(
        "_unpublish",
        _("Back to the drafts"),
        "undo",
        (Status.IN_REVIEW, Status.PUBLISHED, Status.WITHDRAWN),
        publishing.unpublish,
        _("“%(title)s” is a draft again."),
    ),
    Act(
        "_take_up",
        _("Take up again"),
        "undo",
        (Status.REJECTED,),
        publishing.unpublish,
        _("“%(title)s” is a draft again."),
        by_editors=False,
    ),
    Act(
        "_withdraw",
        _("Withdraw"),
        "block",
        (Status.PUBLISHED,),
        publishing.withdraw,
        _("“%(title)s” is withdrawn; its address says so, with your reason."),
        needs_reason=True,
    ),
    Act(
        "_reject",
        _("Reject"),
        "block",
        (Status.DRAFT, Status.IN_REVIEW),
        publishing.reject,
        _("“%(title)s” is rejected; the reason is kept for the next curator."),
        by_editors=False,
        needs_reason=True,
    ),
)
BY_NAME = {act.name: act for act in ACTS}


def act_of(data: Mapping) -> Act | None:
    """The act whose button was pressed, or None for a plain save."""
    return next((act for name, act in BY_NAME.items() if name in data), None)


def acts_for(user, article: Article | None) -> list[Act]:
    """The buttons that this user sees under this article; None stands for a new one."""
    article = article or Article()
    new = article._state.adding
    return [
        act
        for act in ACTS
        if act.is_open_to(article) and act.is_for(user) and not (new and act.needs_reason)
    ]


def was_published(article: Article) -> bool:
    """Whether readers may know its address: it is or was published, or set to be."""
    seen = Q(changes__status__0=Status.PUBLISHED) | Q(changes__status__1=Status.PUBLISHED)
    return (
        article.status in (Status.PUBLISHED, Status.WITHDRAWN)
        or article.revisions.filter(seen).exists()
    )


def is_on_record(article: Article) -> bool:
    """Whether decisions, submissions or outside reviews point to it: then it is never deleted."""
    return (
        Decision.objects.about_article(article).exists()
        or Submission.objects.filter(article=article).exists()
        or ReviewLink.objects.filter(article=article).exists()
    )
