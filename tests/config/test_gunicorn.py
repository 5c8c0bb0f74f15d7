"""A real gunicorn with its background workers: both work, and no process is left afterwards."""

import json
import signal
from urllib.parse import urlencode

import pytest
from django_tasks_db.models import DBTaskResult
from lxml import html

from tests.running import gunicorn, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def send_a_story(server):
    """Fill in the form as a browser does; its receipt is a mail that a worker has to send."""
    opened = server.ask("GET", "/submit/")
    (form,) = html.fromstring(opened.text).xpath("//form[@method='post']")
    values = dict(form.form_values()) | {
        "url": "https://ledger.example/wards", "why": "It is new.",
        "name": "Ines Okafor", "email": "ines@mail.example",
    }  # fmt: skip
    return server.ask(
        "POST", "/submit/", urlencode(values), Cookie=opened.headers["Set-Cookie"].split(";")[0],
        Content_Type="application/x-www-form-urlencoded",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("how", "ends_with"),
    [(signal.SIGTERM, 0), (signal.SIGINT, 0), (signal.SIGKILL, -9)],
    ids=["TERM", "INT", "KILL"],
)
def test_it_serves_and_its_workers_work_until_it_is_gone(tmp_path, how, ends_with):
    with gunicorn(tmp_path, WORKERS="2", SEND_MIN_SECONDS="0") as server:
        health = server.ask("GET", "/healthz")
        assert (health.status, json.loads(health.text)["status"]) == (200, "ok")
        assert len(server.children()) == 4

        assert send_a_story(server).status == 303
        done = DBTaskResult.objects.filter(status="SUCCESSFUL")
        task = wait_for(done.first, "the receipt's task")
        assert int(task.worker_ids[-1].split("-")[1]) in server.children()
        (mail,) = (tmp_path / "mail").iterdir()
        assert "To: ines@mail.example" in mail.read_text()

        # A worker that has lost its parent gets 20 s for its task; these have none.
        server.stop(how, seconds=15)
        assert server.process.returncode == ends_with
