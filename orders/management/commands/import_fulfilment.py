"""`manage.py import_fulfilment FILE`: what the warehouse picked and despatched, and when the rest is due."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from customers.actions.imports import read_rows
from orders.actions.fulfil_import import import_fulfilment
from orders.management.rejects import Numbered
from orders.rules.fulfilment import COLUMNS, check_columns, column, read_row
from staff.rules import Refusal


class Command(BaseCommand):
    help = (
        f"Move orders on: a CSV with the columns {', '.join(COLUMNS)}. Line is its place in the order or the product's "
        "code; picked and despatched are packs of everything so far. An order is taken whole or not at all; rows that "
        "are left out go to FILE.rejected.csv. The same file again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--encoding", help="Found by itself: UTF-8 or UTF-16, else Windows' cp1252, else Latin-1.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            rows = read_rows(file.read_bytes(), encoding=options["encoding"])
            headings = next(rows, [])
            check_columns([column(heading) for heading in headings])
            numbered = Numbered(rows, [column(heading) for heading in headings])
            done = import_fulfilment(
                rows=[(number, read_row(row)) for number, row in numbered],
                reject=numbered.reject,
                at=timezone.now(),
                dry_run=options["dry_run"],
            )
        except Refusal as refusal:
            raise CommandError(f"{refusal.sentence} Nothing was imported.") from refusal
        except OSError as unreadable:
            raise CommandError(f"{unreadable.filename}: {unreadable.strerror}.") from unreadable
        would = "that would be " if options["dry_run"] else ""
        self.stdout.write(
            f"Orders {would}moved on: {done.moved:,}; as they stood: {done.as_before:,}; "
            f"rows left out: {len(numbered.rejected):,}."
        )
        path = numbered.write(file, headings)
        if path:
            self.stdout.write(f"The rows that were left out, and why, are in {path}.")
