"""Where a trial keeps its data, its sockets and its secret; settings.py reads it, so only the standard library."""

import hashlib
import os
import secrets
import stat
from pathlib import Path
from urllib.parse import quote

CHECKOUT = Path(__file__).resolve().parents[2]
DATABASE_NAME = DATABASE_OWNER = "telesales"
# sun_path holds 108 bytes with its closing zero; the longest name put below the folder is PostgreSQL's lock file.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
# Others may pass through but not look around: PostgreSQL, which refuses to run as root, must reach its own folder.
FOLDER_MODE = 0o711


def data_folder() -> Path:
    """`var` in the checkout, or TELESALES_DATA."""
    return Path(os.environ.get("TELESALES_DATA") or CHECKOUT / "var").absolute()


def postgres_folder() -> Path:
    """PostgreSQL's own part of the data; outside the checkout when root's checkout is closed to everyone else."""
    if os.geteuid() == 0 and not open_to_others(data_folder()):
        return Path("/var/lib/telesales") / _short_name()
    return data_folder() / "postgresql"


def socket_folder() -> Path:
    """The 0700 folder of both servers' sockets: beside the data, or below /tmp where that path would be too long."""
    folder = postgres_folder() / "run"
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        return Path("/tmp") / f"telesales-{os.geteuid()}-{_short_name()}"  # noqa: S108  # owner and mode are checked
    return folder


def database_url() -> str:
    return f"postgresql://{DATABASE_OWNER}@/{quote(str(socket_folder()))}/{DATABASE_NAME}"


def redis_socket() -> Path:
    return socket_folder() / "redis.sock"


def redis_url(number: int = 0) -> str:
    """Database `number` of the trial's Redis, as Celery spells a unix socket."""
    return f"redis+socket://{quote(str(redis_socket()))}?virtual_host={number}"


def secret_key() -> str:
    """The data folder's own secret, made by the first who asks; two at once get the same one."""
    path = data_folder() / "secret_key"
    if not path.exists():
        make_data_folder()
        draft = path.with_name(f"secret_key.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()


def make_data_folder() -> Path:
    folder = data_folder()
    if not folder.exists():
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        folder.chmod(FOLDER_MODE)
    return folder


def open_to_others(path: Path) -> bool:
    """Whether every existing folder down to `path` lets a user without any rights pass through."""
    return all(
        folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents) if folder.exists() and folder.is_dir()
    )


def _short_name() -> str:
    return hashlib.sha256(os.fsencode(data_folder())).hexdigest()[:12]
