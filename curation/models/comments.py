"""Comments: what the newsroom says among itself about a submission. No sender ever sees them."""

import re

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.models.submissions import Submission

# Django's user names hold letters, digits and @ . + - _; a closing full stop ends the sentence.
_MENTION = re.compile(r"(?<![\w@.+-])@([\w@.+-]*\w)")


def names_in(text: str) -> set[str]:
    """The user names that a text holds as `@user-name`, whether or not anybody has them."""
    return set(_MENTION.findall(text))


def mentioned_in(text: str):
    """The active people at the desk whom a text names as `@user-name`."""
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    return people.filter(username__in=names_in(text))


class Comment(models.Model):
    """One remark on one submission, with the people whom it mentions."""

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="comments", verbose_name=_("submission")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who")
    )
    text = models.TextField(_("comment"))
    made_at = models.DateTimeField(_("when"), auto_now_add=True)
    mentions = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="mentioned_in",
        verbose_name=_("mentions"),
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["made_at", "pk"]

    def __str__(self):
        return self.text[:80]
