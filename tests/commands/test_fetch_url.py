"""`manage.py fetch_url`: shows an operator what a URL answers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import execute_from_command_line

from tests.sources.servers import serve_site

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def fetch_url(settings, capsys):
    """fetch_url(url) -> (exit status, output, errors), as from manage.py."""

    def fetch_url(*arguments: str, allow: str = "") -> tuple[int, str, str]:
        settings.FETCH_ALLOW_PRIVATE_HOSTS = [allow]
        status = 0
        try:
            execute_from_command_line(["manage.py", "fetch_url", *arguments])
        except SystemExit as end:
            status = end.code
        said = capsys.readouterr()
        return status, said.out, said.err

    return fetch_url


def test_it_prints_where_an_address_led_and_what_was_there(tmp_path):
    """In a new process, as from a shell; the other tests call the command in this process."""
    with serve_site() as site:
        start = site.redirect("/start", "/end")
        end = site.page("/end", "<title>News</title>")
        result = subprocess.run(
            [sys.executable, "manage.py", "fetch_url", start],
            cwd=PROJECT,
            env={
                **os.environ,
                "VAR_DIR": str(tmp_path / "var"),
                "FETCH_ALLOW_PRIVATE_HOSTS": f"127.0.0.1:{site.port}",
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.stdout.splitlines() == [
        f"address: {end}",
        "status: 200",
        "type: html (text/html, read as utf-8)",
        "size: 19 bytes",
    ]
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "http://user:secret@example.org/",
        "http://2130706433/",
    ],
)
def test_it_ends_with_one_line_on_standard_error_when_refused(fetch_url, address):
    status, output, errors = fetch_url(address)
    assert status == 1
    assert output == ""
    assert errors.count("\n") == 1
    assert "Traceback" not in errors


def test_it_obeys_robots_when_told_to(fetch_url):
    with serve_site() as site:
        site.page("/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
        url = site.page("/", "hello")
        allow = f"127.0.0.1:{site.port}"
        assert fetch_url(url, allow=allow)[0] == 0
        status, _output, errors = fetch_url(url, "--bulk", allow=allow)
    assert status == 1
    assert "robots.txt" in errors
