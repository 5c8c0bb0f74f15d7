"""The form token: signed proof that a form came from us, and when it was opened.

Each token is also a nonce from which an idempotency key is made: a form that is posted twice is
stored once. It needs neither a row in the database nor a cookie of its own (only CSRF protection
sets one).
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
VALID_FOR = timedelta(hours=24)


class InvalidFormToken(Exception):
    """A form without a valid token: show it again with a new one. `str()` is for the sender."""


class SentTooSoon(InvalidFormToken):
    """Sent faster than a person can type. The same token is valid a few seconds later."""


@dataclass(frozen=True, slots=True)
class FormToken:
    """A valid token. `nonce`: random, 32 hexadecimal digits; each opened form has its own."""

    nonce: str

    def form_key(self, *parts: str) -> str:
        """The idempotency key of this form (`Sending.form_key`).

        parts: field values that make it another submission. Somebody who goes back in the browser,
        changes the URL and sends again uses the same token and means another story.
        """
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return f"{self.nonce}.{digest[:32]}"


def new(at: datetime | None = None) -> str:
    """A token for a form that is opened now."""
    opened_at = (at or timezone.now()).timestamp()
    return signing.dumps([secrets.token_hex(16), opened_at], salt=SALT)


def read(token: str) -> FormToken:
    """The token that came back with a form. Raises InvalidFormToken or SentTooSoon."""
    try:
        nonce, opened_at = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        message = _("We could not verify this form. Nothing is lost: please press Send again.")
        raise InvalidFormToken(message) from error
    age = timezone.now().timestamp() - opened_at
    if age > VALID_FOR.total_seconds():
        message = _(
            "This form was open for more than a day. Nothing is lost: please press Send again."
        )
        raise InvalidFormToken(message)
    if age < settings.SEND_MIN_SECONDS:
        raise SentTooSoon(_("That was very quick: please press Send again."))
    return FormToken(nonce)
