"""Review links: somebody without an account reads one draft and comments on it."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

REVIEW_SALT = "curation.article.review"  # tokens signed for another purpose are not valid here


class ReviewLinkQuerySet(models.QuerySet):
    def by_token(self, token: str) -> "ReviewLink":
        """The link with this token, whether or not it is still open.

        Raises signing.BadSignature, or DoesNotExist.
        """
        pk = signing.Signer(salt=REVIEW_SALT).unsign(token)
        return self.select_related("article__section", "article__publisher", "asked_by").get(pk=pk)


class ReviewLink(models.Model):
    """One reviewer's link to one draft: signed, limited in time, revocable."""

    VALID_FOR = timedelta(days=14)  # unless the editor chooses another time

    article = models.ForeignKey(
        "curation.Article", models.PROTECT, related_name="review_links", verbose_name=_("article")
    )
    name = models.CharField(_("reviewer"), max_length=100)
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Where empty, give them the link yourself.")
    )
    message = models.TextField(
        _("message"), blank=True, max_length=2000, help_text=_("What you would like to know.")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = ReviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("review link")
        verbose_name_plural = _("review links")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="review_link_is_for_somebody"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="review_link_lasts"
            ),
        ]

    def __str__(self):
        return f"{self.name}: {self.article}"

    @property
    def token(self) -> str:
        return signing.Signer(salt=REVIEW_SALT).sign(self.pk)

    @property
    def is_open(self) -> bool:
        """Whether the link works now: neither revoked nor expired, and the article is a draft."""
        return (
            self.revoked_at is None
            and self.expires_at > timezone.now()
            and self.article.status in ("draft", "in_review")
        )

    @property
    def notice_key(self) -> str:
        """The key of the notice (`Notice.key`) that mails this link to the reviewer."""
        return f"review:{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("submissions:review", args=[self.token])
