"""What Next decided, kept at the moment of deciding: it cannot be told afterwards who stood next."""

from calls.actions.place_sql import in_order_for
from calls.rules.vocabulary import Level

# How far down the queue a decision looks.
CONSIDERED = 5

# Of one who was considered, as the ranking sees them now: it will not be known tomorrow.
OF_CANDIDATE = """(SELECT {} FROM calls_candidate k
    WHERE k.customer_id = ready.customer_id AND k.level = ready.level ORDER BY k.rank LIMIT 1)"""
CHANCE_OF = f"""coalesce(
    CASE WHEN level >= {Level.PROMOTION:d} THEN {OF_CANDIDATE.format("chance")} END,
    (SELECT chance FROM calls_score s WHERE s.customer_id = ready.customer_id))"""
CONTROL_OF = f"CASE WHEN level >= {Level.PROMOTION:d} THEN {OF_CANDIDATE.format('is_control')} END"

FOLLOWING = in_order_for("%(holder)s", limit=f"{CONSIDERED}", beyond="(level, rank, id) > (q.level, q.rank, q.id)")

# Of the `card` that a claim opens, in the statement that opens it. Considered are those who come next in this
# coordinator's order, from the entry under decision on: who stands before it is being given to a colleague.
DECIDE = f"""
INSERT INTO calls_decision (call_id, decided_at, level, rank, considered, is_control, propensity,
                            foreseen, value)
SELECT card.id, %(at)s, q.level, q.rank, following.entries, coalesce(c.is_control, false),
       coalesce(c.propensity, 1), coalesce(c.chance, s.chance), coalesce(c.value, s.recent_value)
FROM calls_queueentry q
CROSS JOIN card
LEFT JOIN LATERAL (
    SELECT is_control, propensity, chance, value FROM calls_candidate
    WHERE customer_id = q.customer_id AND level = q.level ORDER BY rank LIMIT 1
) c ON true
LEFT JOIN calls_score s ON s.customer_id = q.customer_id
CROSS JOIN LATERAL (
    SELECT coalesce(json_agg(json_build_object(
               'entry', id, 'level', level, 'rank', rank, 'chance', {CHANCE_OF}, 'is_control', {CONTROL_OF}
           ) ORDER BY level, rank, id), '[]') AS entries
    FROM ({FOLLOWING}) ready
) following
WHERE q.id = %(entry)s
ON CONFLICT DO NOTHING
"""
