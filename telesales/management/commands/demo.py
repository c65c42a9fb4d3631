"""manage.py demo: fill the database with a made-up wholesaler."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from customers.models import Customer
from telesales.demo.company import make_company

MOST_CUSTOMERS = 1_000_000


class Command(BaseCommand):
    help = "Fill the database with a made-up wholesaler; the same seed and day make the same company."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--customers", type=int, default=600, help="so many, and a quarter of that in prospects")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--as-of", type=dt.date.fromisoformat, help="the day it is for; today by default")
        parser.add_argument(
            "--add",
            action="store_true",
            help="although there are customers already; promotions and targets then stay as they are",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["customers"] <= MOST_CUSTOMERS:
            raise CommandError(f"--customers is a number from 1 to {MOST_CUSTOMERS:,}.")
        if Customer.objects.exists() and not options["add"]:
            raise CommandError("There are customers here already, so nothing was made. To add made-up ones: --add.")
        as_of = options["as_of"] or timezone.localdate()
        make_company(customers=options["customers"], seed=options["seed"], as_of=as_of, say=self.stdout.write)
