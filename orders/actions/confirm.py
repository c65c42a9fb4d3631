"""From a draft that was read back to an order with a number and an acknowledgement on its way."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from customers.actions import record_event
from customers.rules.vocabulary import EventKind
from orders.actions.acknowledgement import promise_acknowledgement
from orders.actions.address import check_still_goes_there
from orders.actions.allocation import settle
from orders.actions.delivery import delivery_terms
from orders.actions.draft import lock_customer, locked_draft, locked_order
from orders.actions.holds import hold_by_rule
from orders.actions.life import note_step
from orders.actions.nudge import nudge_counters
from orders.actions.orderer import check_who_ordered
from orders.actions.quote.close import win_quote_of
from orders.actions.quote.locks import lock_quote_behind
from orders.actions.repricing import order_terms, rework, standing
from orders.actions.revisions import stamp
from orders.actions.stock import reserve, short_of
from orders.models import Order, OrderSequence
from orders.rules.delivery import check_delivery_date, check_least
from orders.rules.order import (
    ReadBackAgain,
    check_confirmed_as_seen,
    check_holds_lines,
    check_is_draft,
    check_may_be_typed,
    check_reference,
    check_was_read_back,
    order_number,
    why_read_back_again,
)
from orders.rules.pack import check_still_sold
from orders.rules.vocabulary import OrderState
from promotions.rules import PricedBasket, say_pounds
from promotions.rules.allocation import AllocationGone
from promotions.rules.promotion import london_day
from staff.models import User


def confirm_order(
    *, order_id: int, seen_version: int, by: User, at: datetime, shown_short: Mapping[int, int] | None = None
) -> Order:
    """Gives the draft its number, promises the acknowledgement and reserves what is in stock, in one transaction.

    Stamped as revision 1. What speaks against it (credit, prices below the floor) holds the order, and its stock is
    reserved when it is released. Twice, or twice at once, is once; of two that were read back differently the second is
    refused. `seen_version` is the version that was read back,
    `shown_short` the packs it showed as free by product where it was not enough; None does not ask. Locks the quote
    behind it, the order, its promotions, the year's numbers, the customer, then its products. Raises a Refusal when it
    may not be confirmed; when prices have moved since, or another order has taken the last of a promotion, the draft
    keeps the new prices and ReadBackAgain says old and new, and so it does when stock has gone.
    """
    try:
        with transaction.atomic():
            lock_quote_behind(order_id)
            order = locked_order(order_id)
            if order.confirmed_at is not None and order.cancelled_at is None:
                was_read = order.revisions.filter(number=1).values_list("version", flat=True)
                check_confirmed_as_seen(order.number, {*was_read, order.version}, seen=seen_version)
                return order
            _check(order, seen_version, at)
            moved, basket = _price_again(order, at)
            if not moved:
                settle(order, basket.promotions)
                _confirm(order, seen_version, shown_short, by, at)
    except AllocationGone as gone:
        moved = _price_without(order_id, at) or gone.sentence
    # After the transaction, so that the new prices stay for the next read-back.
    if moved:
        raise ReadBackAgain(moved)
    return order


def _check(order: Order, seen_version: int, at: datetime) -> None:
    customer, today = order.customer, london_day(at)
    check_is_draft(order.state, order.number)
    check_holds_lines(order.lines.filter(is_gift=False).exists())
    check_was_read_back(version=order.version, seen=seen_version)
    check_may_be_typed(customer.status, customer.name)
    _check_goods(order)
    check_who_ordered(order.customer_id, order.ordered_by)
    check_still_goes_there(order.address)
    check_reference(order.purchase_order_number, is_required=customer.order_reference_required)
    delivery = delivery_terms(customer, at, address_id=order.address_id)
    check_delivery_date(order.delivery_on, delivery.days, today=today, at=at)
    check_least(order.net_total, delivery.charges)


def _check_goods(order: Order) -> None:
    """Raises OrderRefused, at its line, for what can no longer be had as it was typed."""
    lines = order.lines.filter(is_gift=False).select_related("product").defer("product__search_words")
    for line in lines.order_by("position", "pk"):
        on_sale, field = line.product.ended_at is None, f"quantity-{line.product_id}"
        check_still_sold(line.product, line.quantity, is_on_sale=on_sale, field=field)


def _price_again(order: Order, at: datetime) -> tuple[str, PricedBasket]:
    """Why it must be read back again, in words, empty when every price stands; and the basket as it is priced now."""
    told, stood = order.gross_total, standing(order)
    worked = rework(order, stood, stood.quantities, order_terms(order, stood.quantities, at), at)
    return why_read_back_again(worked.changes, told=told, now=order.gross_total), worked.basket


@transaction.atomic
def _price_without(order_id: int, at: datetime) -> str:
    """Prices the draft by what is left of the promotions now that others have taken theirs."""
    return _price_again(locked_draft(order_id), at)[0]


def _confirm(order: Order, seen_version: int, shown_short: Mapping[int, int] | None, by: User, at: datetime) -> None:
    """Its stock is reserved unless the order is held: then it is reserved when it is released."""
    order.number = _next_number(london_day(at))
    lock_customer(order)
    short = short_of(order, shown_short)
    order.state = OrderState.CONFIRMED
    order.confirmed_at = order.edited_at = at
    order.taken_by = by
    told = promise_acknowledgement(order, at, short)
    order.acknowledgement = told.message
    order.save(update_fields=["number", "state", "confirmed_at", "edited_at", "taken_by", "acknowledgement"])
    win_quote_of(order=order, by=by, at=at)
    record_event(
        customer_id=order.customer_id,
        kind=EventKind.ORDER,
        sentence=f"Order {order.number} confirmed, {say_pounds(order.gross_total)} with VAT; {told.in_words}.",
        by=by,
        at=at,
    )
    stamp(order, version=seen_version, changes=[], message=told.message, by=by, at=at)
    note_step(order, by=by, at=at, words="Read back and confirmed.")
    hold_by_rule(order, at)
    if order.state == OrderState.CONFIRMED:
        reserve(order, by=None, at=at)
    nudge_counters()


def _next_number(on: date) -> str:
    """The next number of the year; its row stays locked until the end, so that there are no gaps and no doubles."""
    OrderSequence.objects.bulk_create([OrderSequence(year=on.year)], ignore_conflicts=True)
    OrderSequence.objects.filter(year=on.year).update(last=F("last") + 1)
    return order_number(on, OrderSequence.objects.values_list("last", flat=True).get(year=on.year))
