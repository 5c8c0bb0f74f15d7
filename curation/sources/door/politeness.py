"""Politeness toward the sites that are read: one request at a time, and back-off when they ask."""

import hashlib
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from django.conf import settings
from django.core.cache import cache
from django.core.files import locks
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curation.sources.door.errors import FetchError
from curation.sources.door.transport import Deadline

LONGEST_BACK_OFF = 24 * 3600  # seconds; a site that asks for more is asked again the next day
PAUSE_BETWEEN_ATTEMPTS = 0.05  # seconds
# Hosts share this many lock files, so that the folder does not grow with every site ever read.
# Two hosts on one file sometimes wait for each other; nothing else happens.
LOCK_FILES = 4096


@contextmanager
def one_request_at_a_time(host: str, deadline: Deadline) -> Iterator[None]:
    """Hold the only place for requests to a host, in every thread and process of this machine.

    A file lock, because the system releases it when a process is killed; an entry in the cache
    would keep the host locked. Raises FetchError when the place is not free before the deadline.
    """
    folder = settings.VAR_DIR / "fetching"
    folder.mkdir(parents=True, exist_ok=True)
    number = int(digest(host), 16) % LOCK_FILES
    with (folder / f"{number:04}.lock").open("ab") as file:
        while not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
            try:
                time.sleep(min(PAUSE_BETWEEN_ATTEMPTS, deadline.remaining()))
            except FetchError:
                raise FetchError(
                    _("Another page of this site is being fetched and takes long."),
                    retryable=True,
                ) from None
        try:
            yield
        finally:
            locks.unlock(file)


def refuse_during_back_off(host: str) -> None:
    """Raise FetchError while the back-off that a host asked for lasts."""
    until = cache.get(_back_off_key(host))
    if until is not None and (left := until - time.time()) > 0:
        raise FetchError(
            ngettext(
                "The site asked us to wait. Try again in %(seconds)d second.",
                "The site asked us to wait. Try again in %(seconds)d seconds.",
                math.ceil(left),
            )
            % {"seconds": math.ceil(left)},
            retryable=True,
            retry_after=left,
        )


def begin_back_off(host: str, seconds: float) -> None:
    """Send no request to a host for the seconds that it asked for."""
    if seconds > 0:
        cache.set(_back_off_key(host), time.time() + seconds, timeout=math.ceil(seconds))


def parse_retry_after(value: str | None) -> float | None:
    """Return the seconds of a Retry-After header (RFC 9110, 10.2.3), at most LONGEST_BACK_OFF.

    The header has a number of seconds or an HTTP date. None when it is absent or unreadable.
    """
    if not value:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(min(int(value[:10]), LONGEST_BACK_OFF))
    try:
        until = parsedate_to_datetime(value)
        if until.tzinfo is None:
            until = until.replace(tzinfo=UTC)
        seconds = (until - datetime.now(UTC)).total_seconds()
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), float(LONGEST_BACK_OFF))


def digest(text: str) -> str:
    """Return a text of hex digits that can be part of a cache key, whatever the host."""
    return hashlib.sha256(text.encode()).hexdigest()


def _back_off_key(host: str) -> str:
    return f"fetch-back-off-{digest(host)}"
