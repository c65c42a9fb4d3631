"""What has to be true before the first page: tables, static files, and in a trial something to look at."""

import hashlib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command, get_commands

from telesales.up import places


def bring_tables_up_to_date() -> None:
    call_command("migrate", interactive=False, verbosity=1)
    call_command("createcachetable", verbosity=0)


def collect_static_files() -> None:
    """Collect them when one has changed since the last time, known by a fingerprint kept beside them."""
    fingerprint = _static_fingerprint()
    note = places.data_folder() / "static.fingerprint"
    if note.exists() and note.read_text() == fingerprint and Path(settings.STATIC_ROOT).is_dir():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    note.write_text(fingerprint)


def fill_in_demo() -> None:
    """A made-up wholesaler, where nobody works here yet. Never into a database of somebody's own."""
    if settings.TRIAL and "demo" in get_commands() and not apps.get_model(settings.AUTH_USER_MODEL).objects.exists():
        print("Filling in a made-up wholesaler. This happens once.", flush=True)
        call_command("demo")
        demo_note().touch()


def demo_note() -> Path:
    """Stands in the data folder once the demo was filled in, whose people the start then names."""
    return places.data_folder() / "demo.filled"


def _static_fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in finder.list(None):
            seen = Path(storage.path(path)).stat()
            digest.update(f"{path} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()
