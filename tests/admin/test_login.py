"""Logging in leads to the desk, also from a bookmark of the login page."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse


@pytest.mark.django_db
def test_who_logs_in_arrives_at_the_desk(client):
    User.objects.create_superuser("admin", password="a long enough word")
    answer = client.post(
        reverse("admin:login"), {"username": "admin", "password": "a long enough word"}
    )
    assert answer.status_code == 302
    assert answer.url == reverse("admin:index")
