"""What waits for somebody who is not at the desk is everybody's at once, and theirs again when they are back."""

import datetime as dt
from typing import Any

from django.db import connection

from calls.actions.at_desk import at_desk
from calls.actions.place_sql import SHARE


def share_for_absent(*, until: dt.datetime, at: dt.datetime) -> int:
    """Share what comes up before `until` for owners who are not at the desk then; how many entries changed hands.

    One UPDATE for the whole queue, in the transaction of the filling; doing it twice changes nothing more.
    """
    spans = [(user_id, span) for user_id, theirs in at_desk(since=at, until=until).items() for span in theirs]
    values: dict[str, Any] = {
        "users": [user_id for user_id, _ in spans],
        "starts": [span.start for _, span in spans],
        "ends": [span.end for _, span in spans],
        "until": until,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(SHARE, values)
        changed: int = cursor.rowcount
    return changed
