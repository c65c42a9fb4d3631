"""The statements that let go of what is spent, have what stands follow its cause, put each entry in its place, and tell
who was left out and why."""

from calls.actions.place_sql import FIRST, HELD
from calls.actions.queue_sql import (
    CALLBACK_AT,
    ENQUIRY_AT,
    QUOTE_AT,
    RUNS,
    SCHEDULE_AT,
    SHUT,
    TASK_AT,
    has_ordered,
    not_yet,
)

IS_HELD = HELD.format("q.customer_id")

# A cause lives until what it waits for has happened: the order came; the promise, the enquiry, the news, the quote,
# the missed call was closed; the scheduled call was moved or left out, the quote was put off, the enquiry has time
# again, nobody is at the customer's today, their account was put on stop, the card that was laid aside is gone, whoever
# was pulled forward was rung, the ranking proposes them no more, the promotion was paused or is over. An entry without
# a living cause is closed; of the others the spent reasons are taken away, so that what is left decides the place. What
# may come again today leaves no reason behind.
CLOSE = f"""
WITH shut AS MATERIALIZED ({SHUT}),
looked_at AS MATERIALIZED (
    SELECT r.id, r.entry_id, ordered.already, put_off.until_later,
           (ordered.already OR put_off.until_later OR b.closed_at IS NOT NULL OR e.closed_at IS NOT NULL
            OR n.closed_at IS NOT NULL OR w.closed_at IS NOT NULL
            OR m.closed_at IS NOT NULL OR aside.saved_at IS NOT NULL OR aside.ended_at IS NOT NULL
            OR (r.schedule_id IS NOT NULL AND t.id IS NULL)
            OR (r.override_id IS NOT NULL AND EXISTS (
                SELECT FROM calls_call rung WHERE rung.entry_id = q.id AND rung.opened_at >= pulled.made_at))
            OR (r.proposed_id IS NOT NULL AND k.id IS NULL)) AS is_spent
    FROM calls_queueentry q
    JOIN customers_customer c ON c.id = q.customer_id
    JOIN calls_queuereason r ON r.entry_id = q.id
    LEFT JOIN calls_occurrence t ON t.schedule_id = r.schedule_id AND t.due_on = r.due_on
    LEFT JOIN calls_callback b ON b.id = r.callback_id
    LEFT JOIN orders_enquiry e ON e.id = r.enquiry_id
    LEFT JOIN customers_servicetask n ON n.id = r.service_task_id
    LEFT JOIN orders_quote w ON w.id = r.quote_id
    LEFT JOIN calls_missedcontact m ON m.id = r.missed_id
    LEFT JOIN calls_call aside ON aside.id = r.stashed_id
    LEFT JOIN calls_override pulled ON pulled.id = r.override_id
    LEFT JOIN calls_candidate k ON k.customer_id = r.proposed_id AND k.kind = r.proposed_as
    LEFT JOIN shut ON shut.customer_id = q.customer_id
    CROSS JOIN LATERAL (
        SELECT t.id IS NOT NULL AND EXISTS ({has_ordered("q.customer_id")}) AS already OFFSET 0  -- asked once a row
    ) ordered
    CROSS JOIN LATERAL (
        SELECT coalesce(w.follow_up_on > %(day)s, false) OR coalesce(e.due_at > %(at)s + %(breach_within)s, false)
            OR shut.customer_id IS NOT NULL
               AND num_nonnulls(r.callback_id, r.service_task_id, r.quote_id, r.proposed_id) > 0
            OR r.promotion_id IS NOT NULL AND NOT EXISTS ({RUNS.format("r.promotion_id")})
            OR c.status = %(on_stop)s AND num_nonnulls(r.schedule_id, r.proposed_id) > 0
    ) put_off (until_later)
    WHERE q.closed_at IS NULL
),
by_entry AS (
    SELECT entry_id, bool_or(already) AS has_ordered, bool_and(is_spent) AS is_spent, bool_or(is_spent) AS has_spent
    FROM looked_at GROUP BY entry_id
),
touched AS MATERIALIZED (
    SELECT q.id, c.status = %(closed)s OR coalesce(l.is_spent, true) AS is_over,
           CASE WHEN c.status = %(closed)s THEN %(customer_closed)s
                WHEN l.has_ordered THEN %(already_ordered)s
                ELSE %(withdrawn)s END AS closed_as
    FROM calls_queueentry q
    JOIN customers_customer c ON c.id = q.customer_id
    LEFT JOIN by_entry l ON l.entry_id = q.id
    WHERE q.closed_at IS NULL AND (c.status = %(closed)s OR coalesce(l.has_spent, true)) AND NOT EXISTS ({IS_HELD})
    ORDER BY q.id
    FOR NO KEY UPDATE OF q SKIP LOCKED
),
let_go AS (
    DELETE FROM calls_queuereason r USING looked_at l, touched
    WHERE r.id = l.id AND l.is_spent AND touched.id = l.entry_id AND (l.until_later OR NOT touched.is_over)
)
UPDATE calls_queueentry q SET closed_at = %(at)s, closed_as = touched.closed_as
FROM touched WHERE q.id = touched.id AND touched.is_over
"""

# What had ended a scheduled call holds no more, while an order could still make the delivery: theirs was cancelled, the
# day left out or the closure was taken back. Its reason goes, so that the call is made after all.
BRING_BACK = f"""
DELETE FROM calls_queuereason r
USING calls_queueentry q, calls_occurrence t
WHERE q.closed_at >= %(at)s - interval '7 days' AND r.entry_id = q.id
  AND q.closed_as = ANY (ARRAY[%(already_ordered)s, %(withdrawn)s])
  AND t.schedule_id = r.schedule_id AND t.due_on = r.due_on AND t.cut_off_at > %(at)s
  AND NOT EXISTS ({has_ordered("q.customer_id")})
"""

# Whose account was closed by mistake and opened again is rung for all that was due today.
REOPEN = """
DELETE FROM calls_queuereason r
USING calls_queueentry q, customers_customer c
WHERE q.closed_at >= %(at)s - interval '1 day' AND q.closed_as = %(customer_closed)s AND r.entry_id = q.id
  AND c.id = q.customer_id AND c.status <> %(closed)s AND r.due_on = %(day)s
"""

# What was handed to somebody stays theirs, whatever owner its cause has.
KEPT_OWNER = "CASE WHEN handed.entry_id IS NULL THEN u.id ELSE r.owner_id END"


def _differs(cause: str, place: str, source: str, owner: str) -> str:
    """The standing reasons of one cause that do not ask for the place any more that their cause asks for now."""
    return f"""
    SELECT r.id AS reason_id, r.entry_id, place.*
    FROM calls_queueentry q
    JOIN calls_queuereason r ON r.entry_id = q.id
    JOIN {source}
    LEFT JOIN staff_user u ON u.id = {owner} AND u.is_active
    LEFT JOIN handed ON handed.entry_id = q.id
    CROSS JOIN LATERAL (
        SELECT {place.format(owner=KEPT_OWNER, ready="r.ready_at")}
    ) place (rank, owner_id, pool_at, ready_at, due_at)
    WHERE q.closed_at IS NULL AND r.{cause}_id IS NOT NULL
      AND (r.rank, r.owner_id, r.pool_at, r.ready_at, r.due_at) IS DISTINCT FROM
          (place.rank, place.owner_id, place.pool_at, place.ready_at, place.due_at)
"""


OF_CUSTOMER = "JOIN customers_customer c ON c.id = q.customer_id"
OF_SCHEDULE = f"""calls_occurrence t ON t.schedule_id = r.schedule_id AND t.due_on = r.due_on
    JOIN calls_schedule s ON s.id = r.schedule_id {OF_CUSTOMER}"""

# What stands in the queue asks for the place that its cause asks for now: a schedule was changed, an enquiry moved, an
# owner left, a customer given to somebody else, the desk set otherwise. A quote has its hours anew each day.
REFRESH = f"""
WITH handed AS MATERIALIZED (SELECT DISTINCT entry_id FROM calls_handover WHERE taken_at IS NOT NULL),
asked AS MATERIALIZED (
    {_differs("schedule", SCHEDULE_AT, OF_SCHEDULE, "coalesce(s.owner_id, c.owner_id)")}
    UNION ALL {_differs("callback", CALLBACK_AT, "calls_callback b ON b.id = r.callback_id", "b.owner_id")}
    UNION ALL {_differs("enquiry", ENQUIRY_AT, "orders_enquiry e ON e.id = r.enquiry_id", "e.owner_id")}
    UNION ALL {_differs("quote", QUOTE_AT, "orders_quote w ON w.id = r.quote_id", "w.owner_id")}
    UNION ALL {
    _differs(
        "service_task", TASK_AT, f"customers_servicetask n ON n.id = r.service_task_id {OF_CUSTOMER}", "c.owner_id"
    )
}
),
free AS MATERIALIZED (
    SELECT q.id FROM calls_queueentry q
    WHERE q.closed_at IS NULL AND q.id IN (SELECT entry_id FROM asked) AND NOT EXISTS ({IS_HELD})
    ORDER BY q.id
    FOR NO KEY UPDATE OF q SKIP LOCKED
)
UPDATE calls_queuereason r
SET rank = asked.rank, owner_id = asked.owner_id, pool_at = asked.pool_at, ready_at = asked.ready_at,
    due_at = asked.due_at
FROM asked JOIN free ON free.id = asked.entry_id
WHERE r.id = asked.reason_id
"""

# The place of the first living cause. What waits for a next try or for permission goes on waiting, unless a more urgent
# cause has begun since it was tried: that brings its own time. What is shared while its owner is away stays so.
PLACE = f"""
WITH moved AS MATERIALIZED (
    SELECT placed.*,
           CASE WHEN tried_at IS NULL AND NOT is_held_back OR is_raised AND comes_at > coalesce(tried_at, '-infinity')
                THEN comes_at ELSE greatest(stood_at, comes_at) END AS ready_at
    FROM (
        SELECT q.id, q.ready_at AS stood_at, q.held_back_code <> '' AS is_held_back,
               best.level, best.rank, best.owner_id, best.pool_at, best.due_at, best.ready_at AS comes_at,
               (best.level, best.rank) < (q.level, q.rank) AS is_raised,
               (best.level, best.rank, best.owner_id, best.due_at) IS DISTINCT FROM
                   (q.level, q.rank, q.owner_id, q.due_at) OR best.pool_at < q.pool_at AS is_elsewhere,
               (SELECT max(opened_at) FROM calls_call tried WHERE tried.entry_id = q.id) AS tried_at
        FROM calls_queueentry q
        CROSS JOIN LATERAL (
            SELECT level, rank, owner_id, pool_at, ready_at, due_at
            FROM calls_queuereason r WHERE r.entry_id = q.id ORDER BY {FIRST} LIMIT 1
        ) best
        WHERE q.closed_at IS NULL
          AND ((best.level, best.rank, best.owner_id, best.due_at) IS DISTINCT FROM
                   (q.level, q.rank, q.owner_id, q.due_at)
               OR best.pool_at < q.pool_at OR best.ready_at <> q.ready_at)
          AND NOT EXISTS ({IS_HELD})
    ) placed
),
free AS MATERIALIZED (
    SELECT q.id FROM calls_queueentry q JOIN moved ON moved.id = q.id AND moved.stood_at = q.ready_at
    WHERE q.closed_at IS NULL AND (moved.is_elsewhere OR moved.ready_at <> q.ready_at)
    ORDER BY q.id
    FOR NO KEY UPDATE OF q SKIP LOCKED
)
UPDATE calls_queueentry q
SET level = moved.level, rank = moved.rank, owner_id = moved.owner_id, due_at = moved.due_at,
    pool_at = CASE WHEN moved.is_elsewhere THEN moved.pool_at ELSE q.pool_at END, ready_at = moved.ready_at
FROM moved JOIN free USING (id) WHERE q.id = moved.id
"""

# Whoever was due and has no reason in the queue for it, with the first thing that keeps them out.
LEAVE_OUT = f"""
WITH shut AS MATERIALIZED ({SHUT}),
due AS (
    SELECT s.customer_id, 'scheduled' AS cause, bool_or(EXISTS ({has_ordered("s.customer_id")})) AS has_ordered
    FROM calls_occurrence t
    JOIN calls_schedule s ON s.id = t.schedule_id
    WHERE t.due_on = %(day)s
      AND NOT EXISTS (SELECT FROM calls_queuereason r WHERE r.schedule_id = s.id AND r.due_on = %(day)s)
    GROUP BY s.customer_id
    UNION ALL SELECT b.customer_id, 'promised', false FROM calls_callback b
    WHERE b.closed_at IS NULL AND b.window_from < %(day_ends)s AND {not_yet("callback", "b.id")}
    UNION ALL SELECT e.customer_id, 'enquiry', false FROM orders_enquiry e
    WHERE e.closed_at IS NULL AND e.due_at <= %(at)s + %(breach_within)s AND {not_yet("enquiry", "e.id")}
    UNION ALL SELECT m.customer_id, 'missed', false FROM calls_missedcontact m
    WHERE m.closed_at IS NULL AND m.customer_id IS NOT NULL AND m.due_at <= %(at)s + %(breach_within)s
      AND {not_yet("missed", "m.id")}
    UNION ALL SELECT n.customer_id, 'task', false FROM customers_servicetask n
    WHERE n.closed_at IS NULL AND {not_yet("service_task", "n.id")}
    UNION ALL SELECT w.customer_id, 'quote', false FROM orders_quote w
    WHERE w.state = ANY (%(quotes_out)s) AND w.follow_up_on <= %(day)s AND {not_yet("quote", "w.id")}
),
kept_out AS MATERIALIZED (
    SELECT DISTINCT ON (due.customer_id, due.cause) due.customer_id, due.cause, shut.until_on,
           CASE WHEN c.status = %(closed)s THEN 'closed'
                WHEN due.cause = 'scheduled' AND c.status <> %(active)s THEN 'on_stop'
                WHEN due.has_ordered THEN 'ordered'
                WHEN shut.customer_id IS NOT NULL THEN 'shut'
                WHEN lines.n = 0 THEN 'no_number'
                WHEN lines.stopped > 0 THEN 'stopped'
                ELSE 'wrong_number' END AS because
    FROM due
    JOIN customers_customer c ON c.id = due.customer_id
    LEFT JOIN shut ON shut.customer_id = due.customer_id AND due.cause = ANY (ARRAY['promised', 'task', 'quote'])
    CROSS JOIN LATERAL (
        SELECT count(*) AS n, count(l.do_not_call_at) AS stopped,
               count(*) FILTER (WHERE l.do_not_call_at IS NULL AND l.wrong_number_at IS NULL) AS free
        FROM customers_phoneline l WHERE l.customer_id = c.id
    ) lines
    WHERE c.status = %(closed)s OR lines.free = 0 OR due.has_ordered OR shut.customer_id IS NOT NULL
       OR due.cause = 'scheduled' AND c.status <> %(active)s
    ORDER BY due.customer_id, due.cause
),
no_more AS (
    DELETE FROM calls_leftout o
    WHERE o.due_on = %(day)s AND NOT EXISTS (
        SELECT FROM kept_out k WHERE k.customer_id = o.customer_id AND k.cause = o.cause)
)
INSERT INTO calls_leftout AS o (customer_id, due_on, cause, because, until_on, found_at)
SELECT customer_id, %(day)s, cause, because, CASE WHEN because = 'shut' THEN until_on END, %(at)s FROM kept_out
ON CONFLICT (customer_id, due_on, cause) DO UPDATE
    SET because = excluded.because, until_on = excluded.until_on, found_at = excluded.found_at
    WHERE (o.because, o.until_on) IS DISTINCT FROM (excluded.because, excluded.until_on)
"""
