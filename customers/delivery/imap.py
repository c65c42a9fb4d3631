"""A folder of an IMAP server (RFC 3501), read without a change: what people have not read stays unread."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

from customers.delivery.returns import Arrived, MailboxFailed, Place

PORT, SECURE_PORT = 143, 993
TIMEOUT_SECONDS = 10
# A report stands at the beginning; a long letter with enclosures is none.
MOST_BYTES = 500_000


class ImapMailbox:
    """`url` is imaps://user:password@host:993/FOLDER, or imap+tls:// or imap:// with a port of their own."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._scheme, self._host, self._port = address.scheme, address.hostname or "", address.port
        self._user, self._password = unquote(address.username or ""), unquote(address.password or "")
        self._folder = unquote(address.path.strip("/")) or "INBOX"
        self.name = f"{self._user}@{self._host}/{self._folder}"

    def letters(self, after: Place | None, most: int) -> Iterator[Arrived]:
        try:
            with self._signed_in() as server:
                _must(server.select(_quoted(self._folder), readonly=True))
                series = int(server.response("UIDVALIDITY")[1][0] or 0)
                first = after.number + 1 if after is not None and after.series == series else 1
                for number in _numbers(server, first)[:most]:
                    yield Arrived(Place(series, number), _content(server, number))
        except (OSError, imaplib.IMAP4.error, ValueError) as error:
            raise MailboxFailed(f"{self.name}: {error}") from error

    @contextmanager
    def _signed_in(self) -> Iterator[imaplib.IMAP4]:
        secure = ssl.create_default_context()
        if self._scheme == "imaps":
            server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                self._host, self._port or SECURE_PORT, ssl_context=secure, timeout=TIMEOUT_SECONDS
            )
        else:
            server = imaplib.IMAP4(self._host, self._port or PORT, timeout=TIMEOUT_SECONDS)
        with server:
            if self._scheme == "imap+tls":
                server.starttls(secure)
            server.login(self._user, self._password)
            yield server


def _numbers(server: imaplib.IMAP4, first: int) -> list[int]:
    """The letters from `first` on; asked for "5:*" a server names the last one even when it is the fourth."""
    found = _must(server.uid("SEARCH", f"UID {first}:*"))
    numbers = sorted(int(number) for row in found if row for number in row.split())
    return [number for number in numbers if number >= first]


def _content(server: imaplib.IMAP4, number: int) -> bytes:
    """The beginning of a letter, left unread; empty when somebody has taken it away meanwhile."""
    found = _must(server.uid("FETCH", str(number), f"(BODY.PEEK[]<0.{MOST_BYTES}>)"))
    return next((part[1] for part in found if isinstance(part, tuple)), b"")


def _must(answer: tuple[str, list[Any]]) -> list[Any]:
    said, found = answer
    if said != "OK":
        raise imaplib.IMAP4.error(f"answered {said}: {found}")
    return found


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
