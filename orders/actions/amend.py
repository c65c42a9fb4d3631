"""Changes a confirmed order: what would be different is shown, then it is stamped as a new revision and told again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from customers.actions import record_event
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from orders.actions.acknowledgement import promise_change
from orders.actions.delivery import delivery_terms
from orders.actions.draft import locked_order, quantities_of
from orders.actions.holds import hold_by_rule, why_held, withdraw_holds
from orders.actions.life import move, note_step
from orders.actions.nudge import nudge_counters
from orders.actions.repricing import reprice
from orders.actions.revisions import stamp
from orders.actions.stock import free_stock, picked_of
from orders.models import Order
from orders.rules.delivery import check_delivery_date, check_least
from orders.rules.life import check_can_be_changed
from orders.rules.order import (
    OrderRefused,
    ReadBackAgain,
    check_holds_lines,
    check_quantity,
    check_reference,
    check_was_read_back,
)
from orders.rules.pack import check_packs
from orders.rules.revision import Confirmed, Whole, revision_changes
from orders.rules.vocabulary import OrderState
from promotions.models import Product
from promotions.rules import AgreedPrice, PriceKind, say_pounds
from promotions.rules.promotion import london_day
from staff.models import User


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the order is to be: packs by product, and the details."""

    quantities: Mapping[int, int]
    delivery_on: date | None
    purchase_order_number: str
    note: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a change would bring: sentences with old beside new, the total with VAT, and what would hold the order."""

    changes: tuple[str, ...]
    gross_total: Decimal
    held: tuple[str, ...]


def preview_amendment(*, order_id: int, wanted: Wanted, seen_version: int, by: User, at: datetime) -> Amendment:
    """What `amend_order` would bring; nothing is kept. Raises the same refusals."""
    with transaction.atomic():
        order = locked_order(order_id)
        changes = _change(order, wanted, seen_version, at)
        held = tuple(why_held(order, at).values())
        answer = Amendment(tuple(changes), order.gross_total, held)
        transaction.set_rollback(True)
    return answer


@transaction.atomic
def amend_order(*, order_id: int, wanted: Wanted, seen_version: int, told: Decimal, by: User, at: datetime) -> Order:
    """Makes the order what is wanted as a new revision, and tells the customer the difference.

    `seen_version` is the order's when the change was begun, `told` the total with VAT that the customer was told.
    Prices that were agreed stay. Reservations are given back and its holds asked anew. Locks the order. Of the same
    twice, or twice at once, one is done: the other is refused because the order has moved. Raises a Refusal;
    ReadBackAgain when the total is not the one that was told.
    """
    order = locked_order(order_id)
    changes = _change(order, wanted, seen_version, at)
    if not changes:
        raise OrderRefused("Nothing is different from what was confirmed.")
    if order.gross_total != told:
        raise ReadBackAgain(
            f"It comes to {say_pounds(order.gross_total)} now, not {say_pounds(told)}. Look at the difference again."
        )
    withdraw_holds(order, by=by, at=at, reason="The order was changed.")
    order.revision += 1
    order.version += 1
    letter = promise_change(order, changes, at)
    order.acknowledgement = letter.message
    order.save(update_fields=["revision", "version", "acknowledgement"])
    stamp(order, changes=changes, message=letter.message, by=by, at=at)
    words = f"Revision {order.revision}: {' '.join(changes)}"
    if order.state == OrderState.CONFIRMED:
        note_step(order, by=by, at=at, words=words)
    else:
        move(order, OrderState.CONFIRMED, by=by, at=at, words=words)
    sentence = f"Order {order.number} changed. {' '.join(changes)} {letter.in_words[:1].upper()}{letter.in_words[1:]}."
    record_event(customer_id=order.customer_id, kind=EventKind.ORDER, sentence=sentence, by=by, at=at)
    hold_by_rule(order, at)
    nudge_counters()
    return order


def _change(order: Order, wanted: Wanted, seen_version: int, at: datetime) -> list[str]:
    """Writes what is wanted to the locked order; what is different, in sentences."""
    check_can_be_changed(order.number, order.state, picked_of(order))
    check_was_read_back(version=order.version, seen=seen_version)
    refuse_card_numbers(wanted.note, field="note")
    refuse_card_numbers(wanted.purchase_order_number, field="purchase_order_number")
    # Before the lines are written: what is reserved for a line that goes would go with it.
    free_stock(order)
    before, stood = _whole(order), quantities_of(order)
    quantities = {product: count for product, count in wanted.quantities.items() if count}
    for count in quantities.values():
        check_quantity(count)
    check_holds_lines(bool(quantities))
    _check_range(quantities, stood)
    check_reference(wanted.purchase_order_number, is_required=order.customer.order_reference_required)
    delivery = delivery_terms(order.customer, at)
    if wanted.delivery_on != order.delivery_on or quantities != stood:
        check_delivery_date(wanted.delivery_on, delivery.days, today=london_day(at), at=at)
    order.delivery_on = wanted.delivery_on
    order.purchase_order_number = wanted.purchase_order_number
    order.note = wanted.note
    order.edited_at = at
    order.save(update_fields=["delivery_on", "purchase_order_number", "note", "edited_at"])
    if quantities != stood:
        reprice(order, quantities, at, agreed=_agreed(order))
        check_least(order.net_total, delivery.charges)
    return revision_changes(before, _whole(order))


def _agreed(order: Order) -> dict[int, AgreedPrice]:
    """The prices that were confirmed; they stay whatever the list says today."""
    where = f"order {order.number}"
    return {
        line.product_id: AgreedPrice(line.unit_price, PriceKind(line.price_basis or line.price_kind), where)
        for line in order.lines.filter(is_gift=False)
    }


def _check_range(quantities: Mapping[int, int], stood: Mapping[int, int]) -> None:
    """Raises OrderRefused for more of what has left the range or is not there, and for numbers that are not sold."""
    other = {product: count for product, count in quantities.items() if count != stood.get(product, 0)}
    sold = Product.objects.defer("search_words").in_bulk(other)
    for product, count in other.items():
        if product not in sold:
            raise OrderRefused("There is no such product.", field="code")
        if sold[product].ended_at is not None and count > stood.get(product, 0):
            raise OrderRefused(f"{sold[product].name} has left the range.", field=f"quantity-{product}")
    check_packs(other, {}, sold)


def _whole(order: Order) -> Whole:
    rows = order.lines.select_related("product").order_by("is_gift", "position", "pk")
    lines = {
        (row.product_id, row.is_gift): Confirmed(
            row.product.name, row.quantity, row.unit_price, row.net_total, row.is_gift
        )
        for row in rows
    }
    return Whole(
        lines=lines,
        delivery_on=order.delivery_on,
        delivery_total=order.delivery_total,
        purchase_order_number=order.purchase_order_number,
        note=order.note,
        gross_total=order.gross_total,
    )
