"""The background worker: runs queued tasks until it is stopped, and does the chores meanwhile."""

import logging
import os
import signal
import threading
import time

from django.core.management import BaseCommand, call_command
from django.db import OperationalError, close_old_connections
from django_tasks_db.management.commands import db_worker

from curation import chores

logger = logging.getLogger(__name__)
PAUSE_BETWEEN_CHORES = 20  # seconds
TIME_TO_FINISH = 20  # seconds that a worker whose parent is gone has for its current task


class QueueWorker(db_worker.Command):
    """The `db_worker` command of django-tasks-db, which logs by LOG_LEVEL and not by verbosity."""

    def configure_logging(self, verbosity):
        """Leave the level to the root logger, but hide the warning that a worker was stopped."""
        is_quiet = logging.getLogger().level > logging.INFO
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR if is_quiet else logging.NOTSET)


class Command(BaseCommand):
    help = "Run background tasks until stopped. Any number of workers may run side by side."

    def add_arguments(self, parser):
        parser.add_argument(
            "--parent",
            type=int,
            metavar="PID",
            help="stop as soon as the process that started this one, of this number, is gone",
        )

    def handle(self, *args, parent=None, **options):
        self.in_the_background(self.do_chores)
        if parent is not None:
            self.in_the_background(self.stop_with_parent, parent)
        call_command(
            QueueWorker(),
            queue_name="*",
            interval=0.5,  # seconds between two looks at an empty queue
            startup_delay=False,
            reload=False,
            worker_id=f"worker-{os.getpid()}-{time.time_ns()}",
        )

    def in_the_background(self, function, *args):
        """Call a function in a thread that ends with the process."""
        threading.Thread(target=function, args=args, daemon=True).start()

    def do_chores(self):
        """Do all chores in turn, pause, and begin again, for ever."""
        while True:
            for chore in chores.CHORES:
                close_old_connections()
                try:
                    chore()
                except OperationalError as error:  # a busy database; it is tried again soon
                    self.stderr.write(f"{chore.__name__} has to wait: {error}")
                except Exception:  # one broken chore must not stop the others
                    logger.exception("%s failed", chore.__name__)
            time.sleep(PAUSE_BETWEEN_CHORES)

    def stop_with_parent(self, parent: int):
        """Stop this process when its parent is gone: a killed gunicorn cannot stop its workers."""
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(TIME_TO_FINISH)
        os._exit(1)
