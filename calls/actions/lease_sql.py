"""Taking a customer with all their numbers, and keeping them, each in one statement.

The lease comes before the numbers, and numbers in their own order, so that nobody waits in a circle.
"""

from customers.models.prepared import Prepared

LEASE_ENDS = """%(at)s + make_interval(secs => coalesce(
    (SELECT lease_seconds FROM calls_desksettings ORDER BY version DESC LIMIT 1), %(usual_seconds)s))"""

# A number goes to whoever asks when nobody holds it, or they do themselves for another customer who shares it.
HOLD_NUMBERS = """
    INSERT INTO calls_leasednumber AS kept (number, customer_id, holder_id, until_at)
    SELECT DISTINCT l.number, l.customer_id, {holder}, {until}
    FROM {source} JOIN customers_phoneline l ON l.customer_id = %(customer)s
    ORDER BY l.number
    ON CONFLICT (number) DO UPDATE
        SET customer_id = excluded.customer_id, holder_id = excluded.holder_id, until_at = excluded.until_at
        WHERE kept.until_at <= %(at)s OR kept.holder_id = excluded.holder_id
    RETURNING number
"""

# The lease is taken if it is free or lapsed and all their numbers could be had; only then the queue entry is kept from
# others until the lease ends, and a card that the lapsed holder left open is closed. `locked` is read first, whatever
# comes of it: without a row yet it locks nothing, and the unique customer decides between two who come at once.
# `{source}` is a FROM that must find one row for anything to be done at all.
TAKING_FROM = f"""
locked AS (
    SELECT FROM calls_lease WHERE customer_id = %(customer)s FOR NO KEY UPDATE
), ends AS MATERIALIZED (
    SELECT {LEASE_ENDS} AS until_at, (SELECT count(*) FROM locked) AS waited {{source}}
), rung AS ({HOLD_NUMBERS.format(holder="%(holder)s", until="ends.until_at", source="ends")}
), taken AS (
    INSERT INTO calls_lease AS lease (customer_id, holder_id, token, taken_at, until_at)
    SELECT %(customer)s, %(holder)s, 1, %(at)s, until_at FROM ends
    WHERE NOT %(needs_numbers)s OR (SELECT count(*) FROM rung) = (
        SELECT count(DISTINCT number) FROM customers_phoneline WHERE customer_id = %(customer)s)
    ON CONFLICT (customer_id) DO UPDATE
        SET holder_id = excluded.holder_id, token = lease.token + 1, taken_at = excluded.taken_at,
            until_at = excluded.until_at, released_at = NULL, stashed_at = NULL
        WHERE lease.released_at IS NOT NULL OR lease.until_at <= excluded.taken_at
    RETURNING lease.customer_id, lease.token, lease.until_at
), kept_back AS (
    UPDATE calls_queueentry SET ready_at = taken.until_at, held_back_code = ''
    FROM taken
    WHERE id = %(entry)s
), left_open AS (
    UPDATE calls_call SET ended_at = %(at)s
    FROM taken
    WHERE calls_call.customer_id = taken.customer_id AND saved_at IS NULL AND ended_at IS NULL
    RETURNING calls_call.id
)
"""
TAKING_TYPES = {
    "customer": "bigint",
    "holder": "bigint",
    "entry": "bigint",
    "at": "timestamptz",
    "needs_numbers": "boolean",
    "usual_seconds": "integer",
}
TAKE = Prepared("calls_take", f"WITH {TAKING_FROM.format(source='')} SELECT token FROM taken", **TAKING_TYPES)

# Unless a customer who has the number is with this holder after all: this one, or another on a card laid aside.
GIVE_BACK = """
UPDATE calls_leasednumber kept SET until_at = %(at)s
WHERE kept.customer_id = %(customer)s AND kept.holder_id = %(holder)s AND kept.until_at > %(at)s
  AND NOT EXISTS (
      SELECT FROM calls_lease l JOIN customers_phoneline p ON p.customer_id = l.customer_id
      WHERE p.number = kept.number AND l.holder_id = kept.holder_id AND l.released_at IS NULL
        AND (l.customer_id = kept.customer_id OR l.until_at > %(at)s))
"""

# Who stands in the way of taking a customer: whoever holds them, or one of their numbers for somebody else.
IN_THE_WAY = """
SELECT u.full_name, way.until_at, way.number, c.name
FROM (
    SELECT holder_id, until_at, '' AS number, customer_id FROM calls_lease
    WHERE customer_id = %(customer)s AND released_at IS NULL AND until_at > %(at)s AND holder_id <> %(holder)s
    UNION ALL
    SELECT kept.holder_id, kept.until_at, kept.number, kept.customer_id
    FROM calls_leasednumber kept JOIN customers_phoneline l ON l.number = kept.number AND l.customer_id = %(customer)s
    WHERE kept.until_at > %(at)s AND kept.holder_id <> %(holder)s
) way
JOIN staff_user u ON u.id = way.holder_id
JOIN customers_customer c ON c.id = way.customer_id
ORDER BY way.number, way.until_at DESC
LIMIT 1
"""

# Lease, entry and numbers for another stretch; the caller has locked the first two. Answers with the new end and the
# numbers that are held.
RENEW = Prepared(
    "calls_renew",
    f"""
WITH ends AS MATERIALIZED (
    SELECT greatest(l.until_at, {LEASE_ENDS}) AS until_at, l.holder_id FROM calls_lease l WHERE l.id = %(lease)s
), kept AS (
    UPDATE calls_lease SET until_at = ends.until_at FROM ends WHERE id = %(lease)s
), kept_back AS (
    UPDATE calls_queueentry SET ready_at = ends.until_at FROM ends WHERE id = %(entry)s
), rung AS ({HOLD_NUMBERS.format(holder="ends.holder_id", until="ends.until_at", source="ends")})
SELECT until_at, (SELECT coalesce(array_agg(number), '{{}}') FROM rung) FROM ends
""",
    lease="bigint",
    customer="bigint",
    entry="bigint",
    at="timestamptz",
    usual_seconds="integer",
)
