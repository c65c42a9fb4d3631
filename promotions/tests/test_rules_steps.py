"""The next step of a promotion is what its mechanic lacks, in one reckoning."""

from typing import Any

import pytest

from promotions.rules import Mechanic, Outlook, Reward, TierBasis
from promotions.tests.trade import A, B, C, Rows, make_offer, priced, rows

TIERS: dict[str, Any] = {
    "products": [A],
    "basis": TierBasis.QUANTITY,
    "steps": [{"at_least": 12, "percent": "5"}, {"at_least": 48, "percent": "8"}],
}
VALUE: dict[str, Any] = {**TIERS, "basis": TierBasis.VALUE, "steps": [{"at_least": "75.00", "percent": "5"}]}
BUNDLE: dict[str, Any] = {
    "items": [{"product": A, "quantity": 2}, {"product": B, "quantity": 1}, {"product": C, "quantity": 1}],
    "price": "20.00",
}
SPEND: dict[str, Any] = {"spend": "100.00", "reward": Reward.PERCENT_OFF, "percent": "5"}


@pytest.mark.parametrize(
    ("mechanic", "terms", "held", "usual", "step"),
    [
        (Mechanic.PERCENT_OFF, {"products": [A], "percent": "10"}, [], 4, {A: 4}),
        (Mechanic.PUSH, {"products": [A]}, [(A, 1)], 1, {A: 1}),
        (Mechanic.BUY_GET_FREE, {"products": [A], "buy": 5, "get": 1}, [], 1, {A: 6}),
        (Mechanic.BUY_GET_FREE, {"products": [A, B], "buy": 2, "get": 1}, [(B, 2)], 1, {A: 1}),
        (Mechanic.BUY_GET_AT, {"products": [A], "buy": 3, "get": 1, "percent": "50"}, [(A, 3)], 2, {A: 2}),
        (Mechanic.GROUP_FOR, {"products": [A, B], "size": 3, "price": "5.00"}, [(A, 1)], 1, {A: 2}),
        (Mechanic.TIERS, TIERS, [(A, 2)], 6, {A: 10}),
        (Mechanic.TIERS, VALUE, [(A, 2)], 1, {A: 6}),
        (Mechanic.BUNDLE_FOR, BUNDLE, [(B, 1)], 1, {A: 2, C: 1}),
        (Mechanic.SPEND_REWARD, SPEND, [(A, 4)], 1, {}),
        (Mechanic.SPEND_REWARD, SPEND, [(A, 5)], 1, {A: 5}),
        (Mechanic.SPEND_REWARD, SPEND, [(A, 10)], 1, {}),
    ],
)
def test_what_is_lacking(
    mechanic: Mechanic, terms: dict[str, Any], held: Rows, usual: int, step: dict[int, int]
) -> None:
    offer = make_offer(mechanic, terms)
    assert Outlook(priced(rows(*held), offer)).next_step(offer, A, usual) == step


def test_units_that_another_one_takes_do_not_count() -> None:
    three = make_offer(Mechanic.GROUP_FOR, {"products": [A, B], "size": 3, "price": "5.00"}, priority=9)
    taken = make_offer(Mechanic.PERCENT_OFF, {"products": [A], "percent": "1"}, id=2, version_id=102, priority=1)
    found = Outlook(priced(rows((A, 2), (B, 1)), three, taken))
    assert found.next_step(three, B, 1) == {B: 2}


@pytest.mark.parametrize("more", [{"state": "paused"}, {"allocation_left": 0}])
def test_one_that_cannot_be_had_has_no_next_step(more: dict[str, Any]) -> None:
    offer = make_offer(Mechanic.PERCENT_OFF, {"products": [A], "percent": "10"}, **more)
    assert Outlook(priced(rows((A, 1)), offer)).next_step(offer, A, 1) == {}
