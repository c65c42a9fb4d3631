"""A setting that production must not guess stops the start, with a sentence that names it."""

import ast
import os
import subprocess
import sys
from email.utils import parseaddr

import pytest

from telesales.testing.servers import BESIDE_A_GIVEN_DATABASE
from telesales.up.places import CHECKOUT

PRODUCTION = BESIDE_A_GIVEN_DATABASE | {"DATABASE_URL": "postgresql://desk@127.0.0.1:1/desk"}


def start_with(**changed: str) -> subprocess.CompletedProcess[str]:
    ours = {name: value for name, value in os.environ.items() if name not in PRODUCTION}
    command = [sys.executable, "manage.py", "diffsettings"]
    environment = ours | PRODUCTION | changed
    return subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)


def test_production_starts_with_all_of_them() -> None:
    assert start_with().returncode == 0


def test_a_name_with_a_comma_or_brackets_writes_letters() -> None:
    started = start_with(COMPANY_TRADING_NAME="Smith, Jones & Co (Leeds)", COMPANY_EMAIL="orders@smith.example")
    line = next(line for line in started.stdout.splitlines() if line.startswith("DEFAULT_FROM_EMAIL = "))
    written = ast.literal_eval(line.partition(" = ")[2])
    assert parseaddr(written) == ("Smith, Jones & Co (Leeds)", "orders@smith.example")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("ALLOWED_HOSTS", ""),
        ("COMPANY_LEGAL_NAME", ""),
        ("EMAIL_URL", ""),
        ("BOUNCES_URL", "pop3://orders@mail.example.com"),
        ("BOUNCES_URL", "imaps://mail.example.com"),
        ("HTTPS", "perhaps"),
        ("TRUSTED_PROXIES", "many"),
        ("DATABASE_URL", "sqlite:///desk.db"),
    ],
)
def test_what_is_missing_or_wrong_is_named(name: str, value: str) -> None:
    refused = start_with(**{name: value})
    assert refused.returncode != 0
    assert name in refused.stderr.strip().splitlines()[-1]
