"""A throw-away database on an embedded server of its own, as durable as the product's own."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from telesales.up import children, database, places

# What a server of this size is given by whoever looks after one (docs/production.md); durability is left as it is.
TUNED = ("-c", "shared_buffers=2GB", "-c", "max_wal_size=4GB", "-c", "work_mem=64MB", "-c", "max_connections=120")


@contextmanager
def throw_away_database() -> Iterator[None]:
    """Django stands on it inside; the folder and the server are gone afterwards. Once in a process."""
    folder = Path(tempfile.mkdtemp(prefix="telesales-bench-"))
    folder.chmod(places.FOLDER_MODE)
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"TELESALES_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "telesales.settings"}
    database.make_ready()
    command = database.command()
    command = children.Command(
        name=command.name,
        arguments=(*command.arguments, *TUNED),
        stop=command.stop,
        orphaned=command.orphaned,
        user=command.user,
        environment=command.environment,
    )
    with (folder / "postgres.log").open("wb") as log:
        server = children.start(command, log)
    try:
        children.wait_until(lambda: database.is_ready(server))
        database.create()
        _stand_on_it()
        yield
    finally:
        children.stop(server, command, seconds=10)
        shutil.rmtree(folder, ignore_errors=True)


def _stand_on_it() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
