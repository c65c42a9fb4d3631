"""Writes the ranking's scores on a day, present or past, to a CSV file."""

import csv
import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from calls.reports.ranking import scores_on
from calls.rules.settings import SETTINGS


class Command(BaseCommand):
    help = (
        "Scores every customer as at the end of a day, from orders up to that day alone, and writes a CSV with the "
        "columns as_of_date, customer_id (the account number) and score; the highest is rung first. Several days may "
        "be given. The desk's own scores are untouched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=dt.date.fromisoformat, required=True, nargs="+", metavar="DATE")
        parser.add_argument("--alpha", type=float, default=float(SETTINGS["alpha"].usual), help="0 orders, 1 revenue")
        parser.add_argument("--csv", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0 <= options["alpha"] <= 1:
            raise CommandError("--alpha must be from 0 to 1.")
        try:
            written = self._write(options["as_of"], options["alpha"], options["csv"])
        except OSError as refused:
            raise CommandError(f"{options['csv']} cannot be written: {refused}.") from refused
        self.stdout.write(f"{written:,} scores written to {options['csv']}.")

    def _write(self, days: list[dt.date], alpha: float, path: Path) -> int:
        written = 0
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["as_of_date", "customer_id", "score"])
            for day in days:
                for row in scores_on(day, alpha=alpha):
                    writer.writerow([day, row.account_number, f"{row.score:.9g}"])
                    written += 1
        return written
