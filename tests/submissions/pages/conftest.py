"""Shared by the tests of the public pages: a filled form, a partner with a user and a token."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from curation.models import PartnerToken, RateLimit
from curation.submissions.pages import form_tokens
from tests.builders import a_partner

ADDRESS = "https://ledger.example/wards"


def filled(**edits) -> dict:
    """The data of a valid form that was opened a minute ago; None leaves a field out."""
    values = {
        "url": ADDRESS,
        "title": "Wards go paperless",
        "why": "Nobody else has reported it.",
        "name": "Ines Okafor",
        "email": "ines@mail.example",
        "subject": "",
        "stamp": a_form_token(),
    } | edits
    return {name: value for name, value in values.items() if value is not None}


def a_form_token(seconds=60) -> str:
    """The token of a form that was opened this many seconds ago."""
    return form_tokens.new(at=timezone.now() - timedelta(seconds=seconds))


def time_passes(seconds: float):
    """Let time pass for the rate limits: move all counted acts back."""
    for row in RateLimit.objects.all():
        row.moments = [moment - seconds for moment in row.moments]
        row.save()


@pytest.fixture
def send(client):
    """send(url=…) -> the answer to the posted form."""

    def post(by=client, network="198.51.100.7", **edits):
        return by.post("/submit/", filled(**edits), REMOTE_ADDR=network)

    return post


@pytest.fixture
def partner(db):
    return a_partner("Harbour Wire")


@pytest.fixture
def ada(partner):
    """A user of the partner."""
    user = User.objects.create_user(
        "ada", "Ada@harbourwire.example", "long-and-private", first_name="Ada", last_name="Moss"
    )
    partner.people.add(user)
    return user


@pytest.fixture
def token(partner):
    """The secret of a token of the partner."""
    return PartnerToken.objects.issue(partner, "newsletter robot")[1]
