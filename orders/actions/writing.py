"""Writes what the rules say of an order, its lines, its VAT and its sums, in one statement whatever its length."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from orders.actions.parts import LineWithParts
from orders.models import Order, OrderLine
from orders.rules.trace import TracedReward
from promotions.rules import PricedBasket

COMPARED = (
    "quantity",
    "unit_price",
    "price_kind",
    "price_basis",
    "saving_total",
    "net_total",
    "vat_rate",
    "trace",
)

WRITE = """
WITH wanted AS (
    SELECT * FROM jsonb_to_recordset(%(lines)s::jsonb) AS line (
        id bigint, product_id bigint, place smallint, quantity integer, unit_price numeric, price_kind text,
        price_basis text, saving_total numeric, net_total numeric, vat_rate text, is_gift boolean,
        trace jsonb, parts jsonb
    )
), gone AS (
    DELETE FROM orders_orderline WHERE id = ANY(%(gone)s)
), part AS (
    SELECT w.id, w.place, one.*
    FROM wanted w CROSS JOIN jsonb_to_recordset(w.parts) AS one (
        version_id bigint, quantity integer, saving_total numeric, net_total numeric
    )
), parts_gone AS (
    DELETE FROM orders_linepromotion kept
    WHERE kept.line_id = ANY(%(gone)s)
       OR kept.line_id IN (SELECT id FROM wanted)
          AND NOT EXISTS (SELECT FROM part WHERE part.id = kept.line_id AND part.version_id = kept.version_id)
), prices_gone AS (
    DELETE FROM orders_deskprice WHERE order_id = %(order)s AND NOT product_id = ANY(%(held)s)
), changed AS (
    UPDATE orders_orderline line
    SET quantity = w.quantity, unit_price = w.unit_price, price_kind = w.price_kind, price_basis = w.price_basis,
        saving_total = w.saving_total, net_total = w.net_total, vat_rate = w.vat_rate,
        trace = w.trace
    FROM wanted w WHERE line.id = w.id
), added AS (
    INSERT INTO orders_orderline (
        order_id, product_id, position, quantity, unit_price, price_kind, price_basis, saving_total, net_total,
        vat_rate, is_gift, trace
    )
    SELECT %(order)s, product_id, place, quantity, unit_price, price_kind, price_basis, saving_total, net_total,
           vat_rate, is_gift, trace
    FROM wanted WHERE id IS NULL
    RETURNING id, position
), parts AS (
    INSERT INTO orders_linepromotion (line_id, version_id, quantity, saving_total, net_total)
    SELECT coalesce(part.id, added.id), part.version_id, part.quantity, part.saving_total, part.net_total
    FROM part LEFT JOIN added ON part.id IS NULL AND added.position = part.place
    ON CONFLICT (line_id, version_id) DO UPDATE
        SET quantity = excluded.quantity, saving_total = excluded.saving_total, net_total = excluded.net_total
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
    saving_total = %(saving)s, trace = %(trace)s::jsonb, version = %(version)s, edited_at = %(at)s,
    quoted_id = %(quoted)s, ordered_by_id = %(ordered_by)s, address_id = %(address)s, delivery_on = %(delivery_on)s,
    purchase_order_number = %(reference)s, note = %(note)s
WHERE id = %(order)s
"""


def write_lines(
    order: Order,
    stood: Sequence[LineWithParts],
    wanted: Sequence[LineWithParts],
    basket: PricedBasket,
    trace: Sequence[TracedReward],
    at: datetime,
) -> bool:
    """Makes the wanted lines stand on a locked order, with the basket's sums; whether anything of these differed.

    `order` and the wanted lines carry what was written. Prices chosen at the desk go with their lines. `trace` is why
    promotions on the whole order did or did not apply: another reason alone is no change of what is read back.
    """
    had, order.trace = order.trace, list(trace)
    left = {one.key: one for one in stood}
    place = max((one.line.position for one in stood), default=0)
    written = []
    for one in wanted:
        line, before = one.line, left.pop(one.key, None)
        if before is not None:
            old = before.line
            line.pk, line.position, line.note, line.instead_of_id = old.pk, old.position, old.note, old.instead_of_id
        else:
            place += 1
            line.position = place
        if before is None or _differs(before, one):
            written.append(one)
    if not (left or written or order.delivery_total != basket.delivery):
        if had != order.trace:
            order.save(update_fields=["trace"])
        return False
    gone = [one.line.pk for one in left.values()]
    if not order.is_draft:
        # With what the warehouse has done for them.
        OrderLine.objects.filter(pk__in=gone).delete()
    _carry(order, basket, at)
    _write(order, written, gone, {one.line.product_id for one in wanted}, basket)
    return True


def _differs(old: LineWithParts, new: LineWithParts) -> bool:
    return old.parts != new.parts or any(getattr(old.line, name) != getattr(new.line, name) for name in COMPARED)


def _carry(order: Order, basket: PricedBasket, at: datetime) -> None:
    order.net_total, order.delivery_total, order.saving_total = basket.goods, basket.delivery, basket.saving
    order.vat_total, order.gross_total = basket.vat, basket.gross
    order.version += 1
    order.edited_at = at


def _write(
    order: Order, lines: Sequence[LineWithParts], gone: list[int], held: Collection[int], basket: PricedBasket
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
        "trace": json.dumps(order.trace),
        "version": order.version,
        "at": order.edited_at,
        "quoted": order.quoted_id,
        "ordered_by": order.ordered_by_id,
        "address": order.address_id,
        "delivery_on": order.delivery_on,
        "reference": order.purchase_order_number,
        "note": order.note,
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values)


def _plain(one: LineWithParts) -> dict[str, object]:
    """A line as JSON; amounts as text, which keeps them exact."""
    line = one.line
    told: dict[str, object] = {name: getattr(line, name) for name in (*COMPARED, "product_id", "is_gift")}
    exact = {name: f"{told[name]}" for name in ("unit_price", "saving_total", "net_total")}
    parts = [
        {
            "version_id": part.version_id,
            "quantity": part.quantity,
            "saving_total": f"{part.saving_total}",
            "net_total": f"{part.net_total}",
        }
        for part in one.parts
    ]
    return {**told, **exact, "id": line.pk, "place": line.position, "parts": parts}
