"""The background worker: runs queued tasks until it is stopped, takes up what others lost, and does
what is to be done once a day."""

import logging
import os
import signal
import threading
import time

from django.db import OperationalError, close_old_connections
from django_tasks_db.management.commands import db_worker

from curation import tasks

logger = logging.getLogger(__name__)
LOOK_EVERY = 20  # seconds
LAST_WORDS = 20  # seconds that a worker without parent has for what it is doing


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
        self.in_the_background(self.look_round)
        if parent is not None:
            self.in_the_background(self.stop_without, parent)
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

    def look_round(self):
        while True:
            for act in tasks.NOW_AND_THEN:
                close_old_connections()
                try:
                    act()
                except OperationalError as error:  # a busy database; the next round is soon
                    self.stderr.write(f"{act.__name__} has to wait: {error}")
                except Exception:  # the other acts, and the next round, must not end with this one
                    logger.exception("%s failed", act.__name__)
            time.sleep(LOOK_EVERY)

    def stop_without(self, parent: int):
        """gunicorn that was killed outright cannot stop its workers: they watch it themselves."""
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(LAST_WORDS)
        os._exit(1)
