"""Rounds: what is done once a day, by whichever worker comes first."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundQuerySet(models.QuerySet):
    def begin(self, name: str, day: date) -> bool:
        """Whether this worker is the one that shall do it: True once a name and day."""
        return self.get_or_create(name=name, day=day)[1]


class Round(models.Model):
    """One thing done on one day."""

    name = models.CharField(max_length=40)
    day = models.DateField()
    begun_at = models.DateTimeField(auto_now_add=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="round_once_a_day")]

    def __str__(self):
        return f"{self.name} {self.day}"
