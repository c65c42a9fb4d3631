"""`manage.py import_customers FILE`: customers from a spreadsheet saved as CSV, packed with gzip or not."""

import csv
import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from customers.actions.imports import ImportResult, Reported, import_customers, read_rows
from customers.rules.imports import HEADINGS, Columns, find_columns
from customers.rules.vocabulary import CustomerKind
from staff.rules import Refusal


class Command(BaseCommand):
    help = (
        "Import customers from a CSV file, by account number: again changes nothing. Bad rows go to FILE.rejected.csv."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="COLUMN=FIELD",
            help=f"A heading, or a column's number from 1, and where it goes: {', '.join(HEADINGS)}.",
        )
        parser.add_argument(
            "--mapping-file", type=Path, help='JSON: {"columns": {COLUMN: FIELD}, "set": {FIELD: VALUE}}'
        )
        parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="The same for every row.")
        parser.add_argument(
            "--kind", choices=CustomerKind.values, help="Customers or prospects; else new ones are customers."
        )
        parser.add_argument("--segment", help="The segment of every row; made when it is new.")
        parser.add_argument("--no-header", action="store_true", help="The first row is a customer already.")
        parser.add_argument("--encoding", help="Found by itself: UTF-8 or UTF-16, else Windows' cp1252, else Latin-1.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.run(options)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        except OSError as unreadable:
            raise CommandError(f"{unreadable.filename}: {unreadable.strerror}.") from unreadable

    def run(self, options: dict[str, Any]) -> None:
        file: Path = options["file"]
        rows = read_rows(file.read_bytes(), encoding=options["encoding"])
        header = None if options["no_header"] else next(rows, [])
        columns = columns_of(header, options)
        with closing(Rejects(file, header or [])) as rejects:
            result = import_customers(
                rows=enumerate(rows, 1 if header is None else 2),
                columns=columns,
                source=file.name[:60],
                by=None,
                at=timezone.now(),
                report=rejects.write,
                dry_run=options["dry_run"],
            )
        self.say(result, rejects, dry_run=options["dry_run"])

    def say(self, result: ImportResult, rejects: "Rejects", *, dry_run: bool) -> None:
        would = "Would be" if dry_run else "Were"
        self.stdout.write(
            f"{result.rows:,} rows. {would} created: {result.created:,}; updated: {result.updated:,}; "
            f"refused: {result.refused:,}; kept without something: {result.incomplete:,}."
        )
        if rejects.count:
            self.stdout.write(f"The rows with something wrong, and why, are in {rejects.path}.")


def columns_of(header: Sequence[str] | None, options: dict[str, Any]) -> Columns:
    """The mapping file first, then what the command line says over it."""
    written = mapping_of(options["mapping_file"]) if options["mapping_file"] else {}
    chosen = written.get("columns", {}) | dict(pairs(options["map"]))
    constants = written.get("set", {}) | dict(pairs(options["set"]))
    constants |= {name: options[name] for name in ("kind", "segment") if options[name]}
    return find_columns(header, chosen, constants)


def mapping_of(file: Path) -> dict[str, dict[str, str]]:
    try:
        written = json.loads(file.read_text("utf-8"))
    except ValueError as broken:
        raise CommandError(f"{file} is not written as JSON: {broken}. Correct it, then import again.") from broken
    if not isinstance(written, dict) or not all(isinstance(part, dict) for part in written.values()):
        raise CommandError(f'{file} must hold {{"columns": {{COLUMN: FIELD}}, "set": {{FIELD: VALUE}}}}.')
    return written


def pairs(given: list[str]) -> Iterator[tuple[str, str]]:
    for pair in given:
        left, found, right = pair.rpartition("=")
        if not found:
            raise CommandError(f"“{pair}” is not COLUMN=FIELD.")
        yield left, right


class Rejects:
    """FILE.rejected.csv: written with the first bad row, taken away when there is none."""

    def __init__(self, file: Path, header: Sequence[str]) -> None:
        self.path = file.with_name(f"{file.name}.rejected.csv")
        self.path.unlink(missing_ok=True)
        self.header = header
        self.count = 0
        self.file: TextIO | None = None

    def write(self, bad: Reported) -> None:
        if self.file is None:
            self.file = self.path.open("w", encoding="utf-8-sig", newline="")
            csv.writer(self.file).writerow(["row", "kept", "reasons", *self.header])
        kept = "yes" if bad.kept else "no"
        csv.writer(self.file).writerow(chain((bad.row, kept, " ".join(bad.reasons)), bad.cells))
        self.count += 1

    def close(self) -> None:
        if self.file is not None:
            self.file.close()
