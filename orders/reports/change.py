"""A confirmed order as a change of it starts, and what to ask before the change is kept."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from orders.models import DeskPrice, Order, OrderLine
from orders.reports.asked import Person, Place, people_of, places_of
from orders.reports.habits import habits
from orders.rules.change import Wanted
from orders.rules.read_back import Pack, quantity_questions
from orders.rules.usual import Habit, tenfold_words
from promotions.models import Product
from promotions.reports import ProductCard, Wares, wares_for
from promotions.rules import PriceRefused, customer_price
from promotions.rules.promotion import london_day

A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line that was asked for. `today_price` is set where it is another than the one that was agreed.

    `hand_price` and `hand_reason` are those set at the desk.
    """

    product_id: int
    code: str
    name: str
    pack: str
    quantity: int
    unit_price: Decimal
    today_price: Decimal | None
    hand_price: Decimal | None
    hand_reason: str
    note: str


@dataclass(frozen=True, slots=True)
class OrderToChange:
    """What the change page shows; `version` is what the change names, `people` may place orders there,
    `places` are where it may go.
    """

    version: int
    lines: tuple[AskedLine, ...]
    people: tuple[Person, ...]
    ordered_by_id: int | None
    places: tuple[Place, ...]
    address_id: int | None
    delivery_on: date | None
    purchase_order_number: str
    note: str


def order_to_change(number: str, at: datetime) -> OrderToChange:
    """The order of this number as it stands, with today's prices beside the agreed ones. Six statements."""
    order = Order.objects.select_related("customer", "address").get(number=number)
    rows = list(order.lines.filter(is_gift=False).select_related("product").order_by("position", "pk"))
    by_hand = {row.product_id: row for row in DeskPrice.objects.filter(order=order, unit_price__isnull=False)}
    wares = wares_for(order.customer, [row.product_id for row in rows])
    return OrderToChange(
        version=order.version,
        lines=tuple(_line(row, by_hand.get(row.product_id), wares, at) for row in rows),
        people=people_of(order.customer_id),
        ordered_by_id=order.ordered_by_id,
        places=places_of(order),
        address_id=order.address_id,
        delivery_on=order.delivery_on,
        purchase_order_number=order.purchase_order_number,
        note=order.note,
    )


def questions_to(order_id: int, wanted: Wanted, at: datetime) -> tuple[str, ...]:
    """What to ask of the quantities that differ: like the customer, case or piece. Five statements."""
    order = Order.objects.select_related("customer").get(pk=order_id)
    stands = dict(order.lines.filter(is_gift=False).values_list("product", "quantity"))
    other = {product: count for product, count in wanted.quantities.items() if count and count != stands.get(product)}
    # As they bought before this order, which would else speak for itself.
    known = habits(order.customer_id, (order.confirmed_at or at) - A_MOMENT, also=other)
    products = Product.objects.defer("search_words").in_bulk(other)
    return tuple(
        f"{products[product].name}: {question}"
        for product, count in other.items()
        if product in products
        for question in _questions(products[product], count, known.get(product))
    )


def _questions(product: Product, count: int, habit: Habit | None) -> list[str]:
    said = [tenfold_words(count, habit)] if habit else []
    said += quantity_questions(count, habit, pack=Pack(product.unit, product.pack_size))
    return [words for words in said if words]


def _line(row: OrderLine, hand: DeskPrice | None, wares: Wares, at: datetime) -> AskedLine:
    card: ProductCard = wares.cards[row.product_id]
    try:
        today = customer_price(wares.book.products[row.product_id], row.quantity, london_day(at)).amount
    except PriceRefused:
        today = row.unit_price
    return AskedLine(
        product_id=row.product_id,
        code=card.code,
        name=card.name,
        pack=card.pack,
        quantity=row.quantity,
        unit_price=row.unit_price,
        today_price=today if today != row.unit_price else None,
        hand_price=hand.unit_price if hand else None,
        hand_reason=hand.reason if hand else "",
        note=row.note,
    )
