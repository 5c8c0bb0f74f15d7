"""How gunicorn serves the site. WEB_CONCURRENCY sets the number of worker processes."""

import multiprocessing
import os

wsgi_app = "config.wsgi"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or min(4, multiprocessing.cpu_count()))
threads = 4
timeout = 60
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
loglevel = "warning"
preload_app = True  # the workers share the loaded code


def when_ready(server):
    for address in server.cfg.address:
        host, port = address[:2]
        print(f"  Site      http://{host}:{port}/", flush=True)  # noqa: T201
        print(f"  Desk      http://{host}:{port}/admin/", flush=True)  # noqa: T201
    print("Ctrl-C stops it.", flush=True)  # noqa: T201
