"""One `up` for one data folder."""

import fcntl
import os
import time
from pathlib import Path

from telesales.up import places
from telesales.up.watcher import lives


class AlreadyRunning(Exception):
    """Says where the one that holds the data is."""


def take(address: str, *, seconds: float = 10) -> int:
    """The descriptor that holds the data folder for `address`; AlreadyRunning when another `up` lives on it.

    One that was killed leaves its watcher holding the lock while it clears up: that is waited for.
    """
    path = places.make_data_folder() / "up.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            _refuse_if_alive(path, late=time.monotonic() > deadline)
            time.sleep(0.05)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()} {address}".encode(), 0)
    return descriptor


def _refuse_if_alive(path: Path, *, late: bool) -> None:
    pid, _space, address = path.read_text().partition(" ")
    if late or (pid and lives(int(pid))):
        raise AlreadyRunning(
            f"It is running already on this data ({path.parent}): {address}, process {pid}. "
            "Stop that one first, or set TELESALES_DATA to another folder."
        )
