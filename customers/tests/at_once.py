"""Several threads doing a thing at the same moment, each on a connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection, transaction

Result = TypeVar("Result")


def at_once(*things: Callable[[], Result]) -> list[Result | Exception]:
    """What each returned or raised, in the order given. They start together behind one barrier."""
    barrier = threading.Barrier(len(things))

    def run(thing: Callable[[], Result]) -> Result | Exception:
        try:
            connection.ensure_connection()
            barrier.wait()
            return thing()
        except Exception as raised:
            return raised
        finally:
            connection.close()

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(run, things))


def behind(
    first: Callable[[], object], second: Callable[[], Result], *, meanwhile: Callable[[], object] = bool
) -> Result | Exception:
    """What `second` returned or raised that had to wait for a row until `first`, which had it, was through.

    `meanwhile` is done by the first while the second waits.
    """

    def run() -> Result | Exception:
        try:
            return second()
        except Exception as raised:
            return raised
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            waiting = pool.submit(run)
            while not waiting.done() and not _is_waited_for():
                pass
            meanwhile()
        return waiting.result()


def _is_waited_for() -> bool:
    """Whether somebody waits for what this connection has locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])
