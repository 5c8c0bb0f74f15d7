"""Daily jobs are done once a day, by one worker."""

from datetime import date, timedelta

import pytest

from curation.models import DailyJob
from tests.parallel import at_once

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 4)


def test_a_job_begins_once_a_day():
    assert DailyJob.objects.begin("digest", TODAY)
    assert not DailyJob.objects.begin("digest", TODAY)
    assert DailyJob.objects.begin("digest", TODAY + timedelta(days=1))
    assert DailyJob.objects.begin("tidy", TODAY)


def test_of_many_workers_one_begins_it(transactional_db):
    began = at_once(8, lambda: DailyJob.objects.begin("digest", TODAY))
    assert sorted(began) == [False] * 7 + [True]
