"""Writes the customers of a file in batches; each batch is a transaction, and doing it twice changes nothing."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from django.db import transaction

from customers.actions.imports.batch import write_batch
from customers.rules.imports import Columns, Record, read_row
from staff.models import User

BATCH = 2_000


@dataclass(frozen=True)
class Reported:
    """A row that was refused, or kept without something; `row` counts from 1 as a spreadsheet does."""

    row: int
    kept: bool
    reasons: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ImportResult:
    """How many rows there were and what became of them; `incomplete` are kept, but without something."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    refused: int = 0
    incomplete: int = 0


def import_customers(
    *,
    rows: Iterable[tuple[int, Sequence[str]]],
    columns: Columns,
    source: str,
    by: User | None,
    at: dt.datetime,
    report: Callable[[Reported], None],
    dry_run: bool = False,
) -> ImportResult:
    """Keep the customers of `rows` (row number and cells), known by account number; tell `report` of each bad one.

    Fields that the file does not carry keep what they have; do-not-call is never undone; numbers and addresses are
    added, not taken away. A batch is one transaction, so that a crash leaves whole customers and the file can be run
    again. A dry run does everything and then undoes it.
    """
    if dry_run:
        with transaction.atomic():
            result = _import(rows, columns, source, by, at, report)
            transaction.set_rollback(True)
        return result
    return _import(rows, columns, source, by, at, report)


def _import(
    rows: Iterable[tuple[int, Sequence[str]]],
    columns: Columns,
    source: str,
    by: User | None,
    at: dt.datetime,
    report: Callable[[Reported], None],
) -> ImportResult:
    result = ImportResult()
    first_seen: dict[str, int] = {}
    for batch in _batches(rows):
        records = [_told(record, report) for record in _read(batch, columns, first_seen)]
        good = [record for _, record, _ in records if not record.refused]
        created = write_batch(records=good, fields=columns.fields, source=source, by=by, at=at)
        result = replace(
            result,
            rows=result.rows + len(records),
            created=result.created + created,
            updated=result.updated + len(good) - created,
            refused=result.refused + len(records) - len(good),
            incomplete=result.incomplete + sum(bool(record.dropped) for record in good),
        )
    return result


def _batches(rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[list[tuple[int, Sequence[str]]]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        yield batch


Numbered = tuple[int, Record, Sequence[str]]


def _read(batch: list[tuple[int, Sequence[str]]], columns: Columns, first_seen: dict[str, int]) -> Iterator[Numbered]:
    """The batch's rows as records; an account number that came before in the file is refused."""
    for number, cells in batch:
        if not any(cell.strip() for cell in cells):
            continue
        record = read_row(cells, columns)
        first = first_seen.setdefault(record.account_number, number) if record.account_number else number
        if first != number:
            again = f"Account {record.account_number} was in row {first} already."
            record = replace(record, refused=(*record.refused, again))
        yield number, record, cells


def _told(numbered: Numbered, report: Callable[[Reported], None]) -> Numbered:
    number, record, cells = numbered
    if record.refused or record.dropped:
        report(Reported(number, not record.refused, record.refused + record.dropped, tuple(cells)))
    return numbered
