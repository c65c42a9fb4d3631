"""How the ranking did, from the decisions kept at the time: two statements, each over one stretch of time."""

# A decision on a promotion or a prospect foresaw that the call succeeds; one on an overdue, lapsed or lost-item
# customer an order within seven days, so it is judged once those are over. A card that was put back was no call.
JUDGED = """
    SELECT d.decided_at, d.level, d.is_control, d.foreseen, k.customer_id, o.counted_total,
           CASE WHEN k.order_id IS NULL THEN k.outcome = ANY(%(successes)s) ELSE o.id IS NOT NULL END AS succeeded,
           CASE d.level WHEN %(lapsed)s THEN 'week' ELSE 'call' END AS basis
    FROM calls_decision d
    JOIN calls_call k ON k.id = d.call_id AND k.saved_at IS NOT NULL
    LEFT JOIN orders_order o ON o.id = k.order_id AND o.cancelled_at IS NULL
    WHERE d.decided_at >= %(since)s AND d.decided_at < %(at)s
"""

# By tenths of the foreseen chance, the lowest first.
CALIBRATION = f"""
    SELECT basis, tenth, count(*), avg(foreseen), count(*) FILTER (WHERE came)
    FROM (
        SELECT basis, foreseen, ntile(10) OVER (PARTITION BY basis ORDER BY foreseen) AS tenth,
               CASE basis WHEN 'call' THEN succeeded ELSE EXISTS (
                   SELECT FROM orders_order later
                   WHERE later.customer_id = judged.customer_id AND later.cancelled_at IS NULL
                     AND later.confirmed_at >= judged.decided_at
                     AND later.confirmed_at < judged.decided_at + make_interval(days => %(window_days)s)) END AS came
        FROM ({JUDGED}) judged
        WHERE foreseen IS NOT NULL AND level >= %(promotion)s
          AND (basis = 'call' OR decided_at < %(at)s - make_interval(days => %(window_days)s))
    ) looked
    GROUP BY basis, tenth ORDER BY basis, tenth
"""

# Ranked beside control, by level and over all three. The sums of squares give the spread of the value of a call.
LIFT = f"""
    SELECT level, is_control, count(*), count(*) FILTER (WHERE succeeded), coalesce(sum(counted_total), 0)::float8,
           coalesce(sum(counted_total * counted_total), 0)::float8
    FROM ({JUDGED}) judged
    WHERE level >= %(promotion)s
    GROUP BY GROUPING SETS ((level, is_control), (is_control))
    ORDER BY level, is_control
"""
