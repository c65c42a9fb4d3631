"""What is typed on the order pad, as values."""

import pytest

from calls.rules.pad import QuantityUnread, read_typed
from orders.rules.order import MOST_UNITS, Typed


def test_only_cells_that_were_changed_are_read() -> None:
    fields = {"quantity-7": "4", "was-7": "2", "quantity-8": "", "was-8": "0", "quantity-9": "", "was-9": "3"}
    assert read_typed(fields) == (Typed(7, 4, 2), Typed(9, 0, 3))


@pytest.mark.parametrize(
    ("fields", "typed"),
    [
        ({"quantity-7": " 5 "}, (Typed(7, 5, None),)),
        ({"quantity-7": "4", "was-7": "4"}, ()),
        ({"quantity-7": "", "was-7": ""}, (Typed(7, 0, None),)),
        ({"version": "3", "note-7": "x", "prompt-quantity-7": "2", "quantity-x": "1"}, ()),
    ],
)
def test_a_cell_is_read_with_what_it_showed(fields: dict[str, str], typed: tuple[Typed, ...]) -> None:
    assert read_typed(fields) == typed


@pytest.mark.parametrize("typed", ["two", "4x", "-1", "1.5", "²"])
def test_what_is_no_quantity_is_said(typed: str) -> None:
    with pytest.raises(QuantityUnread, match=f"“{typed}” is not a whole number"):
        read_typed({"quantity-7": typed})


def test_a_number_too_long_to_be_ordered_is_still_a_number() -> None:
    (typed,) = read_typed({"quantity-7": "99999999999"})
    assert typed.quantity > MOST_UNITS
