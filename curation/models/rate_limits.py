"""Rate limits over a sliding window.

They are kept in the database, so that all processes and machines count together, whatever cache is
configured.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import ceil

from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

Limits = Sequence[tuple[int, timedelta]]  # (how many acts, in what time)


class RateLimitQuerySet(models.QuerySet):
    def admit(self, wanted: Mapping[tuple[str, str], Limits]) -> int | None:
        """Count one act against all of these rate limits, or against none where one is reached.

        wanted: (what is done, by whom) -> the limits for it.
        Returns None where the act was counted, else the number of seconds to wait.
        """
        # Locked in the order of their keys: two callers must not wait for each other's rows.
        ordered = sorted((_key(what, who), limits) for (what, who), limits in wanted.items())
        with transaction.atomic():
            locked = [(self._lock(key), limits) for key, limits in ordered]
            now, waits = timezone.now().timestamp(), []
            for row, limits in locked:
                longest = max(window.total_seconds() for _maximum, window in limits)
                row.moments = [moment for moment in row.moments if moment > now - longest]
                waits += _waits(row.moments, limits, now)
            if waits:
                return max(1, ceil(max(waits)))
            for row, _limits in locked:
                row.moments.append(now)
                row.save()
        return None

    def _lock(self, key: str) -> "RateLimit":
        """The row of a key, locked until the transaction ends."""
        while True:
            self.get_or_create(key=key)
            if row := self.select_for_update().filter(key=key).first():
                return row  # otherwise the daily clean-up deleted it in between: try again

    def idle(self, since):
        """Rows that nothing was counted in since then."""
        return self.filter(touched_at__lt=since)


def _key(what: str, who: str) -> str:
    # E-mail and IP addresses are personal data: the table holds only keyed digests of them.
    # The salt is the former name of rate limits: what was counted under it stays valid.
    return salted_hmac("curation.tally", f"{what}:{who}", algorithm="sha256").hexdigest()


def _waits(moments: list[float], limits: Limits, now: float) -> list[float]:
    """For each limit that is reached, the seconds until another act is allowed."""
    waits = []
    for maximum, window in limits:
        seconds = window.total_seconds()
        recent = [moment for moment in moments if moment > now - seconds]
        if len(recent) >= maximum:
            waits.append(recent[-maximum] + seconds - now)
    return waits


class RateLimit(models.Model):
    """When one person or machine did one thing lately: seconds since 1970, oldest first."""

    key = models.CharField(max_length=64, unique=True)
    moments = models.JSONField(default=list)
    touched_at = models.DateTimeField(auto_now=True, db_index=True)

    objects = RateLimitQuerySet.as_manager()

    class Meta:
        db_table = "curation_tally"  # the model's former name
        verbose_name = _("rate limit")
        verbose_name_plural = _("rate limits")

    def __str__(self):
        return self.key[:12]
