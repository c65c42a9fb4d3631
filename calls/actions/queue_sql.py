"""The statement that opens what is due, for all customers at once.

Ranks are those of calls.rules.rank. Scheduled calls are read from the occurrences, which know their moments already.
`AT TIME ZONE 'Europe/London'` reads a wall clock into a moment and a moment into a wall clock.
"""

from calls.actions.place_sql import HELD

# Customers with a number that may be rung, and the accounts that are not closed.
REACHABLE = """
    SELECT c.id, c.kind, c.status, c.owner_id, c.created_at
    FROM customers_customer c
    WHERE c.status <> %(closed)s AND EXISTS (
        SELECT FROM customers_phoneline l
        WHERE l.customer_id = c.id AND l.do_not_call_at IS NULL AND l.wrong_number_at IS NULL)
"""

# Customers where nobody is today, until when and why. Who rings us or asks something is answered all the same.
SHUT = """
    SELECT DISTINCT ON (x.customer_id) x.customer_id, x.until_on
    FROM customers_closure x
    WHERE x.withdrawn_at IS NULL AND x.from_on <= %(day)s AND x.until_on >= %(day)s
    ORDER BY x.customer_id, x.until_on DESC
"""
IS_OPEN = "NOT EXISTS (SELECT FROM shut WHERE shut.customer_id = c.id)"


def goes_elsewhere(schedule: str, order: str, due_on: str) -> str:
    """An order for another address than a schedule's; where either names none, it stands for all.

    But of a customer who is rung for several addresses, an order that names none may have been for the other.
    """
    return f"""{schedule}.address_id <> {order}.address_id OR {order}.address_id IS NULL AND EXISTS (
        SELECT FROM calls_schedule other
        WHERE other.customer_id = {schedule}.customer_id AND other.address_id <> {schedule}.address_id
          AND (other.valid_until IS NULL OR other.valid_until >= {due_on}))"""


def has_ordered(customer: str) -> str:
    """An order that makes the scheduled call `t` needless: for its delivery, or on its day for an earlier one."""
    return f"""
    SELECT FROM orders_order o
    WHERE o.customer_id = {customer} AND o.confirmed_at IS NOT NULL AND o.cancelled_at IS NULL
      AND (o.delivery_on = t.delivery_on
           OR o.confirmed_at >= t.due_on::timestamp AT TIME ZONE 'Europe/London'
              AND coalesce(o.delivery_on <= t.delivery_on, true))
      AND NOT EXISTS (
          SELECT FROM calls_schedule site
          WHERE site.id = t.schedule_id AND ({goes_elsewhere("site", "o", "t.due_on")}))
"""


# What they usually buy on this weekday, and when their rhythm expected an order (from four gaps on).
HABIT = """
    SELECT round(avg(net_total) FILTER (WHERE extract(isodow FROM placed_on) = extract(isodow FROM t.due_on)), 2)
               AS usual_total,
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

# The place that each cause asks for: rank, owner, from when it is everybody's, from when it is ready, and what it is
# due by. `{owner}` is whose it is. A scheduled call is of use until its cut-off, or until they do not want to be rung
# any more, where that is sooner; then it goes behind those that still are. A time that was agreed with them is kept.
OF_USE = "least(t.cut_off_at, t.window_until)"
SCHEDULE_AT = f"""extract(epoch FROM {OF_USE} - %(handling)s)::float8
        + CASE WHEN {OF_USE} > %(at)s THEN 0 ELSE %(passed)s END, {{owner}},
    CASE WHEN {{owner}} IS NULL THEN coalesce(t.agreed_at, t.window_from) ELSE {OF_USE} - %(shared_before)s END,
    coalesce(t.agreed_at, t.window_from), t.cut_off_at"""
CALLBACK_AT = """extract(epoch FROM b.window_until)::float8 + CASE WHEN b.is_exact THEN 0 ELSE %(loose)s END, {owner},
    CASE WHEN {owner} IS NULL THEN b.window_from
         ELSE b.window_from + least(%(grace)s, (b.window_until - b.window_from) / 2) END,
    b.window_from, b.window_until"""
ENQUIRY_AT = """extract(epoch FROM e.due_at)::float8, {owner},
    CASE WHEN {owner} IS NULL THEN {ready} ELSE e.due_at END, {ready}, e.due_at"""
TASK_AT = """extract(epoch FROM n.due_at)::float8 + %(loose)s, {owner},
    CASE WHEN {owner} IS NULL THEN n.opened_at ELSE least(n.opened_at + %(grace)s, n.due_at) END,
    n.opened_at, n.due_at"""
QUOTE_AT = """extract(epoch FROM %(chase_until)s)::float8 + %(loose)s, {owner},
    CASE WHEN {owner} IS NULL THEN %(chase_from)s
         ELSE %(chase_from)s + least(%(grace)s, (%(chase_until)s - %(chase_from)s) / 2) END,
    %(chase_from)s, %(chase_until)s"""

# Whose a scheduled call or the news for a customer is.
THEIRS = "u.id"


def not_yet(cause: str, key: str) -> str:
    """A cause that has had no turn today and does not stand in the queue, from whatever day."""
    return f"""NOT EXISTS (
        SELECT FROM calls_queuereason r LEFT JOIN calls_queueentry q ON q.id = r.entry_id AND q.closed_at IS NULL
        WHERE r.{cause}_id = {key} AND (r.due_on = %(day)s OR q.id IS NOT NULL))"""


def _scheduled(days: str) -> str:
    return f"""
    SELECT c.id AS customer_id, %(scheduled)s::smallint AS level, place.rank, place.owner_id, place.pool_at,
           place.ready_at, place.due_at, t.due_on, 'schedule' AS cause, s.id AS cause_id,
           habit.usual_total, habit.expected_on,
           '' AS proposed_as, NULL::bigint AS promotion_id, NULL::bigint AS product_id
    FROM calls_occurrence t
    JOIN calls_schedule s ON s.id = t.schedule_id
    JOIN reachable c ON c.id = s.customer_id AND c.status = %(active)s
    LEFT JOIN staff_user u ON u.id = coalesce(s.owner_id, c.owner_id) AND u.is_active
    CROSS JOIN LATERAL (SELECT {SCHEDULE_AT.format(owner=THEIRS)}) place (rank, owner_id, pool_at, ready_at, due_at)
    LEFT JOIN LATERAL ({HABIT}) habit ON true
    WHERE {days}
      AND NOT EXISTS (SELECT FROM calls_queuereason r WHERE r.schedule_id = s.id AND r.due_on = t.due_on)
      AND NOT EXISTS ({has_ordered("c.id")})
"""


SCHEDULED = _scheduled("t.due_on = %(day)s")
# The worker was down for the whole of their day, and an order still makes the delivery.
OVERSLEPT = _scheduled("""t.due_on < %(day)s AND t.due_on > %(day)s::date - 7 AND t.cut_off_at > %(at)s
      AND NOT EXISTS (SELECT FROM calls_movedcall m WHERE m.schedule_id = s.id AND m.from_on = t.due_on)""")

# What only a scheduled call and a proposal have.
NO_HABIT = "NULL::numeric, NULL::date, '', NULL::bigint, NULL::bigint"

PROMISED = f"""
    SELECT c.id, %(promise)s, {CALLBACK_AT.format(owner=THEIRS)}, %(day)s::date, 'callback', b.id, {NO_HABIT}
    FROM calls_callback b
    JOIN reachable c ON c.id = b.customer_id
    LEFT JOIN staff_user u ON u.id = b.owner_id AND u.is_active
    WHERE b.closed_at IS NULL AND b.window_from < %(day_ends)s AND {IS_OPEN}
      AND {not_yet("callback", "b.id")}
"""

BREACHING = f"""
    SELECT c.id, %(breaching)s, {ENQUIRY_AT.format(owner=THEIRS, ready="%(at)s")}, %(day)s::date,
           'enquiry', e.id, {NO_HABIT}
    FROM orders_enquiry e
    JOIN reachable c ON c.id = e.customer_id
    LEFT JOIN staff_user u ON u.id = e.owner_id AND u.is_active
    WHERE e.closed_at IS NULL AND e.due_at <= %(at)s + %(breach_within)s
      AND {not_yet("enquiry", "e.id")}
"""

# They rang and reached nobody: anybody rings back.
MISSED = f"""
    SELECT c.id, %(breaching)s, extract(epoch FROM m.due_at)::float8, NULL::bigint, %(at)s, %(at)s, m.due_at,
           %(day)s::date, 'missed', m.id, {NO_HABIT}
    FROM calls_missedcontact m
    JOIN reachable c ON c.id = m.customer_id
    WHERE m.closed_at IS NULL AND m.due_at <= %(at)s + %(breach_within)s
      AND {not_yet("missed", "m.id")}
"""

# News for the customer, or their answer to a letter: a promise for the same day.
TOLD = f"""
    SELECT c.id, %(promise)s, {TASK_AT.format(owner=THEIRS)}, %(day)s::date, 'service_task', n.id, {NO_HABIT}
    FROM customers_servicetask n
    JOIN reachable c ON c.id = n.customer_id
    LEFT JOIN staff_user u ON u.id = c.owner_id AND u.is_active
    WHERE n.closed_at IS NULL AND {IS_OPEN}
      AND {not_yet("service_task", "n.id")}
"""

# A quote says in writing on which day we ring about it.
CHASED = f"""
    SELECT c.id, %(promise)s, {QUOTE_AT.format(owner=THEIRS)}, %(day)s::date, 'quote', w.id, {NO_HABIT}
    FROM orders_quote w
    JOIN reachable c ON c.id = w.customer_id
    LEFT JOIN staff_user u ON u.id = w.owner_id AND u.is_active
    WHERE w.state = ANY (%(quotes_out)s) AND w.follow_up_on <= %(day)s AND {IS_OPEN}
      AND {not_yet("quote", "w.id")}
"""

# A promotion that still runs and has something left; the ranking looks once an hour, and one may be paused meanwhile.
RUNS = """
    SELECT FROM promotions_promotion p
    WHERE p.id = {} AND p.state = %(live)s AND p.ends_at > %(at)s
      AND (p.allocation IS NULL OR p.taken < p.allocation)"""

# A candidate whom the ranking goes on proposing until the next hour is not rung again for it on the same day.
PROPOSED = f"""
    SELECT c.id, k.level, k.rank, NULL::bigint, %(at)s, %(at)s, NULL::timestamptz, %(day)s::date, 'proposed', c.id,
           round(nullif(k.value, 0)::numeric, 2), k.expected_on, k.kind, k.promotion_id, k.product_id
    FROM calls_candidate k
    JOIN reachable c ON c.id = k.customer_id AND c.status = %(active)s
    WHERE {IS_OPEN} AND (k.promotion_id IS NULL OR EXISTS ({RUNS.format("k.promotion_id")})) AND NOT EXISTS (
        SELECT FROM calls_queuereason r LEFT JOIN calls_queueentry q ON q.id = r.entry_id AND q.closed_at IS NULL
        WHERE r.proposed_id = c.id AND r.proposed_as = k.kind AND (r.due_on = %(day)s OR q.id IS NOT NULL))
      AND NOT EXISTS (
        SELECT FROM calls_call made WHERE made.customer_id = c.id AND made.opened_at > %(at)s - interval '1 day')
"""

# The causes that are found here; the others come with the act that makes them.
FOUND = ("schedule", "callback", "enquiry", "service_task", "quote", "missed", "proposed")

# What is due and has no reason for the day yet, by cause; then an entry for each customer who has none open, in the
# place of their first cause; then the reasons. A customer whose card is open somewhere waits until that lease ends, and
# so does an entry that somebody is just taking or saving (`seen` is as this statement began, `q` as it is when it is
# locked): what is hung on a call that is under way would end with it unsaid.
OPEN = f"""
WITH reachable AS ({REACHABLE}),
shut AS MATERIALIZED ({SHUT}),
due AS (
    {" UNION ALL ".join((SCHEDULED, OVERSLEPT, PROMISED, BREACHING, MISSED, TOLD, CHASED, PROPOSED))}
),
found AS MATERIALIZED (
    SELECT * FROM due WHERE NOT EXISTS ({HELD.format("due.customer_id")})
),
opened AS (
    INSERT INTO calls_queueentry (customer_id, level, rank, owner_id, pool_at, ready_at, due_at,
                                  held_back_code, opened_at, closed_as, closed_code)
    SELECT DISTINCT ON (customer_id) customer_id, level, rank, owner_id, pool_at, ready_at, due_at, '', %(at)s, '', ''
    FROM found
    ORDER BY customer_id, (ready_at > %(at)s), CASE WHEN ready_at > %(at)s THEN ready_at END, level, rank
    ON CONFLICT (customer_id) WHERE closed_at IS NULL DO NOTHING
    RETURNING id, customer_id
),
standing AS (
    SELECT q.id, q.customer_id
    FROM calls_queueentry q
    JOIN calls_queueentry seen ON seen.id = q.id AND seen.ready_at = q.ready_at
    WHERE q.closed_at IS NULL AND q.customer_id IN (SELECT customer_id FROM found)
    ORDER BY q.id
    FOR NO KEY UPDATE OF q SKIP LOCKED
),
places AS (
    SELECT id, customer_id FROM opened
    UNION ALL SELECT id, customer_id FROM standing
)
INSERT INTO calls_queuereason (entry_id, level, rank, owner_id, pool_at, ready_at, due_at, due_on, usual_total,
                               expected_on, proposed_as, promotion_id, product_id,
                               {", ".join(f"{c}_id" for c in FOUND)})
SELECT places.id, level, rank, owner_id, pool_at, ready_at, due_at, due_on, usual_total,
       expected_on, proposed_as, promotion_id, product_id,
       {", ".join(f"CASE WHEN cause = '{c}' THEN cause_id END" for c in FOUND)}
FROM found JOIN places USING (customer_id)
ON CONFLICT DO NOTHING
"""
