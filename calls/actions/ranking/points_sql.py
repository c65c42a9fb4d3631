"""The points table in SQL: learned from finished calls, and asked about calls to be made, by the same circumstances."""

# What is known before a call, in the words of the points table. `latest_outcome` is the outcome of the call before.
CIRCUMSTANCES = """
    ('source', CASE WHEN source = '' THEN 'not known' ELSE source END),
    ('before', coalesce((%(group_names)s::text[])[array_position(%(outcomes)s::text[], latest_outcome::text)],
                        'never rung')),
    ('attempts', attempts::text),
    ('line', CASE WHEN number LIKE '+447%%' THEN 'mobile' ELSE 'landline' END),
    ('since', coalesce((%(day_names)s::text[])[1 + width_bucket(days_since, %(days_from)s::float8[])], 'never rung')),
    ('errand', errand)
"""

# The desk's own latest calls to prospects and on promotions, by each circumstance: how many, and how many succeeded.
TALLY = f"""
WITH latest AS (
    SELECT k.id, k.customer_id, k.opened_at, k.outcome, c.source, coalesce(l.number, '') AS number,
           CASE WHEN d.level = %(promotion)s THEN 'promotion' ELSE 'prospect' END AS errand
    FROM calls_call k
    JOIN calls_decision d ON d.call_id = k.id AND d.level IN (%(promotion)s, %(prospect)s)
    JOIN customers_customer c ON c.id = k.customer_id
    LEFT JOIN customers_phoneline l ON l.id = k.line_id
    WHERE k.saved_at <= %(at)s AND k.direction = 'outbound'
    ORDER BY k.saved_at DESC LIMIT %(most_calls)s
), placed AS (
    SELECT latest.*, before.latest_outcome, tries.attempts,
           extract(epoch FROM latest.opened_at - before.saved_at)::float8 / 86400 AS days_since
    FROM latest
    LEFT JOIN LATERAL (
        SELECT p.saved_at, p.outcome AS latest_outcome FROM calls_call p
        WHERE p.customer_id = latest.customer_id AND p.opened_at < latest.opened_at AND p.saved_at IS NOT NULL
        ORDER BY p.opened_at DESC LIMIT 1
    ) before ON true
    CROSS JOIN LATERAL (
        SELECT count(*) AS attempts FROM (
            SELECT FROM calls_call p
            WHERE p.customer_id = latest.customer_id AND p.opened_at < latest.opened_at AND p.saved_at IS NOT NULL
            LIMIT %(most_attempts)s
        ) earlier
    ) tries
)
SELECT factor, bucket, count(*), count(*) FILTER (WHERE outcome = ANY(%(successes)s)), min(opened_at)
FROM placed CROSS JOIN LATERAL (VALUES {CIRCUMSTANCES}, ('all', 'all')) known (factor, bucket)
GROUP BY factor, bucket ORDER BY factor, bucket
"""

POINTS = f"""
    coalesce((
        SELECT sum(r.weight) FROM (VALUES {CIRCUMSTANCES}) known (factor, bucket)
        JOIN calls_learnedrate r ON r.learned_id = %(learned)s AND r.factor = known.factor AND r.bucket = known.bucket
    ), 0)
"""
CALL_CHANCE = f"1 / (1 + exp(-(%(log_odds)s::float8 + {POINTS})))"
