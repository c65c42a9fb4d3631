"""The statement that opens what is due, for all customers at once.

Ranks are those of calls.rules.rank. Scheduled calls are read from the occurrences, which know their moments already.
`AT TIME ZONE 'Europe/London'` reads a wall clock into a moment and a moment into a wall clock.
"""

# Customers with a number that may be rung, and the accounts that are not closed.
REACHABLE = """
    SELECT c.id, c.kind, c.status, c.owner_id, c.created_at
    FROM customers_customer c
    WHERE c.status <> %(closed)s AND EXISTS (
        SELECT FROM customers_phoneline l
        WHERE l.customer_id = c.id AND l.do_not_call_at IS NULL AND l.wrong_number_at IS NULL)
"""

# An order that makes the scheduled call `t` of customer `c` needless.
HAS_ORDERED = """
    SELECT FROM orders_order o
    WHERE o.customer_id = c.id AND o.confirmed_at IS NOT NULL AND o.cancelled_at IS NULL
      AND (o.delivery_on = t.delivery_on
           OR o.confirmed_at >= %(day)s::date::timestamp AT TIME ZONE 'Europe/London')
"""

# What they usually buy on this weekday, and when their rhythm expected an order (from four gaps on).
HABIT = """
    SELECT round(avg(net_total) FILTER (WHERE extract(isodow FROM placed_on) = %(weekday)s + 1), 2) AS usual_total,
           CASE WHEN count(gap) >= 4
                THEN max(placed_on) + (percentile_cont(0.5) WITHIN GROUP (ORDER BY gap))::int END AS expected_on
    FROM (
        SELECT net_total, placed_on, placed_on - lag(placed_on) OVER (ORDER BY placed_on) AS gap
        FROM (
            SELECT net_total, (confirmed_at AT TIME ZONE 'Europe/London')::date AS placed_on
            FROM orders_order
            WHERE customer_id = c.id AND confirmed_at IS NOT NULL AND cancelled_at IS NULL
            ORDER BY confirmed_at DESC LIMIT 12
        ) latest
    ) spaced
"""

SCHEDULED = f"""
    SELECT c.id AS customer_id, %(scheduled)s::smallint AS level,
           extract(epoch FROM t.cut_off_at - %(handling)s)::float8 AS rank, u.id AS owner_id,
           CASE WHEN u.id IS NULL THEN t.window_from ELSE t.cut_off_at - %(shared_before)s END AS pool_at,
           t.window_from AS ready_at, t.cut_off_at AS due_at, 'schedule' AS cause, s.id AS cause_id,
           habit.usual_total, habit.expected_on,
           '' AS proposed_as, NULL::bigint AS promotion_id, NULL::bigint AS product_id
    FROM calls_occurrence t
    JOIN calls_schedule s ON s.id = t.schedule_id
    JOIN reachable c ON c.id = s.customer_id AND c.status = %(active)s
    LEFT JOIN staff_user u ON u.id = coalesce(s.owner_id, c.owner_id) AND u.is_active
    LEFT JOIN LATERAL ({HABIT}) habit ON true
    WHERE t.due_on = %(day)s
      AND NOT EXISTS (SELECT FROM calls_queuereason r WHERE r.schedule_id = s.id AND r.due_on = %(day)s)
      AND NOT EXISTS ({HAS_ORDERED})
"""

# What only a scheduled call and a proposal have.
NO_HABIT = "NULL::numeric, NULL::date, '', NULL::bigint, NULL::bigint"

PROMISED = f"""
    SELECT c.id, %(promise)s,
           extract(epoch FROM b.window_until)::float8 + CASE WHEN b.is_exact THEN 0 ELSE %(loose)s END, u.id,
           CASE WHEN u.id IS NULL THEN b.window_from
                ELSE b.window_from + least(%(grace)s, (b.window_until - b.window_from) / 2) END,
           b.window_from, b.window_until, 'callback', b.id, {NO_HABIT}
    FROM calls_callback b
    JOIN reachable c ON c.id = b.customer_id
    LEFT JOIN staff_user u ON u.id = b.owner_id AND u.is_active
    WHERE b.closed_at IS NULL AND b.window_from < %(day_ends)s
      AND NOT EXISTS (SELECT FROM calls_queuereason r WHERE r.callback_id = b.id AND r.due_on = %(day)s)
"""

BREACHING = f"""
    SELECT c.id, %(breaching)s, extract(epoch FROM e.due_at)::float8, u.id,
           CASE WHEN u.id IS NULL THEN %(at)s ELSE e.due_at END,
           %(at)s, e.due_at, 'enquiry', e.id, {NO_HABIT}
    FROM orders_enquiry e
    JOIN reachable c ON c.id = e.customer_id
    LEFT JOIN staff_user u ON u.id = e.owner_id AND u.is_active
    WHERE e.closed_at IS NULL AND e.due_at <= %(at)s + %(breach_within)s
      AND NOT EXISTS (SELECT FROM calls_queuereason r WHERE r.enquiry_id = e.id AND r.due_on = %(day)s)
"""

# They rang and reached nobody: anybody rings back.
MISSED = f"""
    SELECT c.id, %(breaching)s, extract(epoch FROM m.due_at)::float8, NULL::bigint, %(at)s, %(at)s, m.due_at,
           'missed', m.id, {NO_HABIT}
    FROM calls_missedcontact m
    JOIN reachable c ON c.id = m.customer_id
    WHERE m.closed_at IS NULL AND m.due_at <= %(at)s + %(breach_within)s
      AND NOT EXISTS (SELECT FROM calls_queuereason r WHERE r.missed_id = m.id AND r.due_on = %(day)s)
"""

# News for the customer, or their answer to a letter: a promise for the same day.
TOLD = f"""
    SELECT c.id, %(promise)s, extract(epoch FROM n.due_at)::float8 + %(loose)s, u.id,
           CASE WHEN u.id IS NULL THEN n.opened_at ELSE least(n.opened_at + %(grace)s, n.due_at) END,
           n.opened_at, n.due_at, 'service_task', n.id, {NO_HABIT}
    FROM customers_servicetask n
    JOIN reachable c ON c.id = n.customer_id
    LEFT JOIN staff_user u ON u.id = c.owner_id AND u.is_active
    WHERE n.closed_at IS NULL
      AND NOT EXISTS (SELECT FROM calls_queuereason r WHERE r.service_task_id = n.id AND r.due_on = %(day)s)
"""

# A quote says in writing on which day we ring about it.
CHASED = f"""
    SELECT c.id, %(promise)s, extract(epoch FROM t.until)::float8 + %(loose)s, u.id,
           CASE WHEN u.id IS NULL THEN t.opens ELSE t.opens + least(%(grace)s, (t.until - t.opens) / 2) END,
           t.opens, t.until, 'quote', w.id, {NO_HABIT}
    FROM orders_quote w
    JOIN reachable c ON c.id = w.customer_id
    LEFT JOIN staff_user u ON u.id = w.owner_id AND u.is_active
    CROSS JOIN LATERAL (
        SELECT (%(day)s::date + %(chase_from)s::time) AT TIME ZONE 'Europe/London' AS opens,
               (%(day)s::date + %(chase_until)s::time) AT TIME ZONE 'Europe/London' AS until
    ) t
    WHERE w.state = ANY (%(quotes_out)s) AND w.follow_up_on <= %(day)s
      AND NOT EXISTS (SELECT FROM calls_queuereason r WHERE r.quote_id = w.id AND r.due_on = %(day)s)
"""

# A candidate whom the ranking goes on proposing until the next hour is not rung again for it on the same day.
PROPOSED = """
    SELECT c.id, k.level, k.rank, NULL::bigint, %(at)s, %(at)s, NULL::timestamptz, 'proposed', c.id,
           round(nullif(k.value, 0)::numeric, 2), k.expected_on, k.kind, k.promotion_id, k.product_id
    FROM calls_candidate k
    JOIN reachable c ON c.id = k.customer_id AND c.status = %(active)s
    WHERE NOT EXISTS (
        SELECT FROM calls_queuereason r LEFT JOIN calls_queueentry q ON q.id = r.entry_id AND q.closed_at IS NULL
        WHERE r.proposed_id = c.id AND r.proposed_as = k.kind AND (r.due_on = %(day)s OR q.id IS NOT NULL))
      AND NOT EXISTS (
        SELECT FROM calls_call made WHERE made.customer_id = c.id AND made.opened_at > %(at)s - interval '1 day')
"""

# The causes that are found here; the others come with the act that makes them.
FOUND = ("schedule", "callback", "enquiry", "service_task", "quote", "missed", "proposed")

# What is due and has no reason for the day yet, by cause; then an entry for each customer who has none open, in the
# place of their first cause; then the reasons. A customer whose card is open somewhere waits until that lease ends.
OPEN = f"""
WITH reachable AS ({REACHABLE}),
found AS MATERIALIZED (
    {" UNION ALL ".join((SCHEDULED, PROMISED, BREACHING, MISSED, TOLD, CHASED, PROPOSED))}
),
opened AS (
    INSERT INTO calls_queueentry (customer_id, level, rank, owner_id, pool_at, ready_at, due_at,
                                  held_back_code, opened_at, closed_as, closed_code)
    SELECT DISTINCT ON (customer_id) customer_id, level, rank, owner_id, pool_at,
           greatest(ready_at, held.until_at), due_at, '', %(at)s, '', ''
    FROM found
    LEFT JOIN (SELECT customer_id, until_at FROM calls_lease WHERE released_at IS NULL) held USING (customer_id)
    ORDER BY customer_id, level, rank
    ON CONFLICT (customer_id) WHERE closed_at IS NULL DO NOTHING
    RETURNING id, customer_id
),
places AS (
    SELECT id, customer_id FROM opened
    UNION ALL SELECT id, customer_id FROM calls_queueentry WHERE closed_at IS NULL
)
INSERT INTO calls_queuereason (entry_id, level, rank, owner_id, pool_at, ready_at, due_at, due_on, usual_total,
                               expected_on, proposed_as, promotion_id, product_id,
                               {", ".join(f"{c}_id" for c in FOUND)})
SELECT places.id, level, rank, owner_id, pool_at, ready_at, due_at, %(day)s, usual_total,
       expected_on, proposed_as, promotion_id, product_id,
       {", ".join(f"CASE WHEN cause = '{c}' THEN cause_id END" for c in FOUND)}
FROM found JOIN places USING (customer_id)
ON CONFLICT DO NOTHING
"""
