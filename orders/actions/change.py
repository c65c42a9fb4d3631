"""Writes to a locked order what a change wants of it: lines, prices, notes and details."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from customers.models import Contact
from customers.rules.card_numbers import refuse_card_numbers
from orders.actions.address import check_address
from orders.actions.delivery import delivery_terms
from orders.actions.desk_price import check_hand_price
from orders.actions.draft import quantities_of
from orders.actions.orderer import check_who_ordered
from orders.actions.repricing import Worked, order_terms, rework, standing
from orders.models import DeskPrice, Order, OrderLine
from orders.rules.change import Wanted, check_line_note
from orders.rules.delivery import check_delivery_date, check_least
from orders.rules.order import (
    OrderRefused,
    check_holds_lines,
    check_quantity,
    check_reference,
)
from orders.rules.pack import check_packs
from promotions.models import Product
from promotions.rules import AgreedPrice, PriceKind, say_pounds
from promotions.rules.promotion import is_only_honoured, london_day
from staff.models import User


@dataclass(frozen=True, slots=True)
class TodaysPrice:
    """What one pack costs today where another price was agreed."""

    name: str
    agreed: Decimal
    today: Decimal

    @property
    def question(self) -> str:
        return (
            f"{self.name}: {say_pounds(self.agreed)} each was agreed, today's price is {say_pounds(self.today)}. "
            "Ask which they want."
        )


@dataclass(frozen=True, slots=True)
class OnlyPromised:
    """A line of which so many packs have a promotion that is over, and those that are added have it no more."""

    name: str
    promotion: str
    packs: int
    quantity: int
    unit_price: Decimal

    @property
    def question(self) -> str:
        return (
            f"{self.name}: {self.packs} of {self.quantity} have {self.promotion}, as promised. It does not run for the "
            f"others any more: they are at {say_pounds(self.unit_price)} each. Ask whether they want them so."
        )


ToAsk = TodaysPrice | OnlyPromised


def write_wanted(order: Order, wanted: Wanted, by: User, at: datetime) -> tuple[ToAsk, ...]:
    """Makes a locked order what is wanted; what is to be asked about its prices before it is kept.

    Raises a Refusal, its field that of the change page.
    """
    stood = quantities_of(order)
    quantities = {product: count for product, count in wanted.quantities.items() if count}
    for product, count in quantities.items():
        check_quantity(count, field=f"quantity-{product}")
    check_holds_lines(bool(quantities))
    _check_range(quantities, stood)
    goes_elsewhere = _send_to(order, wanted.address_id)
    delivery = delivery_terms(order.customer, at, address_id=order.address_id)
    if wanted.delivery_on != order.delivery_on or quantities != stood or goes_elsewhere:
        check_delivery_date(wanted.delivery_on, delivery.days, today=london_day(at), at=at)
    _write_details(order, wanted, at)
    _choose_prices(order, wanted, by, at)
    found: tuple[ToAsk, ...] = ()
    if quantities != stood or wanted.prices or goes_elsewhere:
        found = _price(order, quantities, frozenset(product for product, hand in wanted.prices.items() if not hand), at)
        check_least(order.net_total, delivery.charges)
    _write_lines(order, wanted)
    return found


def _send_to(order: Order, address_id: int | None) -> bool:
    """Whether the order goes to another address from now on; to be written with its details."""
    if address_id is None or address_id == order.address_id:
        return False
    order.address = check_address(order.customer_id, address_id)
    return True


def _write_details(order: Order, wanted: Wanted, at: datetime) -> None:
    refuse_card_numbers(wanted.note, field="note")
    refuse_card_numbers(wanted.purchase_order_number, field="purchase_order_number")
    check_reference(wanted.purchase_order_number, is_required=order.customer.order_reference_required)
    if wanted.ordered_by_id is not None and wanted.ordered_by_id != order.ordered_by_id:
        order.ordered_by = _orderer(order, wanted.ordered_by_id)
    order.delivery_on = wanted.delivery_on
    order.purchase_order_number = wanted.purchase_order_number
    order.note = wanted.note
    order.edited_at = at
    order.save(update_fields=["ordered_by", "address", "delivery_on", "purchase_order_number", "note", "edited_at"])


def _orderer(order: Order, contact_id: int) -> Contact:
    person = Contact.objects.filter(pk=contact_id, customer=order.customer_id).first()
    if person is None:
        raise OrderRefused("This person is not at this customer.", field="ordered_by")
    check_who_ordered(order.customer_id, person)
    return person


def _choose_prices(order: Order, wanted: Wanted, by: User, at: datetime) -> None:
    """Keeps the prices set by hand, and lets go of those for which today's is taken."""
    for product, hand in wanted.prices.items():
        if hand is None:
            DeskPrice.objects.filter(order=order, product=product).delete()
            continue
        check_hand_price(hand, price_field=f"price-{product}", reason_field=f"why-{product}")
        set_here = {"unit_price": hand.unit_price, "reason": hand.reason, "set_by": by, "set_at": at}
        DeskPrice.objects.update_or_create(order=order, product_id=product, defaults=set_here)


def _price(order: Order, quantities: Mapping[int, int], todays: frozenset[int], at: datetime) -> tuple[ToAsk, ...]:
    stood = standing(order)
    terms = order_terms(order, quantities, at)
    told = {product: price for product, price in _agreed(order).items() if product not in todays}
    worked = rework(order, stood, quantities, terms, at, agreed=told, todays=todays)
    others = tuple(
        TodaysPrice(terms.book.products[line.product_id].name, line.unit_price, line.today_price)
        for line in worked.basket.lines
        if line.today_price is not None
    )
    return (*others, *_only_promised(worked, stood.quantities, at))


def _only_promised(worked: Worked, stood: Mapping[int, int], at: datetime) -> Iterator[OnlyPromised]:
    over = {promotion.id for promotion in worked.terms.promotions if is_only_honoured(promotion, at)}
    for line in worked.basket.lines:
        for one in line.savings if line.quantity > stood.get(line.product_id, 0) else ():
            if one.promotion_id in over and 0 < one.units < line.quantity:
                name = worked.terms.book.products[line.product_id].name
                yield OnlyPromised(name, one.name, one.units, line.quantity, line.unit_price)


def _agreed(order: Order) -> dict[int, AgreedPrice]:
    """The prices that were confirmed; they stay whatever the list says today."""
    where = f"order {order.number}"
    return {
        line.product_id: AgreedPrice(line.unit_price, PriceKind(line.price_basis or line.price_kind), where)
        for line in order.lines.filter(is_gift=False)
    }


def _write_lines(order: Order, wanted: Wanted) -> None:
    """The notes to lines, and what lines stand in for."""
    lines = {line.product_id: line for line in order.lines.filter(is_gift=False).select_related("product")}
    for product, note in wanted.line_notes.items():
        if product in lines and lines[product].note != note:
            refuse_card_numbers(note, field=f"note-{product}")
            check_line_note(lines[product].product.name, note, field=f"note-{product}")
            OrderLine.objects.filter(pk=lines[product].pk).update(note=note)
    for product, instead_of in wanted.instead_of.items():
        if product in lines:
            OrderLine.objects.filter(pk=lines[product].pk).update(instead_of=instead_of)


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
