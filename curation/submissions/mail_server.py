"""The door to the mail server: Django's, but it tells a mail that failed from one that may be out.

A server that has taken the whole mail and then gives no answer may deliver it or not. To try again
could send it twice, and nothing is sent twice.
"""

import smtplib

from django.core.mail.backends import smtp

# RFC 5321 section 4.5.3.2.6 asks for ten minutes, since filters look at the mail meanwhile. With
# the earlier steps this must end before `Notice.PATIENCE`.
LAST_ANSWER = 100  # seconds


class Unanswered(smtplib.SMTPException):
    """The server has the whole mail, and has not said what becomes of it."""


class _Watching:
    """Watches whether a mail was handed over."""

    code = 0  # of the server's last answer
    handed_over = False

    def getreply(self):
        self.code, words = super().getreply()
        return self.code, words

    def send(self, s):
        super().send(s)
        self.handed_over = self.code == 354  # "go ahead": what was sent now is the mail

    def data(self, msg):
        if self.sock:
            self.sock.settimeout(LAST_ANSWER)
        try:
            return super().data(msg)
        except smtplib.SMTPServerDisconnected as error:
            if self.handed_over:
                raise Unanswered(str(error)) from error
            raise


class _Plain(_Watching, smtplib.SMTP):
    pass


class _Encrypted(_Watching, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's, over a connection that watches. Raises Unanswered besides what Django's raises."""

    @property
    def connection_class(self):
        return _Encrypted if self.use_ssl else _Plain
