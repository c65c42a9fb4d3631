"""Gives a test run a PostgreSQL and a Redis of its own, before the settings are read.

Loaded by `-p` in pytest.ini, because pytest-django reads the settings before any conftest. The servers' data lies in
a temporary folder and dies with the run; its tables are a copy of what an earlier run has migrated. With DATABASE_URL
set, that server is used instead; REDIS_URL likewise.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from functools import partial
from pathlib import Path

import pytest

from telesales.testing import kept
from telesales.up import broker, children, database, places

# What settings.py asks for by name as soon as DATABASE_URL is set.
BESIDE_A_GIVEN_DATABASE = {
    "SECRET_KEY": "for-a-test-run-only-" * 3,
    "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
    "PUBLIC_URL": "http://localhost:8000",
    "HTTPS": "off",
    "EMAIL_URL": "consolemail://",
    "COMPANY_LEGAL_NAME": "Calder Trade Supplies Ltd",
    "COMPANY_ADDRESS": "Unit 4, Canal Wharf, Leeds LS11 5PS",
    "COMPANY_PHONE": "0113 496 0100",
    "COMPANY_CALLER_ID": "0113 496 0100",
    "COMPANY_EMAIL": "orders@calder-trade.example",
}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        _start_servers(early_config)
    elif "REDIS_URL" not in os.environ:
        os.environ["REDIS_URL"] = places.redis_url(1 + int(worker.removeprefix("gw")))
    return (yield)


def _start_servers(config: pytest.Config) -> None:
    folder = Path(tempfile.mkdtemp(prefix="telesales-test-"))
    folder.chmod(places.FOLDER_MODE)
    config.add_cleanup(partial(shutil.rmtree, folder, ignore_errors=True))
    os.environ["TELESALES_DATA"] = str(folder)
    database.make_folders()
    if "DATABASE_URL" in os.environ:
        for name, value in BESIDE_A_GIVEN_DATABASE.items():
            os.environ.setdefault(name, value)
    else:
        _start_postgres(config, folder)
    if "REDIS_URL" not in os.environ:
        redis = _start(config, broker.command(), folder)
        children.wait_until(lambda: broker.is_ready(redis))


def _start_postgres(config: pytest.Config, folder: Path) -> None:
    """With the migrated database of the run before, or one that is made and kept now."""
    command = database.command(careless=True)
    if not kept.bring():
        database.make_ready()
        making = _start_ready(command, folder)
        kept.migrate(BESIDE_A_GIVEN_DATABASE)
        children.stop(making, command, seconds=30)
        kept.keep()
    postgres = _start_ready(command, folder)
    config.add_cleanup(partial(children.stop, postgres, command, seconds=5))
    database.create()
    os.environ[kept.NAMED] = kept.TEMPLATE


def _start_ready(command: children.Command, folder: Path) -> subprocess.Popen[bytes]:
    with (folder / f"{command.name}.log").open("ab") as log:
        process = children.start(command, log)
    children.wait_until(lambda: database.is_ready(process))
    return process


def _start(config: pytest.Config, command: children.Command, folder: Path) -> subprocess.Popen[bytes]:
    with (folder / f"{command.name}.log").open("wb") as log:
        process = children.start(command, log)
    config.add_cleanup(partial(children.stop, process, command, seconds=5))
    return process
