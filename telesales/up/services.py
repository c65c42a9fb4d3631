"""The desk's own processes: pages, tasks, and the clock that starts them."""

import sys

from telesales.up import children, places

WORKERS, THREADS = 2, 4
# Within the ten seconds that a stop may take, with the servers' own end after it.
SECONDS_TO_FINISH = 5
# In a container a trial often runs as root, and Celery says much about that.
AS_ROOT = "You're running the worker with superuser privileges"


def web(host: str, port: int) -> children.Command:
    return children.Command(
        name="web",
        arguments=(
            *(sys.executable, "-m", "gunicorn", "telesales.wsgi:application"),
            *("--bind", f"{bracketed(host)}:{port}"),
            *("--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS)),
            *("--graceful-timeout", str(SECONDS_TO_FINISH - 1)),
            *("--log-level", "warning"),
            "--preload",
            "--no-control-socket",
        ),
    )


def worker() -> children.Command:
    return children.Command(
        name="worker",
        arguments=(
            *(sys.executable, "-W", f"ignore:{AS_ROOT}", "-m", "celery", "--quiet", "--app", "telesales", "worker"),
            *("--concurrency", "2", "--loglevel", "WARNING"),
            *("--without-gossip", "--without-mingle"),
        ),
    )


def beat() -> children.Command:
    """Its schedule file lies with the data; no pid file, which a kill would leave behind."""
    return children.Command(
        name="beat",
        arguments=(
            *(sys.executable, "-m", "celery", "--quiet", "--app", "telesales", "beat"),
            *("--schedule", places.data_folder() / "beat-schedule", "--pidfile", ""),
            *("--loglevel", "WARNING"),
        ),
    )


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
