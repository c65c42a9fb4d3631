"""What the warehouse tells of an order, line by line, and what the customer hears of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from customers.actions import record_event
from customers.rules.vocabulary import EventKind
from orders.actions.draft import lock_customer, locked_order
from orders.actions.life import lines_of, move, note_step, refuse_while_queried
from orders.actions.news import Goods, end_calls, promise_delay, promise_part_despatch
from orders.actions.stock import progress_of, take_stock, write_progress
from orders.models import Order, OrderLine, OrderStep
from orders.rules.delivery import say_date
from orders.rules.fulfilment import FulfilmentRefused, Told, check_due, check_told, due_after
from orders.rules.life import LineProgress, check_in_the_warehouse, state_after
from orders.rules.order import OrderRefused
from orders.rules.vocabulary import OrderState
from promotions.rules.promotion import london_day
from staff.models import User


@transaction.atomic
def fulfil_order(*, order_id: int, told: Mapping[int, Told], by: User | None, at: datetime) -> bool:
    """Takes what the warehouse tells of the lines (by id); whether anything is different from what we knew.

    Counts are of everything so far, so telling the same again changes nothing and tells nobody. A part that leaves, and
    goods that come later than we said, are told to the customer, once. Locks the order, the customer, then the
    products. Raises FulfilmentRefused for what cannot be, OrderRefused for an order that the warehouse must not have.
    """
    order = locked_order(order_id)
    lines = lines_of(order)
    unknown = told.keys() - {line.pk for line in lines}
    if unknown:
        raise FulfilmentRefused(f"Order {order.number} has no such line.")
    before = {line.pk: progress_of(line) for line in lines}
    dues = {line.pk: _due(line) for line in lines}
    changed = [line for line in lines if line.pk in told and _take(order, line, told[line.pk], at)]
    if not changed:
        return False
    check_in_the_warehouse(order.number, order.state)
    refuse_while_queried(order)
    lock_customer(order)
    _take_unreserved(changed, before)
    step = _move(order, lines, changed, by, at)
    left = {line.pk: progress_of(line).despatched - before[line.pk].despatched for line in lines}
    if any(left.values()):
        _tell_despatch(order, lines, left, step, at)
    else:
        _tell_delay(order, lines, dues, step, at)
    return True


@transaction.atomic
def invoice_order(*, order_id: int, invoice_number: str, by: User, at: datetime) -> Order:
    """Notes that the despatched order is invoiced; from here the ledger knows it. Twice is once. Locks the order."""
    order = locked_order(order_id)
    if order.state == OrderState.INVOICED and order.invoice_number == invoice_number.strip():
        return order
    if not invoice_number.strip():
        raise OrderRefused("Give the number of the invoice.", field="invoice_number")
    move(order, OrderState.INVOICED, by=by, at=at, words=f"Invoice {invoice_number.strip()}")
    order.invoice_number = invoice_number.strip()
    order.save(update_fields=["invoice_number"])
    return order


@transaction.atomic
def close_order(*, order_id: int, by: User, at: datetime) -> Order:
    """Closes an invoiced order: nothing more comes of it. Twice is once. Locks the order."""
    order = locked_order(order_id)
    if order.state != OrderState.CLOSED:
        move(order, OrderState.CLOSED, by=by, at=at)
    return order


def _take(order: Order, line: OrderLine, told: Told, at: datetime) -> bool:
    """Writes what is told of one line; whether it differs."""
    stood = progress_of(line)
    now = check_told(told, stood, line.product.name)
    field = f"due-{line.pk}"
    due_on = due_after(told, _due(line), line.product.name, field=field)
    if now.to_follow == 0:
        due_on = None
    if due_on is not None and due_on != _due(line):
        placed_on = london_day(order.confirmed_at or order.opened_at)
        check_due(due_on, line.product.name, placed_on=placed_on, today=london_day(at), field=field)
    if now == stood and due_on == _due(line):
        return False
    write_progress(line, now, due_on=due_on)
    return True


def _take_unreserved(changed: Sequence[OrderLine], before: Mapping[int, LineProgress]) -> None:
    """What was picked without being reserved leaves what is free."""
    packs: Counter[int] = Counter()
    for line in changed:
        packs[line.product_id] += progress_of(line).allocated - before[line.pk].allocated
    take_stock(packs)


def _move(
    order: Order, lines: Sequence[OrderLine], changed: Sequence[OrderLine], by: User | None, at: datetime
) -> OrderStep:
    to = state_after(map(progress_of, lines))
    words = "; ".join(said for line in changed if (said := _line_words(line)))
    if to is None or to == order.state:
        return note_step(order, by=by, at=at, words=words)
    return move(order, to, by=by, at=at, words=words)


def _tell_despatch(
    order: Order, lines: Sequence[OrderLine], left: Mapping[int, int], step: OrderStep, at: datetime
) -> None:
    to_follow = [_goods(line, progress_of(line).to_follow) for line in lines if progress_of(line).to_follow]
    sent = [_goods(line, left[line.pk]) for line in lines if left[line.pk]]
    said = f"Order {order.number} despatched in full."
    _end_calls(order, step, at, "delayed", "despatched")
    if to_follow:
        key = f"order-{order.pk}-despatched-{step.pk}"
        heard = promise_part_despatch(order=order, fact_key=key, despatched=sent, to_follow=to_follow, at=at)
        rest = ", ".join(goods.in_words for goods in to_follow)
        said = f"Part of order {order.number} despatched; to follow: {rest}; {heard.in_words}."
    record_event(customer_id=order.customer_id, kind=EventKind.ORDER, sentence=said, by=step.by, at=at)


def _tell_delay(
    order: Order, lines: Sequence[OrderLine], dues: Mapping[int, date | None], step: OrderStep, at: datetime
) -> None:
    """Lines that come after the delivery day, on another day than was told (`dues`). A sooner day needs no call."""
    moved = {line.pk for line in lines if _due(line) != dues[line.pk]}
    late = [line for line in lines if _is_late(order, _due(line))]
    news = [line for line in late if line.pk in moved]
    # A call that is still to be made names the days of before; it stays while it tells of goods that this does not.
    is_unheard = bool(moved) and len(news) == len(late) and _end_calls(order, step, at, "delayed")
    if not news:
        return
    goods = [_goods(line, progress_of(line).to_follow) for line in news]
    due_on = max((due for line in news if (due := _due(line))), default=None)
    key = f"order-{order.pk}-delayed-{step.pk}"
    why = "The warehouse waits for them."
    is_bad = bool(is_unheard) or not all(_is_sooner(order, _due(line), dues[line.pk]) for line in news)
    heard = promise_delay(order=order, fact_key=key, delayed=goods, why=why, due_on=due_on, is_bad_news=is_bad, at=at)
    said = f"Order {order.number} is late: {', '.join(row.in_words for row in goods)}; {heard.in_words}."
    record_event(customer_id=order.customer_id, kind=EventKind.ORDER, sentence=said, by=step.by, at=at)


def _end_calls(order: Order, step: OrderStep, at: datetime, *news: str) -> int:
    """Calls that were to tell of it before are overtaken by the step."""
    because = f"the warehouse has said more since: {step.words}"
    return end_calls(order, *news, because=because, by=step.by, at=at)


def _is_late(order: Order, due: date | None) -> bool:
    return due is not None and (order.delivery_on is None or due > order.delivery_on)


def _is_sooner(order: Order, due: date | None, was: date | None) -> bool:
    """Whether a day is better news than the one they were told before."""
    return due is not None and was is not None and _is_late(order, was) and due < was


def _due(line: OrderLine) -> date | None:
    done = getattr(line, "fulfilment", None)
    return done.due_on if done else None


def _goods(line: OrderLine, quantity: int) -> Goods:
    due = _due(line)
    when = f"expected {say_date(due)}" if due else ""
    return Goods(quantity, line.product.code, line.product.name, line.product.pack, when)


def _line_words(line: OrderLine) -> str:
    progress, due = progress_of(line), _due(line)
    if not (progress.picked or due):
        return ""
    said = f"{line.product.name}: {progress.despatched} despatched, {progress.picked} picked of {progress.quantity}"
    return f"{said}, rest due {say_date(due)}" if due else said
