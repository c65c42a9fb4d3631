"""Writes what the rules say of an order, its lines, its VAT and its sums, in one statement whatever its length."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from orders.models import Order, OrderLine
from promotions.rules import PricedBasket

COMPARED = (
    "quantity",
    "unit_price",
    "price_kind",
    "price_basis",
    "saving_total",
    "net_total",
    "vat_rate",
    "promotion_version_id",
    "trace",
)

WRITE = """
WITH wanted AS (
    SELECT * FROM jsonb_to_recordset(%(lines)s::jsonb) AS line (
        id bigint, product_id bigint, place smallint, quantity integer, unit_price numeric, price_kind text,
        price_basis text, saving_total numeric, net_total numeric, vat_rate text, promotion_version_id bigint,
        is_gift boolean, trace jsonb
    )
), gone AS (
    DELETE FROM orders_orderline WHERE id = ANY(%(gone)s)
), given_up AS (
    DELETE FROM orders_deskprice WHERE order_id = %(order)s AND NOT product_id = ANY(%(held)s)
), changed AS (
    UPDATE orders_orderline line
    SET quantity = w.quantity, unit_price = w.unit_price, price_kind = w.price_kind, price_basis = w.price_basis,
        saving_total = w.saving_total, net_total = w.net_total, vat_rate = w.vat_rate,
        promotion_version_id = w.promotion_version_id, trace = w.trace
    FROM wanted w WHERE line.id = w.id
), added AS (
    INSERT INTO orders_orderline (
        order_id, product_id, position, quantity, unit_price, price_kind, price_basis, saving_total, net_total,
        vat_rate, promotion_version_id, is_gift, trace
    )
    SELECT %(order)s, product_id, place, quantity, unit_price, price_kind, price_basis, saving_total, net_total,
           vat_rate, promotion_version_id, is_gift, trace
    FROM wanted WHERE id IS NULL
), rates_gone AS (
    DELETE FROM orders_ordervat WHERE order_id = %(order)s AND NOT rate = ANY(%(rates)s)
), rates AS (
    INSERT INTO orders_ordervat (order_id, rate, net_total, vat_total)
    SELECT %(order)s, rate, net_total, vat_total
    FROM jsonb_to_recordset(%(vat)s::jsonb) AS vat (rate text, net_total numeric, vat_total numeric)
    ON CONFLICT (order_id, rate) DO UPDATE SET net_total = excluded.net_total, vat_total = excluded.vat_total
)
UPDATE orders_order
SET net_total = %(net)s, delivery_total = %(delivery)s, vat_total = %(vat_total)s, gross_total = %(gross)s,
    saving_total = %(saving)s, version = %(version)s, edited_at = %(at)s, quoted_id = %(quoted)s,
    ordered_by_id = %(ordered_by)s, delivery_on = %(delivery_on)s, purchase_order_number = %(reference)s,
    note = %(note)s
WHERE id = %(order)s
"""


def write_lines(
    order: Order, stood: Sequence[OrderLine], wanted: Sequence[OrderLine], basket: PricedBasket, at: datetime
) -> bool:
    """Makes the wanted lines stand on a locked order, with the basket's sums; whether anything differed.

    `order` and the wanted lines carry what was written. Prices chosen at the desk go with their lines.
    """
    left = {_key(line): line for line in stood}
    place = max((line.position for line in stood), default=0)
    written = []
    for line in wanted:
        old = left.pop(_key(line), None)
        if old is not None:
            line.pk, line.position, line.note, line.instead_of_id = old.pk, old.position, old.note, old.instead_of_id
        else:
            place += 1
            line.position = place
        if old is None or any(getattr(old, name) != getattr(line, name) for name in COMPARED):
            written.append(line)
    if not (left or written or order.delivery_total != basket.delivery):
        return False
    gone = [line.pk for line in left.values()]
    if not order.is_draft:
        # With what the warehouse has done for them.
        OrderLine.objects.filter(pk__in=gone).delete()
    _carry(order, basket, at)
    _write(order, written, gone, {line.product_id for line in wanted}, basket)
    return True


def _carry(order: Order, basket: PricedBasket, at: datetime) -> None:
    order.net_total, order.delivery_total, order.saving_total = basket.goods, basket.delivery, basket.saving
    order.vat_total, order.gross_total = basket.vat, basket.gross
    order.version += 1
    order.edited_at = at


def _write(
    order: Order, lines: Sequence[OrderLine], gone: list[int], held: Collection[int], basket: PricedBasket
) -> None:
    vat = [{"rate": row.rate, "net_total": f"{row.net}", "vat_total": f"{row.vat}"} for row in basket.vat_totals]
    values: dict[str, Any] = {
        "order": order.pk,
        "lines": json.dumps([_plain(line) for line in lines]),
        "gone": gone,
        "held": list(held),
        "vat": json.dumps(vat),
        "rates": [row.rate.value for row in basket.vat_totals],
        "net": order.net_total,
        "delivery": order.delivery_total,
        "vat_total": order.vat_total,
        "gross": order.gross_total,
        "saving": order.saving_total,
        "version": order.version,
        "at": order.edited_at,
        "quoted": order.quoted_id,
        "ordered_by": order.ordered_by_id,
        "delivery_on": order.delivery_on,
        "reference": order.purchase_order_number,
        "note": order.note,
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values)


def _plain(line: OrderLine) -> dict[str, object]:
    """A line as JSON; amounts as text, which keeps them exact."""
    told: dict[str, object] = {name: getattr(line, name) for name in (*COMPARED, "product_id", "is_gift")}
    exact = {name: f"{told[name]}" for name in ("unit_price", "saving_total", "net_total")}
    return {**told, **exact, "id": line.pk, "place": line.position}


def _key(line: OrderLine) -> tuple[int, int | None]:
    """A product stands once on an order; as a gift, once for each promotion that gives it."""
    return line.product_id, line.promotion_version_id if line.is_gift else None
