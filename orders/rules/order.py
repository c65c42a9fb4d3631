"""What may be done with an order: typing quantities, confirming, cancelling."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from customers.rules.vocabulary import CustomerStatus
from orders.rules.vocabulary import OrderState
from promotions.rules.money import say_pounds
from staff.rules import Refusal

MOST_UNITS = 100_000
# Far below what the columns hold, so that savings and VAT fit too.
MOST_WORTH = Decimal(10_000_000)


class OrderRefused(Refusal):
    """An order may not be changed so."""


@contextmanager
def at_line(product_id: int) -> Iterator[None]:
    """What is refused inside belongs to a field of this product's line: its quantity is quantity-7, its note note-7."""
    try:
        yield
    except Refusal as refused:
        if refused.field:
            refused.field = f"{refused.field}-{product_id}"
        raise


class QuantityMoved(OrderRefused):
    """Another window has set this quantity meanwhile; `quantity` is what stands."""

    def __init__(self, product: str, quantity: int) -> None:
        set_to = f"set {product} to {quantity}" if quantity else f"taken {product} off the order"
        super().__init__(f"Another window has {set_to}. Yours is not saved: look, and type it again.", field="quantity")
        self.quantity = quantity


class PriceMoved(OrderRefused):
    """Another window has set this price by hand meanwhile, or let it go."""

    def __init__(self, stands: Decimal | None) -> None:
        done = "let this price by hand go" if stands is None else f"set this price to {say_pounds(stands)}"
        super().__init__(f"Another window has {done}. Yours is not saved: look, and type it again.", field="unit_price")


class NoteMoved(OrderRefused):
    """Another window has written this note meanwhile; `stored` is what stands."""

    def __init__(self, stored: str) -> None:
        words = f"Another window has written “{stored}” here. Yours is not saved: look, and type it again."
        super().__init__(words, field="note")
        self.stored = stored


class ReadBackAgain(OrderRefused):
    """The order is no longer the one that was read back; what changed is said."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Today's quantity of one product, in packs, or in pieces where they said so.

    `was` are the packs that the page knew to be kept, None when it did not say.
    """

    product_id: int
    quantity: int
    was: int | None
    in_pieces: bool = False


@dataclass(frozen=True, slots=True)
class Orderer:
    """The person who places the order, as their record stands."""

    name: str
    may_order: bool
    has_left: bool


def order_number(on: date, sequence: int) -> str:
    """The number people read out: the year in London and the place in that year, `SO-2026-000123`."""
    return f"SO-{on.year}-{sequence:06d}"


def check_is_draft(state: str, number: str | None) -> None:
    if state != OrderState.DRAFT:
        said = OrderState(state).label.lower()
        raise OrderRefused(f"Order {number} is {said} and is not typed into any more. Start a new one.")


def check_worth(pounds: Decimal) -> None:
    """Of a whole order, before its savings and with VAT. Raises OrderRefused."""
    if pounds > MOST_WORTH:
        raise OrderRefused(
            f"This order would come to {say_pounds(pounds)}; more than {say_pounds(MOST_WORTH)} cannot be taken. "
            "Look at the quantity and the price.",
            field="quantity",
        )


def check_quantity(quantity: int, *, field: str = "quantity") -> None:
    if not 0 <= quantity <= MOST_UNITS:
        raise OrderRefused(f"A quantity is a whole number from 0 to {MOST_UNITS:,}.", field=field)


def check_nobody_else_set(*, product: str, stands: int, was: int | None, wanted: int) -> None:
    """Raises QuantityMoved when the order holds neither what the screen showed nor what is asked for."""
    if was is not None and stands not in (was, wanted):
        raise QuantityMoved(product, stands)


def check_nobody_else_priced(stands: Decimal | None, *, was: str | None, wanted: Decimal) -> None:
    """Raises PriceMoved when neither the price by hand that the page showed nor the one that is asked for stands."""
    if was not in (None, "" if stands is None else f"{stands}") and stands != wanted:
        raise PriceMoved(stands)


def check_may_be_typed(status: str, name: str) -> None:
    """Raises OrderRefused for a closed account; one on stop may order, and the order is held."""
    if status == CustomerStatus.CLOSED:
        raise OrderRefused(f"{name} is closed: no orders are taken on this account.")


def check_holds_lines(holds_lines: bool) -> None:
    if not holds_lines:
        raise OrderRefused("There is nothing on this order. Type a quantity first.")


def check_orderer(orderer: Orderer | None, *, somebody_may: bool, somebody_is_there: bool) -> None:
    """Raises OrderRefused without the name of a person who may order; where nobody is known to, anybody's is taken.

    An account at which we know nobody does without.
    """
    if orderer is None and somebody_is_there:
        raise OrderRefused("Say who placed the order.", field="ordered_by")
    if orderer is not None and orderer.has_left:
        raise OrderRefused(f"{orderer.name} has left. Say who placed the order.", field="ordered_by")
    if orderer is not None and not orderer.may_order and somebody_may:
        raise OrderRefused(f"{orderer.name} may not place orders for this account. Ask who may.", field="ordered_by")


def check_reference(reference: str, *, is_required: bool) -> None:
    if is_required and not reference.strip():
        raise OrderRefused("They need their own purchase order number on each order.", field="purchase_order_number")


def check_was_read_back(*, version: int, seen: int) -> None:
    if version != seen:
        raise ReadBackAgain("The order has changed since it was read back. Read it back once more, then confirm.")


def check_confirmed_as_seen(number: str | None, versions: Collection[int], *, seen: int) -> None:
    """Raises OrderRefused when another window has confirmed the order, and not as it was read back here.

    `versions` are the one that was confirmed and the one that stands.
    """
    if seen not in versions:
        raise OrderRefused(
            f"Another window has confirmed this as order {number}, otherwise than it stood here. Read it back as it is "
            "now, then confirm; what they want otherwise is a change of it."
        )


def why_read_back_again(changes: str, *, told: Decimal, now: Decimal) -> str:
    """What has moved since the read-back, old and new; empty when the customer was told what they will pay."""
    if not changes and told == now:
        return ""
    said = changes or "what promotions give, or what delivery costs, has changed"
    return f"Prices have changed: {said}. The total was {say_pounds(told)}, is {say_pounds(now)}. Read it back again."
