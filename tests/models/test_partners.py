"""The tokens of partners: their secrets cannot be read again."""

import pytest
from django.forms.models import model_to_dict

from curation.models import PartnerToken
from tests.builders import a_partner

pytestmark = pytest.mark.django_db


def test_only_the_digest_of_a_token_is_kept():
    token, secret = PartnerToken.objects.issue(a_partner(), "newsletter robot")
    assert secret.startswith("cd_")
    assert len(secret) >= 43
    row = PartnerToken.objects.filter(pk=token.pk).values().get()
    assert secret not in str(row)
    assert secret not in str(model_to_dict(token))
    assert secret.startswith(row["shown"])
    assert len(row["shown"]) <= 11
    assert PartnerToken.objects.issue(a_partner(), "other")[1] != secret


def test_a_machine_is_known_by_its_words():
    partner = a_partner()
    token, secret = PartnerToken.objects.issue(partner, "newsletter robot")
    assert PartnerToken.objects.by_secret(secret) == token
    for wrong in ("", secret[:-1], secret.upper(), token.digest, token.shown):
        assert PartnerToken.objects.by_secret(wrong) is None


def test_a_revoked_token_opens_nothing_and_the_others_stay():
    token, secret = PartnerToken.objects.issue(a_partner(), "newsletter robot")
    _other, other_secret = PartnerToken.objects.issue(a_partner(), "other")
    token.revoke()
    first = token.revoked_at
    token.revoke()
    assert token.revoked_at == first
    assert PartnerToken.objects.by_secret(secret) is None
    assert PartnerToken.objects.by_secret(other_secret) is not None


def test_a_partner_that_is_switched_off_has_no_way_in():
    partner = a_partner()
    _token, secret = PartnerToken.objects.issue(partner, "newsletter robot")
    partner.is_active = False
    partner.save()
    assert PartnerToken.objects.by_secret(secret) is None
