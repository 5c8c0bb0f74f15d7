"""The form token: signed proof that a form came from us, and when it was opened.

Each token also names one act of sending (an idempotency key): a form that is posted twice is stored
once. It needs neither a row in the database nor a cookie of its own; only CSRF protection sets one.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

SALT = "curation.submitting.stamp"  # its former name: tokens in open forms stay valid
GOOD_FOR = timedelta(hours=24)


class FormTokenRefused(Exception):
    """A form without a valid token: answer with a fresh one. `str()` is for whoever sent it."""


class TooQuick(FormTokenRefused):
    """Faster than a person types. The same token is valid in a moment."""


@dataclass(frozen=True, slots=True)
class FormToken:
    """A valid token. `nonce`: random, 32 hexadecimal digits; each opened form has its own."""

    nonce: str

    def form_key(self, *parts: str) -> str:
        """The key under which this act is stored once (`Sending.form_key`).

        parts: what makes it another act. Somebody who goes back in the browser, changes the URL
        and sends again uses the same token and means another story.
        """
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return f"{self.nonce}.{digest[:32]}"


def new(at: datetime | None = None) -> str:
    """A token for a form that is opened now."""
    opened = (at or timezone.now()).timestamp()
    return signing.dumps([secrets.token_hex(16), opened], salt=SALT)


def read(words: str) -> FormToken:
    """The token that came back. Raises TooQuick, and FormTokenRefused for an invalid one."""
    try:
        nonce, opened = signing.loads(words, salt=SALT)
    except signing.BadSignature as error:
        problem = _("This form came without its seal. Nothing is lost: press Send once more.")
        raise FormTokenRefused(problem) from error
    age = timezone.now().timestamp() - opened
    if age > GOOD_FOR.total_seconds():
        problem = _(
            "This form lay open for more than a day. Nothing is lost: press Send once more."
        )
        raise FormTokenRefused(problem)
    if age < settings.SEND_MIN_SECONDS:
        raise TooQuick(_("That was very quick: please press Send again."))
    return FormToken(nonce)
