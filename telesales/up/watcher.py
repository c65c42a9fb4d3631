"""Ends what `manage.py up` started when `up` itself is gone without a word (kill -9).

A program of its own, started by path: it reads what to end from its standard input ("+<group> <signal>" when a child
begins, "-<group>" when it has ended), whose other end only `up` holds. The kernel already ends each direct child; the
groups reach their children. It holds the data folder's lock too, so nobody begins anew before it has finished.
"""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterable

PATIENCE = 5.0


def read(lines: Iterable[str]) -> dict[int, signal.Signals]:
    """The groups that are still to be ended when the lines end."""
    groups: dict[int, signal.Signals] = {}
    for line in lines:
        if line.startswith("+"):
            group, number = line[1:].split()
            groups[int(group)] = signal.Signals(int(number))
        else:
            groups.pop(int(line[1:]), None)
    return groups


def end(groups: dict[int, signal.Signals]) -> None:
    for group, number in groups.items():
        send(group, number)
    deadline = time.monotonic() + PATIENCE
    while any(lives(group) for group in groups) and time.monotonic() < deadline:
        time.sleep(0.05)
    for group in groups:
        send(group, signal.SIGKILL)


def send(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, number)


def lives(pid: int) -> bool:
    """A zombie is dead: it only waits for somebody to take note."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    end(read(sys.stdin))
