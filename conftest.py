"""The small named cast that every test may call on, and the moment at which tests happen."""

import datetime as dt
import os
from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from staff.models import User
from staff.rules import Role
from staff.tests.make import make_user
from telesales.testing import kept


@pytest.fixture(scope="session", autouse=True)
def plain_static_files() -> Iterator[None]:
    """Pages name static files as they are: nothing has been collected in a test run."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The test database begins as a copy of one that is migrated, where the run has one."""
    if kept.NAMED in os.environ:
        connection.settings_dict["TEST"]["TEMPLATE"] = os.environ[kept.NAMED]


@pytest.fixture
def noon() -> dt.datetime:
    """Tuesday 24 November 2026, 12:00 in London: a working day in winter, when London keeps UTC."""
    return dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest, noon: dt.datetime) -> Iterator[time_machine.Traveller | None]:
    """Every test happens at noon, at whatever hour it is run: the clock stands, and in the browser goes on from there.

    Only what runs beside processes of their own, or waits in vain, has the machine's clock: for who looks at one that
    stands, no wait ever ends.
    """
    if request.node.get_closest_marker("machine_clock"):
        yield None
        return
    with time_machine.travel(noon, tick=bool(request.node.get_closest_marker("browser"))) as traveller:
        yield traveller


@pytest.fixture
def coordinator(db: None) -> User:
    return make_user(email="carol@example.com", full_name="Carol Shaw")


@pytest.fixture
def second_coordinator(db: None) -> User:
    return make_user(email="dev@example.com", full_name="Dev Patel")


@pytest.fixture
def director(db: None) -> User:
    return make_user(email="olive@example.com", full_name="Olive Grant", role=Role.DIRECTOR)


@pytest.fixture
def administrator(db: None) -> User:
    return make_user(email="adam@example.com", full_name="Adam Reid", role=Role.ADMINISTRATOR)


@pytest.fixture
def privacy_officer(db: None) -> User:
    return make_user(email="priya@example.com", full_name="Priya Nair", role=Role.PRIVACY_OFFICER)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def coordinator_client(coordinator: User) -> Client:
    return signed_in(coordinator)


@pytest.fixture
def second_coordinator_client(second_coordinator: User) -> Client:
    return signed_in(second_coordinator)


@pytest.fixture
def director_client(director: User) -> Client:
    return signed_in(director)


@pytest.fixture
def administrator_client(administrator: User) -> Client:
    return signed_in(administrator)


@pytest.fixture
def privacy_officer_client(privacy_officer: User) -> Client:
    return signed_in(privacy_officer)
