"""manage.py read_bounces: note which of our letters came back."""

import mailbox
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from customers.actions import note_report

MBOX_BEGINS = b"From "


class Command(BaseCommand):
    help = (
        "Read the letters that mail servers sent back from a mailbox (an mbox file, a Maildir folder or one letter), "
        "note on each of ours that it came back, and have the customer told by telephone. Reading one again is safe."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        at, read, noted, unknown = timezone.now(), 0, 0, 0
        for report in _letters(options["file"]):
            read += 1
            told = note_report(report, at=at)
            noted, unknown = noted + told.ours, unknown + told.unknown
        self.stdout.write(f"{read} read, {noted} of ours came back, {unknown} are none of ours.")


def _letters(path: Path) -> Iterator[Message]:
    try:
        if path.is_dir():
            yield from mailbox.Maildir(path, create=False)
        elif (content := path.read_bytes()).startswith(MBOX_BEGINS):
            with closing(mailbox.mbox(path, create=False)) as box:
                yield from box
        elif content:
            yield message_from_bytes(content)
    except (OSError, mailbox.Error) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
