"""`manage.py import_ledger FILE --as-of DATE`: what customers owe, what is overdue, who is on stop."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from customers.actions.imports import read_rows
from orders.actions.ledger import LedgerTaken, import_ledger
from orders.management.rejects import Numbered
from orders.rules.ledger import COLUMNS, LedgerRow, RowLeftOut, check_columns, read_row
from staff.rules import Refusal


class Command(BaseCommand):
    help = (
        f"Take over the accounts ledger: a CSV with the columns {', '.join(COLUMNS)}; account and balance are needed. "
        "An empty credit_limit, or no on_stop column, leaves what stands. Rows left out go to FILE.rejected.csv. "
        "The same file of the same day again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            required=True,
            metavar="DATE",
            help="The day it was drawn up: 2026-11-23.",
        )
        parser.add_argument("--encoding", help="Found by itself: UTF-8 or UTF-16, else Windows' cp1252, else Latin-1.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            content = file.read_bytes()
            rows = read_rows(content, encoding=options["encoding"])
            headings = next(rows, [])
            names = [heading.strip().lower().replace(" ", "_") for heading in headings]
            check_columns(names)
            numbered = Numbered(rows, names)
            done = import_ledger(
                rows=readable(numbered),
                name=file.name,
                sha256=sha256(content).hexdigest(),
                as_of=options["as_of"],
                reject=numbered.reject,
                at=timezone.now(),
                dry_run=options["dry_run"],
            )
        except Refusal as refusal:
            raise CommandError(f"{refusal.sentence} Nothing was imported.") from refusal
        except OSError as unreadable:
            raise CommandError(f"{unreadable.filename}: {unreadable.strerror}.") from unreadable
        self.say(done, numbered, dry_run=options["dry_run"])
        path = numbered.write(file, headings)
        if path:
            self.stdout.write(f"The rows that were left out, and why, are in {path}.")

    def say(self, done: LedgerTaken, numbered: Numbered, *, dry_run: bool) -> None:
        if done.was_here:
            self.stdout.write("This ledger has been taken over already; nothing changed.")
            return
        would = "Would be" if dry_run else "Were"
        self.stdout.write(
            f"{would} taken over: {done.accounts:,} accounts; limit or stop changed: {done.standings:,}; "
            f"rows left out: {len(numbered.rejected):,}."
        )


def readable(numbered: Numbered) -> Iterator[tuple[int, LedgerRow]]:
    for number, row in numbered:
        try:
            yield number, read_row(row)
        except RowLeftOut as reason:
            numbered.reject(number, str(reason))
