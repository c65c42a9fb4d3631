"""What waits for a decision: orders held for their prices or the customer's credit."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch

from orders.models import DeskPrice, Hold
from orders.rules.vocabulary import Decision, HoldKind
from promotions.rules import say_pounds

MOST = 200
DECIDED = 20
# Not decided, or refused; what is undecided sorts first.
WAITING = ("", Decision.REFUSED)
APPROVED_HERE = (HoldKind.PRICE, HoldKind.CREDIT)


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """One hold with its order; what was decided is empty while it is open.

    `prices` are those set by hand on the order, each with who set it and why.
    """

    id: int
    kind: str
    words: str
    placed_at: datetime
    number: str
    customer: str
    account_number: str
    taken_by: str
    gross_total: Decimal
    decision: str
    decided_by: str
    decided_at: datetime | None
    reason: str
    prices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Approvals:
    """`open` the longest waiting first; `refused` wait for a change, likewise; `decided` are the latest."""

    open: tuple[ApprovalRow, ...]
    refused: tuple[ApprovalRow, ...]
    decided: tuple[ApprovalRow, ...]


def approvals() -> Approvals:
    """Holds for price and credit; two statements, and one more for each of them that has rows."""
    by_hand = DeskPrice.objects.filter(unit_price__isnull=False).select_related("product", "set_by")
    holds = (
        Hold.objects.filter(kind__in=APPROVED_HERE)
        .select_related("order__customer", "order__taken_by", "decided_by")
        .prefetch_related(Prefetch("order__desk_prices", by_hand.defer("product__search_words")))
    )
    released = holds.filter(decision=Decision.RELEASED).order_by("-decided_at", "-pk")
    waiting = [_row(hold) for hold in holds.filter(decision__in=WAITING).order_by("decision", "placed_at", "pk")[:MOST]]
    return Approvals(
        open=tuple(row for row in waiting if not row.decision),
        refused=tuple(row for row in waiting if row.decision),
        decided=tuple(map(_row, released[:DECIDED])),
    )


def _row(hold: Hold) -> ApprovalRow:
    order = hold.order
    return ApprovalRow(
        id=hold.pk,
        kind=hold.get_kind_display(),
        words=hold.words,
        placed_at=hold.placed_at,
        number=order.number or "",
        customer=order.customer.name,
        account_number=order.customer.account_number,
        taken_by=str(order.taken_by or ""),
        gross_total=order.gross_total,
        decision=hold.get_decision_display() if hold.decision else "",
        decided_by=str(hold.decided_by or ""),
        decided_at=hold.decided_at,
        reason=hold.reason,
        prices=tuple(map(_price, order.desk_prices.all())) if hold.kind == HoldKind.PRICE else (),
    )


def _price(row: DeskPrice) -> str:
    """As in: Tea at £5.00, set by Cara Hill: Matches Acme."""
    amount = say_pounds(row.unit_price) if row.unit_price is not None else ""
    return f"{row.product.name} at {amount}, set by {row.set_by}: {row.reason.strip()}"
