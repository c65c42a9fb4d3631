"""People for tests."""

from itertools import count
from typing import Any

from staff.models import User

numbers = count(1)


def make_user(**overrides: Any) -> User:
    """A coordinator who can only be signed in by `force_login`, unless overridden."""
    number = next(numbers)
    fields = {"email": f"person{number}@example.com", "full_name": f"Person {number}"} | overrides
    return User.objects.create_user(**fields)
