"""Which state follows which, what may still be done in each, and where an order is by its lines."""

import pytest

from orders.rules.life import (
    FOLLOWING,
    OPEN_TO_CHANGE,
    LineProgress,
    check_can_be_cancelled,
    check_can_be_changed,
    check_may_follow,
    may_be_changed,
    state_after,
)
from orders.rules.order import OrderRefused
from orders.rules.vocabulary import OrderState

S = OrderState


def test_every_state_has_its_row_and_closed_and_cancelled_are_ends() -> None:
    assert set(FOLLOWING) == set(S)
    assert {state for state, following in FOLLOWING.items() if not following} == {S.CLOSED, S.CANCELLED}


def test_every_state_but_the_draft_can_be_come_to() -> None:
    assert set().union(*FOLLOWING.values()) == set(S) - {S.DRAFT}


@pytest.mark.parametrize(
    ("state", "following"),
    [
        (S.CONFIRMED, S.INVOICED),
        (S.HELD, S.ALLOCATED),
        (S.HELD, S.DESPATCHED),
        (S.PICKED, S.CANCELLED),
        (S.DESPATCHED, S.PART_DESPATCHED),
        (S.CANCELLED, S.CONFIRMED),
    ],
)
def test_what_cannot_follow_is_refused_with_where_it_is(state: OrderState, following: OrderState) -> None:
    with pytest.raises(OrderRefused, match=f"is {state.label.lower()} and cannot become {following.label.lower()}"):
        check_may_follow("SO-1", state, following)


@pytest.mark.parametrize("state", [S.PICKED, S.PART_DESPATCHED, S.DESPATCHED, S.INVOICED, S.CLOSED])
def test_what_was_picked_is_neither_changed_nor_cancelled(state: OrderState) -> None:
    with pytest.raises(OrderRefused, match="cannot be changed"):
        check_can_be_changed("SO-1", state, [])
    with pytest.raises(OrderRefused, match="cannot be cancelled"):
        check_can_be_cancelled("SO-1", state, "Ordered twice", [])


def test_what_is_cancelled_is_ordered_anew() -> None:
    with pytest.raises(
        OrderRefused, match=r"^Order SO-1 is cancelled: it cannot be changed any more\. Take a new order\.$"
    ):
        check_can_be_changed("SO-1", S.CANCELLED, [])


@pytest.mark.parametrize("state", [S.CONFIRMED, S.HELD, S.RELEASED, S.ALLOCATED, S.PART_ALLOCATED])
def test_until_then_it_may_be(state: OrderState) -> None:
    check_can_be_changed("SO-1", state, [])
    check_can_be_cancelled("SO-1", state, "Ordered twice", [])


@pytest.mark.parametrize("state", sorted(OPEN_TO_CHANGE))
def test_of_what_something_is_picked_the_state_says_too_little(state: OrderState) -> None:
    assert may_be_changed(state, is_picked=False)
    assert not may_be_changed(state, is_picked=True)
    with pytest.raises(OrderRefused, match="Of order SO-1 4 x Tea is picked already: it cannot be changed any more"):
        check_can_be_changed("SO-1", state, [("Tea", 4)])
    with pytest.raises(OrderRefused, match=r"it cannot be cancelled any more\. Ring the warehouse"):
        check_can_be_cancelled("SO-1", state, "Ordered twice", [("Tea", 4)])


def at(allocated: int = 0, picked: int = 0, despatched: int = 0, quantity: int = 4) -> LineProgress:
    return LineProgress(quantity, allocated, picked, despatched)


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ([at(), at()], None),
        ([at(4, 0), at()], S.PART_ALLOCATED),
        ([at(4), at(4)], S.ALLOCATED),
        ([at(4, 4), at(4)], S.ALLOCATED),
        ([at(4, 4), at(4, 4)], S.PICKED),
        ([at(4, 4, 4), at()], S.PART_DESPATCHED),
        ([at(4, 4, 1), at(4, 4, 4)], S.PART_DESPATCHED),
        ([at(4, 4, 4), at(4, 4, 4)], S.DESPATCHED),
        ([at(4, 4, 4), at(quantity=0)], S.DESPATCHED),
    ],
)
def test_where_an_order_is_by_its_lines(lines: list[LineProgress], state: OrderState | None) -> None:
    assert state_after(lines) == state
