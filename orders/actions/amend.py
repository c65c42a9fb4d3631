"""Changes a confirmed order: what would be different is shown, then it is stamped as a new revision and told again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from customers.actions import record_event
from customers.rules.vocabulary import EventKind
from orders.actions.acknowledgement import promise_change
from orders.actions.change import ToAsk, write_wanted
from orders.actions.draft import lock_customer, locked_order
from orders.actions.holds import BY_RULE, hold_by_rule, kept_back, why_held, withdraw_holds
from orders.actions.life import move, note_step
from orders.actions.nudge import nudge_counters
from orders.actions.revisions import stamp
from orders.actions.stock import free_lines, keep_reserved, picked_of, put_back, reserve, short_words
from orders.models import Hold, Order
from orders.rules.change import Wanted, agreed_key
from orders.rules.life import check_can_be_changed
from orders.rules.order import OrderRefused, ReadBackAgain, check_may_be_typed, check_was_read_back
from orders.rules.revision import Confirmed, Whole, revision_changes
from orders.rules.trace import newly_stopped
from orders.rules.vocabulary import OrderState
from promotions.rules import say_pounds
from staff.models import User


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a change would bring: sentences with old beside new, the total with VAT, and what would hold the order.

    `wanted` is the change; `questions` are to be asked before it is kept. `short` says what there is of the products of
    which it wants more than it may have, `stopped` which promotions on the whole order it would have no more, and why.
    """

    wanted: Wanted
    changes: tuple[str, ...]
    gross_total: Decimal
    held: tuple[str, ...]
    questions: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()

    @property
    def agreed(self) -> str:
        """What they agree to when this is read back to them; keeping the change names it."""
        return agreed_key(self.changes, self.gross_total, self.short)


@dataclass(frozen=True, slots=True)
class _Changed:
    """What is different, in sentences, what is short of that, and what is to be asked about prices.

    `freed` are the packs by product that were reserved and are not put back yet: products are locked last.
    """

    changes: tuple[str, ...]
    to_ask: tuple[ToAsk, ...]
    short: tuple[str, ...]
    freed: Mapping[int, int]


def preview_amendment(*, order_id: int, wanted: Wanted, seen_version: int, by: User, at: datetime) -> Amendment:
    """What `amend_order` would bring; nothing is kept. Raises the same refusals."""
    with transaction.atomic():
        order = locked_order(order_id)
        had = order.trace
        done = _change(order, wanted, seen_version, by, at)
        answer = Amendment(
            wanted=wanted,
            changes=done.changes,
            gross_total=order.gross_total,
            held=(*why_held(order, at).values(), *kept_back(order)),
            questions=tuple(one.question for one in done.to_ask),
            short=done.short,
            stopped=newly_stopped(had, order.trace),
        )
        transaction.set_rollback(True)
    return answer


@transaction.atomic
def amend_order(*, order_id: int, wanted: Wanted, seen_version: int, agreed: str, by: User, at: datetime) -> Order:
    """Makes the order what is wanted as a new revision, and tells the customer the difference.

    `seen_version` is the order's when the change was begun, `agreed` names the difference that was read back to them.
    Prices that were agreed stay unless others are chosen. What the rules held it for is asked anew, what people held it
    for stands. It keeps its reservations unless the rules hold it; not held, what is free of the rest is reserved too.
    Locks the order, its promotions, the customer, then its products. Of the same twice, or twice at once, one is done:
    the other is refused because the order has moved. Raises a Refusal; ReadBackAgain when the difference is another by
    now.
    """
    order = locked_order(order_id)
    done = _change(order, wanted, seen_version, by, at)
    changes = done.changes
    if not changes:
        raise OrderRefused("Nothing is different from what was confirmed.")
    if agreed_key(changes, order.gross_total, done.short) != agreed:
        stock = f" Stock: {' '.join(done.short)}" if done.short else ""
        raise ReadBackAgain(
            f"This is not what was read back to them, and it comes to {say_pounds(order.gross_total)}.{stock} "
            "Read back the difference as it is now."
        )
    withdraw_holds(order, by=by, at=at, reason="The order was changed.", kinds=BY_RULE)
    order.revision += 1
    order.version += 1
    letter = promise_change(order, changes, at)
    order.acknowledgement = letter.message
    order.save(update_fields=["revision", "version", "acknowledgement"])
    stamp(order, version=order.version, changes=list(changes), message=letter.message, by=by, at=at)
    words = f"Revision {order.revision}: {' '.join(changes)}"
    if order.state == OrderState.CONFIRMED:
        note_step(order, by=by, at=at, words=words)
    else:
        move(order, OrderState.CONFIRMED, by=by, at=at, words=words)
    sentence = f"Order {order.number} changed. {' '.join(changes)} {letter.in_words[:1].upper()}{letter.in_words[1:]}."
    record_event(customer_id=order.customer_id, kind=EventKind.ORDER, sentence=sentence, by=by, at=at)
    _hold_or_reserve(order, done.freed, at)
    nudge_counters()
    return order


def _hold_or_reserve(order: Order, freed: Mapping[int, int], at: datetime) -> None:
    """Of what it had, an order held by the rules keeps nothing, because nobody knows whether it goes."""
    if not hold_by_rule(order, at):
        reserve(order, by=None, at=at, freed=freed)
    elif Hold.objects.standing().filter(order=order, kind__in=BY_RULE).exists():
        put_back(freed)
    else:
        keep_reserved(order, freed)


def _change(order: Order, wanted: Wanted, seen_version: int, by: User, at: datetime) -> _Changed:
    """Writes what is wanted to the locked order. Locks its promotions, the customer, then its products."""
    check_can_be_changed(order.number, order.state, picked_of(order))
    check_was_read_back(version=order.version, seen=seen_version)
    check_may_be_typed(order.customer.status, order.customer.name)
    # Before the lines are written: what is reserved for a line that goes would go with it.
    freed = free_lines(order)
    before = _whole(order)
    to_ask = write_wanted(order, wanted, by, at)
    after = _whole(order)
    lock_customer(order)
    short = short_words(order, after.more_than(before), freed)
    return _Changed(tuple(revision_changes(before, after)), to_ask, short, freed)


def _whole(order: Order) -> Whole:
    rows = order.lines.select_related("product", "instead_of").order_by("is_gift", "position", "pk")
    lines: dict[tuple[int, bool], Confirmed] = {}
    for row in rows:
        line = Confirmed(
            row.product.name,
            row.quantity,
            row.unit_price,
            row.net_total,
            row.is_gift,
            row.note,
            row.instead_of.name if row.instead_of else "",
        )
        key = row.product_id, row.is_gift
        lines[key] = line.with_more(lines[key]) if key in lines else line
    return Whole(
        lines=lines,
        delivery_on=order.delivery_on,
        delivery_total=order.delivery_total,
        purchase_order_number=order.purchase_order_number,
        note=order.note,
        gross_total=order.gross_total,
        ordered_by=str(order.ordered_by or ""),
        deliver_to=order.address.in_one_line if order.address else "",
    )
