"""Rate limits: how often somebody did something lately, over a sliding window.

Kept in the database, so that all processes and machines count together, whatever cache is set.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import ceil

from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

Limits = Sequence[tuple[int, timedelta]]  # (how many, in what time)


class RateLimitQuerySet(models.QuerySet):
    def admit(self, wanted: Mapping[tuple[str, str], Limits]) -> int | None:
        """Count one act against every rate limit, or against none of them.

        wanted: (what, who) -> its limits, each over the time just past.
        Returns None where the act was counted, else the whole seconds until it would be.
        """
        with transaction.atomic():
            held = [
                (self._locked(key), limits)
                for key, limits in sorted((_key(*name), limits) for name, limits in wanted.items())
            ]
            now, waits = timezone.now().timestamp(), []  # by now nobody else counts these
            for row, limits in held:
                longest = max(span.total_seconds() for _most, span in limits)
                row.moments = [moment for moment in row.moments if moment > now - longest]
                waits += _waits(row.moments, limits, now)
            if waits:
                return max(1, ceil(max(waits)))
            for row, _limits in held:
                row.moments.append(now)
                row.save()
        return None

    def _locked(self, key: str) -> "RateLimit":
        """The row of a key, locked until the transaction ends."""
        while True:
            self.get_or_create(key=key)
            if row := self.select_for_update().filter(key=key).first():
                return row  # else the daily clean-up removed it in between

    def idle(self, since):
        """Not touched since then."""
        return self.filter(touched_at__lt=since)


def _key(what: str, who: str) -> str:
    # E-mail and IP addresses are personal data: the table holds only keyed digests of them.
    return salted_hmac("curation.tally", f"{what}:{who}", algorithm="sha256").hexdigest()


def _waits(moments: list[float], limits: Limits, now: float) -> list[float]:
    """For each limit that is reached, the seconds until its oldest act no longer counts."""
    waits = []
    for most, span in limits:
        within = [moment for moment in moments if moment > now - span.total_seconds()]
        if len(within) >= most:
            waits.append(within[-most] + span.total_seconds() - now)
    return waits


class RateLimit(models.Model):
    """The moments, in seconds since 1970, at which somebody did something."""

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
