"""Writes rows by COPY, many thousands a second, with ids that are known before they are written."""

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from types import NoneType
from typing import Any
from uuid import UUID

from django.db import connection, models

NULL = "\\N"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _text(value: str) -> str:
    return value if value.isprintable() and "\\" not in value else value.translate(ESCAPES)


ENCODERS: dict[type, Callable[[Any], str]] = {
    NoneType: lambda _: NULL,
    str: _text,
    bool: lambda value: "t" if value else "f",
    int: str,
    float: repr,
    Decimal: str,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.datetime: dt.datetime.isoformat,
    UUID: str,
    list: lambda value: "{" + ",".join(map(str, value)) + "}",
}


def encode(value: object) -> str:
    """A value as COPY's text format has it; a list is an array of numbers, a choice its text."""
    encoder = ENCODERS.get(type(value))
    return encoder(value) if encoder else _text(str(value))


class Table:
    """Rows waiting for one table. Fields that are not named keep their model's default, or else the database's."""

    def __init__(self, model: type[models.Model], *names: str) -> None:
        self.model = model
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        left_to_the_database = {field.name for field in fields if field.has_db_default() and not field.has_default()}
        named = {field.name: field for field in fields if field.name in names}
        known = {*names, *left_to_the_database}
        rest = [field for field in fields if field.name not in known and not field.null and not field.primary_key]
        columns: list[str] = [
            model._meta.pk.attname,
            *(named[name].attname for name in names),
            *(field.attname for field in rest),
        ]
        self.ending = "".join(f"\t{encode(field.get_default())}" for field in rest) + "\n"
        self.statement = f"COPY {model._meta.db_table} ({', '.join(columns)}) FROM STDIN"
        self.last_id = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
        self.rows: list[str] = []

    def add(self, *values: object) -> int:
        """Keep a row for the next write; returns the id it will have."""
        return self.add_encoded("\t".join(map(encode, values)))

    def add_encoded(self, text: str) -> int:
        """As `add`, of values that are text for COPY already."""
        self.last_id += 1
        self.rows.append(f"{self.last_id}\t{text}{self.ending}")
        return self.last_id

    def write(self) -> None:
        with connection.cursor() as cursor:
            cursor.copy_expert(self.statement, io.StringIO("".join(self.rows)))
        self.rows.clear()

    def move_sequence_on(self) -> None:
        """So that the next row made by anybody comes after ours."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), greatest(%s, 1), %s)",
                [self.model._meta.db_table, self.model._meta.pk.attname, self.last_id, self.last_id > 0],
            )


@contextmanager
def foreign_keys_checked_at_the_end(tables: Iterable[Table]) -> Iterator[None]:
    """Take the tables' foreign keys away and put them back, which checks all rows at once instead of one by one.

    Inside one transaction. Whoever else wants these tables waits until it ends.
    """
    names = [table.model._meta.db_table for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND conrelid = ANY (%s::regclass[]) ORDER BY conrelid, conname",
            [names],
        )
        keys = cursor.fetchall()
        for table, key, _definition in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {key}")
        yield
        for table, key, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {key} {definition}")
