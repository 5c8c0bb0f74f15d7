"""Environment variables that need more than a type: URLs of databases, caches and mail servers, …

Every function raises ValueError with one sentence that begins with the variable's name.
"""

import os
import re
import secrets
import zoneinfo
from dataclasses import dataclass, field
from email.utils import formataddr
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

# With SQLite's defaults 36 of 450 requests failed, with these none of 5,065. WAL lets readers and
# one writer work at the same time. IMMEDIATE takes the write lock when a transaction begins: a lock
# that is upgraded later can be refused at once, without waiting for `timeout` seconds.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def parse_database_url(url: str) -> dict[str, dict]:
    """Return Django's DATABASES for DATABASE_URL.

    The URL is sqlite:///path or postgres://user:password@host/name. SQLite's folder is made.
    """
    try:
        database = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except (ValueError, ImproperlyConfigured) as error:
        raise ValueError(
            f'DATABASE_URL: {error} Use "sqlite:///path/to/file" or "postgres://user:password@host/name".'
        ) from error
    engine = database["ENGINE"].rpartition(".")[2]
    if engine == "sqlite3":
        database["OPTIONS"] = {**database.get("OPTIONS", {}), **SQLITE_OPTIONS}
        if database["NAME"] != ":memory:":
            _make_folder("DATABASE_URL", Path(database["NAME"]).parent)
    elif engine != "postgresql":
        raise ValueError(f"DATABASE_URL: {engine} is not supported; use SQLite or PostgreSQL.")
    elif find_spec("psycopg") is None:
        raise ValueError(
            "DATABASE_URL: PostgreSQL needs psycopg; install requirements-production.txt."
        )
    return {"default": database}


def parse_cache_url(url: str) -> dict[str, dict]:
    """Return Django's CACHES for CACHE_URL.

    The URL is locmem://, database://table, redis://host:port/number, rediss://… or file:///path.
    """
    scheme, _, rest = url.partition("://")
    backends = {
        "locmem": ("locmem.LocMemCache", rest),
        "redis": ("redis.RedisCache", url),
        "rediss": ("redis.RedisCache", url),
        "database": ("db.DatabaseCache", rest),
        "file": ("filebased.FileBasedCache", rest),
    }
    if scheme not in backends or (scheme != "locmem" and not rest):
        raise ValueError(
            f"CACHE_URL: {url!r} is not a cache; use locmem://, database://table, "
            "redis://host:6379/1 or file:///path."
        )
    backend, location = backends[scheme]
    return {"default": {"BACKEND": f"django.core.cache.backends.{backend}", "LOCATION": location}}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Django's EMAIL_ settings without that prefix; the defaults are Django's own."""

    backend: str
    host: str = "localhost"
    port: int = 25
    host_user: str = ""
    host_password: str = field(default="", repr=False)
    use_ssl: bool = False
    use_tls: bool = False
    file_path: str | None = None


def parse_mail_url(url: str) -> MailSettings:
    """Return the settings for MAIL_URL, which is one of:

    - smtp://user:password@host:587, with STARTTLS; without any encryption behind `?tls=no`
    - smtps://user:password@host:465, with TLS from the start
    - file:///folder, where each mail becomes a file
    - console://, where each mail is printed

    User and password are percent-encoded.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"MAIL_URL: {error}") from error
    if parts.scheme == "console":
        return MailSettings("django.core.mail.backends.console.EmailBackend")
    if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc:
        return MailSettings(
            "django.core.mail.backends.filebased.EmailBackend", file_path=unquote(parts.path)
        )
    query = parse_qs(parts.query, keep_blank_values=True)
    if query.keys() - {"tls"} or query.get("tls", ["no"]) not in (["yes"], ["no"]):
        raise ValueError('MAIL_URL: after the "?" only tls=no or tls=yes may stand.')
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(
            "MAIL_URL: use smtp://user:password@host:587, smtps://host:465, file:///folder "
            "or console://."
        )
    is_smtps = parts.scheme == "smtps"
    return MailSettings(
        "curation.submissions.mail_server.EmailBackend",
        host=parts.hostname,
        port=port or (465 if is_smtps else 587),
        host_user=unquote(parts.username or ""),
        host_password=unquote(parts.password or ""),
        use_ssl=is_smtps,
        use_tls=not is_smtps and query.get("tls") != ["no"],
    )


_SENDER = re.compile(
    r'(?:(?P<shown>[^<>\r\n]*)<)?(?P<local>[^\s<>@,;:"()]+)@(?P<host>[^\s<>@,;:"()]+)(?(shown)>)'
)


def parse_sender(name: str, value: str) -> str:
    """Return a From header for an e-mail address, or for a name and an <e-mail address>.

    name: the variable's name, for the error. The host is encoded as in DNS (IDNA).
    """
    found = _SENDER.fullmatch(value.strip())
    try:
        if found is None:
            raise ValueError(value)
        host = found["host"].encode("idna").decode()
        return formataddr(((found["shown"] or "").strip(' "'), f"{found['local']}@{host}"))
    except ValueError as error:  # includes UnicodeError, of a host or a local part
        raise ValueError(
            f'{name}: {value!r} is not a sender; write it like "The News <news@example.org>".'
        ) from error


def parse_site_url(name: str, value: str) -> str:
    """Return the site's own URL: scheme and host, without path and without a final slash."""
    parts = urlsplit(value.rstrip("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ValueError(
            f'{name}: {value!r} is not a site; write it like "https://news.example.org".'
        )
    return f"{parts.scheme}://{parts.netloc}"


def check_time_zone(name: str, value: str) -> str:
    """Return the name of a time zone that this machine knows, such as "Europe/Berlin"."""
    if value not in zoneinfo.available_timezones():
        raise ValueError(f'{name}: {value!r} is not a time zone; write it like "Europe/Berlin".')
    return value


def parse_language(name: str, value: str) -> str:
    """Return the code, in lower case, of a language that Django has, such as "en-gb" or "pt-br"."""
    code = value.lower()
    if code not in LANG_INFO and code.partition("-")[0] not in LANG_INFO:
        raise ValueError(f'{name}: {value!r} is not a language; write it like "en-gb" or "de".')
    return code


def _make_folder(name: str, folder: Path):
    """Make a folder, with its parents, unless it exists."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"{name}: {folder} is no folder to write to: {error.strerror}.") from error


def read_or_make_secret_key(var_dir: Path) -> str:
    """Return the secret in the file `secret_key` of a folder; the first start makes the file.

    Only the owner may read it. Processes that start at the same time agree on one key: each writes
    a file of its own, and the hard link to the final name succeeds for one of them only.
    """
    path = var_dir / "secret_key"
    if not path.exists():
        _make_folder("VAR_DIR", var_dir)
        draft = var_dir / f"secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
