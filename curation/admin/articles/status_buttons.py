"""The buttons under an article's form that change its status."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from curation import publishing
from curation.models import Article

Status = Article.Status


@dataclass(frozen=True, slots=True)
class StatusButton:
    """One button, and the function of `curation.publishing` that it calls.

    name: of the form's field. icon: its name in Material Symbols. statuses: those in which the
    button is shown. done: the message afterwards, with `%(title)s`.
    """

    name: str
    label: str
    icon: str
    statuses: tuple[str, ...]
    function: Callable
    done: str
    for_editors: bool = True
    needs_reason: bool = False
    publishes: bool = False

    def may_be_pressed_by(self, user) -> bool:
        permission = "publish_article" if self.for_editors else "change_article"
        return user.has_perm(f"curation.{permission}")

    def fits(self, article: Article) -> bool:
        """Whether the article is in a status in which this button makes sense.

        What has expired can be published again.
        """
        return article.status in self.statuses or (self.publishes and article.is_expired)

    def change_status(self, article: Article, by, reason: str = "") -> Article:
        """Raises ValidationError as the function of `curation.publishing` does."""
        if self.needs_reason:
            return self.function(article, by=by, reason=reason)
        return self.function(article, by=by)


STATUS_BUTTONS = (
    StatusButton(
        "_publish",
        _("Save and publish"),
        "publish",
        (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN),
        publishing.publish,
        _("“%(title)s” is published."),
        publishes=True,
    ),
    StatusButton(
        "_send_to_review",
        _("Save and send to review"),
        "send",
        (Status.DRAFT,),
        publishing.send_to_review,
        _("“%(title)s” is in review: an editor will publish it."),
        for_editors=False,
    ),
    StatusButton(
        "_unpublish",
        _("Back to the drafts"),
        "undo",
        (Status.IN_REVIEW, Status.PUBLISHED, Status.WITHDRAWN),
        publishing.unpublish,
        _("“%(title)s” is a draft again."),
    ),
    StatusButton(
        "_take_up",
        _("Take up again"),
        "undo",
        (Status.REJECTED,),
        publishing.unpublish,
        _("“%(title)s” is a draft again."),
        for_editors=False,
    ),
    StatusButton(
        "_withdraw",
        _("Withdraw"),
        "block",
        (Status.PUBLISHED,),
        publishing.withdraw,
        _("“%(title)s” is withdrawn; its address says so, with your reason."),
        needs_reason=True,
    ),
    StatusButton(
        "_reject",
        _("Reject"),
        "block",
        (Status.DRAFT, Status.IN_REVIEW),
        publishing.reject,
        _("“%(title)s” is rejected; the reason is kept for the next curator."),
        for_editors=False,
        needs_reason=True,
    ),
)


def pressed_button(data: Mapping) -> StatusButton | None:
    """The button that sent these form data; None for a plain save."""
    return next((button for button in STATUS_BUTTONS if button.name in data), None)


def status_buttons_for(user, article: Article | None) -> list[StatusButton]:
    """The buttons that this user sees under this article; None stands for a new article."""
    is_new = article is None
    if is_new:
        article = Article()  # which is a draft
    return [
        button
        for button in STATUS_BUTTONS
        if button.fits(article)
        and button.may_be_pressed_by(user)
        and not (is_new and button.needs_reason)
    ]
