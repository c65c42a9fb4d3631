"""Prices an order from scratch and writes what differs, whatever was typed, agreed or set by hand."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast, JSONObject
from django.utils.dateparse import parse_datetime

from orders.actions.allocation import settle
from orders.actions.moved import Lost, lost_of, moved_lines
from orders.actions.parts import LineWithParts, lines_with_parts
from orders.actions.pricing import Terms, pitches_for, priced, terms_of
from orders.actions.writing import write_lines
from orders.models import DeskPrice, Order, OrderLine
from orders.rules.moved import Moved, moved_words
from orders.rules.order import check_worth
from orders.rules.parts import LinePart, parts_of, pushed_parts
from orders.rules.trace import TracedReward, order_trace, stopped_words
from promotions.reports import Pitch
from promotions.rules import AgreedPrice, HandPrice, PricedBasket, PriceKind
from promotions.rules.priced import PricedLine

# Products to know the prices of besides those on the order, by what is live and which versions the order uses.
Also = Callable[[Sequence[Pitch], Collection[int]], Collection[int]]


@dataclass(frozen=True, slots=True)
class Standing:
    """An order's lines as they stand, with the prices chosen at the desk for them.

    `todays` are products whose price is today's though another was agreed.
    """

    lines: tuple[LineWithParts, ...]
    by_hand: Mapping[int, HandPrice]
    todays: frozenset[int]

    @property
    def quantities(self) -> dict[int, int]:
        """Packs by product in the order of the lines, gifts left out."""
        return {one.line.product_id: one.line.quantity for one in self.lines if not one.line.is_gift}

    @property
    def in_use(self) -> set[int]:
        """The versions of promotions that did something for its lines."""
        return {version for one in self.lines for version in one.versions}


@dataclass(frozen=True, slots=True)
class Worked:
    """An order as it has just been priced: its lines, gifts last, with all that their prices came of.

    `agreed` are the prices told before that count. `moved` are by product the lines of an unchanged quantity that now
    cost something else; `lapsed` says which of the order's own promotions are over.
    """

    order: Order
    lines: tuple[LineWithParts, ...]
    terms: Terms
    basket: PricedBasket
    agreed: Mapping[int, AgreedPrice]
    by_hand: Mapping[int, HandPrice]
    moved: Mapping[int, Moved]
    lapsed: tuple[str, ...]

    @property
    def changes(self) -> str:
        """What moved and lapsed in words; empty for none."""
        return moved_words(self.moved.values(), self.lapsed)


@dataclass(frozen=True, slots=True)
class Since:
    """What is otherwise by now than when a draft was last typed into.

    `moved` says which lines cost something else, `stopped` what the whole order had of promotions and has no more.
    """

    moved: str = ""
    stopped: tuple[str, ...] = ()


def reprice(
    order: Order, quantities: Mapping[int, int], at: datetime, *, agreed: Mapping[int, AgreedPrice] | None = None
) -> str:
    """Makes the order hold so many units by product at the prices of `at`, or as `agreed`; its row must be locked.

    What the quote behind it promises is agreed while it holds; a price set by hand goes before. Writes only what
    differs, and puts the version one up when anything does; `order` carries the new totals. A confirmed order takes
    what its promotions give more or less off their allocation, and AllocationGone is raised when that is not left;
    OrderRefused is when it would come to more than can be taken. Answers in words which lines of an unchanged quantity
    now cost something else.
    """
    stood = standing(order)
    terms = order_terms(order, quantities, at)
    return rework(order, stood, quantities, terms, at, agreed=agreed).changes


def standing(order: Order) -> Standing:
    """What a locked order holds; one statement."""
    chosen = DeskPrice.objects.filter(order=OuterRef("order"), product=OuterRef("product"))
    told = JSONObject(price=Cast("unit_price", CharField()), reason="reason", at="set_at")
    lines = lines_with_parts(order.lines.annotate(desk=Subquery(chosen.values(told=told))))
    rows: list[Any] = [one.line for one in lines if not one.line.is_gift]
    desk = {row.product_id: row.desk for row in rows if row.desk}
    return Standing(
        lines=lines,
        by_hand={
            product: HandPrice(Decimal(one["price"]), one["reason"]) for product, one in desk.items() if one["price"]
        },
        todays=frozenset(
            product for product, one in desk.items() if not one["price"] and _still_counts(order, one["at"])
        ),
    )


def order_terms(
    order: Order, product_ids: Iterable[int], at: datetime, also: Also | None = None, in_use: Collection[int] = ()
) -> Terms:
    """The terms for these products on an order, and for those that `also` names; three statements or four."""
    pitches = pitches_for(order.customer, at, order)
    more = also(pitches, in_use) if also else ()
    return terms_of(order.customer, pitches, {*product_ids, *more}, at, order=order)


def rework(
    order: Order,
    stood: Standing,
    quantities: Mapping[int, int],
    terms: Terms,
    at: datetime,
    *,
    agreed: Mapping[int, AgreedPrice] | None = None,
    todays: frozenset[int] = frozenset(),
) -> Worked:
    """As `reprice`, of an order whose lines and terms are known; of `todays` no price is agreed."""
    told = {**terms.wares.told, **(agreed or {})}
    kept_prices = {product: price for product, price in told.items() if product not in stood.todays | todays}
    basket = priced(quantities, terms, at, agreed=kept_prices, by_hand=stood.by_hand)
    check_worth(basket.gross + basket.saving)
    wanted = _lines(order, basket, terms)
    lost = lost_of(stood.lines, order.trace, basket, terms)
    write_lines(order, stood.lines, wanted, basket, _trace(order, basket, lost), at)
    if not order.is_draft:
        settle(order, basket.promotions)
    moved, lapsed = moved_lines(stood.lines, wanted, lost, terms), tuple(lost.rewards.values())
    return Worked(order, tuple(wanted), terms, basket, kept_prices, stood.by_hand, moved, lapsed)


def moved_since(order: Order, at: datetime) -> Since:
    """What is otherwise by now with a draft; writes nothing. Four statements, as an edit asks, five where one is over.

    What its own edits have stopped is said too.
    """
    stood = standing(order)
    terms = order_terms(order, stood.quantities, at)
    agreed = {product: price for product, price in terms.wares.told.items() if product not in stood.todays}
    basket = priced(stood.quantities, terms, at, agreed=agreed, by_hand=stood.by_hand)
    lost = lost_of(stood.lines, order.trace, basket, terms)
    moved = moved_lines(stood.lines, _lines(order, basket, terms), lost, terms)
    return Since(moved_words(moved.values(), tuple(lost.rewards.values())), stopped_words(_trace(order, basket, lost)))


def _trace(order: Order, basket: PricedBasket, lost: Lost) -> list[TracedReward]:
    """An order without lines has none."""
    return order_trace(order.trace, basket.trace, lost.rewards) if basket.lines else []


def _still_counts(order: Order, chosen_at: str) -> bool:
    """Today's price was taken of one day: a confirmation agrees a price anew."""
    moment = parse_datetime(chosen_at)
    return order.confirmed_at is None or moment is None or moment >= order.confirmed_at


def _lines(order: Order, basket: PricedBasket, terms: Terms) -> list[LineWithParts]:
    """The lines as they should stand, not saved; gifts come last."""
    pushed = pushed_parts(basket, terms.promotions)
    typed = [_line(order, line, pushed.get(line.product_id, ()), is_gift=False) for line in basket.lines]
    return typed + [_line(order, line, (), is_gift=True) for line in basket.free_lines]


def _line(order: Order, line: PricedLine, pushed: Collection[LinePart], *, is_gift: bool) -> LineWithParts:
    wanted = OrderLine(
        order=order,
        product_id=line.product_id,
        quantity=line.quantity,
        unit_price=line.unit_price,
        price_kind=line.kind.value,
        price_basis=line.basis.value if line.kind == PriceKind.AGREED else "",
        saving_total=line.saving,
        net_total=line.net,
        vat_rate=line.vat_rate.value,
        is_gift=is_gift,
        trace=list(line.trace),
    )
    return LineWithParts(wanted, parts_of(line, pushed))
