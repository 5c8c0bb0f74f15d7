"""What a partner's machine proves itself with: words that nobody can read again."""

import pytest
from django.forms.models import model_to_dict

from curation.models import PartnerToken
from tests.builders import a_partner

pytestmark = pytest.mark.django_db


def test_only_the_digest_of_a_token_is_kept():
    token, words = PartnerToken.objects.issue(a_partner(), "newsletter robot")
    assert words.startswith("cd_")
    assert len(words) >= 43
    row = PartnerToken.objects.filter(pk=token.pk).values().get()
    assert words not in str(row)
    assert words not in str(model_to_dict(token))
    assert words.startswith(row["shown"])
    assert len(row["shown"]) <= 11
    assert PartnerToken.objects.issue(a_partner(), "other")[1] != words


def test_a_machine_is_known_by_its_words():
    partner = a_partner()
    token, words = PartnerToken.objects.issue(partner, "newsletter robot")
    assert PartnerToken.objects.by_secret(words) == token
    for wrong in ("", words[:-1], words.upper(), token.digest, token.shown):
        assert PartnerToken.objects.by_secret(wrong) is None


def test_a_revoked_token_opens_nothing_and_the_others_stay():
    token, words = PartnerToken.objects.issue(a_partner(), "newsletter robot")
    _other, others = PartnerToken.objects.issue(a_partner(), "other")
    token.revoke()
    first = token.revoked_at
    token.revoke()
    assert token.revoked_at == first
    assert PartnerToken.objects.by_secret(words) is None
    assert PartnerToken.objects.by_secret(others) is not None


def test_a_partner_that_is_switched_off_has_no_way_in():
    partner = a_partner()
    _token, words = PartnerToken.objects.issue(partner, "newsletter robot")
    partner.is_active = False
    partner.save()
    assert PartnerToken.objects.by_secret(words) is None
