"""The statements that say what became of the customers who were scheduled for a day."""

from calls.actions.queue_sql import goes_elsewhere

# The calls of the day: laid out by a schedule, brought up before the schedule was changed, or moved away; today also
# those that are left from earlier days. What neither came up nor was left out with a reason is left: nobody filled.
# One that was moved while its card was open leaves the queue as withdrawn when the card is put back.
# Of a customer's several calls the one that is least done speaks for them, of those left one that can still be made in
# time.
STANDING = f"""
WITH asked AS (
    SELECT t.schedule_id, t.due_on FROM calls_occurrence t WHERE t.due_on = %(day)s
    UNION SELECT r.schedule_id, r.due_on FROM calls_queuereason r
    WHERE r.due_on = %(day)s AND r.schedule_id IS NOT NULL
    UNION SELECT m.schedule_id, m.from_on FROM calls_movedcall m WHERE m.from_on = %(day)s
    UNION SELECT r.schedule_id, r.due_on
    FROM calls_queueentry q JOIN calls_queuereason r ON r.entry_id = q.id
    WHERE %(is_today)s AND q.closed_at IS NULL AND q.level <= %(scheduled)s
      AND r.schedule_id IS NOT NULL AND r.due_on < %(day)s
),
each_call AS (
    SELECT s.customer_id, asked.due_on, q.id AS entry_id, r.usual_total,
           coalesce(t.cut_off_at, r.due_at, %(no_cut_off)s) AS cut_off,
           CASE WHEN q.id IS NOT NULL THEN q.owner_id WHEN m.id IS NOT NULL THEN m.owner_id ELSE u.id END AS owner_id,
           CASE WHEN m.id IS NOT NULL OR q.closed_as = ANY (%(ended_moved)s)
                     OR q.closed_as = %(withdrawn)s AND EXISTS (
                         SELECT FROM calls_scheduleexception x
                         WHERE x.schedule_id = asked.schedule_id AND x.instead_of = asked.due_on) THEN %(moved)s
                WHEN q.closed_as = ANY (%(ended_called)s) THEN %(called)s
                WHEN q.closed_as = ANY (%(ended_ordered)s) OR o.because = %(because_ordered)s
                     OR bought.first_at IS NOT NULL THEN %(ordered)s
                WHEN q.closed_at IS NOT NULL OR o.id IS NOT NULL THEN %(left_out)s
                ELSE %(left)s END AS stands,
           coalesce(q.closed_at, bought.first_at, o.found_at) AS ended_at
    FROM asked
    JOIN calls_schedule s ON s.id = asked.schedule_id
    JOIN customers_customer c ON c.id = s.customer_id
    LEFT JOIN staff_user u ON u.id = coalesce(s.owner_id, c.owner_id) AND u.is_active
    LEFT JOIN calls_occurrence t ON t.schedule_id = asked.schedule_id AND t.due_on = asked.due_on
    LEFT JOIN calls_queuereason r ON r.schedule_id = asked.schedule_id AND r.due_on = asked.due_on
    LEFT JOIN calls_queueentry q ON q.id = r.entry_id
    LEFT JOIN calls_movedcall m
        ON r.id IS NULL AND m.schedule_id = asked.schedule_id AND m.from_on = asked.due_on
    LEFT JOIN calls_leftout o
        ON r.id IS NULL AND o.customer_id = s.customer_id AND o.due_on = asked.due_on AND o.cause = %(cause)s
    LEFT JOIN LATERAL (
        SELECT min(b.confirmed_at) AS first_at FROM orders_order b
        WHERE r.id IS NULL AND b.customer_id = s.customer_id AND b.delivery_on = t.delivery_on
          AND b.confirmed_at IS NOT NULL AND b.cancelled_at IS NULL
          AND ({goes_elsewhere("s", "b", "asked.due_on")}) IS NOT TRUE
    ) bought ON true
),
by_customer AS (
    SELECT DISTINCT ON (customer_id) customer_id, entry_id, owner_id, stands, cut_off, ended_at, usual_total,
           min(due_on) FILTER (WHERE stands = %(left)s) OVER (PARTITION BY customer_id) AS since,
           bool_or(due_on = %(day)s) OVER (PARTITION BY customer_id) AS is_of_day
    FROM each_call
    ORDER BY customer_id, array_position(%(speaks)s, stands), ended_at DESC NULLS FIRST,
             CASE WHEN stands = %(left)s THEN cut_off <= %(at)s END, due_on DESC, cut_off
),
standing AS (
    SELECT * FROM by_customer WHERE %(owner)s::bigint IS NULL OR owner_id = %(owner)s OR owner_id IS NULL
)
"""

TALLY = f"""{STANDING}
SELECT owner_id, u.full_name,
       count(*) FILTER (WHERE is_of_day AND stands = %(called)s),
       count(*) FILTER (WHERE is_of_day AND stands = %(ordered)s),
       count(*) FILTER (WHERE is_of_day AND stands = %(left_out)s),
       count(*) FILTER (WHERE is_of_day AND stands = %(moved)s),
       count(*) FILTER (WHERE is_of_day AND stands = %(left)s),
       count(*) FILTER (WHERE is_of_day AND stands = ANY (%(final)s) AND ended_at <= cut_off),
       count(*) FILTER (WHERE stands = %(left)s AND since < %(day)s),
       count(*) FILTER (WHERE stands = %(left)s AND entry_id IS NULL),
       count(*) FILTER (WHERE stands = %(left)s AND cut_off > %(at)s),
       coalesce(sum(usual_total) FILTER (WHERE stands = %(left)s AND cut_off > %(at)s), 0),
       count(*) FILTER (WHERE stands = %(left)s AND cut_off <= %(at)s),
       coalesce(sum(usual_total) FILTER (WHERE stands = %(left)s AND cut_off <= %(at)s), 0)
FROM standing LEFT JOIN staff_user u ON u.id = owner_id
GROUP BY owner_id, u.full_name
"""

LIST = f"""{STANDING}
SELECT x.entry_id, x.customer_id, c.name, c.account_number, x.owner_id, u.full_name, x.since, x.cut_off, x.usual_total
FROM standing x
JOIN customers_customer c ON c.id = x.customer_id
LEFT JOIN staff_user u ON u.id = x.owner_id
WHERE x.stands = %(left)s AND (NOT %(is_ahead)s OR x.cut_off > %(at)s)
  AND (%(after_since)s::date IS NULL
       OR (x.since, x.cut_off, x.customer_id) > (%(after_since)s::date, %(after_cut_off)s, %(after_customer)s))
ORDER BY x.since, x.cut_off, x.customer_id
LIMIT %(limit)s
"""
