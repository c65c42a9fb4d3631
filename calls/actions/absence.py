"""What waits for somebody who is away is everybody's at once, and theirs again when they are back."""

import datetime as dt
from typing import Any

from django.db import connection

from staff.reports import presence

# An entry of an owner who is not in when it comes up goes to the pool from then on. One whose owner is in has the
# time of its deciding reason, which also takes back what was shared for an absence that has ended. What is under
# somebody's hand, by lease or by lock, is left alone: the next filling looks at it again.
SHARE = """
WITH at_work (user_id, starts_at, ends_at) AS (
    SELECT * FROM unnest(%(users)s::bigint[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
),
wanted AS (
    SELECT q.id,
           CASE WHEN EXISTS (
               SELECT FROM at_work w
               WHERE w.user_id = q.owner_id AND w.starts_at <= comes.up_at AND comes.up_at < w.ends_at
           ) THEN own.pool_at ELSE least(own.pool_at, comes.up_at) END AS pool_at
    FROM calls_queueentry q
    CROSS JOIN LATERAL (SELECT greatest(q.ready_at, %(at)s) AS up_at) comes
    CROSS JOIN LATERAL (
        SELECT r.pool_at FROM calls_queuereason r WHERE r.entry_id = q.id ORDER BY r.level, r.rank, r.id LIMIT 1
    ) own
    WHERE q.closed_at IS NULL AND q.owner_id IS NOT NULL AND q.ready_at < %(until)s AND own.pool_at > comes.up_at
      AND NOT EXISTS (SELECT FROM calls_lease held WHERE held.customer_id = q.customer_id
                      AND held.released_at IS NULL AND held.until_at > %(at)s)
    ORDER BY q.id
    FOR NO KEY UPDATE OF q SKIP LOCKED
)
UPDATE calls_queueentry q SET pool_at = wanted.pool_at
FROM wanted WHERE q.id = wanted.id AND q.pool_at <> wanted.pool_at
"""


def share_for_absent(*, until: dt.datetime, at: dt.datetime) -> int:
    """Share what comes up before `until` for owners who are not in then; how many entries changed hands.

    One UPDATE for the whole queue, in the transaction of the filling; doing it twice changes nothing more.
    """
    spans = [(user_id, span) for user_id, theirs in presence(since=at, until=until).items() for span in theirs]
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
