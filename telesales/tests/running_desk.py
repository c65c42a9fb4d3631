"""Starts `manage.py up` as a person would, on data of its own, and looks at the processes it left."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from telesales.up import places
from telesales.up.watcher import lives


def make_data_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="telesales-up-"))
    folder.chmod(places.FOLDER_MODE)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Desk:
    data: Path = field(default_factory=make_data_folder)
    port: int = field(default_factory=free_port)
    up: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def arguments(self) -> list[str]:
        return [sys.executable, "manage.py", "up", "--empty", "--port", str(self.port)]

    def environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        return {**ours, "TELESALES_DATA": str(self.data)}

    def start(self) -> None:
        with (self.data / "log").open("ab") as log:
            self.up = subprocess.Popen(
                self.arguments(), cwd=places.CHECKOUT, env=self.environment(), stdout=log, stderr=log
            )
        self.wait_for(lambda: f"Open  {self.address}" in self.log())

    def refusal(self) -> str:
        """What `up` says when it will not start."""
        refused = subprocess.run(
            self.arguments(), cwd=places.CHECKOUT, env=self.environment(), capture_output=True, text=True, timeout=30
        )
        assert refused.returncode == 1
        return refused.stderr

    def log(self) -> str:
        return (self.data / "log").read_text()

    def page(self) -> int:
        with urllib.request.urlopen(f"{self.address}accounts/login/", timeout=10) as answer:
            return int(answer.status)

    def send(self, number: signal.Signals, *, within: float = 10) -> None:
        """Signal `up` and see it end in so many seconds."""
        assert self.up is not None
        self.up.send_signal(number)
        self.up.wait(within)

    def processes(self) -> list[int]:
        """Those alive that carry this data folder in their environment or, as the servers do, stand in it."""
        return [
            int(entry.name) for entry in Path("/proc").glob("[0-9]*") if lives(int(entry.name)) and self._owns(entry)
        ]

    def children(self, word: str) -> list[int]:
        """The children of `up` with `word` in their command line."""
        assert self.up is not None
        return [
            pid
            for pid in self.processes()
            if f"\nPPid:\t{self.up.pid}\n" in Path(f"/proc/{pid}/status").read_text()
            and word in Path(f"/proc/{pid}/cmdline").read_text()
        ]

    def wait_for(self, question: Callable[[], bool], seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not question():
            assert self.up is None or self.up.poll() in (None, 0, -signal.SIGKILL), self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)

    def _owns(self, entry: Path) -> bool:
        try:
            environment = (entry / "environ").read_bytes()
            return str(self.data).encode() in environment or (entry / "cwd").resolve().is_relative_to(self.data)
        except OSError:
            return False


@contextlib.contextmanager
def running_desk() -> Iterator[Desk]:
    desk = Desk()
    try:
        desk.start()
        yield desk
    finally:
        if desk.up is not None and desk.up.poll() is None:
            desk.send(signal.SIGTERM)
        shutil.rmtree(desk.data, ignore_errors=True)
