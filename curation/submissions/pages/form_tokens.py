"""The stamp in the form: it names one act of sending, and says when the form was opened.

Signed, so that nobody makes one up; it needs no row in the database, nor a cookie of its own. (The
form's protection against forged requests does set one.)
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

SALT = "curation.submissions.pages.stamp"
GOOD_FOR = timedelta(hours=24)


class StampRefused(Exception):
    """A form without a good stamp: give a fresh one. `str()` is for whoever sent it."""


class TooQuick(StampRefused):
    """Faster than a person writes. The same stamp is good in a moment."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A good one. `nonce`: random, the act's own word."""

    nonce: str

    def form_key(self, *parts: str) -> str:
        """The key under which this act is kept once.

        parts: what makes it another act. Who goes back in the browser, changes the address and
        sends again uses the same stamp and means another story.
        """
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return f"{self.nonce}.{digest[:32]}"


def new(at: datetime | None = None) -> str:
    """A stamp for a form that is opened now."""
    opened = (at or timezone.now()).timestamp()
    return signing.dumps([secrets.token_hex(16), opened], salt=SALT)


def read(words: str) -> Stamp:
    """The stamp that came back. Raises TooQuick, and StampRefused for every other one."""
    try:
        nonce, opened = signing.loads(words, salt=SALT)
    except signing.BadSignature as error:
        problem = _("This form came without its seal. Nothing is lost: press Send once more.")
        raise StampRefused(problem) from error
    age = timezone.now().timestamp() - opened
    if age > GOOD_FOR.total_seconds():
        problem = _(
            "This form lay open for more than a day. Nothing is lost: press Send once more."
        )
        raise StampRefused(problem)
    if age < settings.SEND_MIN_SECONDS:
        raise TooQuick(_("That was very quick: please press Send again."))
    return Stamp(nonce)
