"""A customer's history of ordering in five figures, and its score on a day: calls.rules.ranking.formula in SQL.

All take `day`, `until` (the first moment after it in London) and the constants of the formula. An order counts on its
London day; one that was cancelled later than `until` still stood then, so an old day is scored as it was.
"""

# Order days of the customers from `first` to `last`; two orders on a day are one.
DAYS = """
    SELECT customer_id, (confirmed_at AT TIME ZONE 'Europe/London')::date AS day, sum(net_total)::float8 AS value
    FROM orders_order
    WHERE customer_id BETWEEN %(first)s AND %(last)s AND confirmed_at < %(until)s
      AND (cancelled_at IS NULL OR cancelled_at >= %(until)s)
    GROUP BY 1, 2
"""

HISTORY = f"""
    SELECT customer_id, count(*) AS order_days, max(day) AS last_order_on,
           sum(exp((day - %(day)s::date) / %(fade)s::float8)) * exp((%(day)s::date - max(day)) / %(fade)s::float8)
               AS decayed_count,
           sum(value * exp((day - %(day)s::date) / %(value_fade)s::float8))
               / sum(exp((day - %(day)s::date) / %(value_fade)s::float8)) AS recent_value,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) FILTER (WHERE ago <= %(latest_gaps)s) AS median_gap
    FROM (
        SELECT customer_id, day, value, day - lead(day) OVER latest_first AS gap, row_number() OVER latest_first AS ago
        FROM ({DAYS}) order_days
        WINDOW latest_first AS (PARTITION BY customer_id ORDER BY day DESC)
    ) spaced
    GROUP BY customer_id
"""

# Over columns named as in HISTORY and in Score. An array in SQL begins at 1.
BUCKET = """
    CASE WHEN order_days < %(fewest)s OR median_gap IS NULL THEN 0
         ELSE 1 + width_bucket((%(day)s::date - last_order_on) / greatest(median_gap, 1), %(due_from)s::float8[]) END
"""
FADED = "(decayed_count * exp((last_order_on - %(day)s::date) / %(fade)s::float8))"
DUE = f"({FADED} * (%(multipliers)s::float8[])[1 + ({BUCKET})])"
CHANCE = f"least(%(base)s::float8 * {DUE}, %(most_chance)s::float8)"
SCORE = f"{DUE} * power(greatest(recent_value, 0), %(alpha)s::float8)"

SCORED = f"""
    SELECT customer_id, order_days, last_order_on, decayed_count, recent_value, median_gap,
           {CHANCE} AS chance, {SCORE} AS score
    FROM ({HISTORY}) history
"""

# One statement for any run of customers, be it one. What was counted from a later look at the orders stays; who has
# no order left goes.
COUNT = f"""
WITH scored AS ({SCORED}),
gone AS (
    DELETE FROM calls_score s
    WHERE s.customer_id BETWEEN %(first)s AND %(last)s AND s.counted_at <= %(at)s
      AND NOT EXISTS (SELECT FROM scored WHERE scored.customer_id = s.customer_id)
)
INSERT INTO calls_score (customer_id, order_days, last_order_on, decayed_count, recent_value, median_gap,
                         chance, score, as_of, counted_at)
SELECT scored.*, %(day)s, %(at)s FROM scored
ON CONFLICT (customer_id) DO UPDATE SET
    order_days = excluded.order_days, last_order_on = excluded.last_order_on, decayed_count = excluded.decayed_count,
    recent_value = excluded.recent_value, median_gap = excluded.median_gap, chance = excluded.chance,
    score = excluded.score, as_of = excluded.as_of, counted_at = excluded.counted_at
WHERE calls_score.counted_at <= excluded.counted_at
"""

# The same histories on another day, or with another alpha.
STAND = f"""
UPDATE calls_score SET chance = {CHANCE}, score = {SCORE}, as_of = %(day)s
WHERE last_order_on <= %(day)s
"""

# Whose orders have changed since they were counted, of those confirmed or cancelled since `since`.
CHANGED = """
SELECT DISTINCT o.customer_id
FROM (
    SELECT customer_id, confirmed_at AS changed_at FROM orders_order
    WHERE confirmed_at > %(since)s AND confirmed_at <= %(at)s
    UNION ALL
    SELECT customer_id, cancelled_at FROM orders_order WHERE cancelled_at > %(since)s AND cancelled_at <= %(at)s
) o
LEFT JOIN calls_score s ON s.customer_id = o.customer_id
WHERE s.customer_id IS NULL OR s.counted_at < o.changed_at
ORDER BY 1 LIMIT %(most)s
"""

# The weeks before `day`, looked at from each week's first evening: in which bucket was a customer, what had their
# count faded to, and did they order in the seven days after? Only orders up to that evening count towards the bucket
# and the count, and the last week looked at is over on `day`. Each order day speaks for the evenings until the next.
LEARN = f"""
WITH ordered AS (
    SELECT customer_id, day, lead(day) OVER so_far AS next_day, row_number() OVER so_far AS order_days,
           sum(exp((day - %(day)s::date) / %(fade)s::float8)) OVER so_far AS weight,
           day - lag(day) OVER so_far AS gap
    FROM ({DAYS}) order_days
    WHERE customer_id %% %(every)s = 0
    WINDOW so_far AS (PARTITION BY customer_id ORDER BY day)
), spaced AS (
    SELECT customer_id, day, next_day, order_days, weight,
           array_agg(gap) OVER (PARTITION BY customer_id ORDER BY day
                                ROWS BETWEEN %(latest_gaps)s - 1 PRECEDING AND CURRENT ROW) AS gaps
    FROM ordered
), known AS MATERIALIZED (
    SELECT day AS last_order_on, next_day, order_days, weight,
           CASE WHEN order_days >= %(fewest)s THEN
               (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) FROM unnest(gaps) gap) END AS median_gap
    FROM spaced WHERE next_day IS NULL OR next_day > %(day)s::date - 7 * %(weeks)s
), weeks AS (
    SELECT known.*, %(day)s::date - 7 * ago AS evening
    FROM known CROSS JOIN LATERAL generate_series(
        coalesce((%(day)s::date - next_day) / 7 + 1, 1), least((%(day)s::date - last_order_on) / 7, %(weeks)s)) ago
), looked AS (
    SELECT {BUCKET.replace("%(day)s::date", "evening")} AS bucket,
           coalesce(next_day <= evening + 7, false) AS has_ordered,
           weight * exp((%(day)s::date - evening) / %(fade)s::float8) AS count
    FROM weeks
)
SELECT bucket, count(*), count(*) FILTER (WHERE has_ordered), sum(count) FROM looked GROUP BY bucket ORDER BY bucket
"""
