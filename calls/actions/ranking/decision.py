"""What Next decided, kept at the moment of deciding: it cannot be told afterwards whom it passed over."""

import datetime as dt

from calls.actions.prepared import Prepared
from calls.rules.settings import SETTINGS

# How far down the queue a decision looks.
CONSIDERED = 5

# The entry under decision is no longer ready, because its customer has just been taken: it is named besides.
LOG = Prepared(
    "calls_log_decision",
    """
INSERT INTO calls_decision (call_id, decided_at, level, rank, place, considered, is_control, propensity,
                            foreseen, value)
SELECT %(call_id)s, %(at)s, q.level, q.rank, 1 + top.before, top.entries, coalesce(c.is_control, false),
       CASE WHEN c.is_control THEN desk.share WHEN c.is_control IS NULL THEN 1 ELSE 1 - desk.share END,
       coalesce(c.chance, s.chance), coalesce(c.value, s.recent_value)
FROM calls_queueentry q
CROSS JOIN (
    SELECT coalesce(max(control_percent), %(usual_percent)s) / 100.0 AS share
    FROM (SELECT control_percent FROM calls_desksettings ORDER BY version DESC LIMIT 1) newest
) desk
LEFT JOIN LATERAL (
    SELECT is_control, chance, value FROM calls_candidate
    WHERE customer_id = q.customer_id AND level = q.level ORDER BY rank LIMIT 1
) c ON true
LEFT JOIN calls_score s ON s.customer_id = q.customer_id
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(id ORDER BY level, rank, id), '{}') AS entries,
           count(*) FILTER (WHERE (level, rank, id) < (q.level, q.rank, q.id)) AS before
    FROM (
        SELECT id, level, rank FROM calls_queueentry
        WHERE closed_at IS NULL AND ready_at <= %(at)s AND (owner_id = %(operator_id)s OR pool_at <= %(at)s)
        ORDER BY level, rank, id LIMIT %(considered)s
    ) ready
) top
WHERE q.id = %(entry_id)s
ON CONFLICT DO NOTHING
""",
    call_id="bigint",
    entry_id="bigint",
    operator_id="bigint",
    usual_percent="integer",
    considered="integer",
    at="timestamptz",
)


def log_decision(*, call_id: int, entry_id: int, operator_id: int, at: dt.datetime) -> None:
    """Note that `entry_id` became this call. One statement, over the head of the queue however long it is.

    For the transaction of the claim, after the customer was taken. Twice is once.
    """
    asked: dict[str, int | dt.datetime] = {
        "call_id": call_id,
        "entry_id": entry_id,
        "operator_id": operator_id,
        "usual_percent": int(SETTINGS["control_percent"].usual),
        "considered": CONSIDERED,
        "at": at,
    }
    LOG.rows(asked)
