"""Further reports: links to other publishers' reports of an article's story."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from curation.models.publishers import Publisher
from curation.sources.links.keys import link_key


class FurtherReport(models.Model):
    """“Also reported by”: a link to another report of the same story, shown to readers."""

    article = models.ForeignKey("curation.Article", models.CASCADE, related_name="further_reports")
    href = models.TextField(_("address"))
    link_key = models.CharField(max_length=2048, db_index=True, editable=False)
    publisher = models.ForeignKey(
        Publisher,
        models.PROTECT,
        related_name="further_reports",
        verbose_name=_("publisher"),
    )
    title = models.CharField(_("title"), max_length=500, blank=True)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("further report")
        verbose_name_plural = _("further reports")
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "link_key"], name="report_once_an_article"),
            models.CheckConstraint(
                condition=Q(href__startswith="http://") | Q(href__startswith="https://"),
                name="report_link_is_web_address",
            ),
        ]

    def __str__(self):
        return self.title or self.href

    @property
    def line(self) -> str:
        """The report in an article's history: its URL, and its title if it has one."""
        return f"{self.href} ({self.title})" if self.title else self.href

    def save(self, *args, **kwargs):
        self.link_key = link_key(self.href)
        super().save(*args, **kwargs)
