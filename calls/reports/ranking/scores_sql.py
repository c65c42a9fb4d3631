"""The scores of a day by account."""

from calls.actions.ranking.history_sql import SCORED

NAMED = f"""
    SELECT c.account_number, scored.chance, scored.score
    FROM ({SCORED}) scored JOIN customers_customer c ON c.id = scored.customer_id
    ORDER BY scored.score DESC, c.account_number
"""
