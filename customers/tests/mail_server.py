"""A real SMTP server on this machine that can be told to refuse, for tests."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import override_settings


class Mailbox:
    """Keeps what arrives; gives the next of `answers` to each recipient named, and accepts when none is left."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.answers: list[str] = []

    async def handle_RCPT(  # noqa: N802  the name aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  likewise
        content = envelope.content
        self.letters.append(message_from_bytes(content if isinstance(content, bytes) else (content or "").encode()))
        return "250 OK"


@contextmanager
def running_mailbox() -> Iterator[Mailbox]:
    """The server, with Django's mail going to it."""
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        with override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=port
        ):
            yield mailbox
    finally:
        server.stop()
