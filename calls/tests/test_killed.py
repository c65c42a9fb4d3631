"""A worker that is killed half way through a filling or a claim leaves nothing half done, and others go on."""

import datetime as dt
import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from calls.actions import claim_next, fill
from calls.models import Call, Lease, LeasedNumber, QueueEntry, QueueReason
from calls.tests.make import make_entry, make_schedule
from customers.tests.make import make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db(transaction=True)

# Does the work inside a transaction that never ends, says so, and waits to be killed.
HALF_DONE = """
import datetime as dt, sys, time
import django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from django.db import connection, transaction
from calls.actions import claim_next, fill
from staff.models import User
at = dt.datetime.fromisoformat(sys.argv[2])
with transaction.atomic():
    {work}
    print("half done", flush=True)
    time.sleep(60)
"""
WORKS = {
    "fill": "assert fill(day=at.date(), at=at) == 3",
    "claim": "assert claim_next(operator=User.objects.get(email='carol@example.com'), at=at)",
}


def kill_half_way(work: str, at: dt.datetime) -> None:
    """-9, while its transaction is open; returns when the database has noticed."""
    name = connection.settings_dict["NAME"]
    ours = os.environ | {"DJANGO_SETTINGS_MODULE": "telesales.settings"}
    script = HALF_DONE.format(work=WORKS[work])
    worker = subprocess.Popen(  # noqa: S603  # our own words
        [sys.executable, "-c", script, name, at.isoformat()],
        env=ours,
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    try:
        assert worker.stdout.readline() == "half done\n"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
    wait_until_alone(name)


def wait_until_alone(name: str) -> None:
    with connection.cursor() as cursor:
        for _ in range(500):
            cursor.execute(
                "SELECT count(*), pg_sleep(0.01) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
                [name],
            )
            if cursor.fetchone()[0] == 0:
                return
    raise AssertionError("The killed worker's session is still there.")


def test_a_filling(noon: dt.datetime) -> None:
    for _ in range(3):
        make_schedule(make_reachable_customer())
    kill_half_way("fill", noon)
    assert not QueueEntry.objects.exists()
    assert fill(day=noon.date(), at=noon) == 3
    assert QueueReason.objects.count() == 3


def test_a_claim(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    entry = make_entry(at=noon)
    kill_half_way("claim", noon)
    assert [model.objects.count() for model in (Call, Lease, LeasedNumber)] == [0, 0, 0]
    call = claim_next(operator=second_coordinator, at=noon)
    assert call is not None
    assert call.entry == entry
