"""Which offerings are related to an article that names none: those that share its categories."""

import pytest

from offerings.models import Offering
from tests.builders import a_category, an_offering

pytestmark = pytest.mark.django_db


def test_most_shared_then_the_highest_number_then_those_without_one():
    """On PostgreSQL alone, a missing number would come first by itself."""
    one, two = a_category("Ward Digital: One"), a_category("Ward Digital: Two")
    an_offering("No number", [one], external_id=None)
    an_offering("No number either", [one], external_id=None)
    an_offering("Older", [one], external_id=7)
    an_offering("Newer", [one], external_id=8)
    an_offering("Both, without a number", [one, two], external_id=None)
    assert [offering.name for offering in Offering.objects.sharing([one.pk, two.pk])] == [
        "Both, without a number", "Newer", "Older", "No number", "No number either",
    ]  # fmt: skip
