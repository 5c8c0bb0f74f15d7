"""gunicorn's configuration: it serves the site, and starts the background workers.

WEB_CONCURRENCY is the number of processes that serve, WORKERS of those that run background tasks.
"""

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"

wsgi_app = "config.wsgi"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or min(4, multiprocessing.cpu_count()))
threads = 4
timeout = 60
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
loglevel = "warning"
preload_app = True  # the processes share the memory of the loaded code

background: list[subprocess.Popen] = []


def when_ready(server):
    """Start the background workers, and print where the site is. A hook of gunicorn."""
    number = os.environ.get("WORKERS") or "2"  # the settings have read the file .env before
    if not number.isdecimal():
        sys.exit(f"Curation Desk cannot start: WORKERS is {number!r}; give a number, or 0 for none")
    command = [sys.executable, str(MANAGE), "work", "--parent", str(os.getpid())]
    # In sessions of their own: Ctrl-C reaches only gunicorn, which stops them in `on_exit`.
    background.extend(
        subprocess.Popen(command, start_new_session=True)  # noqa: S603  our own command
        for _ in range(int(number))
    )
    for address in server.cfg.address:
        host, port = address[:2]
        print(f"  Site      http://{host}:{port}/", flush=True)  # noqa: T201
        print(f"  Desk      http://{host}:{port}/admin/", flush=True)  # noqa: T201
    print("Ctrl-C stops it.", flush=True)  # noqa: T201


def on_exit(server):
    """Stop the background workers. A hook of gunicorn."""
    for worker in background:
        worker.terminate()
    for worker in background:
        try:
            worker.wait(graceful_timeout)
        except subprocess.TimeoutExpired:
            worker.kill()  # its task is queued again after the next start
