"""`manage.py fetch_url`: what the door makes of an address, for whoever looks after the site."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources.servers import serve_site

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def fetch_url(tmp_path):
    def fetch_url(*arguments: str, allow: str = "") -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "manage.py", "fetch_url", *arguments],
            cwd=PROJECT,
            env={
                **os.environ,
                "VAR_DIR": str(tmp_path / "var"),
                "FETCH_ALLOW_PRIVATE_HOSTS": allow,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return fetch_url


def test_it_prints_where_an_address_led_and_what_was_there(fetch_url):
    with serve_site() as site:
        start = site.redirect("/start", "/end")
        end = site.page("/end", "<title>News</title>")
        result = fetch_url(start, allow=f"127.0.0.1:{site.port}")
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
    result = fetch_url(address)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr


def test_it_obeys_robots_when_told_to(fetch_url):
    with serve_site() as site:
        site.page("/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
        url = site.page("/", "hello")
        allow = f"127.0.0.1:{site.port}"
        assert fetch_url(url, allow=allow).returncode == 0
        result = fetch_url(url, "--bulk", allow=allow)
    assert result.returncode == 1
    assert "robots.txt" in result.stderr
