"""Stock that goes between the read-back and the confirmation is said; what was said already is not asked again."""

import datetime as dt

import pytest

from orders.actions import confirm_order
from orders.models import Order
from orders.reports import read_back
from orders.rules.order import ReadBackAgain
from orders.rules.stock import StockAsked, check_stock_as_shown
from orders.tests.make import make_ready_draft
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User

DUE = dt.date(2026, 12, 3)


@pytest.fixture
def draft(coordinator: User, noon: dt.datetime) -> Order:
    """Four of Tea, of which ten are free."""
    tea = make_product(name="Tea", stock_free=10, stock_due_on=DUE)
    return make_ready_draft(by=coordinator, at=noon, lines={tea: 4})


def confirm(draft: Order, at: dt.datetime) -> Order:
    """As the page does that was read out just before: with what it shows as short."""
    pairs = (pair.split(":") for pair in read_back(draft.pk, at).short)
    return confirmed(draft, {int(product): int(packs) for product, packs in pairs}, at)


def confirmed(draft: Order, shown: dict[int, int], at: dt.datetime) -> Order:
    by = draft.taken_by
    assert by
    return confirm_order(order_id=draft.pk, seen_version=draft.version, shown_short=shown, by=by, at=at)


def free(packs: int) -> None:
    Product.objects.update(stock_free=packs)


def test_stock_that_went_since_the_read_back_is_said_and_the_draft_stays(draft: Order, noon: dt.datetime) -> None:
    free(1)
    with pytest.raises(ReadBackAgain, match=r"Tea: only 1 free, more due Thu 3 Dec\. Read it back again"):
        confirmed(draft, {}, noon)
    draft.refresh_from_db()
    assert draft.is_draft


def test_read_back_again_it_is_confirmed_short(draft: Order, noon: dt.datetime) -> None:
    free(1)
    assert confirm(draft, noon).number


def test_what_was_said_to_be_short_is_asked_again_only_when_there_is_less(draft: Order, noon: dt.datetime) -> None:
    tea = Product.objects.get()
    for left, told in ((-2, 3), (2, 3)):
        free(left)
        with pytest.raises(ReadBackAgain, match="Stock has gone"):
            confirmed(draft, {tea.pk: told}, noon)
    free(3)
    assert confirmed(draft, {tea.pk: 3}, noon).number


def test_as_much_as_is_wanted_is_enough() -> None:
    check_stock_as_shown({1: StockAsked("Tea", 4, 4, None), 2: StockAsked("Cups", 2, 9, None)}, {1: 6})
    with pytest.raises(ReadBackAgain, match=r"Tea: only 3 free\. Read it back again"):
        check_stock_as_shown({1: StockAsked("Tea", 4, 3, None), 2: StockAsked("Cups", 2, 9, None)}, {})


def test_who_saw_no_stock_is_not_asked(draft: Order, coordinator: User, noon: dt.datetime) -> None:
    free(0)
    assert confirm_order(order_id=draft.pk, seen_version=draft.version, by=coordinator, at=noon).number
