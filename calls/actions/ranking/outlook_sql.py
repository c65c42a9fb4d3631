"""What the head of the list would bring under other alphas."""

from calls.actions.ranking.history_sql import DUE

# For each alpha the hundred that would head the list: what they are expected to bring in seven days, and how many of
# them the alpha in force has there too.
HEADS = f"""
    WITH tops AS (
        SELECT alpha, top.*
        FROM unnest(%(alphas)s::float8[]) alpha
        CROSS JOIN LATERAL (
            SELECT customer_id, chance, recent_value FROM calls_score
            ORDER BY {DUE} * power(greatest(recent_value, 0), alpha) DESC, customer_id LIMIT %(top)s
        ) top
    )
    SELECT alpha, count(*), sum(chance), sum(chance * recent_value),
           count(*) FILTER (WHERE customer_id IN (SELECT customer_id FROM tops WHERE alpha = %(alpha)s::float8))
    FROM tops GROUP BY alpha ORDER BY alpha
"""
