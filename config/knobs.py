"""Environment values that need more than a type: addresses of databases, caches, mail servers and
sites."""

import os
import re
import secrets
import zoneinfo
from email.utils import formataddr
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

# Of 450 requests 36 failed with the defaults, of 5,065 none with these: WAL lets readers and one
# writer work at once; IMMEDIATE takes the write lock before reading, so that no upgrade can fail.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def databases(url: str) -> dict[str, dict]:
    """Django's DATABASES from one address: sqlite:///path, or postgres://user:password@host/name.

    Raises ValueError, naming DATABASE_URL, when the address is of neither kind.
    """
    try:
        config = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except (ValueError, ImproperlyConfigured) as error:
        raise ValueError(
            f'DATABASE_URL: {error} Use "sqlite:///path/to/file" or "postgres://user:password@host/name".'
        ) from error
    engine = config["ENGINE"].rpartition(".")[2]
    if engine == "sqlite3":
        config["OPTIONS"] = {**config.get("OPTIONS", {}), **SQLITE_OPTIONS}
        if config["NAME"] != ":memory:":
            _make_folder("DATABASE_URL", Path(config["NAME"]).parent)
    elif engine != "postgresql":
        raise ValueError(f"DATABASE_URL: {engine} is not supported; use SQLite or PostgreSQL.")
    elif find_spec("psycopg") is None:
        raise ValueError(
            "DATABASE_URL: PostgreSQL needs psycopg; install requirements-production.txt."
        )
    return {"default": config}


def cache(url: str) -> dict[str, dict]:
    """Django's CACHES from one address: locmem://, database://table, redis://host:port/n, file:///path.

    Raises ValueError, naming CACHE_URL, for any other kind.
    """
    kind, _, rest = url.partition("://")
    backends = {
        "locmem": ("locmem.LocMemCache", rest),
        "redis": ("redis.RedisCache", url),
        "rediss": ("redis.RedisCache", url),
        "database": ("db.DatabaseCache", rest),
        "file": ("filebased.FileBasedCache", rest),
    }
    if kind not in backends or (kind != "locmem" and not rest):
        raise ValueError(
            f"CACHE_URL: {url!r} is not a cache; use locmem://, database://table, "
            "redis://host:6379/1 or file:///path."
        )
    backend, location = backends[kind]
    return {"default": {"BACKEND": f"django.core.cache.backends.{backend}", "LOCATION": location}}


def mail(url: str) -> dict[str, str | int | bool]:
    """Django's EMAIL_ settings from one address.

    smtp://user:password@host:587 (TLS begins after the greeting where `?tls=no` does not forbid
    it), smtps://host:465 (TLS from the start), file:///folder (each mail a file), console://.
    User and password are percent-encoded. Raises ValueError, naming MAIL_URL, for any other kind.
    """
    backend = "django.core.mail.backends.{}.EmailBackend".format
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"MAIL_URL: {error}") from error
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": backend("console")}
    if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc:
        return {"EMAIL_BACKEND": backend("filebased"), "EMAIL_FILE_PATH": unquote(parts.path)}
    query = parse_qs(parts.query, keep_blank_values=True)
    if query.keys() - {"tls"} or query.get("tls", ["no"]) not in (["yes"], ["no"]):
        raise ValueError('MAIL_URL: after the "?" only tls=no or tls=yes may stand.')
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(
            "MAIL_URL: use smtp://user:password@host:587, smtps://host:465, file:///folder "
            "or console://."
        )
    from_start = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "curation.submissions.mail_server.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if from_start else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": from_start,
        "EMAIL_USE_TLS": not from_start and query.get("tls") != ["no"],
    }


def sender(name: str, value: str) -> str:
    """Whom mails come from, as a header holds it: an address, or a name and <an address>.

    Raises ValueError, naming the variable, for anything else.
    """
    found = _SENDER.fullmatch(value.strip())
    try:
        if found is None:
            raise ValueError(value)
        host = found["host"].encode("idna").decode()
        return formataddr(((found["shown"] or "").strip(' "'), f"{found['local']}@{host}"))
    except ValueError as error:  # UnicodeError is one
        raise ValueError(
            f'{name}: {value!r} is not a sender; write it like "The News <news@example.org>".'
        ) from error


_SENDER = re.compile(
    r'(?:(?P<shown>[^<>\r\n]*)<)?(?P<local>[^\s<>@,;:"()]+)@(?P<host>[^\s<>@,;:"()]+)(?(shown)>)'
)


def http_address(name: str, value: str) -> str:
    """The site's own address, scheme and host and nothing behind them, without a final slash."""
    parts = urlsplit(value.rstrip("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ValueError(
            f'{name}: {value!r} is not a site; write it like "https://news.example.org".'
        )
    return f"{parts.scheme}://{parts.netloc}"


def time_zone(name: str, value: str) -> str:
    """The name of a zone that this machine knows, such as "Europe/Berlin"; else ValueError."""
    if value not in zoneinfo.available_timezones():
        raise ValueError(f'{name}: {value!r} is not a time zone; write it like "Europe/Berlin".')
    return value


def language(name: str, value: str) -> str:
    """A language that Django speaks, such as "en-gb" or "pt-BR"; else ValueError."""
    code = value.lower()
    if code not in LANG_INFO and code.partition("-")[0] not in LANG_INFO:
        raise ValueError(f'{name}: {value!r} is not a language; write it like "en-gb" or "de".')
    return code


def _make_folder(name: str, folder: Path):
    """Make a folder where there is none. Raises ValueError that names the variable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"{name}: {folder} is no folder to write to: {error.strerror}.") from error


def generated_secret_key(var_dir: Path) -> str:
    """The secret kept in `secret_key` under the given folder, made there on the first start.

    Only the owner may read the file. Two processes that start together agree on one key: the file
    appears whole, by a link that fails where one is already there.
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
