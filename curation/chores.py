"""Periodic jobs that every background worker does besides its queue; one list for the product.

However many workers run, the effect is that of one. Each job may be interrupted at any moment.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from curation.drafting import rescue_lost_fetches
from curation.models import DailyJob, RateLimit
from curation.models.people import moderators
from curation.submissions.mailing import rescue_lost_notices
from curation.submissions.notifying import write_digest, write_published

RATE_LIMITS_KEPT = timedelta(days=2)  # the longest window is a day
DAILY_JOBS_KEPT = timedelta(days=30)


@transaction.atomic
def send_digest() -> None:
    """Mail the moderators the digest of their queue, once a day from DIGEST_HOUR on."""
    is_due = timezone.localtime().hour >= settings.DIGEST_HOUR
    if is_due and DailyJob.objects.begin("digest", timezone.localdate()):
        write_digest(moderators().exclude(email=""))


@transaction.atomic
def clean_up() -> None:
    """Delete old rows of rate limits and daily jobs, once a day."""
    today = timezone.localdate()
    if DailyJob.objects.begin("tidy", today):
        RateLimit.objects.idle(timezone.now() - RATE_LIMITS_KEPT).delete()
        DailyJob.objects.filter(day__lt=today - DAILY_JOBS_KEPT).delete()


CHORES = (rescue_lost_fetches, rescue_lost_notices, write_published, send_digest, clean_up)
