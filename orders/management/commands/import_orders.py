"""Reads an order history from a CSV file, says what became of it, and writes down what was left out."""

import csv
import gzip
import zlib
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from customers.actions.imports.files import CUT_SHORT, LOOKED_AT, is_cut_short, utf_16_of
from orders.actions.history import Imported, import_history
from orders.rules.history import COLUMNS, HistoryLine, HistoryRefused, LineLeftOut, check_columns, read_line

EVERY = 100_000


class Command(BaseCommand):
    help = (
        "Brings over an order history: a CSV (or .csv.gz) with a header and the columns "
        f"{', '.join(COLUMNS)}. Invoices become closed orders with their own numbers; credit notes (numbers "
        "beginning with C) are taken off the invoices that they correct. Importing again adds nothing twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="COLUMN=NAME",
            help="What the file calls a column; repeatable.",
        )
        parser.add_argument(
            "--shift-to", type=date.fromisoformat, metavar="DATE", help="Move the history so that it ends on this day."
        )
        parser.add_argument("--rejects", type=Path, help="Write the lines that were left out, with their reason, here.")
        parser.add_argument("--encoding", help="Else UTF-8, or UTF-16 where it begins so; cp1252 is Windows' own.")

    def handle(self, *args: Any, **options: Any) -> None:
        mapping = dict(_pair(text) for text in options["map"])
        left_out: Counter[str] = Counter()
        try:
            with ExitStack() as files:
                source = files.enter_context(_opened(options["file"], options["encoding"]))
                rejects = files.enter_context(options["rejects"].open("w", newline="")) if options["rejects"] else None
                lines = self._lines(source, mapping, left_out, rejects)
                done = import_history(lines=lines, at=timezone.now(), ends_on=options["shift_to"])
        except UnicodeDecodeError as broken:
            raise CommandError(f"{_why_undecoded(broken)} Nothing was imported.") from broken
        except (OSError, EOFError, zlib.error, csv.Error) as unreadable:
            raise CommandError(f"{options['file']} cannot be read: {unreadable}. Nothing was imported.") from unreadable
        except HistoryRefused as refusal:
            raise CommandError(f"{refusal.sentence} Nothing was imported.") from refusal
        self._say(done, left_out)

    def _lines(
        self, source: TextIO, mapping: dict[str, str], left_out: Counter[str], rejects: TextIO | None
    ) -> Iterator[HistoryLine]:
        """The readable lines; the others are counted, and written to `rejects`."""
        rows = csv.DictReader(source)
        check_columns(list(rows.fieldnames or []), mapping)
        writer = csv.writer(rejects) if rejects else None
        if writer:
            writer.writerow(["line", "reason", *(rows.fieldnames or [])])
        for number, row in enumerate(rows, 1):
            if number % EVERY == 0:
                self.stdout.write(f"{number:,} lines read")
            try:
                yield read_line(row, mapping)
            except LineLeftOut as reason:
                left_out[str(reason)] += 1
                if writer:
                    writer.writerow([rows.line_num, str(reason), *(row.get(name) for name in rows.fieldnames or [])])

    def _say(self, done: Imported, left_out: Counter[str]) -> None:
        self.stdout.write(
            f"{done.orders:,} orders with {done.lines:,} lines, from {done.first_on} to {done.last_on}"
            f" (moved on by {done.shifted} days); {done.cancelled:,} of them credited in full."
        )
        self.stdout.write(f"{done.customers:,} customers and {done.products:,} products were new.")
        self.stdout.write(f"{done.already_here:,} invoices were here already and stand as they were.")
        self.stdout.write(f"{done.credits_unmatched:,} credit lines correct no line of the file and were left out.")
        for reason, count in left_out.most_common():
            self.stdout.write(f"{count:,} lines left out: {reason}.")


def _pair(text: str) -> tuple[str, str]:
    column, found, name = text.partition("=")
    if not found or column not in COLUMNS:
        raise CommandError(f"--map {text}: write COLUMN=NAME, with a column of {', '.join(COLUMNS)}.")
    return column, name


def _opened(path: Path, encoding: str | None) -> TextIO:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rb") as start:
        found = encoding or utf_16_of(start.read(LOOKED_AT)) or "utf-8-sig"
    try:
        return cast(TextIO, opened(path, "rt", encoding=found, newline=""))
    except LookupError as unknown:
        raise CommandError(f"“{encoding}” is no encoding. Try utf-8 or cp1252.") from unknown


def _why_undecoded(broken: UnicodeDecodeError) -> str:
    if is_cut_short(broken):
        return CUT_SHORT
    return f"The file is not written in {broken.encoding} all through. Say how it is, for example --encoding cp1252."
