"""A mail server of this machine that a test sends to, for real, and that answers as it is told."""

import email
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

USUAL = {
    "EHLO": "250-post.example\r\n250 AUTH PLAIN",
    "AUTH": "235 in",
    "DATA": "354 go ahead",
    "QUIT": "221 bye",
}


@dataclass
class Mailbox:
    """What a server took. `answers`: a step, as in "RCPT", or "HELLO" and "END" of a mail, -> what
    it says instead of yes; "" hangs up. A list of answers is used up, one a mail.
    """

    port: int
    taken: list[tuple[str, bytes]] = field(default_factory=list)  # (recipient, the mail)
    answers: dict[str, str | list[str]] = field(default_factory=dict)
    visits: int = 0
    delay: float = 0  # seconds before the end of each mail is answered
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def mails(self) -> list[EmailMessage]:
        return [email.message_from_bytes(raw, policy=default) for _to, raw in self.taken]

    @property
    def recipients(self) -> list[str]:
        return [to for to, _raw in self.taken]

    def answer(self, step: str, usual: str) -> str:
        with self.lock:
            said = self.answers.get(step, usual)
            if isinstance(said, list):
                return said.pop(0) if said else usual
            return said


@contextmanager
def serve_mail() -> Iterator[Mailbox]:
    class Handler(socketserver.StreamRequestHandler):
        def say(self, words: str) -> bool:
            if words:
                self.wfile.write(words.encode() + b"\r\n")
            return bool(words)

        def handle(self):
            with mailbox.lock:
                mailbox.visits += 1
            recipients = []
            going_on = self.say(mailbox.answer("HELLO", "220 post.example"))
            while going_on and (line := self.rfile.readline()):
                verb = line.split(b" ")[0].strip().decode().upper()
                words = mailbox.answer(verb, USUAL.get(verb, "250 well"))
                going_on = self.say(words) and verb != "QUIT"
                if verb == "RCPT":
                    recipients.append(line.decode().partition("<")[2].partition(">")[0])
                if words.startswith("354"):
                    going_on = self.take(recipients)

        def take(self, recipients) -> bool:
            mail = b"".join(iter(self.rfile.readline, b".\r\n"))
            time.sleep(mailbox.delay)
            words = mailbox.answer("END", "250 taken")
            if words.startswith("250"):
                with mailbox.lock:
                    mailbox.taken += [(to, mail) for to in recipients]
            return self.say(words)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        mailbox = Mailbox(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield mailbox
        finally:
            server.shutdown()
            thread.join()
