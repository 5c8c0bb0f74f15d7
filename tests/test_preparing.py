"""Preparing a site: the first time makes what is missing, the second changes nothing."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command

from curation import preparing
from curation.models import Article
from tests.builders import a_section, an_article, an_offering

pytestmark = pytest.mark.django_db


def test_the_first_administrator_can_log_in_with_the_password_shown():
    name, password = preparing.first_administrator()
    assert authenticate(username=name, password=password).is_superuser
    assert len(password) >= 16


def test_nobody_is_added_where_people_exist(admin_user):
    assert preparing.first_administrator() is None


def test_empty_means_nothing_written_yet():
    assert preparing.is_empty()
    a_section()
    assert not preparing.is_empty()


def test_bodies_of_an_older_policy_are_made_again():
    article = an_article(body_source="<p>Kept</p>")
    fresh = an_article()
    Article.objects.filter(pk=article.pk).update(body="<p>old</p>", body_policy=0)
    offering = an_offering(description_source="<p>Kept</p>")
    type(offering).objects.filter(pk=offering.pk).update(description="old", description_policy=0)
    assert preparing.remake_stale_bodies() == 2
    article.refresh_from_db()
    offering.refresh_from_db()
    assert article.body == "<p>Kept</p>"
    assert offering.description == "<p>Kept</p>"
    assert preparing.remake_stale_bodies() == 0
    assert fresh.body_policy


def test_static_files_are_collected_once(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    assert preparing.static_files_changed()
    settings.STATIC_ROOT.mkdir()
    preparing.remember_static_files()
    assert not preparing.static_files_changed()


def test_prepare_twice_shows_the_password_once(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.LOAD_SAMPLE = False
    outputs = []
    for _ in range(2):
        out = StringIO()
        call_command("prepare", stdout=out)
        outputs.append(out.getvalue())
    assert "Password:" in outputs[0]
    assert outputs[1] == ""
