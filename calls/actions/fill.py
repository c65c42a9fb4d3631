"""The day's queue, made by pulling what is due; made again as often as anybody likes, with the same result."""

import datetime as dt
from typing import Any

from django.db import connection, transaction

from calls.actions.absence import share_for_absent
from calls.actions.queue_sql import OPEN
from calls.actions.upkeep_sql import BRING_BACK, CLOSE, LEAVE_OUT, PLACE, REFRESH, REOPEN
from calls.models import DeskSettings
from calls.rules import rank
from calls.rules.promise import PARTS, Part
from calls.rules.schedule import moment
from calls.rules.vocabulary import EntryEnd, Level
from customers.rules.vocabulary import CustomerStatus
from orders.rules.quote import OUT
from promotions.rules.vocabulary import PromotionState

# One number names the filling of the queue among PostgreSQL's advisory locks.
FILLING = 7_201_001


@transaction.atomic
def fill(*, day: dt.date, at: dt.datetime) -> int:
    """Bring the queue up to date for `day`: close what is spent, open what is due, have what stands follow
    its cause, put each entry in the place of its first cause, keep who was left out and why, and share what waits for
    somebody who is away.

    Returns how many causes were new. Set-based, so nothing is done row by row here; asking twice adds nothing. Of
    several workers at once one does it and the others return 0 at once. A worker that dies leaves nothing half done.
    """
    asked = _values(day, at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [FILLING])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(CLOSE, asked)
        cursor.execute(BRING_BACK, asked)
        cursor.execute(REOPEN, asked)
        cursor.execute(OPEN, asked)
        found: int = cursor.rowcount
        cursor.execute(REFRESH, asked)
        cursor.execute(PLACE, asked)
        cursor.execute(LEAVE_OUT, asked)
    share_for_absent(until=asked["day_ends"], at=at)
    return found


def _values(day: dt.date, at: dt.datetime) -> dict[str, Any]:
    settings = DeskSettings.objects.in_force()
    return {
        "day": day,
        "day_ends": moment(day + dt.timedelta(days=1), dt.time(0)),
        "at": at,
        "scheduled": Level.SCHEDULED.value,
        "promise": Level.PROMISE.value,
        "breaching": Level.BREACHING.value,
        "handling": settings.handling,
        "shared_before": settings.shared_before_cut_off,
        "loose": rank.LOOSE_BEHIND_EXACT,
        "passed": rank.PASSED_BEHIND_AHEAD,
        "breach_within": settings.breach_within,
        "grace": settings.grace,
        "chase_from": moment(day, PARTS[Part.DAY][0]),
        "chase_until": moment(day, PARTS[Part.DAY][1]),
        "quotes_out": [state.value for state in OUT],
        "active": CustomerStatus.ACTIVE.value,
        "closed": CustomerStatus.CLOSED.value,
        "on_stop": CustomerStatus.ON_STOP.value,
        "live": PromotionState.LIVE.value,
        "customer_closed": EntryEnd.CUSTOMER_CLOSED.value,
        "already_ordered": EntryEnd.ALREADY_ORDERED.value,
        "withdrawn": EntryEnd.WITHDRAWN.value,
    }
