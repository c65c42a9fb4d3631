"""The read-back: every line of a draft, what is unlike this customer first, and what is still to be asked."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

from customers.models import Contact
from orders.actions.delivery import delivery_terms
from orders.actions.holds import why_held
from orders.actions.repricing import moved_since
from orders.models import Order, OrderLine, QuoteLine
from orders.reports.duplicate import twin
from orders.reports.facts import VatRow
from orders.reports.habits import habits
from orders.rules.delivery import DeliveryTerms, cut_off_words, say_cut_off
from orders.rules.duplicate import Twin
from orders.rules.pack import why_not_sold
from orders.rules.read_back import Pack, differences
from orders.rules.stock import StockState, stock_state, stock_words
from orders.rules.usual import Habit
from promotions.rules import VatRate

DATES_OFFERED = 8


@dataclass(frozen=True, slots=True)
class ReadBackLine:
    """One line to read out; `differences` are the sentences that come with it.

    `refusal` says why it cannot be confirmed as it stands; empty where it can.
    """

    quantity: int
    code: str
    name: str
    pack: str
    unit_price: Decimal
    saving: Decimal
    promotion: str
    net_total: Decimal
    is_gift: bool
    differences: tuple[str, ...]
    note: str = ""
    refusal: str = ""

    @property
    def is_different(self) -> bool:
        return bool(self.differences or self.refusal)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may place the order."""

    id: int
    name: str
    job_title: str


@dataclass(frozen=True, slots=True)
class DeliveryDate:
    """A day that may be promised; `cut_off` in words, empty without one; `is_late` where it has passed already."""

    on: date
    cut_off: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What is read out and asked before an order is confirmed; `version` is what confirming names.

    `moved` says which prices are others since it was typed; confirming takes those. `short` are the products that it
    says are short of stock, each with what it says is free, as in 12:3. `twin` is an order of the same day with the
    same goods; `is_another` whether they said that this is another.
    """

    order_id: int
    version: int
    state: str
    number: str | None
    customer_name: str
    changed: tuple[ReadBackLine, ...]
    as_always: tuple[ReadBackLine, ...]
    net: Decimal
    saving: Decimal
    delivery: Decimal
    vat_rows: tuple[VatRow, ...]
    vat: Decimal
    gross: Decimal
    people: tuple[Person, ...]
    ordered_by_id: int | None
    round: str
    delivery_dates: tuple[DeliveryDate, ...]
    delivery_on: date | None
    cut_off_at: datetime | None
    cut_off_warning: str
    delivery_hints: tuple[str, ...]
    held: tuple[str, ...]
    reference_required: bool
    purchase_order_number: str
    note: str
    moved: str = ""
    twin: Twin | None = None
    is_another: bool = False
    short: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[ReadBackLine, ...]:
        return self.changed + self.as_always


def read_back(order_id: int, at: datetime, *, spoken_to: int | None = None) -> ReadBack:
    """The order as it stands, to be read out; sixteen statements at most. Raises Order.DoesNotExist when there is none.

    As long as nobody was chosen, who orders is the contact `spoken_to`, or the only one who may.
    """
    order = Order.objects.select_related("customer").get(pk=order_id)
    customer = order.customer
    lines, short = _lines(order, at)
    people = list(Contact.objects.filter(customer=customer, may_order=True, left_at=None))
    delivery = delivery_terms(customer, at)
    dates = _dates(delivery, at)
    chosen = order.delivery_on or (dates[0].on if dates else None)
    return ReadBack(
        order_id=order.pk,
        version=order.version,
        state=order.state,
        number=order.number,
        customer_name=customer.name,
        changed=tuple(line for line in lines if line.is_different),
        as_always=tuple(line for line in lines if not line.is_different),
        net=order.net_total,
        saving=order.saving_total,
        delivery=order.delivery_total,
        vat_rows=tuple(
            VatRow(VatRate(row.rate).label, row.net_total, row.vat_total) for row in order.vat_rows.by_rate()
        ),
        vat=order.vat_total,
        gross=order.gross_total,
        people=tuple(Person(person.pk, person.name, person.job_title) for person in people),
        ordered_by_id=order.ordered_by_id or _orderer({person.pk for person in people}, spoken_to),
        round=delivery.round,
        delivery_dates=dates,
        delivery_on=order.delivery_on,
        cut_off_at=delivery.days.order_by(chosen) if chosen else None,
        cut_off_warning=cut_off_words(delivery.days, chosen, at),
        delivery_hints=delivery.charges.hints(order.net_total),
        held=tuple(why_held(order, at).values()),
        reference_required=customer.order_reference_required,
        purchase_order_number=order.purchase_order_number,
        note=order.note,
        moved=moved_since(order, at) if order.is_draft else "",
        twin=twin(order, at) if order.is_draft else None,
        short=short,
    )


def _lines(order: Order, at: datetime) -> tuple[list[ReadBackLine], tuple[str, ...]]:
    """The lines to read out, and what they say is short of stock."""
    related = ("product", "fulfilment", "instead_of", "promotion_version__promotion")
    rows = list(order.lines.select_related(*related).order_by("is_gift", "position", "pk"))
    known = habits(order.customer_id, at, also=[row.product_id for row in rows])
    (wanted, free), quoted = _stock(rows), _quoted(order)
    lines = [
        _line(row, known.get(row.product_id), wanted[row.product_id], free[row.product_id], quoted.get(row.product_id))
        for row in rows
    ]
    return lines, tuple(f"{key}:{max(0, free[key])}" for key in wanted if wanted[key] > free[key])


def _orderer(people: set[int], spoken_to: int | None) -> int | None:
    if spoken_to in people:
        return spoken_to
    return next(iter(people)) if len(people) == 1 else None


def _dates(delivery: DeliveryTerms, at: datetime) -> tuple[DeliveryDate, ...]:
    days = delivery.days
    return tuple(
        DeliveryDate(on, say_cut_off(days, on), days.is_late(on, at))
        for on in islice(days.open_dates(at), DATES_OFFERED)
    )


def _quoted(order: Order) -> dict[int, int]:
    """The packs of the quote that the order is made of, by product."""
    if order.quoted_id is None:
        return {}
    return dict(QuoteLine.objects.filter(revision=order.quoted_id).values_list("product_id", "quantity"))


def _stock(rows: Iterable[OrderLine]) -> tuple[Counter[int], dict[int, int]]:
    """The packs of each product on all lines, and those that are free for them: what the order has reserved too."""
    wanted: Counter[int] = Counter()
    free: dict[int, int] = {}
    for row in rows:
        done = getattr(row, "fulfilment", None)
        wanted[row.product_id] += row.quantity
        free.setdefault(row.product_id, row.product.stock_free)
        free[row.product_id] += done.allocated if done else 0
    return wanted, free


def _line(row: OrderLine, habit: Habit | None, wanted: int, free: int, quoted: int | None) -> ReadBackLine:
    """`wanted` are the packs of its product on all lines, `free` those that there are for them."""
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
        promotion=row.promotion_version.promotion.name if row.promotion_version else "",
        net_total=row.net_total,
        is_gift=row.is_gift,
        differences=said,
        note=row.note,
        refusal="" if row.is_gift else why_not_sold(product, row.quantity, is_on_sale=product.ended_at is None),
    )
