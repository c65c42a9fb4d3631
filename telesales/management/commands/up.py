"""manage.py up: everything the desk runs on, with one command."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from telesales.up.children import ChildFailed
from telesales.up.desk import bring_up
from telesales.up.lock import AlreadyRunning


class Command(BaseCommand):
    help = (
        "Starts the desk and all it needs: PostgreSQL unless DATABASE_URL is set, Redis unless REDIS_URL is set, "
        "tables, static files, demo data on the first start, pages, task worker and its clock. Ctrl-C stops it all."
    )
    # The tables that checks may look at are not there yet.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", default=8000, type=int, help="port to listen on (8000)")
        parser.add_argument("--empty", action="store_true", help="begin without demo data")

    def handle(self, *args: object, host: str, port: int, empty: bool, **options: object) -> None:
        try:
            bring_up(host, port, empty=empty)
        except (AlreadyRunning, ChildFailed) as refusal:
            raise CommandError(str(refusal)) from None
