"""One order as its page shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from orders.actions.parts import LineWithParts, lines_with_parts
from orders.models import Order
from orders.reports.facts import VatRow
from orders.rules.parts import Parts
from orders.rules.trace import trace_words
from promotions.rules import VatRate


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line with how its price came about, and what each promotion did for it."""

    quantity: int
    code: str
    name: str
    pack: str
    unit_price: Decimal
    saving: Decimal
    parts: Parts
    net_total: Decimal
    vat_rate: str
    is_gift: bool
    trace: tuple[str, ...]
    note: str
    instead_of: str


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """An order with its lines and sums in pounds; `acknowledgement` says in words what became of the letter.

    `trace` says why promotions on the whole order did or did not apply.
    """

    id: int
    number: str
    state: str
    state_label: str
    customer: str
    account_number: str
    taken_by: str
    ordered_by: str
    purchase_order_number: str
    note: str
    deliver_to: str
    delivery_on: date | None
    confirmed_at: datetime | None
    cancelled_at: datetime | None
    cancelled_by: str
    cancel_reason: str
    lines: tuple[SheetLine, ...]
    trace: tuple[str, ...]
    net: Decimal
    saving: Decimal
    delivery: Decimal
    vat_rows: tuple[VatRow, ...]
    vat: Decimal
    gross: Decimal
    acknowledgement: str
    letter_id: int | None
    customer_id: int
    sent_to: str
    sent_at: datetime | None


def order_sheet(number: str) -> OrderSheet | None:
    """The order of this number; None when there is none. Three statements."""
    related = ("customer", "taken_by", "ordered_by", "cancelled_by", "acknowledgement", "address")
    order = Order.objects.select_related(*related).filter(number=number).first()
    if order is None:
        return None
    letter = order.acknowledgement
    lines = lines_with_parts(order.lines.select_related("product", "instead_of"))
    vat_rows = order.vat_rows.by_rate()
    return OrderSheet(
        id=order.pk,
        number=number,
        state=order.state,
        state_label=order.get_state_display(),
        customer=order.customer.name,
        account_number=order.customer.account_number,
        taken_by=str(order.taken_by or "Earlier system"),
        ordered_by=str(order.ordered_by or ""),
        purchase_order_number=order.purchase_order_number,
        note=order.note,
        deliver_to=order.address.in_one_line if order.address else "",
        delivery_on=order.delivery_on,
        confirmed_at=order.confirmed_at,
        cancelled_at=order.cancelled_at,
        cancelled_by=str(order.cancelled_by or ""),
        cancel_reason=order.cancel_reason,
        lines=tuple(map(_line, lines)),
        trace=trace_words(order.trace),
        net=order.net_total,
        saving=order.saving_total,
        delivery=order.delivery_total,
        vat_rows=tuple(VatRow(VatRate(row.rate).label, row.net_total, row.vat_total) for row in vat_rows),
        vat=order.vat_total,
        gross=order.gross_total,
        acknowledgement=_acknowledgement(order),
        letter_id=letter.pk if letter else None,
        customer_id=order.customer_id,
        sent_to=letter.to if letter else "",
        sent_at=letter.sent_at if letter else None,
    )


def _acknowledgement(order: Order) -> str:
    letter = order.acknowledgement
    if letter is None:
        return "None sent: tell them by telephone" if order.taken_by_id else "None: from an earlier system"
    if letter.sent_at is not None:
        return "Sent"
    if letter.failed_at is not None:
        return "Could not be sent: see the customer's letters"
    return "Withdrawn" if letter.withdrawn_at else "On its way"


def _line(one: LineWithParts) -> SheetLine:
    line = one.line
    return SheetLine(
        quantity=line.quantity,
        code=line.product.code,
        name=line.product.name,
        pack=line.product.pack,
        unit_price=line.unit_price,
        saving=line.saving_total,
        parts=one.parts,
        net_total=line.net_total,
        vat_rate=VatRate(line.vat_rate).label,
        is_gift=line.is_gift,
        trace=tuple(line.trace),
        note=line.note,
        instead_of=line.instead_of.name if line.instead_of else "",
    )
