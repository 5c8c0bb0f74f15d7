"""The background worker: runs queued tasks until it is stopped, and does the chores beside them."""

import logging
import os
import signal
import threading
import time

from django.db import OperationalError, close_old_connections
from django_tasks_db.management.commands import db_worker

from curation import chores

logger = logging.getLogger(__name__)
PAUSE_BETWEEN_CHORES = 20  # seconds
TIME_TO_FINISH = 20  # seconds that a worker without parent has for the task that it is doing


class Command(db_worker.Command):
    help = "Run background tasks until stopped. Any number of workers may run side by side."

    def add_arguments(self, parser):
        parser.add_argument(
            "--parent",
            type=int,
            metavar="PID",
            help="stop as soon as the process that started this one, of this number, is gone",
        )

    def handle(self, *args, parent=None, verbosity=1, **options):
        self.in_the_background(self.do_chores)
        if parent is not None:
            self.in_the_background(self.stop_with_parent, parent)
        super().handle(
            verbosity=verbosity, queue_name="*", exclude_queues="", interval=0.5, batch=False,
            backend_name="default", startup_delay=False, reload=False, max_tasks=None,
            worker_id=f"worker-{os.getpid()}-{time.time_ns()}",
        )  # fmt: skip

    def configure_logging(self, verbosity):
        """LOG_LEVEL decides, as everywhere; that a worker was stopped is no warning."""
        quiet = logging.getLogger().level > logging.INFO
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR if quiet else logging.NOTSET)

    def in_the_background(self, act, *args):
        threading.Thread(target=act, args=args, daemon=True).start()

    def do_chores(self):
        while True:
            for chore in chores.CHORES:
                close_old_connections()
                try:
                    chore()
                except OperationalError as error:  # a busy database; the next turn is soon
                    self.stderr.write(f"{chore.__name__} has to wait: {error}")
                except Exception:  # the other chores, and the next turn, must go on
                    logger.exception("%s failed", chore.__name__)
            time.sleep(PAUSE_BETWEEN_CHORES)

    def stop_with_parent(self, parent: int):
        """Stop once the parent is gone: gunicorn that was killed cannot stop its workers."""
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(TIME_TO_FINISH)
        os._exit(1)
