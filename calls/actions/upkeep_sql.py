"""The statements that let go of what is spent, put each entry in its place, and keep who was left out and why."""

from calls.actions.queue_sql import HAS_ORDERED

# Under somebody's hand: the next filling looks at it again.
HELD = """SELECT FROM calls_lease held
    WHERE held.customer_id = q.customer_id AND held.released_at IS NULL AND held.until_at > %(at)s"""

# A cause lives until what it waits for has happened: the order came; the promise, the enquiry, the news, the quote,
# the missed call was closed; the scheduled call was moved or left out, the quote was put off, the card that was laid
# aside is gone, the ranking proposes them no more. An entry without a living cause is closed; of the others the spent
# reasons are taken away, so that what is left decides the place.
CLOSE = f"""
WITH looked_at AS MATERIALIZED (
    SELECT r.id, r.entry_id, has_ordered.already,
           (has_ordered.already OR b.closed_at IS NOT NULL OR e.closed_at IS NOT NULL
            OR n.closed_at IS NOT NULL OR w.closed_at IS NOT NULL OR coalesce(w.follow_up_on > %(day)s, false)
            OR m.closed_at IS NOT NULL OR aside.saved_at IS NOT NULL OR aside.ended_at IS NOT NULL
            OR (r.schedule_id IS NOT NULL AND t.id IS NULL)
            OR (r.proposed_id IS NOT NULL AND k.id IS NULL)) AS is_spent
    FROM calls_queueentry q
    JOIN calls_queuereason r ON r.entry_id = q.id
    LEFT JOIN calls_occurrence t ON t.schedule_id = r.schedule_id AND t.due_on = r.due_on
    LEFT JOIN calls_callback b ON b.id = r.callback_id
    LEFT JOIN orders_enquiry e ON e.id = r.enquiry_id
    LEFT JOIN customers_servicetask n ON n.id = r.service_task_id
    LEFT JOIN orders_quote w ON w.id = r.quote_id
    LEFT JOIN calls_missedcontact m ON m.id = r.missed_id
    LEFT JOIN calls_call aside ON aside.id = r.stashed_id
    LEFT JOIN calls_candidate k ON k.customer_id = r.proposed_id AND k.kind = r.proposed_as
    CROSS JOIN LATERAL (
        SELECT t.id IS NOT NULL AND EXISTS (
            SELECT FROM orders_order o
            WHERE o.customer_id = q.customer_id AND o.confirmed_at IS NOT NULL AND o.cancelled_at IS NULL
              AND (o.delivery_on = t.delivery_on OR o.confirmed_at > q.opened_at))
    ) has_ordered (already)
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
    WHERE q.closed_at IS NULL AND (c.status = %(closed)s OR coalesce(l.has_spent, true)) AND NOT EXISTS ({HELD})
    ORDER BY q.id
    FOR NO KEY UPDATE OF q SKIP LOCKED
),
let_go AS (
    DELETE FROM calls_queuereason r USING looked_at l, touched
    WHERE r.id = l.id AND l.is_spent AND touched.id = l.entry_id AND NOT touched.is_over
)
UPDATE calls_queueentry q SET closed_at = %(at)s, closed_as = touched.closed_as
FROM touched WHERE q.id = touched.id AND touched.is_over
"""

# The place of the first living cause. A more urgent one brings its own time; when that is gone, what waits for a next
# try or for permission goes on waiting, and the others have the time of the cause that is left.
PLACE = f"""
WITH moved AS (
    SELECT q.id, best.*,
           (best.level, best.rank) > (q.level, q.rank) AND (q.held_back_code <> '' OR EXISTS (
               SELECT FROM calls_call tried WHERE tried.entry_id = q.id)) AS is_waiting
    FROM calls_queueentry q
    CROSS JOIN LATERAL (
        SELECT level, rank, owner_id, pool_at, ready_at, due_at
        FROM calls_queuereason r WHERE r.entry_id = q.id ORDER BY level, rank, r.id LIMIT 1
    ) best
    WHERE q.closed_at IS NULL AND (best.level, best.rank) <> (q.level, q.rank) AND NOT EXISTS ({HELD})
    ORDER BY q.id
    FOR NO KEY UPDATE OF q SKIP LOCKED
)
UPDATE calls_queueentry q
SET level = moved.level, rank = moved.rank, owner_id = moved.owner_id, pool_at = moved.pool_at, due_at = moved.due_at,
    ready_at = CASE WHEN moved.is_waiting THEN greatest(q.ready_at, moved.ready_at) ELSE moved.ready_at END
FROM moved WHERE q.id = moved.id
"""

# Whoever was due and has no reason in the queue for it, with the first thing that keeps them out.
LEAVE_OUT = f"""
WITH due AS (
    SELECT s.customer_id, 'scheduled' AS cause, bool_or(EXISTS ({HAS_ORDERED})) AS has_ordered
    FROM calls_occurrence t
    JOIN calls_schedule s ON s.id = t.schedule_id
    CROSS JOIN LATERAL (SELECT s.customer_id AS id) c
    WHERE t.due_on = %(day)s
      AND NOT EXISTS (SELECT FROM calls_queuereason r WHERE r.schedule_id = s.id AND r.due_on = %(day)s)
    GROUP BY s.customer_id
    UNION ALL SELECT b.customer_id, 'promised', false FROM calls_callback b
    WHERE b.closed_at IS NULL AND b.window_from < %(day_ends)s
      AND NOT EXISTS (SELECT FROM calls_queuereason r WHERE r.callback_id = b.id AND r.due_on = %(day)s)
    UNION ALL SELECT e.customer_id, 'enquiry', false FROM orders_enquiry e
    WHERE e.closed_at IS NULL AND e.due_at <= %(at)s + %(breach_within)s
      AND NOT EXISTS (SELECT FROM calls_queuereason r WHERE r.enquiry_id = e.id AND r.due_on = %(day)s)
    UNION ALL SELECT m.customer_id, 'missed', false FROM calls_missedcontact m
    WHERE m.closed_at IS NULL AND m.customer_id IS NOT NULL AND m.due_at <= %(at)s + %(breach_within)s
      AND NOT EXISTS (SELECT FROM calls_queuereason r WHERE r.missed_id = m.id AND r.due_on = %(day)s)
    UNION ALL SELECT n.customer_id, 'task', false FROM customers_servicetask n
    WHERE n.closed_at IS NULL
      AND NOT EXISTS (SELECT FROM calls_queuereason r WHERE r.service_task_id = n.id AND r.due_on = %(day)s)
    UNION ALL SELECT w.customer_id, 'quote', false FROM orders_quote w
    WHERE w.state = ANY (%(quotes_out)s) AND w.follow_up_on <= %(day)s
      AND NOT EXISTS (SELECT FROM calls_queuereason r WHERE r.quote_id = w.id AND r.due_on = %(day)s)
),
kept_out AS MATERIALIZED (
    SELECT DISTINCT ON (due.customer_id, due.cause) due.customer_id, due.cause,
           CASE WHEN c.status = %(closed)s THEN 'closed'
                WHEN due.cause = 'scheduled' AND c.status <> %(active)s THEN 'on_stop'
                WHEN due.has_ordered THEN 'ordered'
                WHEN lines.n = 0 THEN 'no_number'
                WHEN lines.stopped > 0 THEN 'stopped'
                ELSE 'wrong_number' END AS because
    FROM due
    JOIN customers_customer c ON c.id = due.customer_id
    CROSS JOIN LATERAL (
        SELECT count(*) AS n, count(l.do_not_call_at) AS stopped,
               count(*) FILTER (WHERE l.do_not_call_at IS NULL AND l.wrong_number_at IS NULL) AS free
        FROM customers_phoneline l WHERE l.customer_id = c.id
    ) lines
    WHERE c.status = %(closed)s OR lines.free = 0 OR due.has_ordered
       OR due.cause = 'scheduled' AND c.status <> %(active)s
    ORDER BY due.customer_id, due.cause
),
no_more AS (
    DELETE FROM calls_leftout o
    WHERE o.due_on = %(day)s AND NOT EXISTS (
        SELECT FROM kept_out k WHERE k.customer_id = o.customer_id AND k.cause = o.cause)
)
INSERT INTO calls_leftout AS o (customer_id, due_on, cause, because, found_at)
SELECT customer_id, %(day)s, cause, because, %(at)s FROM kept_out
ON CONFLICT (customer_id, due_on, cause) DO UPDATE SET because = excluded.because, found_at = excluded.found_at
    WHERE o.because <> excluded.because
"""
