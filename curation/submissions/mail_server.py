"""An SMTP backend for Django that tells a failed mail from one that may have been delivered.

A server that has received a whole mail and then does not answer may deliver it or not. Retrying
could send it twice, and no mail is sent twice.
"""

import smtplib

from django.core.mail.backends import smtp

# RFC 5321 section 4.5.3.2.6 asks for ten minutes, since filters check the mail meanwhile. Together
# with the earlier steps this must end before `Notice.SENDING_TIMEOUT`.
FINAL_REPLY_TIMEOUT = 100  # seconds


class DeliveryUnknown(smtplib.SMTPException):
    """The server received the whole mail and has not answered."""


class _NotesHandover:
    """Mixin for an SMTP connection: notes whether the server has received a whole mail."""

    last_code = 0  # of the server's last reply
    was_handed_over = False

    def getreply(self):
        self.last_code, text = super().getreply()
        return self.last_code, text

    def send(self, s):
        super().send(s)
        # After 354, "start mail input", what is sent is the mail itself.
        self.was_handed_over = self.last_code == 354

    def data(self, msg):
        if self.sock:
            self.sock.settimeout(FINAL_REPLY_TIMEOUT)
        try:
            return super().data(msg)
        except smtplib.SMTPServerDisconnected as error:
            if self.was_handed_over:
                raise DeliveryUnknown(str(error)) from error
            raise


class _PlainConnection(_NotesHandover, smtplib.SMTP):
    pass


class _EncryptedConnection(_NotesHandover, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's SMTP backend, which also raises DeliveryUnknown."""

    @property
    def connection_class(self):
        return _EncryptedConnection if self.use_ssl else _PlainConnection
