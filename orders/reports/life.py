"""What became of an order since it was confirmed, as its page shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from customers.models import Message
from customers.rules.vocabulary import Answer
from orders.actions.payable import Payable, payable
from orders.models import Credit, Hold, Order, OrderRevision, OrderStep
from orders.reports.queried import query_stands
from orders.rules.acknowledgement import Letter, acknowledgement_state
from orders.rules.life import IN_THE_WAREHOUSE, OPEN_TO_CHANGE, may_be_changed
from orders.rules.vocabulary import AcknowledgementState, Decision, HoldKind, OrderState

CREDITABLE = {OrderState.PART_DESPATCHED, OrderState.DESPATCHED, OrderState.INVOICED, OrderState.CLOSED}


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step: where it came to, who did it, when, and what was said."""

    state: str
    by: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class HoldRow:
    """Something that keeps, or kept, the order; `decision` is empty while it is open."""

    id: int
    kind: str
    words: str
    placed_at: datetime
    placed_by: str
    decision: str
    decided_by: str
    decided_at: datetime | None
    reason: str
    is_standing: bool
    needs_approval: bool


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """What was confirmed, and what was different from before."""

    number: int
    made_by: str
    made_at: datetime
    gross_total: Decimal
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineRow:
    """How far a line is, in packs."""

    id: int
    position: int
    code: str
    name: str
    quantity: int
    allocated: int
    picked: int
    despatched: int
    given_up: int
    credited: int
    due_on: date | None

    @property
    def to_follow(self) -> int:
        return self.quantity - self.given_up - self.despatched

    @property
    def may_be_credited(self) -> int:
        return self.despatched - (self.credited - self.given_up)


@dataclass(frozen=True, slots=True)
class CreditRow:
    """Packs that were taken off, and why."""

    quantity: int
    name: str
    net_total: Decimal
    reason: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class OrderLife:
    """The life of one order. The flags say what may be done with it in the state it is in.

    `left` is what is left to pay where something is credited.
    """

    order_id: int
    revision: int
    version: int
    state: str
    acknowledgement: AcknowledgementState
    steps: tuple[StepRow, ...]
    holds: tuple[HoldRow, ...]
    revisions: tuple[RevisionRow, ...]
    lines: tuple[LineRow, ...]
    credits: tuple[CreditRow, ...]
    credited_total: Decimal
    left: Payable | None
    invoice_number: str

    @property
    def may_be_changed(self) -> bool:
        return may_be_changed(self.state, is_picked=self.is_picked)

    @property
    def is_picked(self) -> bool:
        return any(line.picked for line in self.lines)

    @property
    def may_be_held(self) -> bool:
        return self.state in OPEN_TO_CHANGE

    @property
    def may_be_fulfilled(self) -> bool:
        return self.state in IN_THE_WAREHOUSE

    @property
    def may_be_credited(self) -> bool:
        return self.state in CREDITABLE and any(line.may_be_credited for line in self.lines)

    @property
    def has_back_order(self) -> bool:
        return self.state == OrderState.PART_DESPATCHED

    @property
    def has_moved(self) -> bool:
        """Whether the warehouse has said anything of it."""
        return any(line.allocated or line.due_on for line in self.lines)

    @property
    def standing_holds(self) -> tuple[HoldRow, ...]:
        return tuple(hold for hold in self.holds if hold.is_standing)


def order_life(number: str) -> OrderLife | None:
    """The life of the order of this number; None when there is none.

    Six statements, two more with credits, one more when it is queried.
    """
    order = Order.objects.select_related("acknowledgement").filter(number=number).first()
    if order is None:
        return None
    return OrderLife(
        order_id=order.pk,
        revision=order.revision,
        version=order.version,
        state=order.state,
        acknowledgement=_state_of(order.acknowledgement, order),
        steps=tuple(map(_step, order.steps.select_related("by"))),
        holds=tuple(map(_hold, order.holds.select_related("placed_by", "decided_by"))),
        revisions=tuple(map(_revision, order.revisions.select_related("made_by").order_by("-number"))),
        lines=_lines(order),
        credits=tuple(map(_credit, order.credits.select_related("line__product", "made_by"))),
        credited_total=order.credited_total,
        left=payable(order) if order.credited_total else None,
        invoice_number=order.invoice_number,
    )


def _state_of(message: Message | None, order: Order) -> AcknowledgementState:
    if message is None:
        return acknowledgement_state(None)
    is_settled = message.answer == Answer.QUERIED and not Order.objects.filter(query_stands(), pk=order.pk).exists()
    letter = Letter(message.sent_at is not None, message.bounced_at is not None, message.answer, is_settled)
    return acknowledgement_state(letter)


def _step(step: OrderStep) -> StepRow:
    return StepRow(step.get_state_display(), str(step.by or "The system"), step.at, step.words)


def _hold(hold: Hold) -> HoldRow:
    return HoldRow(
        id=hold.pk,
        kind=hold.get_kind_display(),
        words=hold.words,
        placed_at=hold.placed_at,
        placed_by=str(hold.placed_by or ("The customer" if hold.kind == HoldKind.QUERY else "The rules")),
        decision=hold.get_decision_display() if hold.decision else "",
        decided_by=str(hold.decided_by or ""),
        decided_at=hold.decided_at,
        reason=hold.reason,
        is_standing=hold.decision in ("", Decision.REFUSED),
        needs_approval=hold.kind in (HoldKind.CREDIT, HoldKind.PRICE),
    )


def _revision(revision: OrderRevision) -> RevisionRow:
    return RevisionRow(
        revision.number, str(revision.made_by), revision.made_at, revision.gross_total, tuple(revision.changes)
    )


def _lines(order: Order) -> tuple[LineRow, ...]:
    rows = order.lines.select_related("product", "fulfilment").order_by("position", "pk")
    found = []
    for line in rows:
        done = getattr(line, "fulfilment", None)
        found.append(
            LineRow(
                id=line.pk,
                position=line.position,
                code=line.product.code,
                name=line.product.name,
                quantity=line.quantity,
                allocated=done.allocated if done else 0,
                picked=done.picked if done else 0,
                despatched=done.despatched if done else 0,
                given_up=done.given_up if done else 0,
                credited=line.credited_quantity,
                due_on=done.due_on if done else None,
            )
        )
    return tuple(found)


def _credit(credit: Credit) -> CreditRow:
    return CreditRow(
        credit.quantity,
        credit.line.product.name,
        credit.net_total,
        credit.reason,
        str(credit.made_by),
        credit.made_at,
    )
