"""The project's own checks in `manage.py check`, some with `--deploy` only."""

import os
import subprocess
import sys

from django.conf import settings as configured
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


def _about_rules(settings, path) -> list:
    settings.CLEARURLS_RULES = str(path)
    return [message for message in run_checks() if "CLEARURLS_RULES" in message.msg]


def test_a_rule_file_for_links_that_cannot_be_used_is_an_error(settings, tmp_path):
    path = tmp_path / "rules.json"
    (missing,) = _about_rules(settings, path)
    assert missing.id == "curation.E001"
    assert "No such file" in missing.msg
    assert "download data.minify.json" in missing.hint
    path.write_text('{"providers": 1}')
    (wrong,) = _about_rules(settings, path)
    assert wrong.id == "curation.E001"
    assert "“providers”" in wrong.msg


def test_one_rule_that_cannot_be_used_is_warned_of(settings, tmp_path):
    path = tmp_path / "rules.json"
    path.write_text('{"providers": {"wards": {"urlPattern": ".*", "rules": ["(", "a"]}}}')
    (warning,) = _about_rules(settings, path)
    assert warning.id == "curation.W003"
    assert "“(” of provider “wards”" in warning.msg
    path.write_text('{"providers": {"wards": {"urlPattern": ".*", "rules": ["a"]}}}')
    assert _about_rules(settings, path) == []


def test_an_operator_is_told_by_every_start(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=configured.BASE_DIR,
        env=os.environ | {"CLEARURLS_RULES": str(tmp_path / "rules.json")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "CLEARURLS_RULES" in done.stderr
    assert "Traceback" not in done.stderr
