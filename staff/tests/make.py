"""People for tests."""

import datetime as dt
from itertools import count
from typing import Any

from staff.models import Absence, User
from staff.reports import attendance_on

numbers = count(1)


def make_user(**overrides: Any) -> User:
    """A coordinator who can only be signed in by `force_login`, unless overridden."""
    number = next(numbers)
    fields = {"email": f"person{number}@example.com", "full_name": f"Person {number}"} | overrides
    return User.objects.create_user(**fields)


def works_at(user: User, at: dt.datetime) -> bool:
    return any(person.user == user and person.is_in for person in attendance_on(at))


def make_absence(user: User, starts_at: dt.datetime, ends_at: dt.datetime, **overrides: Any) -> Absence:
    """Agreed a week before, unless overridden."""
    asked_at = starts_at - dt.timedelta(days=7)
    fields: dict[str, Any] = {"asked_at": asked_at, "asked_by": user, "agreed_at": asked_at, "decided_by": user}
    return Absence.objects.create(user=user, starts_at=starts_at, ends_at=ends_at, **fields | overrides)
