"""The project's own checks in `manage.py check --deploy`."""

from django.core.checks import run_checks


def _said(**options) -> list[str]:
    return [message.id for message in run_checks(**options)]


def test_a_door_opened_inward_is_warned_of_before_deployment(settings):
    settings.FETCH_ALLOW_PRIVATE_HOSTS = ["127.0.0.1:8901"]
    assert "curation.W001" in _said(include_deployment_checks=True)
    assert "curation.W001" not in _said()


def test_the_default_is_not_warned_of(settings):
    settings.FETCH_ALLOW_PRIVATE_HOSTS = []
    assert "curation.W001" not in _said(include_deployment_checks=True)


def test_a_public_site_whose_mails_become_files_is_warned_of(settings):
    settings.HTTPS, settings.MAIL_GOES_OUT = True, False
    assert "curation.W002" in _said(include_deployment_checks=True)
    assert "curation.W002" not in _said()
    settings.MAIL_GOES_OUT = True
    assert "curation.W002" not in _said(include_deployment_checks=True)
    settings.HTTPS, settings.MAIL_GOES_OUT = False, False
    assert "curation.W002" not in _said(include_deployment_checks=True)
