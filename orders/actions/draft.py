"""The draft: opened once for a customer, then typed into from any window."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from customers.models import Customer
from orders.actions.address import usual_address
from orders.actions.repricing import Also, Worked, order_terms, reprice, rework, standing
from orders.models import Order
from orders.rules.order import (
    OrderRefused,
    Typed,
    at_line,
    check_is_draft,
    check_may_be_typed,
    check_nobody_else_set,
    check_quantity,
)
from orders.rules.pack import check_pack, packs_of
from orders.rules.vocabulary import OrderState
from promotions.reports import ProductCard
from staff.models import User

# Where an order that is begun goes, by its customer's address; None for the usual one.
GoesTo = Callable[[], int | None]


@transaction.atomic
def open_draft(*, customer_id: int, by: User, at: datetime, goes_to: GoesTo | None = None) -> Order:
    """The customer's draft, made when there is none; asked twice, or twice at once, it is the same one.

    An empty one goes where `goes_to` says, else to their usual address. Locks the draft and brings its prices up to
    `at`. Raises OrderRefused for a closed account.
    """
    order = _draft_of(customer_id, by, at)
    quantities = quantities_of(order)
    if quantities:
        reprice(order, quantities, at)
    else:
        _begin(order, goes_to)
        order.save(update_fields=["address"])
    return order


@transaction.atomic
def set_quantity(*, order_id: int, product_id: int, quantity: int, was: int | None, by: User, at: datetime) -> Order:
    """Makes the draft hold `quantity` packs of a product, 0 for none, and prices the whole draft again.

    `was` is what the screen showed; None does not ask. Asked twice it is done once. Locks the order. Raises
    OrderRefused for what cannot be ordered, QuantityMoved when another window has set a third quantity.
    """
    return _type(locked_draft(order_id), [Typed(product_id, quantity, was)], at, None, None).order


def type_quantities(
    *,
    customer_id: int,
    typed: Sequence[Typed],
    by: User,
    at: datetime,
    also: Also | None = None,
    goes_to: GoesTo | None = None,
) -> Worked:
    """As `set_quantity` for several products of the customer's draft, made when there is none: all of them or none.

    Inside the caller's transaction. Answers with all that was worked out, so that a screen need not ask again; `also`
    names further products whose prices it wants to know. Of an empty draft it is asked where it `goes_to`.
    """
    return _type(_draft_of(customer_id, by, at), typed, at, also, goes_to)


@transaction.atomic
def drop_draft(*, order_id: int, by: User, at: datetime) -> Order:
    """Empties the draft: what was typed is gone, the draft itself stays for the next order. Locks the order."""
    order = locked_draft(order_id)
    _forget(order)
    reprice(order, {}, at)
    order.save(update_fields=["quoted", "ordered_by", "delivery_on", "address", "purchase_order_number", "note"])
    return order


def locked_order(order_id: int) -> Order:
    """The order with its customer, locked until the transaction ends; Order.DoesNotExist when there is none."""
    return _locking().get(pk=order_id)


def lock_customer(order: Order) -> None:
    """Locks the customer of a locked order: before its products, because another order of theirs does it so too."""
    Customer.objects.select_for_update(no_key=True).get(pk=order.customer_id)


def locked_draft(order_id: int) -> Order:
    """The same, refused when it is no draft any more."""
    order = locked_order(order_id)
    check_is_draft(order.state, order.number)
    return order


def quantities_of(order: Order) -> dict[int, int]:
    """Packs by product in the order of the lines, gifts left out."""
    asked = order.lines.filter(is_gift=False).order_by("position", "pk")
    return dict(asked.values_list("product_id", "quantity"))


def _locking() -> QuerySet[Order]:
    return Order.objects.select_for_update(of=("self",)).select_related("customer")


def _draft_of(customer_id: int, by: User, at: datetime) -> Order:
    """The customer's draft, locked."""
    drafts = _locking().filter(customer=customer_id, state=OrderState.DRAFT)
    # Again when another window confirms the draft between finding it made and locking it.
    while (order := drafts.first()) is None:
        customer = Customer.objects.get(pk=customer_id)
        check_may_be_typed(customer.status, customer.name)
        fresh = Order(customer=customer, taken_by=by, opened_at=at, edited_at=at)
        Order.objects.bulk_create([fresh], ignore_conflicts=True)
    check_may_be_typed(order.customer.status, order.customer.name)
    return order


def _begin(order: Order, goes_to: GoesTo | None) -> None:
    """Says where a draft that holds nothing yet is to go; to be written with it."""
    meant = goes_to() if goes_to else order.address_id
    order.address_id = meant or usual_address(order.customer_id)


def _type(order: Order, typed: Sequence[Typed], at: datetime, also: Also | None, goes_to: GoesTo | None) -> Worked:
    """Sets the quantities of a locked draft and prices it."""
    stood = standing(order)
    quantities = stood.quantities
    if not quantities:
        _begin(order, goes_to)
    terms = order_terms(order, {*quantities, *(one.product_id for one in typed)}, at, also, stood.in_use)
    for each in typed:
        card = terms.wares.cards.get(each.product_id)
        with at_line(each.product_id):
            one = _in_packs(each, card)
            _check_typed(one, card, quantities.get(one.product_id, 0))
        quantities[one.product_id] = one.quantity
    held = {product: quantity for product, quantity in quantities.items() if quantity}
    if stood.quantities and not held:
        _forget(order)
    return rework(order, stood, held, terms, at)


def _forget(order: Order) -> None:
    """What is typed into an emptied draft next is another order: of no quote, and with details of its own.

    To be written with the lines.
    """
    order.quoted = order.ordered_by = order.delivery_on = order.address = None
    order.purchase_order_number = order.note = ""


def _in_packs(typed: Typed, card: ProductCard | None) -> Typed:
    if typed.in_pieces and card is not None:
        typed = replace(typed, quantity=packs_of(card, typed.quantity), in_pieces=False)
    check_quantity(typed.quantity)
    return typed


def _check_typed(typed: Typed, card: ProductCard | None, stands: int) -> None:
    """What stands already is not asked again: a range may have changed under it."""
    if card is None:
        raise OrderRefused("There is no such product.", field="quantity")
    check_nobody_else_set(product=card.name, stands=stands, was=typed.was, wanted=typed.quantity)
    if typed.quantity == stands:
        return
    if not card.is_on_sale and typed.quantity > stands:
        raise OrderRefused(f"{card.name} has left the range.", field="quantity")
    check_pack(card, typed.quantity)
