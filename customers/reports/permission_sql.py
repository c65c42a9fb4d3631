"""The facts of a permission decision, in plain SQL: each press of Next asks for them."""

from customers.models.prepared import Prepared

# Of the line `l`, as LineFacts has it. An objection holds for a number wherever it is kept.
FACTS_OF_LINE = """json_build_array(
    l.number, (SELECT c.nation FROM customers_customer c WHERE c.id = l.customer_id), l.wrong_number_at IS NOT NULL,
    EXISTS (SELECT FROM customers_phoneline same WHERE same.number = l.number AND same.do_not_call_at IS NOT NULL))"""
FACTS = Prepared(
    "customers_permission_facts",
    f"SELECT l.id, {FACTS_OF_LINE} FROM customers_phoneline l WHERE l.id = ANY(%(lines)s)",
    lines="bigint[]",
)
