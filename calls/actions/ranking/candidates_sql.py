"""Whom the queue may pull though nothing was promised, all found by one statement, with the place of each.

Thresholds are the desk's settings, the lot is that of calls.rules.ranking.control.
"""

from calls.actions.ranking.aimed_sql import AIMED, BOUGHT, LIVE, MEANT
from calls.actions.ranking.points_sql import CALL_CHANCE

# The hash that says who is under control for a day; `c` is the customer.
LOT = "('x' || left(md5(c.id || ':' || %(day)s::date), 8))::bit(32)::bigint / 4294967296.0::float8"

# Customers we may propose: active, with a number that may be rung, not resting, no conversation with them lately.
# Who stands in the queue already goes on standing there.
PROPOSABLE = f"""
    SELECT c.id AS customer_id, c.kind, c.segment_id, c.source, line.number, latest.latest_outcome, tries.attempts,
           extract(epoch FROM %(at)s - latest.saved_at)::float8 / 86400 AS days_since,
           coalesce(latest.saved_at, c.created_at) AS waiting_since, is_queued,
           {LOT} < %(share)s::float8 AS is_control
    FROM customers_customer c
    JOIN LATERAL (
        SELECT l.number FROM customers_phoneline l
        WHERE l.customer_id = c.id AND l.do_not_call_at IS NULL AND l.wrong_number_at IS NULL
        ORDER BY l.is_main DESC, l.id LIMIT 1
    ) line ON true
    LEFT JOIN LATERAL (
        SELECT k.saved_at, k.outcome AS latest_outcome FROM calls_call k
        WHERE k.customer_id = c.id AND k.saved_at IS NOT NULL ORDER BY k.opened_at DESC LIMIT 1
    ) latest ON true
    CROSS JOIN LATERAL (
        SELECT count(*) AS attempts FROM (
            SELECT FROM calls_call k WHERE k.customer_id = c.id AND k.saved_at IS NOT NULL LIMIT %(most_attempts)s
        ) earlier
    ) tries
    CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM calls_queueentry q WHERE q.customer_id = c.id AND q.closed_at IS NULL) AS is_queued
    ) queue
    WHERE c.status = %(active)s
      AND (is_queued OR NOT EXISTS (
          SELECT FROM calls_call k
          WHERE k.customer_id = c.id AND k.opened_at > %(rested_since)s AND k.outcome = ANY(%(reached)s)))
      AND NOT EXISTS (SELECT FROM calls_rest r WHERE r.customer_id = c.id AND r.until_at > %(at)s)
"""

# Their rhythm is known and they are past it; or they have stopped. `merit` is larger for sooner.
QUIET = """
    SELECT s.customer_id,
           CASE WHEN quiet.days >= %(lapsed_days)s AND (s.median_gap IS NULL OR quiet.gaps >= %(lapsed_from)s)
                THEN 'lapsed' ELSE 'overdue' END AS kind,
           s.score AS merit, s.chance, s.recent_value AS value,
           NULL::bigint AS promotion_id, NULL::bigint AS product_id,
           s.last_order_on + round(s.median_gap)::int AS expected_on
    FROM calls_score s
    CROSS JOIN LATERAL (
        SELECT %(day)s::date - s.last_order_on AS days,
               (%(day)s::date - s.last_order_on) / greatest(s.median_gap, 1) AS gaps
    ) quiet
    WHERE quiet.days <= %(given_up_days)s
      AND (quiet.days >= %(lapsed_days)s AND (s.median_gap IS NULL OR quiet.gaps >= %(lapsed_from)s)
           OR s.order_days > %(overdue_gaps)s AND quiet.gaps >= %(overdue_from)s)
"""

# A product bought on some order days of the last year and then left out, as orders.rules.usual.is_dropped says; of
# several the one they spent most on. Only of those who still order; what they said they gave up rests as on the pad.
LOST = """
    SELECT DISTINCT ON (dropped.customer_id) dropped.customer_id, 'lost_item' AS kind,
           s.score * power(dropped.value / greatest(s.recent_value, 0.01), %(alpha)s::float8) AS merit, s.chance,
           dropped.value, NULL::bigint AS promotion_id, dropped.product_id, NULL::date AS expected_on
    FROM (
        SELECT customer_id, product_id, count(*) AS times, min(ago) AS latest, max(ago) AS first,
               sum(spent)::float8 / count(*) AS value, max(bought_at) AS last_bought_at
        FROM (
            SELECT o.customer_id, line.product_id, o.ago, sum(line.net_total) AS spent, max(o.confirmed_at) AS bought_at
            FROM (
                SELECT id, customer_id, confirmed_at, dense_rank() OVER (
                    PARTITION BY customer_id ORDER BY (confirmed_at AT TIME ZONE 'Europe/London')::date DESC) - 1 AS ago
                FROM orders_order
                WHERE confirmed_at >= %(at)s - make_interval(days => %(lost_item_days)s) AND cancelled_at IS NULL
            ) o
            JOIN orders_orderline line ON line.order_id = o.id AND NOT line.is_gift
            GROUP BY o.customer_id, line.product_id, o.ago
        ) bought
        GROUP BY customer_id, product_id
        HAVING count(*) >= %(fewest_for_a_habit)s AND min(ago) >= 2
           AND min(ago) > 2.0 * (max(ago) - min(ago)) / (count(*) - 1)
    ) dropped
    JOIN calls_score s ON s.customer_id = dropped.customer_id
         AND s.last_order_on > %(day)s::date - %(lapsed_days)s
    JOIN promotions_product product ON product.id = dropped.product_id AND product.ended_at IS NULL
    WHERE NOT EXISTS (
        SELECT FROM orders_givenup g
        WHERE g.customer_id = dropped.customer_id AND g.product_id = dropped.product_id
          AND g.told_at >= dropped.last_bought_at AND g.shown_again_at > %(at)s)
    ORDER BY dropped.customer_id, dropped.value DESC, dropped.product_id
"""

PROSPECTS = f"""
    SELECT c.customer_id, 'prospect' AS kind, foreseen.chance AS merit, foreseen.chance, 0::float8 AS value,
           NULL::bigint AS promotion_id, NULL::bigint AS product_id, NULL::date AS expected_on
    FROM (
        SELECT proposable.*, 'prospect' AS errand FROM proposable
        WHERE kind = %(prospects)s AND (is_queued OR days_since IS NULL OR days_since >= %(prospect_rest_days)s)
    ) c
    CROSS JOIN LATERAL (SELECT {CALL_CHANCE} AS chance OFFSET 0) foreseen  -- worked out once a row
"""

# Those under control stand in plain order, who has waited longest first, spread evenly: the k-th of n takes the rank
# of the ranked one that stands as far down its level.
PROPOSE = f"""
WITH proposable AS MATERIALIZED ({PROPOSABLE}),
live AS MATERIALIZED ({LIVE}),
bought AS MATERIALIZED ({BOUGHT}),
meant AS MATERIALIZED ({MEANT}),
found AS (
    SELECT * FROM ({QUIET}) quiet
    UNION ALL SELECT * FROM ({LOST}) lost
    UNION ALL SELECT * FROM ({AIMED}) aimed
    UNION ALL SELECT * FROM ({PROSPECTS}) prospects
),
standing AS MATERIALIZED (
    SELECT found.*, c.is_control,
           (%(levels)s::int[])[array_position(%(kinds)s::text[], found.kind)] AS level, c.waiting_since
    FROM found JOIN proposable c USING (customer_id)
),
numbered AS MATERIALIZED (
    SELECT standing.*, row_number() OVER in_order AS nth, count(*) OVER (PARTITION BY level, is_control) AS n
    FROM standing
    WINDOW in_order AS (PARTITION BY level, is_control
        ORDER BY CASE WHEN is_control THEN extract(epoch FROM waiting_since)::float8 ELSE -merit END, customer_id)
),
ranked AS (
    SELECT level, nth, n, -merit AS rank FROM numbered WHERE NOT is_control
),
gone AS (
    DELETE FROM calls_candidate c
    WHERE NOT EXISTS (SELECT FROM numbered n WHERE n.customer_id = c.customer_id AND n.kind = c.kind)
)
INSERT INTO calls_candidate (customer_id, kind, level, rank, chance, value, is_control, propensity, promotion_id,
                             product_id, expected_on, found_on)
SELECT c.customer_id, c.kind, c.level, CASE WHEN c.is_control THEN coalesce(beside.rank, c.nth) ELSE -c.merit END,
       c.chance, c.value, c.is_control, CASE WHEN c.is_control THEN %(share)s::float8 ELSE 1 - %(share)s::float8 END,
       c.promotion_id, c.product_id, c.expected_on, %(day)s
FROM numbered c
LEFT JOIN (SELECT DISTINCT level, n FROM ranked) size ON size.level = c.level AND c.is_control
LEFT JOIN ranked beside ON beside.level = size.level AND beside.nth = ceil((c.nth - 0.5) * size.n / c.n)
ON CONFLICT (customer_id, kind) DO UPDATE SET
    level = excluded.level, rank = excluded.rank, chance = excluded.chance, value = excluded.value,
    is_control = excluded.is_control, propensity = excluded.propensity, promotion_id = excluded.promotion_id,
    product_id = excluded.product_id, expected_on = excluded.expected_on, found_on = excluded.found_on
"""

# What stands in the queue already moves to where its ground puts it today.
MOVE_REASONS = """
UPDATE calls_queuereason r
SET rank = c.rank, promotion_id = c.promotion_id, product_id = c.product_id, expected_on = c.expected_on,
    usual_total = round(nullif(c.value, 0)::numeric, 2)
FROM calls_candidate c, calls_queueentry q
WHERE q.id = r.entry_id AND q.closed_at IS NULL AND r.proposed_id = c.customer_id AND r.proposed_as = c.kind
  AND r.rank <> c.rank
"""
MOVE_ENTRIES = """
WITH moved AS (
    SELECT q.id, best.rank
    FROM calls_queueentry q
    CROSS JOIN LATERAL (
        SELECT level, rank, proposed_id FROM calls_queuereason r
        WHERE r.entry_id = q.id ORDER BY level, rank, r.id LIMIT 1
    ) best
    WHERE q.closed_at IS NULL AND q.level >= %(promotion)s AND best.proposed_id IS NOT NULL
      AND best.level = q.level AND best.rank <> q.rank
    ORDER BY q.id
    FOR NO KEY UPDATE OF q SKIP LOCKED
)
UPDATE calls_queueentry q SET rank = moved.rank FROM moved WHERE q.id = moved.id
"""

# Who has ordered is neither overdue nor lapsed, whatever the list said in the night.
SATISFY = """
DELETE FROM calls_candidate c USING calls_score s
WHERE c.customer_id = %(customer)s AND c.kind IN ('overdue', 'lapsed')
  AND s.customer_id = c.customer_id AND s.last_order_on >= c.found_on
"""
