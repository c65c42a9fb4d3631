"""What most tests of a call begin with."""

import datetime as dt

import pytest

from calls.models import Call
from calls.tests.make import open_call
from staff.models import User


@pytest.fixture
def call(coordinator: User, noon: dt.datetime) -> Call:
    """A card that Carol has open at noon."""
    return open_call(coordinator, noon)
