"""Settings: safe defaults, typed values, and messages that name the variable with a bad value."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def start(tmp_path, show="", **environment):
    """Load the settings in a new process and print `show`, an expression with the settings `s`."""
    code = f"import config.settings as s; print({show})"
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**keep, "VAR_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_defaults_are_safe_and_need_no_service(tmp_path):
    done = start(tmp_path, "s.DEBUG, s.DATABASES['default']['ENGINE'], s.CACHES['default']")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("False django.db.backends.sqlite3")
    assert "locmem" in done.stdout


def test_sqlite_runs_in_wal_mode_with_immediate_transactions(tmp_path):
    done = start(tmp_path, "s.DATABASES['default']['OPTIONS']")
    assert "journal_mode=WAL" in done.stdout
    assert "'transaction_mode': 'IMMEDIATE'" in done.stdout


def test_a_secret_key_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    first = start(tmp_path, "s.SECRET_KEY")
    second = start(tmp_path, "s.SECRET_KEY")
    assert first.stdout == second.stdout
    assert len(first.stdout.strip()) > 50
    mode = (tmp_path / "secret_key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_postgresql_and_redis_by_address(tmp_path):
    done = start(
        tmp_path,
        "s.DATABASES['default']['ENGINE'], s.DATABASES['default']['NAME'],"
        " s.CACHES['default']['BACKEND']",
        DATABASE_URL="postgres://me:secret@db.example:5432/desk",
        CACHE_URL="redis://cache.example:6379/1",
    )
    assert done.stdout.split() == [
        "django.db.backends.postgresql",
        "desk",
        "django.core.cache.backends.redis.RedisCache",
    ]


def test_an_https_site_insists_on_https(tmp_path):
    shown = "s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0"
    done = start(tmp_path, shown, SITE_URL="https://news.example.org/")
    assert done.stdout.split() == ["True", "True", "True"]
    assert start(tmp_path, shown).stdout.split() == ["False", "False", "False"]


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("DEBUG", "maybe", "boolean"),
        ("DATABASE_URL", "mysql://localhost/desk", "use SQLite or PostgreSQL"),
        ("DATABASE_URL", "desk", "postgres://user:password@host/name"),
        ("CACHE_URL", "memcached://x", "is not a cache"),
        ("CACHE_URL", "redis://", "is not a cache"),
        ("SITE_URL", "news.example.org", "is not a site"),
        ("SITE_URL", "https://news.example.org/path", "is not a site"),
        ("TIME_ZONE", "Mars/Olympus", "is not a time zone"),
        ("LOG_LEVEL", "LOUD", "log level"),
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES"),
        ("TRUSTED_PROXIES", "two", "integer"),
        ("WEB_CONCURRENCY", "many", "integer"),
        ("LANGUAGE_CODE", "tlh", "is not a language"),
        ("VAR_DIR", __file__, "is no folder"),
        ("DATABASE_URL", f"sqlite:///{__file__}/db.sqlite3", "is no folder"),
        ("MAIL_URL", "mail.example.org", "smtp://user:password@host:587"),
        ("MAIL_URL", "smtp://mail.example.org:many", "Port"),
        ("MAIL_FROM", "The News", "The News <news@example.org>"),
        ("MAIL_FROM", "news@example.org, more@example.org", "is not a sender"),
        ("DIGEST_HOUR", "24", "23"),
        ("SENDS_PER_HOUR", "0", "1"),
    ],
)
def test_a_bad_value_says_which_variable_and_why(tmp_path, name, value, why):
    done = start(tmp_path, **{name: value})
    assert done.returncode == 1
    assert done.stderr.startswith("Curation Desk cannot start: ")
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert name in done.stderr
    assert why in done.stderr


def test_an_empty_folder_is_the_default_not_the_current_one(tmp_path):
    done = start(tmp_path, "s.MEDIA_ROOT, s.STATIC_ROOT", MEDIA_ROOT="", STATIC_ROOT="")
    assert str(tmp_path / "media") in done.stdout
    assert str(tmp_path / "static") in done.stdout


def test_postgresql_without_its_driver_says_what_to_install(tmp_path):
    code = (
        "import sys; sys.modules['psycopg'] = None; import importlib.util as u; "
        "u.find_spec = lambda name: None; import config.settings"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": "postgres://db.example/desk"},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        "Curation Desk cannot start: DATABASE_URL: PostgreSQL needs psycopg; "
        "install requirements-production.txt."
    ]


def test_an_address_on_plain_http_keeps_the_deployment_warnings(tmp_path):
    local = start(tmp_path, "getattr(s, 'SILENCED_SYSTEM_CHECKS', [])")
    public = start(
        tmp_path, "getattr(s, 'SILENCED_SYSTEM_CHECKS', [])", SITE_URL="http://news.example.org"
    )
    assert "security.W008" in local.stdout
    assert public.stdout.strip() == "[]"


def test_another_port_is_in_the_sites_own_address(tmp_path):
    assert start(tmp_path, "s.SITE_URL", PORT="8080").stdout.strip() == "http://127.0.0.1:8080"


def test_mails_become_files_until_a_mail_server_is_named(tmp_path):
    shown = "s.MAIL_GOES_OUT, s.EMAIL_BACKEND, s.DEFAULT_FROM_EMAIL"
    silent = start(tmp_path, shown, SITE_NAME="Ward, News", SITE_URL="https://news.example.org")
    assert silent.stdout.strip() == (
        "False django.core.mail.backends.filebased.EmailBackend "
        '"Ward, News" <noreply@news.example.org>'
    )
    done = start(
        tmp_path, shown, MAIL_URL="smtps://mail.example.org",
        MAIL_FROM="Ward, News <desk@bücher.example>",
    )  # fmt: skip
    assert done.stdout.strip() == (
        "True curation.submissions.mail_server.EmailBackend "
        '"Ward, News" <desk@xn--bcher-kva.example>'
    )


def test_a_mail_servers_password_stands_under_no_name_that_an_error_page_shows(tmp_path):
    shown = "[name for name, value in vars(s).items() if type(value) is str and 'hunter2' in value]"
    done = start(tmp_path, shown, MAIL_URL="smtps://me:hunter2@mail.example.org")
    assert done.stdout.strip() == "['EMAIL_HOST_PASSWORD']"
