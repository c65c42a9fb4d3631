"""The desk's response standard is the time by which a new enquiry is answered."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from calls.actions import change_settings
from customers.tests.make import make_customer
from staff.models import User


def proposed(client: Client, at: dt.datetime) -> str:
    """What an empty form says, by London's clock."""
    account = make_customer().account_number
    with time_machine.travel(at, tick=False):
        page = client.get(reverse("orders:enquiry-new"), {"customer": account}).text
    found = re.search(r'name="due_at" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(("hours", "due"), [(0, "2026-11-24T16:00"), (4.5, "2026-11-25T12:00")])
def test_it_runs_in_the_desks_hours(coordinator_client: Client, noon: dt.datetime, hours: float, due: str) -> None:
    assert proposed(coordinator_client, noon + dt.timedelta(hours=hours)) == due


def test_it_is_what_the_director_has_set(coordinator_client: Client, director: User, noon: dt.datetime) -> None:
    change_settings(values={"enquiry_minutes": 60}, seen_version=0, by=director, at=noon)
    assert proposed(coordinator_client, noon) == "2026-11-24T13:00"
