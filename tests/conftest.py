"""What every test shares: files in a folder of their own, an empty cache, people and pictures."""

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.test import Client, TransactionTestCase, override_settings
from PIL import Image as Pixels

from tests.mail_servers import serve_mail

pytest_plugins = ["tests.browser"]


def pytest_configure():
    """Passwords of tests are hashed quickly: a hash made to be slow costs 0.2 s each time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Each pytest-xdist worker has a database of its own.

    SQLite's is a file, as it is for a site: in memory, threads that write at once do not wait for
    each other but fail.
    """
    if connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A transactional test leaves the database as the migrations made it, rows included.

    Django's own flush takes their rows away as well, the groups for example, and truncates every
    table and makes all permissions again: 1.7 s a test on PostgreSQL, where this takes 0.05 s.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        tables = connection.introspection.django_table_names(only_existing=True)
        kept = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            if rows := cursor.fetchall():
                kept[table] = [column[0] for column in cursor.description], rows

    def restore(_test):
        # Foreign keys are checked at the end, so that the order of the tables does not matter.
        with transaction.atomic(), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")
            for table, (columns, rows) in kept.items():
                names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
        yield


@pytest.fixture(scope="session")
def _migrated_file(django_db_setup, django_db_blocker, tmp_path_factory):
    file = tmp_path_factory.mktemp("migrated") / "db.sqlite3"
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
    else:
        command = [sys.executable, settings.BASE_DIR / "manage.py", "migrate", "--verbosity=0"]
        variables = {"DATABASE_URL": f"sqlite:///{file}", "VAR_DIR": str(file.parent)}
        subprocess.run(command, env=os.environ | variables, check=True)
    return file


@pytest.fixture
def migrated_file(_migrated_file, db, tmp_path):
    """A SQLite file as `migrate` leaves it, for a site of its own that the test starts."""
    return Path(shutil.copy(_migrated_file, tmp_path))


@pytest.fixture(scope="session", autouse=True)
def _no_static_files(tmp_path_factory):
    """STATIC_ROOT is an empty folder, whatever `make run` has collected in its own."""
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static")):
        yield


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def _connection_stays(request, monkeypatch):
    """Inside a test's own transaction, an answer or a worker that ends closes no connection.

    The transaction would be lost with it.
    """
    marker = request.node.get_closest_marker("django_db")
    alone = {"live_server", "transactional_db"} & set(request.fixturenames)
    if not alone and not (marker and marker.kwargs.get("transaction")):
        monkeypatch.setattr(connections["default"], "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture
def person(db):
    """person("editor") -> a member of that group."""

    def make(group, name=None, **facts):
        user = User.objects.create_user(name or f"{group}-person", is_staff=True, **facts)
        user.groups.add(Group.objects.get(name=group))
        return user

    return make


@pytest.fixture
def desk(person):
    """desk("editor") -> a client in which such a person is logged in, as `.user`."""

    def login(who):
        client = Client()
        client.user = person(who) if isinstance(who, str) else who
        client.force_login(client.user)
        return client

    return login


@pytest.fixture
def a_picture():
    """a_picture("PNG") -> a file as an upload brings it."""

    def make(kind="PNG", name=None, size=(64, 48), colour="teal"):
        file = io.BytesIO()
        Pixels.new("RGB", size, colour).save(file, kind)
        file.seek(0)
        file.name = name or f"ward.{kind.lower()}"
        return file

    return make


@pytest.fixture
def mailbox(settings):
    """A real mail server that the site sends to; see tests.mail_servers.Mailbox."""
    with serve_mail() as mailbox:
        settings.EMAIL_BACKEND = "curation.submissions.mail_server.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_TIMEOUT = 2
        settings.DEFAULT_FROM_EMAIL = "The News <news@desk.example>"
        yield mailbox
