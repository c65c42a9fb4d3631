"""Several threads doing a thing at the same moment, each on a connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

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
