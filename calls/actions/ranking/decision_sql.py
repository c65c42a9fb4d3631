"""What Next decided, kept at the moment of deciding: it cannot be told afterwards who stood next."""

from calls.actions.place_sql import in_order_for
from calls.rules.settings import SETTINGS
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

FOLLOWING = in_order_for("%(holder)s", limit="%(considered)s", beyond="(level, rank, id) > (q.level, q.rank, q.id)")

# Of the `card` that a claim opens, in the statement that opens it. Considered are those who come next in this
# coordinator's order, from the entry under decision on: who stands before it is being given to a colleague.
DECIDE = f"""
INSERT INTO calls_decision (call_id, decided_at, level, rank, considered, is_control, propensity,
                            foreseen, value)
SELECT card.id, %(at)s, q.level, q.rank, following.entries, coalesce(c.is_control, false),
       CASE WHEN c.is_control THEN desk.share WHEN c.is_control IS NULL THEN 1 ELSE 1 - desk.share END,
       coalesce(c.chance, s.chance), coalesce(c.value, s.recent_value)
FROM calls_queueentry q
CROSS JOIN card
CROSS JOIN (
    SELECT coalesce(max(control_percent), %(usual_percent)s) / 100.0 AS share
    FROM (SELECT control_percent FROM calls_desksettings ORDER BY version DESC LIMIT 1) newest
) desk
LEFT JOIN LATERAL (
    SELECT is_control, chance, value FROM calls_candidate
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
DECIDE_TYPES = {"considered": "integer", "usual_percent": "integer"}


def decide_values() -> dict[str, int]:
    """What DECIDE asks besides the claim."""
    return {"considered": CONSIDERED, "usual_percent": int(SETTINGS["control_percent"].usual)}
