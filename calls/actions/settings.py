"""Writes the desk's settings: never over the old ones, always as a new version."""

import datetime as dt
from collections.abc import Mapping

from django.db import connection, transaction

from calls.models import DeskSettings
from calls.rules.settings import SettingsMoved, Value, check_settings
from staff.models import User

# One number names the changing of settings among PostgreSQL's advisory locks.
SETTING = 7_201_003


@transaction.atomic
def change_settings(*, values: Mapping[str, Value], seen_version: int, by: User, at: dt.datetime) -> DeskSettings:
    """Put a new version in force; `seen_version` is the one the page showed. The same values again change nothing.

    Raises UnsafeSetting naming the field, and SettingsMoved when somebody else was quicker. Of two at once the second
    waits for the first.
    """
    check_settings(values)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SETTING])
    now_set = DeskSettings.objects.in_force()
    if all(getattr(now_set, name) == value for name, value in values.items()):
        return now_set
    if now_set.version != seen_version:
        raise SettingsMoved(
            f"{now_set.changed_by} changed the settings while this page was open. What stands now is beside what you "
            "typed; save again to put yours in its place."
        )
    return DeskSettings.objects.create(
        version=now_set.version + 1, changed_at=at, changed_by=by, **now_set.values() | dict(values)
    )
