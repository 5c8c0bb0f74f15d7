"""Twenty people suggest one address at the same moment, to a real server of several processes."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings
from django.db import connection

from curation.models import Notice, Sending, Submission
from tests.submissions.pages.conftest import ADDRESS, filled

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
PEOPLE = 20


@pytest.fixture
def server(tmp_path):
    """The port of the site as it is run for real: gunicorn, two processes of four threads.

    SQLite's test database lives in the memory of one process: the server gets it as a file, and
    what it made of it comes back before the test looks. PostgreSQL's is shared as it is.
    """
    file = tmp_path / "db.sqlite3"
    on_sqlite = connection.vendor == "sqlite"
    if on_sqlite:
        connection.ensure_connection()
        with sqlite3.connect(file) as copy:
            connection.connection.backup(copy)
        url = f"sqlite:///{file}"
    else:
        facts = connection.settings_dict
        person = f"{facts['USER']}:{facts['PASSWORD']}@" if facts["USER"] else ""
        url = f"postgres://{person}{facts['HOST']}:{facts['PORT'] or 5432}/{facts['NAME']}"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "DATABASE_URL": url, "VAR_DIR": str(tmp_path), "TRUSTED_PROXIES": "1", "DEBUG": "yes",
        "SECRET_KEY": django_settings.SECRET_KEY, "SITE_URL": f"http://127.0.0.1:{port}",
        "WEB_CONCURRENCY": "2", "WORKERS": "0", "LOG_LEVEL": "ERROR", "SEND_MIN_SECONDS": "3",
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py"]
    process = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", "config.wsgi"], cwd=ROOT, env=environment
    )

    def stop():
        process.terminate()
        process.wait(20)
        if on_sqlite:
            with sqlite3.connect(file) as made:
                made.backup(connection.connection)

    try:
        _wait_for(port)
        yield port, stop
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _wait_for(port):
    end = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.1)


def visit(port, method, path, person, body="", cookie=""):
    """(status, headers, text), asked through a proxy that names the person's own network."""
    headers = {"X-Forwarded-For": f"198.51.100.{person}"}
    if cookie:
        headers |= {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    site = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        site.request(method, path, body, headers)
        answer = site.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        site.close()


def test_one_address_from_twenty_people_is_one_record_and_twenty_answers(server):
    port, stop = server

    def open_form(person):
        _status, headers, text = visit(port, "GET", "/submit/", person)
        cookie = headers["Set-Cookie"].partition(";")[0]
        seal = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
        facts = {"email": f"reader{person}@mail.example", "url": f"{ADDRESS}?utm_source={person}"}
        return person, cookie, urlencode(filled(csrfmiddlewaretoken=seal, **facts))

    def send(form):
        person, cookie, body = form
        return visit(port, "POST", "/submit/", person, body, cookie)

    with ThreadPoolExecutor(PEOPLE) as crowd:
        forms = list(crowd.map(open_form, range(PEOPLE)))
        answers = list(crowd.map(send, forms))
    stop()

    first = [headers["Location"] for status, headers, _text in answers if status == 303]
    others = [text for status, _headers, text in answers if status == 200]
    assert len(first) == 1
    assert len(others) == PEOPLE - 1
    assert all("You will hear about it" in text for text in others)
    submission = Submission.objects.get()
    assert submission.sendings.count() == Sending.objects.count() == PEOPLE
    token = first[0].split("/")[3]
    assert Sending.objects.by_token(token) == submission.sender
    receipts = Notice.objects.filter(kind="receipt").values_list("to", flat=True)
    assert len(receipts) == len(set(receipts)) == PEOPLE


def test_one_form_sent_twenty_times_at_once_is_one_record(server):
    port, stop = server
    _status, headers, text = visit(port, "GET", "/submit/", 1)
    cookie = headers["Set-Cookie"].partition(";")[0]
    seal = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
    body = urlencode(filled(csrfmiddlewaretoken=seal))

    def send(_number):
        return visit(port, "POST", "/submit/", 1, body, cookie)

    with ThreadPoolExecutor(PEOPLE) as crowd:
        answers = list(crowd.map(send, range(PEOPLE)))
    stop()

    sending = Sending.objects.get()
    kept = [headers["Location"] for status, headers, _text in answers if status == 303]
    assert {Sending.objects.by_token(place.split("/")[3]).pk for place in kept} == {sending.pk}
    # More than five at the same moment were counted before the first was kept: those wait.
    assert {status for status, _headers, _text in answers} <= {303, 429}
    assert len(kept) >= 5
    assert Notice.objects.count() == 1
