"""Comments: what members of the newsroom write to each other about a submission.

Senders never see them.
"""

import re

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.models.submissions import Submission

# Django's user names may contain letters, digits and @ . + - _; a full stop at the end of a mention
# belongs to the sentence.
_MENTION = re.compile(r"(?<![\w@.+-])@([\w@.+-]*\w)")


def mentioned_names(text: str) -> set[str]:
    """The names that a text mentions as `@user-name`, whether or not such a user exists."""
    return set(_MENTION.findall(text))


def mentioned_users(text: str):
    """The active staff whom a text mentions as `@user-name`."""
    staff = get_user_model().objects.filter(is_active=True, is_staff=True)
    return staff.filter(username__in=mentioned_names(text))


class Comment(models.Model):
    """One comment on one submission, with the users whom it mentions."""

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
