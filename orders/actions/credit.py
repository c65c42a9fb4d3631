"""Takes packs off what a customer pays: what came back, and what will not follow."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from customers.actions import record_event
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from orders.actions.acknowledgement import promise_change
from orders.actions.allocation import give_back_credited
from orders.actions.draft import lock_customer, locked_order
from orders.actions.life import lines_of, move, note_step
from orders.actions.nudge import nudge_counters
from orders.actions.payable import payable
from orders.actions.stock import end_back_order, progress_of
from orders.models import Credit, Order, OrderLine
from orders.rules.credited import CreditedLine, check_credit, credit_net
from orders.rules.order import OrderRefused
from orders.rules.vocabulary import OrderState
from promotions.rules import say_pounds
from staff.models import User


@transaction.atomic
def credit_order(*, order_id: int, packs: Mapping[int, int], reason: str, key: UUID, by: User, at: datetime) -> Decimal:
    """Credits so many despatched packs by line id, with the reason; pounds without VAT that leave the figures.

    Promotions get back the uses of these packs. `key` comes with the form: the same form twice credits once. Locks the
    order, then its promotions. Raises OrderRefused for packs that have not left us or are credited already, and without
    a reason.
    """
    order = locked_order(order_id)
    done = list(Credit.objects.filter(order=order, key=key).values_list("net_total", flat=True))
    if done:
        return sum(done, Decimal(0))
    refuse_card_numbers(reason, field="reason")
    lines = {line.pk: line for line in lines_of(order)}
    wanted = {lines[pk]: count for pk, count in packs.items() if count and pk in lines}
    check_credit(
        reason, [(line.product.name, count, _back(line)) for line, count in wanted.items()], number=order.number
    )
    total = _write(order, wanted, reason, key, by, at)
    said = f"Order {order.number} credited, {say_pounds(total)} without VAT: {_said(wanted)}. {reason.strip()}"
    note_step(order, by=by, at=at, words=said)
    record_event(customer_id=order.customer_id, kind=EventKind.ORDER, sentence=said, by=by, at=at)
    nudge_counters()
    return total


@transaction.atomic
def give_up_rest(*, order_id: int, reason: str, key: UUID, by: User, at: datetime) -> Order:
    """Ends the back order of a part-despatched order: the rest will not follow, is not paid, and they are told.

    What was reserved or picked of it goes back into stock, and promotions get back its uses. Asked twice it is done
    once. Locks the order, its promotions, the customer, then its products. Raises OrderRefused when nothing is to
    follow, or without a reason.
    """
    order = locked_order(order_id)
    if Credit.objects.filter(order=order, key=key).exists():
        return order
    refuse_card_numbers(reason, field="reason")
    if order.state != OrderState.PART_DESPATCHED:
        raise OrderRefused(f"Order {order.number} has no back order: it is {OrderState(order.state).label.lower()}.")
    if not reason.strip():
        raise OrderRefused("Say why the rest will not follow.", field="reason")
    rest = {line: progress_of(line).to_follow for line in lines_of(order) if progress_of(line).to_follow}
    was = payable(order).gross
    _write(order, rest, reason, key, by, at)
    lock_customer(order)
    end_back_order(rest)
    said = f"The rest will not follow: {_said(rest)}. {reason.strip()}"
    move(order, OrderState.DESPATCHED, by=by, at=at, words=said)
    told = promise_change(order, [said, f"To pay {say_pounds(payable(order).gross)}, was {say_pounds(was)}."], at)
    sentence = f"Order {order.number}: {said}; {told.in_words}."
    record_event(customer_id=order.customer_id, kind=EventKind.ORDER, sentence=sentence, by=by, at=at)
    nudge_counters()
    return order


def _write(order: Order, packs: Mapping[OrderLine, int], reason: str, key: UUID, by: User, at: datetime) -> Decimal:
    total = Decimal(0)
    for line, count in packs.items():
        net = credit_net(CreditedLine(line.quantity, line.credited_quantity, line.net_total), count)
        Credit.objects.create(
            order=order, line=line, quantity=count, net_total=net, reason=reason, made_by=by, made_at=at, key=key
        )
        line.credited_quantity += count
        line.save(update_fields=["credited_quantity"])
        total += net
    order.credited_total += total
    order.version += 1
    order.edited_at = at
    order.save(update_fields=["credited_total", "version", "edited_at"])
    give_back_credited(order)
    return total


def _has(line: OrderLine) -> bool:
    return getattr(line, "fulfilment", None) is not None


def _back(line: OrderLine) -> int:
    """Packs that have left us and are not credited yet."""
    given_up = line.fulfilment.given_up if _has(line) else 0
    return progress_of(line).despatched - (line.credited_quantity - given_up)


def _said(packs: Mapping[OrderLine, int]) -> str:
    return ", ".join(f"{count} x {line.product.name}" for line, count in packs.items())
