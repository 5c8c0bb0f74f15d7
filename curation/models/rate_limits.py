"""Tallies: how often somebody did something lately. Kept in the database, so that every process
and every machine counts together whatever cache is set."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import ceil

from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

Limits = Sequence[tuple[int, timedelta]]  # (how many, in what time)


class TallyQuerySet(models.QuerySet):
    def admit(self, wanted: Mapping[tuple[str, str], Limits]) -> int | None:
        """Count one act against every tally, or against none of them.

        wanted: (what, who) -> its limits, each over the time just past.
        Returns None where it was counted, else the whole seconds until it would be.
        """
        with transaction.atomic():
            held = [
                (self._held(key), limits)
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

    def _held(self, key: str) -> "Tally":
        """The row of a key, locked until the transaction ends."""
        while True:
            self.get_or_create(key=key)
            if row := self.select_for_update().filter(key=key).first():
                return row  # else it was tidied away in between

    def idle(self, since):
        """Not touched since then."""
        return self.filter(touched_at__lt=since)


def _key(what: str, who: str) -> str:
    # Addresses of people and machines are personal: the table holds only keyed digests.
    return salted_hmac("curation.tally", f"{what}:{who}", algorithm="sha256").hexdigest()


def _waits(moments: list[float], limits: Limits, now: float) -> list[float]:
    """For each limit that is reached, the seconds until its oldest act no longer counts."""
    waits = []
    for most, span in limits:
        within = [moment for moment in moments if moment > now - span.total_seconds()]
        if len(within) >= most:
            waits.append(within[-most] + span.total_seconds() - now)
    return waits


class Tally(models.Model):
    """The moments, in seconds since 1970, at which one somebody did one thing."""

    key = models.CharField(max_length=64, unique=True)
    moments = models.JSONField(default=list)
    touched_at = models.DateTimeField(auto_now=True, db_index=True)

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")

    def __str__(self):
        return self.key[:12]
