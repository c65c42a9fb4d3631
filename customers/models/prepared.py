"""Statements that each session of the database plans once: for the hot path, where planning takes longer than doing."""

import re
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

# Left to itself PostgreSQL plans a statement five times before it trusts one plan, and some each time.
ONE_PLAN = "SET plan_cache_mode = force_generic_plan"
NAMED = re.compile(r"%\((\w+)\)s")


class Prepared:
    """A statement with named values, `%(name)s`, and the type of each. Needs a session of its own, not a pooled one."""

    def __init__(self, name: str, statement: str, **types: str) -> None:
        places = {value: f"${place}" for place, value in enumerate(types, start=1)}
        body = NAMED.sub(lambda named: places[named[1]], statement).replace("%%", "%")
        self.name = name
        self._make = f"PREPARE {name} ({', '.join(types.values())}) AS {body}"
        self._ask = f"EXECUTE {name} ({', '.join(f'%({value})s' for value in types)})"
        self._known: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()

    def rows(self, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """What it answers; [] for a statement that answers nothing."""
        connection.ensure_connection()
        with connection.cursor() as cursor:
            if connection.connection not in self._known:
                cursor.execute(ONE_PLAN)
                cursor.execute(self._make)
                self._known[connection.connection] = True
            cursor.execute(self._ask, values)
            return cursor.fetchall() if cursor.description else []
