"""Fifty coordinators at one desk for a minute, over HTTP: Next, the card, dial, an outcome, Next again.

Starts the product by `manage.py up` on data of its own. Needs calling hours: outside them nobody may be rung, by law
or by code of practice, and the measure says so.
"""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from benchmarks.figures import Figure

COORDINATORS = 50
SECONDS = 60
CUSTOMERS = 6_000
CHECKOUT = Path(__file__).resolve().parent.parent
CSRF = "a" * 32
PREPARE = f"""
import json
from datetime import date, time
from calls.actions import fill
from calls.actions.occurrences import lay_out_short
from calls.models import Schedule
from customers.models import Customer
from django.utils.timezone import now
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from staff.models import User
keys = []
for number in range({COORDINATORS}):
    user = User.objects.create_user(f"load{{number}}@example.com", full_name=f"Load {{number}}")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "telesales.roles.RoleBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    keys.append(session.session_key)
Customer.objects.update(owner=None)
Schedule.objects.all().delete()
every_day = {{"weekdays": list(range(7)), "valid_from": date(2020, 1, 1)}}
hours = {{"window_from": time(0), "window_until": time(23, 58), "cut_off": time(23, 59)}}
Schedule.objects.bulk_create(
    [Schedule(customer_id=pk, **every_day, **hours) for pk in Customer.objects.values_list("pk", flat=True)]
)
lay_out_short(at=now())
fill(day=now().date(), at=now())
print(json.dumps(keys))
"""
COUNT = """
import json
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute('''
        SELECT count(*) FROM calls_call a JOIN calls_call b ON a.customer_id = b.customer_id AND a.id < b.id
        JOIN staff_user u ON u.id = a.coordinator_id JOIN staff_user v ON v.id = b.coordinator_id
        WHERE u.email LIKE 'load%%' AND v.email LIKE 'load%%'
          AND b.opened_at < coalesce(a.saved_at, a.ended_at, 'infinity')''')
    twice = cursor.fetchone()[0]
print(json.dumps(twice))
"""


def measure() -> list[Figure]:
    with running_desk() as (port, environment):
        keys = json.loads(_in_shell(PREPARE, environment))
        hands = [Hand(port, key) for key in keys]
        started = time.perf_counter()
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        seconds = time.perf_counter() - started
        twice = int(_in_shell(COUNT, environment))
    errors = [error for hand in hands for error in hand.errors]
    for error in errors[:5]:
        print(error, file=sys.stderr)
    waits = [wait for hand in hands for wait in hand.waits]
    cuts = quantiles(waits, n=100) if len(waits) > 1 else [0.0] * 99
    return [
        Figure("load.customers_with_two_at_once", twice, "customers", goal=0),
        Figure("load.errors", len(errors), "answers", goal=0),
        Figure("load.outcomes_saved", sum(hand.saved for hand in hands), "calls", goal=COORDINATORS, at_least=True),
        Figure("load.calls_a_second", sum(hand.saved for hand in hands) / seconds, "calls/s"),
        Figure("load.next_p50", cuts[49], "ms"),
        Figure("load.next_p99", cuts[98], "ms"),
    ]


class Hand(threading.Thread):
    """One coordinator who never pauses for breath."""

    def __init__(self, port: int, session: str) -> None:
        super().__init__(daemon=True)
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
        self.waits: list[float] = []
        self.errors: list[str] = []
        self.saved = 0

    def run(self) -> None:
        ends = time.perf_counter() + SECONDS
        try:
            while time.perf_counter() < ends and self.work_one():
                pass
        except OSError as error:
            self.errors.append(f"{type(error).__name__}: {error}")

    def work_one(self) -> bool:
        start = time.perf_counter()
        card = self.ask("POST", "/calls/next/", {})
        self.waits.append((time.perf_counter() - start) * 1000)
        if card is None or not card.removeprefix("/calls/").strip("/").isdecimal():
            self.errors.append(f"Next led to {card}; outside calling hours nobody may be rung.")
            return False
        self.ask("GET", card)
        self.ask("POST", f"{card}outcome/", {"outcome": "enough_stock", "words": "", "then": "day"})
        self.saved += 1
        return not self.errors

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> str | None:
        """Where the answer leads; None for a page. Notes what is neither."""
        body = urlencode(fields) if fields is not None else None
        headers = self.headers | ({"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {})
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        answer.read()
        if answer.status not in {200, 302}:
            self.errors.append(f"{method} {path}: {answer.status}")
        return answer.getheader("Location")


@contextmanager
def running_desk() -> Iterator[tuple[int, dict[str, str]]]:
    """The product on a throw-away folder, with a made-up wholesaler of many customers."""
    folder = Path(tempfile.mkdtemp(prefix="telesales-load-"))
    folder.chmod(0o711)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    ours = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    environment = ours | {"TELESALES_DATA": str(folder)}
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "manage.py", "up", "--empty", "--port", str(port)]
        up = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=log, stderr=log)
    try:
        _wait_until_open(port)
        demo = [sys.executable, "manage.py", "demo", "--customers", str(CUSTOMERS)]
        subprocess.run(demo, cwd=CHECKOUT, env=environment, check=True, stdout=subprocess.DEVNULL)
        yield port, environment
    finally:
        up.send_signal(signal.SIGTERM)
        up.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_open(port: int) -> None:
    for _ in range(600):
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/accounts/login/")
            if line.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError("The product did not start within a minute.")


def _in_shell(code: str, environment: dict[str, str]) -> str:
    """What the last line of `code`, run in the product's shell, prints."""
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", code]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip().splitlines()[-1]
