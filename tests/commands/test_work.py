"""The background worker: its chores, the library below it, and its end."""

import logging
import os
import subprocess
import sys
from contextlib import suppress

import pytest
from django.core.management import call_command
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from curation import chores
from curation.management.commands import work
from tests.running import ROOT, environment, wait_for

pytestmark = pytest.mark.django_db


class Enough(BaseException):
    """Ends the endless loop of chores."""


def test_one_act_that_fails_ends_neither_the_others_nor_the_next_round(monkeypatch, caplog):
    done = []

    def broken():
        raise RuntimeError("a fault of its own")

    def well():
        done.append("well")

    def rest(_seconds):
        if len(done) == 2:
            raise Enough

    monkeypatch.setattr(chores, "CHORES", (broken, well))
    monkeypatch.setattr(work.time, "sleep", rest)
    with caplog.at_level(logging.ERROR), pytest.raises(Enough):
        work.Command().do_chores()
    assert done == ["well", "well"]
    assert "broken failed" in caplog.text
    assert "a fault of its own" in caplog.text


@pytest.fixture
def worker(monkeypatch):
    """worker() -> the library's worker as the command makes it, before its first task."""

    def make() -> db_worker.Worker:
        made = []
        monkeypatch.setattr(work.Command, "in_the_background", lambda *_args: None)
        monkeypatch.setattr(db_worker.Worker, "configure_signals", lambda _worker: None)
        monkeypatch.setattr(db_worker.Worker, "run", lambda worker: made.append(worker))
        call_command("work")
        return made[0]

    return make


def test_the_library_still_takes_what_the_command_asks_of_it(worker):
    made = worker()
    assert made.process_all_queues
    assert made.excluded_queue_names == []
    assert (made.interval, made.batch, made.max_tasks) == (0.5, False, None)
    assert not made.startup_delay
    assert made.worker_id.startswith(f"worker-{os.getpid()}-")


@pytest.mark.parametrize(("root", "library"), [("WARNING", "ERROR"), ("INFO", "NOTSET")])
def test_log_level_decides_what_a_worker_logs(worker, root, library):
    levels = {name: logging.getLogger(name).level for name in (None, "django_tasks_db")}
    try:
        logging.getLogger().setLevel(root)
        worker()
        assert logging.getLevelName(logging.getLogger("django_tasks_db").level) == library
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


# Starts a worker, prints its process id, and waits to be killed.
PARENT = """
import os, subprocess, sys
command = [sys.executable, "manage.py", "work", "--parent", str(os.getpid())]
print(subprocess.Popen(command, start_new_session=True).pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_ends_when_whoever_started_it_is_gone(tmp_path):
    task = DBTaskResult.objects.create(
        task_path="nobody.has_it", args_kwargs={"args": [], "kwargs": {}}, backend_name="default"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, env=environment(tmp_path),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    worker = int(parent.stdout.readline())
    try:
        failed = DBTaskResult.objects.filter(pk=task.pk, status="FAILED")
        wait_for(failed.exists, "the worker's first task")
        parent.kill()
        parent.communicate(timeout=15)  # until the worker, too, has let go of the pipe
    finally:
        with suppress(ProcessLookupError):
            os.kill(worker, 9)
