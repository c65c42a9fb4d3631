"""Contract prices, breaks of the list price, and what the made-up promotions have given away so far."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import F

from promotions.models import ListBreak, Product, Promotion
from promotions.rules.money import money
from promotions.rules.vocabulary import Funding

BREAK_FROM, BREAK_PART = 20, Decimal("0.97")
EVERY = 3
CONTRACTS: dict[str, Any] = {"customers": 12, "products": 3, "part": "0.92", "reference": "Frame agreement"}

# The customers who buy most have a price for what they buy most.
MAKE_CONTRACTS = """
INSERT INTO promotions_contractprice (
    customer_id, product_id, from_quantity, unit_price, starts_on, ends_on, reference
)
SELECT customer_id, product_id, 1, round(product.list_price * %(part)s, 2), %(starts_on)s, %(ends_on)s, %(reference)s
FROM (
    SELECT o.customer_id, line.product_id, row_number() OVER (
        PARTITION BY o.customer_id ORDER BY sum(line.net_total) DESC, line.product_id) AS place
    FROM orders_order o JOIN orders_orderline line ON line.order_id = o.id
    WHERE o.customer_id IN (
        SELECT customer_id FROM orders_order WHERE cancelled_at IS NULL
        GROUP BY customer_id ORDER BY sum(net_total) DESC, customer_id LIMIT %(customers)s)
    GROUP BY o.customer_id, line.product_id
) bought
JOIN promotions_product product ON product.id = bought.product_id
WHERE place <= %(products)s
ON CONFLICT DO NOTHING
"""

# What the orders of the past have taken of each promotion, as their confirmation would have counted it.
COUNT_USES = """
INSERT INTO orders_orderpromotion (order_id, version_id, uses, saving_total, delivery_saving)
SELECT line.order_id, part.version_id, sum(part.quantity), sum(part.saving_total), 0
FROM orders_linepromotion part
JOIN orders_orderline line ON line.id = part.line_id
JOIN orders_order o ON o.id = line.order_id
WHERE o.confirmed_at IS NOT NULL AND o.cancelled_at IS NULL
GROUP BY line.order_id, part.version_id
ON CONFLICT DO NOTHING;
INSERT INTO promotions_customeruses (promotion_id, customer_id, uses)
SELECT version.promotion_id, o.customer_id, sum(given.uses)
FROM orders_orderpromotion given
JOIN orders_order o ON o.id = given.order_id
JOIN promotions_promotionversion version ON version.id = given.version_id
GROUP BY version.promotion_id, o.customer_id
ON CONFLICT DO NOTHING;
UPDATE promotions_promotion SET taken = counted.uses
FROM (SELECT promotion_id, sum(uses) AS uses FROM promotions_customeruses GROUP BY promotion_id) counted
WHERE promotions_promotion.id = counted.promotion_id
"""


def make_trade_terms(*, as_of: dt.date, has_promotions: bool) -> None:
    """Once the orders are there. Promotions that are somebody's own are left alone."""
    days = {"starts_on": as_of - dt.timedelta(days=120), "ends_on": as_of + dt.timedelta(days=200)}
    with connection.cursor() as cursor:
        cursor.execute(MAKE_CONTRACTS, CONTRACTS | days)
        if has_promotions:
            cursor.execute(COUNT_USES)
    _break_list_prices()
    if has_promotions:
        _limit()


def _break_list_prices() -> None:
    breaks = (
        ListBreak(product=product, from_quantity=BREAK_FROM, unit_price=money(product.list_price * BREAK_PART))
        for product in Product.objects.order_by("code")[::EVERY]
    )
    ListBreak.objects.bulk_create(breaks, ignore_conflicts=True)


def _limit() -> None:
    """A few that are nearly gone, capped, or paid for by somebody else."""
    live = Promotion.objects
    live.filter(name="Coffee month").update(
        allocation=F("taken") + 140, funding=Funding.SUPPLIER, funder="Northcote Roasters"
    )
    live.filter(name="Try our cake slices").update(cap_per_customer=2, cap_per_order=2)
    live.filter(name="Paper rolls at £14.95").update(funding=Funding.SHARED, funder="Calder Tissue")
