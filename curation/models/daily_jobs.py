"""Daily jobs: each is done once a day, by the worker that asks first."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class DailyJobQuerySet(models.QuerySet):
    def begin(self, name: str, day: date) -> bool:
        """Claim a job for a day: True for the first caller, who is to do it, else False."""
        return self.get_or_create(name=name, day=day)[1]


class DailyJob(models.Model):
    """One job on one day, begun by one worker."""

    name = models.CharField(max_length=40)
    day = models.DateField()
    begun_at = models.DateTimeField(auto_now_add=True)

    objects = DailyJobQuerySet.as_manager()

    class Meta:
        db_table = "curation_round"  # the model's former name
        verbose_name = _("daily job")
        verbose_name_plural = _("daily jobs")
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="round_once_a_day")]

    def __str__(self):
        return f"{self.name} {self.day}"
