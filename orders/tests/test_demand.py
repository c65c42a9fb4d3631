"""What could not be sold and what they gave up is kept once, and changes what the pad shows."""

import datetime as dt
from uuid import uuid4

import pytest

from customers.models import Customer, Event
from customers.rules.card_numbers import CardNumberFound
from customers.tests.make import make_customer
from orders.actions.demand import give_up_item, record_lost_demand
from orders.models import GivenUp, LostDemand
from orders.reports import pad
from orders.rules.order import OrderRefused
from orders.rules.vocabulary import GivenUpReason, UnsoldReason
from orders.tests.make import make_past_order
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User

DAY = dt.timedelta(days=1)


def lose(customer: Customer, by: User, at: dt.datetime, **overrides: object) -> LostDemand:
    fields = {
        "product_id": None,
        "words": "bamboo plates",
        "quantity": 3,
        "reason": UnsoldReason.NOT_STOCKED,
        "key": uuid4(),
    }
    return record_lost_demand(customer_id=customer.pk, by=by, at=at, **fields | overrides)  # type: ignore[arg-type]  # overrides are of many types


def give_up(customer: Customer, product: Product, by: User, at: dt.datetime, words: str = "") -> GivenUp:
    return give_up_item(
        customer_id=customer.pk,
        product_id=product.pk,
        reason=GivenUpReason.MENU,
        words=words,
        rest=90 * DAY,
        by=by,
        at=at,
    )


def test_one_form_records_once(coordinator: User, noon: dt.datetime) -> None:
    customer, key = make_customer(), uuid4()
    for _ in range(2):
        lose(customer, coordinator, noon, key=key)
    assert LostDemand.objects.get().quantity == 3
    assert Event.objects.get().sentence == "Asked for 3 x bamboo plates: not stocked."


def test_it_says_what_was_asked_for(coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(OrderRefused, match="What did they ask for"):
        lose(make_customer(), coordinator, noon, words=" ")


def test_card_numbers_are_refused(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    with pytest.raises(CardNumberFound):
        lose(customer, coordinator, noon, words="pays with 4111 1111 1111 1111")
    with pytest.raises(CardNumberFound):
        give_up(customer, make_product(), coordinator, noon, words="4111 1111 1111 1111")


def shown(customer: Customer, at: dt.datetime) -> list[int]:
    return [row.product.id for row in pad(customer_id=customer.pk, order_id=None, at=at).rows]


def test_an_item_given_up_rests_and_comes_back(coordinator: User, noon: dt.datetime) -> None:
    customer, tea = make_customer(), make_product()
    make_past_order(customer, noon - 30 * DAY, {tea: 4})
    give_up(customer, tea, coordinator, noon)
    assert shown(customer, noon) == []
    assert shown(customer, noon + 90 * DAY) == [tea.pk]


def test_bought_again_it_is_usual_again(coordinator: User, noon: dt.datetime) -> None:
    customer, tea = make_customer(), make_product()
    make_past_order(customer, noon - 30 * DAY, {tea: 4})
    give_up(customer, tea, coordinator, noon)
    make_past_order(customer, noon + DAY, {tea: 4})
    assert shown(customer, noon + 2 * DAY) == [tea.pk]


def test_the_newest_reason_stands(coordinator: User, noon: dt.datetime) -> None:
    customer, tea = make_customer(), make_product()
    for words in ("", "new chef"):
        give_up(customer, tea, coordinator, noon, words)
    assert GivenUp.objects.get().words == "new chef"
