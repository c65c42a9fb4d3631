"""A migrated database from the run before: migrating takes longer than many a run of a few tests.

It is a copy of the stopped server's data, named by all that goes into it; another migration makes another one.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from telesales.up import database, places

TEMPLATE = "kept"
# Named in the environment, so that each worker of a run finds it.
NAMED = "TELESALES_TEST_TEMPLATE"


def folder() -> Path:
    return places.CHECKOUT / "var" / "kept-for-tests" / _digest()


def bring() -> bool:
    """Put the kept data where the server will look for them; False when there are none of this state."""
    if not folder().exists():
        return False
    _copy(folder(), database.data())
    return True


def keep() -> None:
    """Keep the data of the server, which has been stopped, in place of older ones. Two at once keep the same."""
    draft = folder().with_name(f"being-made-{os.getpid()}")
    draft.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for older in draft.parent.iterdir():
        if not older.name.startswith("being-made-"):
            shutil.rmtree(older, ignore_errors=True)
    _copy(database.data(), draft)
    try:
        draft.rename(folder())
    except OSError:
        shutil.rmtree(draft)


def migrate(environment: dict[str, str]) -> None:
    """Make the template in the running server."""
    address = f"postgresql://{places.DATABASE_OWNER}@/{places.socket_folder()}/{TEMPLATE}"
    database.create(TEMPLATE)
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        check=True,
        cwd=places.CHECKOUT,
        env={**os.environ, **environment, "DATABASE_URL": address.replace("@//", "@/%2F")},
    )


def _copy(there: Path, here: Path) -> None:
    """With owners and modes: the server's user is not ours when we are root."""
    subprocess.run(["cp", "-a", str(there), str(here)], check=True)


def _digest() -> str:
    found = hashlib.sha256()
    migrations = (path for path in places.CHECKOUT.glob("*/migrations/*.py"))
    for path in (*sorted(migrations), places.CHECKOUT / "telesales" / "settings.py", _requirements()):
        found.update(os.fsencode(path) + path.read_bytes())
    return f"{database.VERSION}-{found.hexdigest()[:16]}"


def _requirements() -> Path:
    return places.CHECKOUT / "requirements-dev.txt"
