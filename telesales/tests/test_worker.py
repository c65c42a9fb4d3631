"""A real Celery worker, told by a real Redis, sends a promised letter through a real mail server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from customers.actions import promise_message
from customers.models import Message
from customers.rules.vocabulary import MessageKind
from customers.tests.mail_server import running_mailbox
from customers.tests.make import make_customer
from telesales.testing.servers import BESIDE_A_GIVEN_DATABASE
from telesales.up import places

pytestmark = pytest.mark.machine_clock

PATIENCE = 30.0


@contextmanager
def running_worker() -> Iterator[None]:
    """A worker process on the test's own database, broker and mail server."""
    server = (os.environ.get("DATABASE_URL") or places.database_url()).rpartition("/")[0]
    told = {
        "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
        "REDIS_URL": settings.CELERY_BROKER_URL,
        "EMAIL_URL": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
    }
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "telesales", "worker", "--pool", "solo", "--loglevel", "WARNING"],
        env=os.environ | BESIDE_A_GIVEN_DATABASE | told,
    )
    try:
        yield
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(timeout=PATIENCE)


@pytest.mark.django_db(transaction=True)
def test_a_promise_reaches_the_mailbox_through_a_worker() -> None:
    with running_mailbox() as mailbox, running_worker():
        letter = promise_message(
            key="order-17-confirmed-1",
            customer_id=make_customer().pk,
            kind=MessageKind.ACKNOWLEDGEMENT,
            to="sam@customer.example",
            subject="Your order SO-2026-000001",
            text="Thank you for your order.",
            html="",
            at=timezone.now(),
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not Message.objects.filter(pk=letter.pk, sent_at__isnull=False).exists():
            time.sleep(0.1)
    assert [arrived["Subject"] for arrived in mailbox.letters] == ["Your order SO-2026-000001"]
    assert Message.objects.get().attempts == 1
