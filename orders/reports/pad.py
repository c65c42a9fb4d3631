"""The order pad: usual items beside the last orders, what is typed today, the foot, and what to offer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from hashlib import blake2b

from customers.models import Customer
from orders.actions.parts import LineWithParts
from orders.actions.repricing import Worked
from orders.models import Order
from orders.reports.facts import Facts, VatRow, facts_of, gather
from orders.reports.habits import PastOrder, past_orders
from orders.reports.prompts import Prompt, prompts
from orders.rules.pack import pack_words
from orders.rules.parts import names_of
from orders.rules.stock import StockState, stock_state, stock_words
from orders.rules.trace import trace_words
from orders.rules.usual import Habit, dropped_words, is_dropped, tenfold_words
from orders.rules.vocabulary import GivenUpReason
from promotions.reports import ProductCard
from promotions.rules import PriceRefused, UnitPrice, customer_price
from promotions.rules.promotion import london_day, why_not_now
from staff.rules import Refusal

MOST_HINTS = 3


@dataclass(frozen=True, slots=True)
class PriceTyped:
    """What stands in the fields of a price by hand and is not kept; `said` is why not, `wrong` at which."""

    price: str = ""
    why: str = ""
    said: str = ""
    wrong: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.price or self.why or self.said)

    def refused(self, refusal: Refusal) -> PriceTyped:
        return replace(self, said=refusal.sentence, wrong="why" if refusal.field == "reason" else "price")


@dataclass(frozen=True, slots=True)
class PadRow:
    """One product of the pad. Prices are of one pack before promotions; `past` are the columns' quantities.

    `quantity` is today's, 0 for none yet; `line_total`, `saving`, `note` and `trace` belong to it. `dropped` says what
    they used to take where they stopped; `offer` what a promotion does, or would do, for the row; `sold_by` in which
    numbers it is sold. `said` is a question or a refusal to show at the row, `wrong` the field that was refused,
    `typed` what was typed and not kept, `pieces` how many were typed instead of packs. `todays_price` stands beside an
    agreed price that is another one. `is_added` when it is here only because it was added to this order.
    """

    product: ProductCard
    quantity: int
    usual: int | None
    past: tuple[int | None, ...]
    last_price: Decimal | None
    today_price: Decimal | None
    line_total: Decimal | None
    saving: Decimal
    offer: str
    stock: str
    stock_state: str
    dropped: str
    trace: tuple[str, ...]
    hints: tuple[str, ...]
    sold_by: str = ""
    note: str = ""
    price_kind: str = ""
    said: str = ""
    pieces: int | None = None
    todays_price: Decimal | None = None
    typed: str | None = None
    typed_note: str | None = None
    by_hand: PriceTyped = PriceTyped()
    wrong: str = ""
    is_added: bool = False

    @property
    def gone_reasons(self) -> list[tuple[str, str]]:
        """What may have become of an item that was dropped; anything else is said in words."""
        return GivenUpReason.choices[:-1]

    @property
    def field(self) -> str:
        """What stands in the field: what was typed and not kept, else the quantity, empty for none."""
        return self.typed if self.typed is not None else str(self.quantity or "")

    @property
    def note_field(self) -> str:
        return self.typed_note if self.typed_note is not None else self.note

    @property
    def is_short(self) -> bool:
        """Whether what is wanted today is not all in stock, or what they used to buy has left the range."""
        return (self.quantity > 0 and self.stock_state != StockState.FREE) or not self.product.is_on_sale

    @property
    def shown(self) -> str:
        """The product and, made short, all that the answer to an edit may draw of its row."""
        amounts = (self.last_price, self.today_price, self.todays_price, self.line_total, self.saving)
        exact = [amount is not None and f"{amount.normalize():f}" for amount in amounts]
        words = (self.said, self.stock, self.stock_state, self.offer, self.note, *self.trace, "", *self.hints)
        told = repr((exact, words, self.quantity, self.pieces, self.is_short))
        return f"{self.product.id}:{blake2b(told.encode(), digest_size=5).hexdigest()}"

    @property
    def price_moved(self) -> str:
        """Today's price against the last one they were told: up, down, or empty."""
        if self.last_price is None or self.today_price is None or self.today_price == self.last_price:
            return ""
        return "up" if self.today_price > self.last_price else "down"


@dataclass(frozen=True, slots=True)
class GiftRow:
    """What a promotion gives with the order; `stock` is said where there is not enough of it."""

    product: ProductCard
    quantity: int
    offer: str
    net_total: Decimal
    stock: str = ""


@dataclass(frozen=True, slots=True)
class Foot:
    """The sums of the order as it stands, in pounds; `hints` say what is one step away.

    `trace` says why promotions on the whole order did or did not apply.
    """

    lines: int
    net: Decimal
    saving: Decimal
    delivery: Decimal
    vat_rows: tuple[VatRow, ...]
    vat: Decimal
    gross: Decimal
    gifts: tuple[GiftRow, ...]
    hints: tuple[str, ...]
    trace: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pad:
    """Everything the pad shows; `past_orders` are its columns, the oldest first. No draft yet: `order_id` is None.

    `number` is that of the order once it is confirmed.
    """

    customer_id: int
    order_id: int | None
    version: int
    is_draft: bool
    number: str
    past_orders: tuple[PastOrder, ...]
    rows: tuple[PadRow, ...]
    foot: Foot
    prompts: tuple[Prompt, ...]

    @property
    def added_rows(self) -> list[PadRow]:
        """What came from the search, a quote or another order: in sight, above the usual items."""
        return [row for row in self.rows if row.is_added]

    @property
    def usual_rows(self) -> list[PadRow]:
        return [row for row in self.rows if not row.is_added]

    def row_of(self, product_id: int) -> PadRow | None:
        return next((row for row in self.rows if row.product.id == product_id), None)

    @property
    def has_dropped(self) -> bool:
        return any(row.dropped for row in self.rows)

    @property
    def short(self) -> tuple[int, ...]:
        """The products for which something else could be sold."""
        return tuple(row.product.id for row in self.rows if row.is_short)

    @property
    def short_query(self) -> str:
        """The same in an address: for=7&for=9."""
        return "&".join(f"for={product}" for product in self.short)

    @property
    def last_order(self) -> PastOrder | None:
        return self.past_orders[-1] if self.past_orders else None

    def as_typed(self, fields: Mapping[str, str]) -> Pad:
        """The same with what was typed into the fields quantity-7 and note-7."""
        rows = (
            replace(
                row,
                typed=fields.get(f"quantity-{row.product.id}"),
                typed_note=fields.get(f"note-{row.product.id}"),
            )
            for row in self.rows
        )
        return replace(self, rows=tuple(rows))

    def refused(self, refusal: Refusal, posted: Collection[int]) -> Pad | None:
        """The same with the refusal at the line that it is about, else at all lines that were posted; None: at none."""
        name, _, product = (refusal.field or "").rpartition("-")
        about = {int(product)} if name and product.isdecimal() else set(posted)
        if not any(row.product.id in about for row in self.rows):
            return None
        rows = (
            replace(row, said=refusal.sentence, wrong=name) if row.product.id in about else row for row in self.rows
        )
        return replace(self, rows=tuple(rows))

    def with_prices(self, typed: Mapping[int, PriceTyped]) -> Pad:
        """The same with what is typed, by product, into the fields of prices by hand."""
        rows = (replace(row, by_hand=typed.get(row.product.id, row.by_hand)) for row in self.rows)
        return replace(self, rows=tuple(rows))

    def typed_in_pieces(self, pieces: Mapping[int, int]) -> Pad:
        """The same where so many pieces, by product, have just become packs; each is said in both."""
        rows = (
            replace(row, pieces=count, said=f"{count} pieces: {row.quantity} × {row.product.pack}. {row.said}".strip())
            if (count := pieces.get(row.product.id))
            else row
            for row in self.rows
        )
        return replace(self, rows=tuple(rows))

    @property
    def shown(self) -> str:
        """What stands in the rows with a quantity, for the page to say with the next edit: 7:a1b2c3d4e5 9:..."""
        return " ".join(row.shown for row in self.rows if row.quantity)

    def rows_to_refresh(self, product_ids: Collection[int], shown: str = "") -> tuple[PadRow, ...]:
        """The rows that an edit of these products may have changed, and does not leave as the page has `shown` them."""
        known = set(shown.split())
        return tuple(
            row for row in self.rows if row.product.id in product_ids or (row.quantity and row.shown not in known)
        )


def pad(
    *,
    customer_id: int,
    order_id: int | None,
    at: datetime,
    answered: frozenset[int] = frozenset(),
    also: Collection[int] = (),
) -> Pad:
    """The pad of a customer and their draft; `answered` are the promotions that are not to be raised in this call.

    Of a confirmed order only what it holds. `also` are products to show although nothing is typed for them. At most
    twelve statements, whatever its length.
    """
    customer = Customer.objects.get(pk=customer_id)
    order = Order.objects.filter(pk=order_id, customer=customer).first() if order_id else None
    facts = gather(customer, order, at, answered=answered, also=also)
    columns = past_orders(customer_id, at)
    shown = dict.fromkeys([*facts.habits, *facts.lines, *also] if order is None or order.is_draft else facts.lines)
    return _pad(facts, [product for product in shown if _is_shown(facts, product, also)], columns)


def pad_after(
    worked: Worked,
    known: Mapping[int, Habit],
    *,
    at: datetime,
    answered: frozenset[int] = frozenset(),
    also: Collection[int] = (),
) -> Pad:
    """The pad of a draft that has just been priced, with the rows that may have changed; no statement.

    Those are the rows with a quantity, and `also`, where there are such products; without the columns of past orders.
    """
    facts = facts_of(worked, known, answered, at)
    return _pad(facts, [product for product in dict.fromkeys([*facts.lines, *also]) if product in facts.cards], ())


def _pad(facts: Facts, products: Sequence[int], columns: tuple[PastOrder, ...]) -> Pad:
    order = facts.order
    rows = [_row(facts, product, len(columns)) for product in products]
    return Pad(
        customer_id=facts.customer.pk,
        order_id=order.pk if order else None,
        version=order.version if order else 0,
        is_draft=order is None or order.is_draft,
        number=order.number or "" if order else "",
        past_orders=columns[::-1],
        rows=tuple(sorted(rows, key=lambda row: (not row.is_added, bool(row.dropped)))),
        foot=_foot(facts),
        prompts=prompts(facts.openings, facts.held, facts.terms, facts.habits),
    )


def _is_shown(facts: Facts, product: int, also: Collection[int]) -> bool:
    """What has left the range is suggested no more, but stays where it is typed."""
    return product in facts.lines or product in also or facts.cards[product].is_on_sale


def _row(facts: Facts, product: int, columns: int) -> PadRow:
    card, habit, line = facts.cards[product], facts.habits.get(product), facts.lines.get(product)
    quantity = line.quantity if line else 0
    price = _price_today(facts, product, quantity or (habit.usual if habit else 1))
    return PadRow(
        product=card,
        quantity=quantity,
        usual=habit.usual if habit else None,
        past=tuple(habit.past.get(ago) if habit else None for ago in reversed(range(columns))),
        last_price=habit.last_price if habit else None,
        today_price=line.unit_price if line else price.amount if price else None,
        line_total=line.net_total if line else None,
        saving=line.saving_total if line else Decimal(0),
        offer=facts.offers[product] if line else _offer_open(facts, product),
        stock=stock_words(card.stock_free, quantity, card.stock_due_on),
        stock_state=stock_state(card.stock_free, quantity),
        dropped=_dropped(habit, facts.at) if not line else "",
        trace=tuple(line.trace) if line else (f"{price.words}.",) if price else ("It has no price today.",),
        hints=_hints_of(facts, product),
        sold_by=pack_words(card),
        note=line.note if line else "",
        price_kind=line.price_kind if line else "",
        said=" ".join(_said(facts, product, quantity)),
        is_added=not (habit and habit.is_usual),
        todays_price=next((one.today_price for one in facts.basket.lines if one.product_id == product), None),
    )


def _said(facts: Facts, product: int, quantity: int) -> Iterator[str]:
    """What must be said at a row before it is read back: a quantity that may be a slip, a price that has moved."""
    if facts.order is not None and not facts.order.is_draft:
        return
    moved, tenfold = facts.moved.get(product), tenfold_words(quantity, facts.habits.get(product))
    if tenfold:
        yield tenfold
    if moved is not None and moved.is_news:
        yield f"{moved}."


def _price_today(facts: Facts, product: int, quantity: int) -> UnitPrice | None:
    """The customer's price for so many packs, before promotions; None where there is none."""
    try:
        return customer_price(facts.terms.book.products[product], quantity, london_day(facts.at))
    except PriceRefused:
        return None


def _offer_open(facts: Facts, product: int) -> str:
    """What the first promotion that names the product offers this customer today."""
    for promotion in facts.terms.promotions:
        if product in promotion.terms.products and not why_not_now(promotion, facts.at):
            return promotion.terms.words()
    return ""


def _dropped(habit: Habit | None, at: datetime) -> str:
    return dropped_words(habit, at) if habit and is_dropped(habit) else ""


def _hints_of(facts: Facts, product: int) -> tuple[str, ...]:
    return next((line.hints for line in facts.basket.lines if line.product_id == product), ())


def _foot(facts: Facts) -> Foot:
    order = facts.order
    return Foot(
        lines=len(facts.lines),
        net=order.net_total if order else Decimal(0),
        saving=order.saving_total if order else Decimal(0),
        delivery=order.delivery_total if order else Decimal(0),
        vat_rows=facts.vat_rows,
        vat=order.vat_total if order else Decimal(0),
        gross=order.gross_total if order else Decimal(0),
        gifts=tuple(_gift(facts, gift) for gift in facts.gifts),
        hints=(
            *facts.terms.charges.hints(order.net_total if order else Decimal(0)),
            *(hint.words for hint in facts.basket.hints[:MOST_HINTS]),
        ),
        trace=trace_words(order.trace) if order else (),
    )


def _gift(facts: Facts, gift: LineWithParts) -> GiftRow:
    line = gift.line
    card = facts.cards[line.product_id]
    is_free = stock_state(card.stock_free, line.quantity) == StockState.FREE
    stock = "" if is_free else stock_words(card.stock_free, line.quantity, card.stock_due_on)
    return GiftRow(card, line.quantity, names_of(gift.parts), line.net_total, stock)
