"""The background worker: runs queued tasks until it is stopped, and takes up what others lost."""

import threading

from django.core.management import BaseCommand, call_command
from django.db import OperationalError, close_old_connections

from curation import tasks

RESCUE_EVERY = 20  # seconds


class Command(BaseCommand):
    help = "Run background tasks until stopped. Any number of workers may run side by side."

    def handle(self, *args, **options):
        threading.Thread(target=self.rescue_now_and_then, daemon=True).start()
        call_command("db_worker", queue_name="*", interval=0.5, startup_delay=False, reload=False)

    def rescue_now_and_then(self):
        while True:
            close_old_connections()
            try:
                tasks.rescue()
            except OperationalError as error:  # a busy database; the next round is soon
                self.stderr.write(f"Lost tasks were not looked for: {error}")
            threading.Event().wait(RESCUE_EVERY)
