"""Brings the whole desk up, one step after the other, and down again."""

import errno
import http.client
import os
import socket
import time

from django.conf import settings

from telesales.up import broker, children, database, lock, places, preparation, services
from telesales.up.log import Log
from telesales.up.sign_ins import SIGN_INS
from telesales.up.supervisor import Stopped, Supervisor

OWN_PROCESSES = ("web", "worker", "beat")
SERVERS = ("redis", "postgres")


def bring_up(host: str, port: int, *, empty: bool) -> None:
    """Run the desk at `host`:`port` until somebody asks for its end; an `empty` one begins without demo data.

    Raises AlreadyRunning or ChildFailed, each with the sentence to show; whatever was started is stopped then.
    """
    began = time.monotonic()
    held = lock.take(f"http://{services.bracketed(host)}:{port}/")
    refuse_taken_port(host, port)
    _say_where(host, port)
    log = Log()
    supervisor = Supervisor(log, held)
    try:
        _start_servers(supervisor)
        _prepare(supervisor, empty=empty)
        _start_own_processes(supervisor, host, port)
        _greet(log, host, port, time.monotonic() - began)
        supervisor.keep()
    except Stopped:
        log.say("Stopping.")
    finally:
        supervisor.stop(OWN_PROCESSES, seconds=services.SECONDS_TO_FINISH)
        supervisor.stop(SERVERS, seconds=3)
    log.say("Everything has stopped.")


def _say_where(host: str, port: int) -> None:
    """For the links in letters to customers, unless somebody has said better: to our children, and to our own forks."""
    if not os.environ.get("PUBLIC_URL"):
        os.environ["PUBLIC_URL"] = settings.PUBLIC_URL = f"http://{services.bracketed(host)}:{port}"


def refuse_taken_port(host: str, port: int) -> None:
    try:
        family, kind, number, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, number) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise children.ChildFailed(f"{host} is not an address of this machine: choose another with --host.") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = f"Port {port} on {host} is taken by another program."
        else:
            reason = f"Port {port} on {host} cannot be opened: {os.strerror(error.errno or 0)}."
        other = f"Choose another one: make run ARGS='--port {port + 1}'"
        raise children.ChildFailed(f"{reason} {other}") from None


def _start_servers(supervisor: Supervisor) -> None:
    """Those of the two that the environment does not name."""
    database.make_folders()
    if not os.environ.get("REDIS_URL"):
        supervisor.log.say("Starting Redis.")
        redis = supervisor.start(broker.command())
    else:
        redis = None
    if not os.environ.get("DATABASE_URL"):
        supervisor.log.say(f"Starting PostgreSQL; its data lies in {places.postgres_folder()}.")
        supervisor.run("postgres", database.make_ready)
        postgres = supervisor.start(database.command())
        slow = "PostgreSQL was not ready within a minute; the lines above may say why."
        supervisor.until(lambda: database.is_ready(postgres), seconds=60, otherwise=slow)
        database.create()
    if redis:
        supervisor.until(lambda: broker.is_ready(redis), seconds=10, otherwise="Redis did not answer.")


def _prepare(supervisor: Supervisor, *, empty: bool) -> None:
    supervisor.log.say("Bringing the tables up to date.")
    supervisor.run("tables", preparation.bring_tables_up_to_date)
    supervisor.log.say("Collecting static files.")
    supervisor.run("static", preparation.collect_static_files)
    if not empty:
        supervisor.run("demo", preparation.fill_in_demo)


def _start_own_processes(supervisor: Supervisor, host: str, port: int) -> None:
    supervisor.log.say("Starting the pages, the task worker and its clock.")
    web = supervisor.start(services.web(host, port))
    supervisor.start(services.worker())
    supervisor.start(services.beat())
    slow = "The pages did not answer within a minute; the lines above may say why."
    supervisor.until(lambda: _answers(host, port) or web.poll() is not None, seconds=60, otherwise=slow)
    if web.poll() is not None:
        raise children.ChildFailed("The pages could not be started; the lines above say why.")


def _answers(host: str, port: int) -> bool:
    """Whether the sign-in page is served; any answer will do."""
    there = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # compared, not bound
    connection = http.client.HTTPConnection(there, port, timeout=5)
    try:
        connection.request("GET", "/accounts/login/", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def _greet(log: Log, host: str, port: int, seconds: float) -> None:
    log.say(f"Ready after {seconds:.1f} s. Ctrl-C stops everything.")
    log.say(f"Open  http://{services.bracketed(host)}:{port}/")
    if preparation.demo_note().exists():
        for person in SIGN_INS:
            log.say(f"  {person.title:<20}  {person.email:<40}  {person.password}")
    else:
        log.say("  The first administrator is made by: .venv/bin/python manage.py createsuperuser")
