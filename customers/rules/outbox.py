"""How long a letter waits after each failure, and when we give up."""

import datetime as dt
import hashlib

WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 480, 720))
MOST_ATTEMPTS = len(WAITS) + 1
# Longer than any mail server may keep us waiting (EMAIL_TIMEOUT is 10 s a step), so that a live worker keeps its lease.
LEASE = dt.timedelta(minutes=3)


def wait_after(attempts: int) -> dt.timedelta | None:
    """How long to wait after the failure of attempt number `attempts`; None: that was the last."""
    return WAITS[attempts - 1] if attempts < MOST_ATTEMPTS else None


def letter_id(key: str, to: str) -> str:
    """The local part of the letter's Message-ID, by which a mail server that sends it back names it.

    The same at each attempt, so that a second delivery is the same letter to a mailbox; another one to another address.
    """
    return hashlib.sha256(f"{key} {to}".encode()).hexdigest()[:40]
