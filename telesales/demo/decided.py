"""What the made-up desk decided in the last months, so that the ranking has something to look back on."""

import datetime as dt

from django.db import connection

from calls.rules.ranking.formula import WINDOW_DAYS
from calls.rules.vocabulary import Direction, Level

# Prospects and customers without a schedule were proposed by the ranking, one in five of them in plain order. What was
# foreseen of customers is left open: their made-up calls follow from their orders.
DECIDE = """
INSERT INTO calls_decision (call_id, decided_at, level, rank, considered, is_control, propensity,
                            foreseen, value)
SELECT k.id, k.opened_at, told.level, 0, '{}', told.is_control,
       CASE WHEN told.level < %(lapsed)s THEN 1 WHEN told.is_control THEN 0.2 ELSE 0.8 END,
       CASE WHEN c.kind = 'prospect' THEN 0.02 + (c.id %% 7) * 0.01 END, s.recent_value
FROM calls_call k
JOIN customers_customer c ON c.id = k.customer_id
LEFT JOIN calls_score s ON s.customer_id = c.id
CROSS JOIN LATERAL (
    SELECT CASE WHEN c.kind = 'prospect' THEN %(prospect)s
                WHEN EXISTS (SELECT FROM calls_schedule p WHERE p.customer_id = c.id) THEN %(scheduled)s
                ELSE %(lapsed)s END AS level
) known
CROSS JOIN LATERAL (SELECT known.level, known.level >= %(lapsed)s AND c.id %% 5 = 0 AS is_control) told
WHERE k.saved_at IS NOT NULL AND k.direction = %(outbound)s AND k.opened_at < %(at)s - make_interval(days => %(week)s)
ON CONFLICT DO NOTHING
"""


def decide_in_the_past(*, at: dt.datetime) -> None:
    values: dict[str, int | str | dt.datetime] = {
        "scheduled": Level.SCHEDULED.value,
        "lapsed": Level.LAPSED.value,
        "prospect": Level.PROSPECT.value,
        "outbound": Direction.OUTBOUND.value,
        "week": WINDOW_DAYS,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(DECIDE, values)
