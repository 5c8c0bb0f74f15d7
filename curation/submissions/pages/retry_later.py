"""Disclosure somebody to wait: in words for people, in a header for machines."""

from math import ceil

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR = 60, 3600


def in_words(seconds: int) -> str:
    """How long that is, rounded up: who waits as long as it says is let in.

    >>> in_words(59), in_words(61), in_words(7201)
    ('in a minute', 'in 2 minutes', 'in 3 hours')
    """
    if seconds <= MINUTE:
        return _("in a minute")
    if seconds <= 2 * HOUR:
        minutes = ceil(seconds / MINUTE)
        words = ngettext("in %(number)d minute", "in %(number)d minutes", minutes)
        return words % {"number": minutes}
    hours = ceil(seconds / HOUR)
    return ngettext("in %(number)d hour", "in %(number)d hours", hours) % {"number": hours}


def too_many(response: HttpResponse, seconds: int) -> HttpResponse:
    """The same answer, as 429, saying when to try again."""
    response.status_code = 429
    response["Retry-After"] = str(seconds)
    return response
