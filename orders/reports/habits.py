"""What one customer has bought before: one statement over their own orders, whatever the company's size."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from orders.models import Order
from orders.rules.usual import FORGETTING_DAYS, PAST_ORDERS, SUGGESTED, Habit

MOST_ORDERS = 200

# Rows of one product on one order count as one purchase.
HABITS = """
    WITH wanted AS (
        SELECT unnest(%(also)s::bigint[]) AS product_id
        UNION
        SELECT line.product_id FROM orders_order draft JOIN orders_orderline line ON line.order_id = draft.id
        WHERE draft.customer_id = %(customer_id)s AND draft.state = 'draft'
    ), past AS (
        SELECT id, confirmed_at, row_number() OVER (ORDER BY confirmed_at DESC, id DESC) - 1 AS ago
        FROM orders_order
        WHERE customer_id = %(customer_id)s AND confirmed_at <= %(at)s AND cancelled_at IS NULL
        ORDER BY confirmed_at DESC, id DESC LIMIT %(most_orders)s
    ), bought AS (
        SELECT line.product_id, past.ago, past.confirmed_at, sum(line.quantity) AS quantity,
               max(line.unit_price) AS unit_price
        FROM past JOIN orders_orderline line ON line.order_id = past.id
        WHERE NOT line.is_gift
        GROUP BY line.product_id, past.ago, past.confirmed_at
    ), habit AS (
        SELECT product_id,
               sum(exp(-extract(epoch FROM %(at)s - confirmed_at) / 86400 / %(forgetting_days)s)) AS weight,
               count(*) AS times,
               mode() WITHIN GROUP (ORDER BY quantity) AS usual,
               min(quantity) AS least, max(quantity) AS most,
               min(ago) AS latest, max(ago) AS first,
               max(confirmed_at) AS last_bought_at,
               (array_agg(unit_price ORDER BY ago))[1] AS last_price,
               coalesce(jsonb_object_agg(ago, quantity) FILTER (WHERE ago < %(past_orders)s), '{}') AS past
        FROM bought GROUP BY product_id
    ), ranked AS (
        SELECT habit.*, row_number() OVER (
            ORDER BY product.ended_at IS NOT NULL, habit.weight * ln(2 + coalesce(popular.customers, 0)) DESC,
                     habit.product_id) AS place
        FROM habit
        JOIN promotions_product product ON product.id = habit.product_id
        LEFT JOIN orders_popularity popular ON popular.product_id = habit.product_id
        LEFT JOIN orders_givenup given_up ON given_up.customer_id = %(customer_id)s
            AND given_up.product_id = habit.product_id AND given_up.told_at >= habit.last_bought_at
            AND given_up.shown_again_at > %(at)s
        WHERE given_up.id IS NULL OR habit.product_id IN (SELECT product_id FROM wanted)
    )
    SELECT product_id, weight, times, usual, least, most, latest, first, last_bought_at, last_price, past::text,
           place <= %(suggested)s
    FROM ranked WHERE place <= %(suggested)s OR product_id IN (SELECT product_id FROM wanted)
    ORDER BY place
"""


@dataclass(frozen=True, slots=True)
class PastOrder:
    """One of the last orders, as the head of its column."""

    id: int
    number: str
    confirmed_at: datetime


def past_orders(customer_id: int, at: datetime) -> tuple[PastOrder, ...]:
    """The last six orders that stand, the latest first: the columns that `Habit.past` counts."""
    placed = Order.objects.placed().filter(customer_id=customer_id, confirmed_at__lte=at)
    rows = placed.order_by("-confirmed_at", "-pk").values_list("pk", "number", "confirmed_at")[:PAST_ORDERS]
    return tuple(PastOrder(pk, number or "", confirmed_at) for pk, number, confirmed_at in rows if confirmed_at)


def habits(customer_id: int, at: datetime, *, also: Iterable[int] = ()) -> dict[int, Habit]:
    """The customer's usual items by product, weightiest first, and the habit of those in `also` and on their draft.

    What they said they gave up, and have not bought since, is left out for a while.
    """
    asked: dict[str, int | float | datetime | list[int]] = {
        "customer_id": customer_id,
        "at": at,
        "most_orders": MOST_ORDERS,
        "forgetting_days": FORGETTING_DAYS,
        "past_orders": PAST_ORDERS,
        "suggested": SUGGESTED,
        "also": list(also),
    }
    with connection.cursor() as cursor:
        cursor.execute(HABITS, asked)
        return {row[0]: _habit(*row) for row in cursor.fetchall()}


def _habit(product_id: int, weight: Any, *values: Any) -> Habit:
    *counts, last_bought_at, last_price, past, is_usual = values
    times, usual, least, most, latest, first = map(int, counts)
    quantities = {int(ago): int(quantity) for ago, quantity in json.loads(past).items()}
    return Habit(
        product_id,
        float(weight),
        times,
        usual,
        least,
        most,
        latest,
        first,
        last_bought_at,
        last_price,
        quantities,
        is_usual,
    )
