"""Holds: what keeps a confirmed order from the warehouse, and who decided about it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from customers.actions import close_overtaken, open_service_task, query_key, record_event
from customers.models import Message
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from orders.actions.credit_check import credit_words
from orders.actions.draft import lock_customer, locked_order
from orders.actions.life import move, note_step
from orders.actions.stock import reserve
from orders.models import Hold, Order
from orders.rules.credit import check_decision, same_credit
from orders.rules.order import OrderRefused
from orders.rules.vocabulary import Decision, HoldKind, OrderState
from promotions.rules import PriceKind, say_pounds
from staff.models import User

# Asked anew with each change; the other kinds people place, and people release.
BY_RULE = frozenset({HoldKind.CREDIT, HoldKind.PRICE})


def hold_by_rule(order: Order, at: datetime) -> bool:
    """Holds a locked, just confirmed order for what speaks against it: prices below the floor, the customer's credit.

    What people held it for before a change keeps it as well; whether it is held. Call it in the transaction of the
    confirmation. Locks the customer, so that of two orders at once the later one knows of the earlier.
    """
    lock_customer(order)
    found = why_held(order, at)
    words = kept_back(order)
    for kind, why in found.items():
        hold = Hold.objects.create(order=order, kind=kind, words=why, gross_total=order.gross_total, placed_at=at)
        words.append(str(hold))
    if words:
        move(order, OrderState.HELD, by=None, at=at, words=" ".join(words))
    return bool(words)


def why_held(order: Order, at: datetime) -> dict[HoldKind, str]:
    """What would hold the order if it were confirmed at `at`, in words; three statements or four, and one for each.

    What was released is not asked again while the order is not dearer than it was then and the reasons are the same.
    """
    found = {HoldKind.PRICE: price_words(order), HoldKind.CREDIT: credit_words(order, at)}
    return {kind: " ".join(words) for kind, words in found.items() if words and not _is_released(order, kind, words)}


def kept_back(order: Order) -> list[str]:
    """What people hold the order for, in words: a change of it settles neither missing stock nor a query."""
    placed = Hold.objects.standing().filter(order=order).exclude(kind__in=BY_RULE)
    return [str(hold) for hold in placed]


def _is_released(order: Order, kind: HoldKind, words: Sequence[str]) -> bool:
    last = Hold.objects.filter(order=order, kind=kind, decision=Decision.RELEASED).last()
    if last is None or last.gross_total is None or order.gross_total > last.gross_total:
        return False
    return same_credit(words, last.words) if kind == HoldKind.CREDIT else " ".join(words) == last.words


def price_words(order: Order) -> list[str]:
    """The prices set by hand below the floor, in words; what a quote promised is agreed, and was approved with it."""
    below = order.lines.filter(price_kind=PriceKind.HAND, unit_price__lt=F("product__floor_price"))
    return [
        f"{line.product.name} at {say_pounds(line.unit_price)} is below the floor of "
        f"{say_pounds(line.product.floor_price or line.unit_price)}."
        for line in below.select_related("product").order_by("position", "pk")
    ]


@transaction.atomic
def hold_order(*, order_id: int, kind: HoldKind, words: str, by: User, at: datetime) -> Hold:
    """Holds a confirmed order for stock or a query until somebody releases it; one standing hold of a kind.

    Asked twice it is done once. Locks the order. Raises OrderRefused without words, when it is too far on, and where it
    is held for something else of the kind already.
    """
    refuse_card_numbers(words, field="words")
    if kind in BY_RULE:
        raise OrderRefused("Credit and prices are held by their rules.", field="kind")
    if not words.strip():
        raise OrderRefused("Say what it waits for.", field="words")
    order = locked_order(order_id)
    standing = Hold.objects.standing().filter(order=order, kind=kind, placed_by__isnull=False).first()
    if standing is None:
        return place_hold(order, kind, words, by=by, at=at)
    if standing.words.strip() != words.strip():
        raise OrderRefused(
            f"Order {order.number} is held ({kind.label.lower()}) already: “{standing.words.strip()}”. Release that, "
            "then hold it for both.",
            field="words",
        )
    return standing


def place_hold(
    order: Order, kind: HoldKind, words: str, *, by: User | None, at: datetime, message: Message | None = None
) -> Hold:
    """Holds a locked order for stock or a query; `by` None: the customer, by the link in `message`."""
    if order.state != OrderState.HELD:
        move(order, OrderState.HELD, by=by, at=at, words=words.strip())
    else:
        note_step(order, by=by, at=at, words=words.strip())
    _record(order, f"Order {order.number} held ({kind.label.lower()}): {words.strip()}", by, at)
    return Hold.objects.create(
        order=order,
        kind=kind,
        words=words,
        placed_by=by,
        message=message,
        gross_total=order.gross_total,
        placed_at=at,
    )


@transaction.atomic
def decide_hold(*, hold_id: int, releases: bool, reason: str, by: User, at: datetime) -> Hold:
    """Releases a hold, or refuses it, with the reason. The order goes on when its last hold is released.

    A refused order stays held until it is changed or cancelled, and the customer is rung about it; released, nobody
    needs to ring about that any more, nor about what they queried by the link. The same decision twice, or twice at
    once, is one; another one after it is refused, but what was refused may still be released. Released, what is in
    stock is reserved for it. Locks the order, the hold, then the products. Raises CreditRefused.
    """
    order = locked_order(Hold.objects.values_list("order", flat=True).get(pk=hold_id))
    hold = Hold.objects.select_for_update(of=("self",)).select_related("decided_by").get(pk=hold_id)
    wanted = Decision.RELEASED if releases else Decision.REFUSED
    refuse_card_numbers(reason, field="reason")
    reconsidered = releases and hold.decision == Decision.REFUSED
    decided = "" if reconsidered else hold.decision
    check_decision(reason, decided=decided, decided_by=str(hold.decided_by or "A change of the order"), wanted=wanted)
    if decided:
        return hold
    hold.decision, hold.decided_by, hold.decided_at, hold.reason = wanted, by, at, reason
    hold.save(update_fields=["decision", "decided_by", "decided_at", "reason"])
    said = f"{hold.get_kind_display()} {wanted.label.lower()}: {reason.strip()}"
    if releases and not Hold.objects.standing().filter(order=order).exists():
        move(order, OrderState.RELEASED, by=by, at=at, words=said)
        reserve(order, by=None, at=at)
    else:
        note_step(order, by=by, at=at, words=said)
    _record(order, f"Order {order.number}: {said}", by, at)
    if releases:
        _end_calls(hold, because=f"released: {reason.strip()}", by=by, at=at)
    else:
        _ring_them(order, hold, at)
    return hold


def withdraw_holds(order: Order, *, by: User, at: datetime, reason: str, kinds: Collection[HoldKind] = HoldKind) -> int:
    """Ends the standing holds of a locked order, because it is changed or cancelled; returns how many.

    What was refused is then not to be agreed with the customer any more.
    """
    ended = list(Hold.objects.standing().filter(order=order, kind__in=kinds).values_list("pk", flat=True))
    if ended:
        Hold.objects.filter(pk__in=ended).update(
            decision=Decision.WITHDRAWN, decided_by=by, decided_at=at, reason=reason
        )
        keys = [_refused_key(pk) for pk in ended]
        close_overtaken(customer_id=order.customer_id, key_starts=keys, because=reason, by=by, at=at)
    return len(ended)


def end_calls(order: Order, *, because: str, by: User, at: datetime) -> None:
    """Nothing about a locked order is to be told on the telephone any more, nor asked."""
    close_overtaken(customer_id=order.customer_id, key_starts=[f"order-{order.pk}-"], because=because, by=by, at=at)


def _end_calls(hold: Hold, *, because: str, by: User, at: datetime) -> None:
    """What was to be said, or asked, on the telephone about a hold that is released is settled with it."""
    keys = [_refused_key(hold.pk)]
    if hold.message is not None:
        keys.append(query_key(hold.message))
    close_overtaken(customer_id=hold.order.customer_id, key_starts=keys, because=because, by=by, at=at)


def _refused_key(hold_id: int) -> str:
    return f"hold-{hold_id}-refused"


def _ring_them(order: Order, hold: Hold, at: datetime) -> None:
    open_service_task(
        key=_refused_key(hold.pk),
        customer_id=order.customer_id,
        contact_id=order.ordered_by_id,
        about=f"order {order.number}",
        words=f"Their order {order.number} cannot go as it is ({hold.get_kind_display().lower()}). "
        "Agree with them what to change, or cancel it.",
        at=at,
    )


def _record(order: Order, sentence: str, by: User | None, at: datetime) -> None:
    record_event(customer_id=order.customer_id, kind=EventKind.ORDER, sentence=sentence, by=by, at=at)
