"""The read-back: every line of a draft, what is unlike this customer first, and what is still to be asked."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from orders.actions.delivery import delivery_terms
from orders.actions.holds import why_held
from orders.actions.parts import LineWithParts, lines_with_parts
from orders.actions.repricing import Since, moved_since
from orders.actions.waiting import kept_for_others
from orders.models import Order, OrderLine, QuoteLine
from orders.reports.asked import (
    NOTHING_ENTERED,
    Asked,
    DeliveryDate,
    Entered,
    Person,
    Place,
    asked_of,
    dates_of,
    people_of,
    places_of,
)
from orders.reports.duplicate import twin
from orders.reports.facts import VatRow
from orders.reports.habits import habits
from orders.rules.delivery import DeliveryTerms, cut_off_words, say_date, why_no_delivery
from orders.rules.duplicate import Twin
from orders.rules.pack import why_not_sold
from orders.rules.parts import Parts
from orders.rules.read_back import Pack, differences
from orders.rules.stock import StockState, packs_for, stock_state, stock_words
from orders.rules.usual import Habit
from promotions.rules import VatRate
from promotions.rules.promotion import london_day


@dataclass(frozen=True, slots=True)
class ReadBackLine:
    """One line to read out with what each promotion did for it; `differences` are the sentences that come with it.

    `refusal` says why it cannot be confirmed as it stands; empty where it can.
    """

    quantity: int
    code: str
    name: str
    pack: str
    unit_price: Decimal
    saving: Decimal
    parts: Parts
    net_total: Decimal
    is_gift: bool
    differences: tuple[str, ...]
    note: str = ""
    refusal: str = ""

    @property
    def is_different(self) -> bool:
        return bool(self.differences or self.refusal)


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What is read out and asked before an order is confirmed; `version` is what confirming names.

    `since` says what is otherwise since it was typed; confirming takes the prices that have moved.
    `asked` are the questions by their fields. `twin` is another order of the same goods; `is_another` whether they said
    that this is another. `place_words` say that the call is for another address, `delivery_words` why the day of the
    call cannot be had. `short` are the products that it
    says are short of stock, each with what it says is free, as in 12:3.
    """

    order_id: int
    version: int
    state: str
    number: str | None
    customer_name: str
    lines: tuple[ReadBackLine, ...]
    net: Decimal
    saving: Decimal
    delivery: Decimal
    vat_rows: tuple[VatRow, ...]
    vat: Decimal
    gross: Decimal
    people: tuple[Person, ...]
    places: tuple[Place, ...]
    place_words: str
    round: str
    delivery_dates: tuple[DeliveryDate, ...]
    delivery_words: str
    cut_off_at: datetime | None
    cut_off_warning: str
    delivery_hints: tuple[str, ...]
    held: tuple[str, ...]
    reference_required: bool
    asked: Mapping[str, Asked]
    since: Since
    twin: Twin | None = None
    is_another: bool = False
    short: tuple[str, ...] = ()

    @property
    def changed(self) -> tuple[ReadBackLine, ...]:
        return tuple(line for line in self.lines if line.is_different)

    @property
    def as_always(self) -> tuple[ReadBackLine, ...]:
        return tuple(line for line in self.lines if not line.is_different)


def read_back(
    order_id: int,
    at: datetime,
    *,
    spoken_to: int | None = None,
    meant_for: date | None = None,
    meant_to: int | None = None,
    entered: Entered = NOTHING_ENTERED,
) -> ReadBack:
    """The order as it stands, to be read out; eighteen statements at most. Raises Order.DoesNotExist.

    Until others are chosen, who orders is the contact `spoken_to` or the only one who may, day and address are those of
    the call, else the next and the usual one. What is `entered` stands in its field though it is refused.
    """
    order = Order.objects.select_related("customer", "address").get(pk=order_id)
    (lines, short), people = _lines(order, at), people_of(order.customer_id)
    delivery = delivery_terms(order.customer, at, address_id=order.address_id or meant_to)
    places, dates = places_of(order), dates_of(order, delivery.days, at, entered)
    usual = {"address": _place(places, meant_to), "delivery_on": _day(dates, meant_for)}
    asked = asked_of(order, entered, usual=usual | {"ordered_by": _orderer(people, spoken_to)})
    chosen = next((date.on for date in dates if date.key == asked["delivery_on"].value), None)
    return ReadBack(
        order_id=order.pk,
        version=order.version,
        state=order.state,
        number=order.number,
        customer_name=order.customer.name,
        lines=tuple(sorted(lines, key=lambda line: not line.is_different)),
        net=order.net_total,
        saving=order.saving_total,
        delivery=order.delivery_total,
        vat_rows=_vat_rows(order),
        vat=order.vat_total,
        gross=order.gross_total,
        people=people,
        places=places,
        place_words=_meant_to_words(order, places, meant_to),
        round=delivery.round,
        delivery_dates=dates,
        delivery_words=_meant_words(delivery, meant_for, at) if order.delivery_on is None else "",
        cut_off_at=delivery.days.order_by(chosen) if chosen else None,
        cut_off_warning=cut_off_words(delivery.days, chosen, at),
        delivery_hints=delivery.charges.hints(order.net_total),
        held=tuple(why_held(order, at).values()),
        reference_required=order.customer.order_reference_required,
        since=moved_since(order, at) if order.is_draft else Since(),
        asked=asked,
        twin=twin(order, at, delivery_on=chosen) if order.is_draft else None,
        short=short,
    )


def _lines(order: Order, at: datetime) -> tuple[list[ReadBackLine], tuple[str, ...]]:
    """The lines, and the products that they say are short."""
    shown = lines_with_parts(order.lines.select_related("product", "fulfilment", "instead_of"))
    rows = [one.line for one in shown]
    known = habits(order.customer_id, at, also=[row.product_id for row in rows])
    (wanted, free), quoted = _stock(order, rows), _quoted(order)
    lines = [
        _line(one, known.get(product), wanted[product], free[product], quoted.get(product))
        for one, product in zip(shown, (row.product_id for row in rows), strict=True)
    ]
    return lines, tuple(f"{product}:{max(0, free[product])}" for product in wanted if wanted[product] > free[product])


def _vat_rows(order: Order) -> tuple[VatRow, ...]:
    rows = order.vat_rows.by_rate()
    return tuple(VatRow(VatRate(row.rate).label, row.net_total, row.vat_total) for row in rows)


def _orderer(people: Sequence[Person], spoken_to: int | None) -> str:
    asked = [person.key for person in people if len(people) == 1 or person.id == spoken_to]
    return next(iter(asked), "")


def _place(places: Sequence[Place], meant_to: int | None) -> str:
    """The address that the call is for, where goods go there, else the usual one."""
    meant = next((place for place in places if place.id == meant_to), None)
    first = meant or next(iter(places), None)
    return first.key if first else ""


def _meant_to_words(order: Order, places: Sequence[Place], meant_to: int | None) -> str:
    """That the order goes elsewhere than the call is for, in words; empty when it does not."""
    if order.address_id is None or meant_to in (None, order.address_id):
        return ""
    meant = next((place.words for place in places if place.id == meant_to), "")
    return f"This call is for the delivery to {meant}. Ask where this order goes." if meant else ""


def _day(dates: Sequence[DeliveryDate], meant_for: date | None) -> str:
    """The day that the call is for, where it can be had, else the next one."""
    open_dates = [date for date in dates if not date.why_not]
    meant = next((date for date in open_dates if date.on == meant_for), None)
    first = meant or next(iter(open_dates), None)
    return first.key if first else ""


def _meant_words(delivery: DeliveryTerms, meant_for: date | None, at: datetime) -> str:
    """Why the day that the call is for is not chosen, in words; empty when it can be had."""
    if meant_for is None:
        return ""
    reason = why_no_delivery(meant_for, delivery.days, today=london_day(at), at=at)
    return f"This call is for the delivery on {say_date(meant_for)}: {reason}." if reason else ""


def _quoted(order: Order) -> dict[int, int]:
    """The packs of the quote that the order is made of, by product."""
    if order.quoted_id is None:
        return {}
    return dict(QuoteLine.objects.filter(revision=order.quoted_id).values_list("product_id", "quantity"))


def _stock(order: Order, rows: Iterable[OrderLine]) -> tuple[Counter[int], dict[int, int]]:
    """The packs of each product on all lines, and those that are free for them: what the order has reserved too.

    What orders served before it are still to get is not free.
    """
    wanted: Counter[int] = Counter()
    free: dict[int, int] = {}
    kept = kept_for_others(order, {row.product_id for row in rows})
    for row in rows:
        done, product = getattr(row, "fulfilment", None), row.product_id
        wanted[product] += row.quantity
        free.setdefault(product, packs_for(row.product.stock_free, kept=kept.get(product, 0)))
        free[product] += done.allocated if done else 0
    return wanted, free


def _line(one: LineWithParts, habit: Habit | None, wanted: int, free: int, quoted: int | None) -> ReadBackLine:
    """`wanted` are the packs of its product on all lines, `free` those that there are for them."""
    row = one.line
    product = row.product
    pack, instead_of = Pack(product.unit, product.pack_size), row.instead_of.name if row.instead_of else ""
    told = differences(row.quantity, row.unit_price, habit, pack=pack, instead_of=instead_of)
    said = () if row.is_gift else told
    if quoted is not None and quoted != row.quantity and not row.is_gift:
        said += (f"Quoted for {quoted}.",)
    if stock_state(free, wanted) != StockState.FREE:
        said += (f"Stock: {stock_words(free, wanted, product.stock_due_on)}.",)
    return ReadBackLine(
        quantity=row.quantity,
        code=product.code,
        name=product.name,
        pack=product.pack,
        unit_price=row.unit_price,
        saving=row.saving_total,
        parts=one.parts,
        net_total=row.net_total,
        is_gift=row.is_gift,
        differences=said,
        note=row.note,
        refusal="" if row.is_gift else why_not_sold(product, row.quantity, is_on_sale=product.ended_at is None),
    )
