"""Writes who looked at whose record, and who works here."""

import datetime as dt

from django.db import transaction

from staff.models import AccessRecord, User
from staff.rules import Role


@transaction.atomic
def record_access(*, user: User, record_type: str, record_id: int, page: str, at: dt.datetime) -> None:
    """Note that `user` was shown a record; it names the record only, never what was in it."""
    AccessRecord.objects.create(user=user, record_type=record_type, record_id=record_id, page=page, seen_at=at)


@transaction.atomic
def add_user(*, email: str, full_name: str, role: Role) -> User:
    """Add a colleague without a password; they set one themselves through “Forgotten your password?”."""
    return User.objects.create_user(email, full_name=full_name, role=role)
