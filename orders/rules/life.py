"""The life of an order: which state follows which, and what may still be done in each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orders.rules.order import OrderRefused
from orders.rules.vocabulary import OrderState

S = OrderState

# Read back and not with the warehouse yet.
TO_COME = frozenset({S.CONFIRMED, S.RELEASED})
# Reserved for the customer, nothing picked.
RESERVED = frozenset({S.ALLOCATED, S.PART_ALLOCATED})
# What may still be changed or taken back: nothing of it has been picked.
OPEN_TO_CHANGE = TO_COME | RESERVED | {S.HELD}
IN_THE_WAREHOUSE = TO_COME | RESERVED | {S.PICKED, S.PART_DESPATCHED}
# The customer owes it, and the ledger does not know it yet.
NOT_INVOICED = OPEN_TO_CHANGE | {S.PICKED, S.PART_DESPATCHED, S.DESPATCHED}
GONE = frozenset({S.DESPATCHED, S.INVOICED, S.CLOSED})

FULFILLED = {S.PICKED, S.PART_DESPATCHED, S.DESPATCHED}
FOLLOWING: dict[OrderState, frozenset[OrderState]] = {
    S.DRAFT: frozenset({S.CONFIRMED}),
    S.CONFIRMED: frozenset({S.HELD, *RESERVED, *FULFILLED, S.CANCELLED}),
    S.HELD: frozenset({S.RELEASED, S.CONFIRMED, S.CANCELLED}),
    S.RELEASED: frozenset({S.HELD, S.CONFIRMED, *RESERVED, *FULFILLED, S.CANCELLED}),
    S.ALLOCATED: frozenset({S.HELD, S.CONFIRMED, S.PART_ALLOCATED, *FULFILLED, S.CANCELLED}),
    S.PART_ALLOCATED: frozenset({S.HELD, S.CONFIRMED, S.ALLOCATED, *FULFILLED, S.CANCELLED}),
    S.PICKED: frozenset({S.PART_DESPATCHED, S.DESPATCHED}),
    S.PART_DESPATCHED: frozenset({S.DESPATCHED}),
    S.DESPATCHED: frozenset({S.INVOICED}),
    S.INVOICED: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
    S.CANCELLED: frozenset(),
}


# What of an order is picked: product and packs.
Picked = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class LineProgress:
    """How far one line is, in packs; each count holds everything so far, not the last step."""

    quantity: int
    allocated: int = 0
    picked: int = 0
    despatched: int = 0

    @property
    def to_follow(self) -> int:
        return self.quantity - self.despatched

    @property
    def to_reserve(self) -> int:
        return max(0, self.quantity - self.allocated)


def check_may_follow(number: str | None, state: str, following: OrderState) -> None:
    """Raises OrderRefused, saying where the order is, unless `following` may come after `state`."""
    if following not in FOLLOWING[S(state)]:
        raise OrderRefused(
            f"Order {number} is {S(state).label.lower()} and cannot become {following.label.lower()} from there."
        )


def check_in_the_warehouse(number: str | None, state: str) -> None:
    """Raises OrderRefused, saying where the order is, when the warehouse must not have it or is done with it."""
    if state not in IN_THE_WAREHOUSE:
        raise OrderRefused(f"Order {number} is {S(state).label.lower()}: the warehouse has nothing to do with it now.")


def may_be_changed(state: str, *, is_picked: bool) -> bool:
    """Whether an order may be changed or taken back; of one part of which is picked the state may still be earlier."""
    return state in OPEN_TO_CHANGE and not is_picked


def check_can_be_changed(number: str | None, state: str, picked: Picked) -> None:
    """Raises OrderRefused when the order is a draft, or too far on to be changed; `picked` is what of it is picked."""
    if state == S.DRAFT:
        raise OrderRefused("This is still a draft: type into it.")
    _check_is_open(number, state, picked, "changed")


def check_can_be_cancelled(number: str | None, state: str, reason: str, picked: Picked) -> None:
    """Raises OrderRefused for a draft, for what has been picked or has left us, and without a reason."""
    if state == S.DRAFT:
        raise OrderRefused("This is still a draft: take its lines off instead.")
    _check_is_open(number, state, picked, "cancelled")
    if not reason.strip():
        raise OrderRefused("Say why it is cancelled.", field="reason")


def _check_is_open(number: str | None, state: str, picked: Picked, verb: str) -> None:
    if state not in OPEN_TO_CHANGE:
        raise OrderRefused(
            f"Order {number} is {S(state).label.lower()}: it cannot be {verb} any more.{_instead(state)}"
        )
    if picked:
        said = ", ".join(f"{packs} x {name}" for name, packs in picked)
        raise OrderRefused(
            f"Of order {number} {said} is picked already: it cannot be {verb} any more.{_instead(state)}"
        )


def check_not_queried(number: str | None, words: Sequence[str]) -> None:
    """Raises OrderRefused while there are words of the customer about the order that nobody has looked at."""
    if words:
        said = " ".join(f"“{word.strip()}”" for word in words)
        raise OrderRefused(
            f"The customer queries order {number}: {said} It is held within a minute. Ring them, then release it on "
            "its page."
        )


def state_after(lines: Iterable[LineProgress]) -> OrderState | None:
    """Where the order is by its lines; None while nothing is reserved, picked or despatched."""
    rows = list(lines)
    if all(row.despatched >= row.quantity for row in rows):
        return S.DESPATCHED
    if any(row.despatched for row in rows):
        return S.PART_DESPATCHED
    if all(row.picked >= row.quantity for row in rows):
        return S.PICKED
    if all(max(row.allocated, row.picked) >= row.quantity for row in rows):
        return S.ALLOCATED
    return S.PART_ALLOCATED if any(row.allocated or row.picked for row in rows) else None


def _instead(state: str) -> str:
    if state == S.CANCELLED:
        return " Take a new order."
    return " Credit what they send back." if state in GONE else " Ring the warehouse: what has left may be credited."
