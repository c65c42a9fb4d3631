"""Any number of customers with years of orders, written straight into the database in the order of time."""

import datetime as dt

from django.db import connection

from benchmarks.queue_data import EACH, NOON, UNUSED, insert
from customers.models import Customer, PhoneLine
from orders.models import Order

__all__ = ["NOON", "make_history"]

FIRST_DAYS = 1_000

CUSTOMERS = {
    "id": "n",
    "account_number": "'B' || n",
    "name": "'Customer ' || n",
    "nation": "'england'",
    "created_at": "now()",
}
LINES = {"customer_id": "n", "number": "'+44113' || (2000000 + n)", "subscriber_type": "'corporate'", "is_main": "true"}
ORDERS = {
    "number": "'B-' || n || '-' || k",
    "customer_id": "n",
    "state": "'confirmed'",
    "opened_at": "at",
    "edited_at": "at",
    "confirmed_at": "at",
    "net_total": "50 + (n * 7 + k * 13) %% 400",
    "gross_total": "50 + (n * 7 + k * 13) %% 400",
}
# One to twice as many orders less one, each customer at a rhythm of their own that wanders; as a desk would have
# taken them, so that a customer's orders lie far apart.
IN_TIME = """(
    SELECT n, k, %(at)s - make_interval(hours => (k * (24 * %(days)s / (2 * %(each)s)) * (20 + n %% 80) / 100
                                                  + (n * k) %% 200 + n %% 50)) AS at
    FROM generate_series(1, %(last)s) n, LATERAL generate_series(1, 1 + (n * 31) %% (2 * %(each)s - 1)) k
    ORDER BY at
) taken"""

QUICKLY = """
    SET session_replication_role = replica;
    DROP INDEX orders_by_time, orders_by_taker;
    ALTER TABLE orders_order DROP CONSTRAINT orders_order_number_key
"""


def make_history(customers: int, orders_each: int) -> None:
    """So many customers and, on average, so many orders each; statistics are fresh after."""
    values: dict[str, int | dt.datetime] = {
        "first": 1,
        "last": customers,
        "each": orders_each,
        "days": FIRST_DAYS,
        "at": NOON,
    }
    with connection.cursor() as cursor:
        cursor.execute(UNUSED)
        cursor.execute(QUICKLY)
        for statement in (
            insert(Customer, CUSTOMERS, EACH),
            insert(PhoneLine, LINES, EACH),
            insert(Order, ORDERS, IN_TIME),
        ):
            cursor.execute(statement, values)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")
