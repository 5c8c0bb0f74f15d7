"""What a worker does now and then, beside its tasks."""

import logging
import os
import subprocess
import sys
from contextlib import suppress

import pytest
from django_tasks_db.models import DBTaskResult

from curation import chores
from curation.management.commands import work
from tests.running import ROOT, environment, wait_for

pytestmark = pytest.mark.django_db


class Enough(BaseException):
    """Ends a round that has no end."""


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


# Starts a worker, tells its number, and waits to be killed.
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
