"""Doing one thing in several threads at the same moment, as several workers do."""

import threading
from collections.abc import Callable

from django.db import connections


def at_once(number: int, act: Callable) -> list:
    """Calls act() in so many threads together; returns what each returned, or raised."""
    together, results = threading.Barrier(number), []

    def run():
        together.wait()
        try:
            results.append(act())
        except Exception as error:  # noqa: BLE001  the test looks at it
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
