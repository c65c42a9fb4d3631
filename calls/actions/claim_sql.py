"""What a press of Next asks the database, in plain SQL: the hot path is measured in statements and in milliseconds."""

from calls.actions.lease_sql import TAKING_FROM, TAKING_TYPES
from calls.actions.place_sql import FIRST, in_order_for
from calls.actions.ranking.decision_sql import DECIDE
from calls.rules.vocabulary import Direction
from customers.models.prepared import Prepared
from customers.reports import FACTS_OF_LINE

# Locks the operator's row, made when they are new: of two presses the second waits for the first.
SITTING_DOWN = """
INSERT INTO calls_operator (user_id, last_seen_at) VALUES (%(operator)s, %(at)s)
ON CONFLICT (user_id) DO UPDATE SET last_seen_at = excluded.last_seen_at
"""
SIT_DOWN = Prepared("calls_sit_down", SITTING_DOWN, operator="bigint", at="timestamptz")

# The numbers of one customer with the facts that the permission gate asks of each, as calls.actions.reasons reads them.
NUMBERS_OF = """(
    SELECT json_agg(json_build_array(l.id, l.contact_id, l.is_main, l.do_not_call_at IS NOT NULL, {facts}))
    FROM customers_phoneline l WHERE l.customer_id = {customer})"""
LINES = Prepared(
    "calls_lines", f"SELECT {NUMBERS_OF.format(customer='%(customer)s', facts=FACTS_OF_LINE)}", customer="bigint"
)


def _known(kind: str, columns: str, source: str) -> str:
    return (
        f"WHEN r.{kind}_id IS NOT NULL THEN (SELECT row_to_json(found) FROM "
        f"(SELECT '{kind}' AS kind, {columns} FROM {source} WHERE c.id = r.{kind}_id) found)"
    )


# Whom the cause names, unless they have left since.
STILL_THERE = """(
    SELECT p.id FROM customers_contact p WHERE p.id = c.contact_id AND p.left_at IS NULL) AS contact_id"""
OF_SCHEDULE = _known(
    "schedule", f"c.line_id, {STILL_THERE}, c.agreed_for AS agreed, c.window_until AS until", "calls_schedule c"
)
KNOWN = "\n".join(
    (
        OF_SCHEDULE,
        _known(
            "callback",
            f"c.window_from AS since, c.is_exact, c.words, {STILL_THERE}, u.full_name AS who",
            "calls_callback c LEFT JOIN calls_call made ON made.id = c.promised_in_id "
            "JOIN staff_user u ON u.id = coalesce(made.coordinator_id, c.owner_id)",
        ),
        _known("enquiry", f"c.id, c.words, {STILL_THERE}", "orders_enquiry c"),
        _known("service_task", f"c.about, c.words, {STILL_THERE}", "customers_servicetask c"),
        _known("quote", f"c.number AS about, c.enquiry_id, {STILL_THERE}", "orders_quote c"),
        _known(
            "missed", "c.id, c.kind AS missed_as, c.number, c.arrived_at AS since, c.words", "calls_missedcontact c"
        ),
        _known("stashed", f"c.stashed_at AS since, c.line_id, {STILL_THERE}", "calls_call c"),
        _known(
            "override",
            "c.words, u.full_name AS who",
            "calls_override c JOIN staff_user u ON u.id = c.made_by_id",
        ),
    )
)
# The reasons of one entry, first the one that gives the place, each with what the card shows of its cause, as
# calls.actions.reasons reads them. A subquery a kind of cause, of which one is run: as joins they take the planner ten
# times as long as the reading.
REASONS_OF = f"""(
    SELECT json_agg(json_build_array(
        r.level, r.rank, r.due_on, r.due_at, r.usual_total::text, r.expected_on, r.proposed_as,
        coalesce((SELECT name FROM promotions_promotion WHERE id = r.promotion_id),
                 (SELECT code || ' ' || name FROM promotions_product WHERE id = r.product_id), ''),
        CASE {{known}} END) ORDER BY {FIRST})
    FROM calls_queuereason r WHERE r.entry_id = {{entry}})"""
REASONS = Prepared(
    "calls_reasons",
    f"SELECT {REASONS_OF.format(known=KNOWN, entry='%(entry)s')}",
    entry="bigint",
    at="timestamptz",
)
# What most calls come of is told with the head of the queue; `false` asks for REASONS. Each kind of cause more is work
# for the database at every press of Next, be it there or not.
MOSTLY = f"{OF_SCHEDULE} WHEN r.proposed_id IS NOT NULL THEN NULL ELSE 'false'::json"

# With an entry goes what says whom it is about, whether they may be rung and why they came up.
TOLD = f"""
id, customer_id, seen, {NUMBERS_OF.format(customer="head.customer_id", facts=FACTS_OF_LINE)},
{REASONS_OF.format(known=MOSTLY, entry="head.id")}
"""
# Whoever has a card open gets that one, and nobody new.
NO_CARD = """
NOT EXISTS (
    SELECT FROM calls_call mine
    WHERE mine.coordinator_id = %(operator)s AND mine.saved_at IS NULL AND mine.ended_at IS NULL)"""
# The head of the queue for an operator, read without a lock: their own first or everybody's first, whichever comes
# first; each is found in an index, past whoever is not ready and whatever is a colleague's own, however long the queue.
FIRST_READY = Prepared(
    "calls_first_ready",
    f"""
WITH head AS (
    SELECT * FROM ({in_order_for("%(operator)s", limit="1")}) nearest WHERE {NO_CARD}
)
SELECT {TOLD} FROM head
""",
    operator="bigint",
    at="timestamptz",
)

# The same when others press at that moment: the operator sits down, then the first entry that is under nobody's hand is
# locked. Two presses of one operator come one after the other; the second, which has waited, still sees no card, and
# OPEN_CARD then breaks a constraint: one person has one.
FIRST_FREE = Prepared(
    "calls_first_free",
    f"""
WITH sat_down AS ({SITTING_DOWN} RETURNING user_id), head AS (
    SELECT id, customer_id, xmin AS seen
    FROM calls_queueentry
    WHERE (SELECT count(*) FROM sat_down) = 1
      AND closed_at IS NULL AND ready_at <= %(at)s AND (owner_id = %(operator)s OR pool_at <= %(at)s)
      AND {NO_CARD}
    ORDER BY level, rank, id
    LIMIT 1
    FOR NO KEY UPDATE SKIP LOCKED
)
SELECT {TOLD} FROM head
""",
    operator="bigint",
    at="timestamptz",
)

# The operator sits down; the entry is taken as it was `seen`, or not at all when somebody has touched it since or is at
# it now; the customer is taken with their numbers, their card is opened and the decision kept, or nothing of it. A card
# that a lapsed holder left open is closed before. The row of Call is as its model would write it.
OPEN_CARD = Prepared(
    "calls_open_card",
    f"""
WITH sat_down AS ({SITTING_DOWN.replace("%(operator)s", "%(holder)s")} RETURNING user_id),
still_first AS (
    SELECT FROM calls_queueentry
    WHERE (SELECT count(*) FROM sat_down) = 1 AND id = %(entry)s AND xmin = %(seen)s
    FOR NO KEY UPDATE SKIP LOCKED
),
{TAKING_FROM.format(source="FROM still_first")},
card AS (
    INSERT INTO calls_call (customer_id, entry_id, coordinator_id, line_id, contact_id, direction, purpose, why_now,
                            lease_token, opened_at, outcome, outcome_words, notes, notes_version)
    SELECT %(customer)s, %(entry)s, %(holder)s, %(line)s, %(contact)s, '{Direction.OUTBOUND}', %(purpose)s, %(why_now)s,
           token, %(at)s, '', '', '', 0
    FROM taken WHERE (SELECT count(*) FROM left_open) >= 0
    RETURNING id, lease_token
),
decided AS ({DECIDE})
SELECT id, lease_token FROM card
""",
    **TAKING_TYPES,
    seen="xid",
    line="bigint",
    contact="bigint",
    purpose="text",
    why_now="text",
)
