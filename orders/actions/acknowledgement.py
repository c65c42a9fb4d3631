"""What a customer is told of their order: that we have it, that it has changed, that it is cancelled."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from customers.actions import Told, promise_letter
from customers.rules.calendar import LONDON
from customers.rules.vocabulary import MessageKind
from customers.rules.wording import Block, Facts
from orders.actions.payable import payable
from orders.models import Order
from orders.rules.delivery import say_date
from orders.rules.stock import StockAsked
from promotions.rules import say_pounds

NOTHING_SHORT: Mapping[int, StockAsked] = MappingProxyType({})


def promise_acknowledgement(order: Order, at: datetime, short: Mapping[int, StockAsked]) -> Told:
    """Tells what a confirmed order holds, and what is `short` of it by product, once a version.

    Whoever placed it has heard it read back.
    """
    delivered = f" for delivery on {say_date(order.delivery_on)}" if order.delivery_on else ""
    return _promise(
        order,
        MessageKind.ACKNOWLEDGEMENT,
        f"order-{order.pk}-confirmed-{order.version}",
        {"note": order.note, "order": order_block(order, short)},
        f"We have their order {order.number}, {say_pounds(order.gross_total)} with VAT{delivered}.",
        at,
        was_said=True,
    )


def promise_change(order: Order, changes: Sequence[str], at: datetime) -> Told:
    """Tells what has changed in a confirmed order, old beside new in each sentence, once a version."""
    listed = Block(
        "\n".join(f"- {change}" for change in changes),
        format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((change,) for change in changes))),
    )
    return _promise(
        order,
        MessageKind.CHANGE,
        f"order-{order.pk}-changed-{order.version}",
        {"changes": listed, "order": order_block(order)},
        f"Their order {order.number} has changed: {' '.join(changes)}",
        at,
    )


def promise_cancellation(order: Order, at: datetime) -> Told:
    """Tells that the order is cancelled, once."""
    tells = f"Their order {order.number} is cancelled: {order.cancel_reason.strip()}"
    return _promise(order, MessageKind.CANCELLATION, f"order-{order.pk}-cancelled", {}, tells, at)


def order_facts(order: Order) -> dict[str, str | Block]:
    """What every letter about an order may speak of."""
    taken = order.confirmed_at.astimezone(LONDON) if order.confirmed_at else None
    return {
        "number": order.number or "",
        "their_number": order.purchase_order_number,
        "taken_on": f"{taken:%a} {taken.day} {taken:%b %H:%M}" if taken else "",
        "delivery_on": say_date(order.delivery_on) if order.delivery_on else "",
        "total": say_pounds(payable(order).gross if order.credited_total else order.gross_total),
    }


def order_block(order: Order, short: Mapping[int, StockAsked] = NOTHING_SHORT) -> Block:
    """The lines with their prices, what is `short` of them and what is taken off, and the sums that are left to pay."""
    given_up = Coalesce(F("fulfilment__given_up"), 0)
    lines = order.lines.annotate(
        given_up=given_up, returned=F("credited_quantity") - given_up, taken_off=Sum("credits__net_total")
    )
    told = {
        "order": order,
        "lines": [
            (line, short.get(line.product_id))
            for line in lines.select_related("product", "instead_of").order_by("position", "pk")
        ],
        "left": payable(order),
    }
    return Block(render_to_string("orders/mail/order.txt", told), render_to_string("orders/mail/order.html", told))


def _promise(
    order: Order, kind: MessageKind, key: str, facts: Facts, tells: str, at: datetime, *, was_said: bool = False
) -> Told:
    return promise_letter(
        kind=kind,
        fact_key=key,
        customer_id=order.customer_id,
        facts={**order_facts(order), **facts},
        about=f"order {order.number}",
        tells=tells,
        first_to=order.ordered_by_id,
        was_said=was_said,
        at=at,
    )
