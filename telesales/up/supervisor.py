"""Keeps children running, tells what they say, and stops them in order. One thread, so that death signals hold."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from multiprocessing import get_context
from typing import cast

from telesales.up import children, watcher
from telesales.up.log import Log

LONGEST_WAIT = 30.0
# Who lived this long did not die of its start: the waits begin anew.
SETTLED = 60.0
TICK = 0.1


class Stopped(Exception):
    """Somebody asked for the end."""


@dataclass
class Service:
    command: children.Command
    process: subprocess.Popen[bytes]
    began: float
    deaths: int = 0
    due: float | None = None


class Supervisor:
    def __init__(self, log: Log, lock: int) -> None:
        self.log = log
        self.services: dict[str, Service] = {}
        self._stopping = False
        self._outputs = selectors.DefaultSelector()
        reader, self._watched = os.pipe()
        program = [sys.executable, "-I", "-S", watcher.__file__]
        self._watcher = subprocess.Popen(program, stdin=reader, pass_fds=[lock], start_new_session=True)
        os.close(reader)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)

    def start(self, command: children.Command) -> subprocess.Popen[bytes]:
        process = self._launch(command)
        self.services[command.name] = Service(command, process, time.monotonic())
        return process

    def run(self, name: str, work: Callable[[], object]) -> None:
        """Do `work` in a fork of this process, which has everything loaded; children.ChildFailed when it fails."""
        reader, writer = os.pipe()
        step = get_context("fork").Process(target=self._in_fork, args=(work, writer, os.getpid()))
        step.start()
        os.close(writer)
        self._tell(f"+{step.pid} {int(signal.SIGKILL)}")
        self._outputs.register(reader, selectors.EVENT_READ, name)
        try:
            self.until(lambda: not step.is_alive(), seconds=3600, otherwise=f"{name} takes more than an hour.")
        finally:
            step.kill()
            step.join()
            self._tell(f"-{step.pid}")
        if step.exitcode:
            raise children.ChildFailed(f"{name.capitalize()} failed; the lines above say why.")

    def until(self, question: Callable[[], bool], *, seconds: float, otherwise: str) -> None:
        """Return once `question` answers yes, telling meanwhile what the children say.

        Raises Stopped when somebody asks for the end, ChildFailed with `otherwise` after `seconds`.
        """
        deadline = time.monotonic() + seconds
        while not question():
            if time.monotonic() > deadline:
                raise children.ChildFailed(otherwise)
            self._listen(0.02)
            self._heed()

    def keep(self) -> None:
        """Restart whoever dies, until somebody asks for the end (Stopped)."""
        while True:
            self._listen(TICK)
            self._heed()
            for service in self.services.values():
                self._look_after(service)

    def stop(self, *groups: Sequence[str], seconds: float) -> None:
        """End the named services group by group, each within `seconds`; asked twice by hand, at once."""
        self._stopping = False
        for names in groups:
            going = [service for name, service in self.services.items() if name in names and service.due is None]
            for service in going:
                service.process.send_signal(service.command.stop)
            deadline = time.monotonic() + seconds
            while any(service.process.poll() is None for service in going) and not self._stopping:
                if time.monotonic() > deadline:
                    break
                self._listen(0.02)
            for service in going:
                if service.process.poll() is None:
                    self.log.say(f"{service.command.name} did not end by itself and was killed.")
                self._bury(service)
        self._listen(0)

    def _launch(self, command: children.Command) -> subprocess.Popen[bytes]:
        reader, writer = os.pipe()
        process = children.start(command, writer)
        os.close(writer)
        self._tell(f"+{process.pid} {int(command.orphaned)}")
        self._outputs.register(reader, selectors.EVENT_READ, command.name)
        return process

    def _look_after(self, service: Service) -> None:
        now, name = time.monotonic(), service.command.name
        if service.due is not None:
            if now >= service.due:
                service.process, service.began, service.due = self._launch(service.command), now, None
        elif service.process.poll() is not None:
            service.deaths = 1 if now - service.began > SETTLED else service.deaths + 1
            wait = min(2.0 ** (service.deaths - 1), LONGEST_WAIT)
            service.due = now + wait
            self._bury(service)
            self.log.say(f"{name} ended ({how(service.process.returncode)}). Starting it again in {wait:.0f} s.")

    def _bury(self, service: Service) -> None:
        """Leave nothing of its group behind."""
        watcher.send(service.process.pid, signal.SIGKILL)
        service.process.wait()
        self._tell(f"-{service.process.pid}")

    def _listen(self, seconds: float) -> None:
        for key, _events in self._outputs.select(seconds):
            if not self.log.take(key.data, key.fd):
                self._outputs.unregister(key.fd)
                os.close(key.fd)

    def _heed(self) -> None:
        if self._stopping or self.log.broken:
            raise Stopped

    def _ask_to_stop(self, _number: int, _frame: object) -> None:
        self._stopping = True

    def _tell(self, line: str) -> None:
        try:
            os.write(self._watched, f"{line}\n".encode())
        except BrokenPipeError:
            self.log.say("The watcher is gone: kill -9 of this process might leave some children behind.")

    def _in_fork(self, work: Callable[[], object], output: int, parent: int) -> None:
        os.setsid()
        children.die_with(parent, signal.SIGKILL)()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        os.dup2(output, 1)
        os.dup2(output, 2)
        cast(TextIOWrapper, sys.stdout).reconfigure(line_buffering=True)
        try:
            work()
        except children.ChildFailed as failure:
            sys.exit(str(failure))


def how(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
