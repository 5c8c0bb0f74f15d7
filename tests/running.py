"""The site as it is run for real, on the database of a test that commits (`transaction=True`)."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """What another process needs to work on this test's database, its files under a folder."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{facts['NAME']}"
    else:
        person = f"{facts['USER']}:{facts['PASSWORD']}@" if facts["USER"] else ""
        url = f"postgres://{person}{facts['HOST']}:{facts['PORT'] or 5432}/{facts['NAME']}"
    own = {"DATABASE_URL": url, "VAR_DIR": str(folder), "SECRET_KEY": settings.SECRET_KEY}
    return os.environ | own | variables


def wait_for(true, what: str, seconds: float = 60):
    """Return what `true()` gives as soon as that counts as true; fail after so many seconds."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, f"{what}: not within {seconds} seconds"
        time.sleep(0.05)
    return found


@dataclass
class Gunicorn:
    """A running server. All its processes hold its standard output open."""

    port: int
    process: subprocess.Popen

    def answers(self) -> bool:
        assert self.process.poll() is None, f"gunicorn ended with {self.process.returncode}"
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> HTTPResponse:
        """An answer, already read as far as `text`; header names: _ stands for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        site = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            site.request(method, path, body, named)
            answer = site.getresponse()
            answer.text = answer.read().decode()
            return answer
        finally:
            site.close()

    def children(self) -> set[int]:
        """The numbers of the processes that serve and of the background workers."""
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
        )
        pairs = (line.split() for line in listed.stdout.splitlines())
        return {int(pid) for pid, parent in pairs if int(parent) == self.process.pid}

    def stop(self, how: int, seconds: float = 30):
        """Send the main process a signal; fail where any process is left after so many seconds."""
        children = self.children()
        self.process.send_signal(how)
        try:
            self.process.communicate(timeout=seconds)  # until the last one has let go of the pipe
        except subprocess.TimeoutExpired:
            for pid in children:
                with suppress(ProcessLookupError):
                    os.kill(pid, 9)
            raise


@contextmanager
def gunicorn(folder: Path, **variables: str) -> Iterator[Gunicorn]:
    """`make run` with two processes that serve; without background workers unless told."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    usual = {
        "SITE_URL": f"http://127.0.0.1:{port}", "WEB_CONCURRENCY": "2", "WORKERS": "0",
        "DEBUG": "yes", "LOG_LEVEL": "ERROR",  # DEBUG: without collected static files
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py",
         "--bind", f"127.0.0.1:{port}", "config.wsgi"],
        cwd=ROOT, env=environment(folder, **(usual | variables)), stdout=subprocess.PIPE,
    )  # fmt: skip
    server = Gunicorn(port, process)
    try:
        wait_for(server.answers, "the server's start")
        yield server
    finally:
        if process.poll() is None:
            server.stop(9)
