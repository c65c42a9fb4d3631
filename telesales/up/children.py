"""Starts child processes that die with their parent."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from telesales.up import places

PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None, use_errno=True)


class ChildFailed(Exception):
    """Says in a sentence what could not be brought up."""


@dataclass(frozen=True)
class User:
    uid: int
    gid: int


@dataclass(frozen=True)
class Command:
    """What to start and how to end it: `stop` asks for an orderly end, `orphaned` is sent when the parent is gone."""

    name: str
    arguments: tuple[str | Path, ...]
    stop: signal.Signals = signal.SIGTERM
    orphaned: signal.Signals = signal.SIGKILL
    user: User | None = None
    environment: dict[str, str] = field(default_factory=dict)


def start(command: Command, output: int | IO[bytes]) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own. Only from the main thread: the kernel ties the death signal to it."""
    user, group = (command.user.uid, command.user.gid) if command.user else (None, None)
    return subprocess.Popen(
        [str(argument) for argument in command.arguments],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        cwd="/" if command.user else places.CHECKOUT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **command.environment},
        user=user,
        group=group,
        extra_groups=[] if command.user else None,
        start_new_session=True,
        preexec_fn=die_with(os.getpid(), command.orphaned),
    )


def die_with(parent: int, orphaned: signal.Signals) -> Callable[[], None]:
    """To be called in the child, after any change of user (which clears the kernel's promise)."""

    def ask_the_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(orphaned), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask_the_kernel


def stop(process: subprocess.Popen[bytes], command: Command, *, seconds: float) -> None:
    """Ask for an orderly end, and after `seconds` end the whole group."""
    if process.poll() is None:
        process.send_signal(command.stop)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until(question: Callable[[], bool], *, seconds: float = 30) -> None:
    """Return once `question` answers yes; ChildFailed when that takes longer than `seconds`."""
    deadline = time.monotonic() + seconds
    while not question():
        if time.monotonic() > deadline:
            raise ChildFailed(f"A server did not answer within {seconds:.0f} seconds.")
        time.sleep(0.02)
