"""An edit's round trip through the view costs the same few statements, whatever the number of lines and promotions."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.models import Call
from orders.actions import set_quantity
from orders.actions.quote import take_over_quote
from orders.tests.make import make_past_order, make_sent_quote
from promotions.models import ContractPrice, Product
from promotions.rules import Mechanic
from promotions.rules.vocabulary import LastBought
from promotions.tests.make import make_product, make_promotion

pytestmark = pytest.mark.django_db

MOST = 12
OFFERS: list[tuple[Mechanic, dict[str, str]]] = [
    (Mechanic.PERCENT_OFF, {"percent": "10"}),
    (Mechanic.INTRODUCTION_PRICE, {"price": "9.00"}),
    (Mechanic.SPEND_REWARD, {"spend": "50.00", "reward": "percent_off", "percent": "2"}),
]


def aimed_by_last_purchase(call: Call, products: list[Product], at: dt.datetime) -> None:
    """Promotions that go by when one of their products was last bought, and when anything was."""
    terms: dict[str, str] = {"spend": "50.00", "reward": "amount_off", "amount": "1.00"}
    for mechanic, given, on in ((Mechanic.PERCENT_OFF, {"percent": "5"}, products), (Mechanic.SPEND_REWARD, terms, [])):
        make_promotion(
            by=call.coordinator,
            at=at,
            mechanic=mechanic,
            terms=given,
            products=on,
            last_bought=LastBought.WITHIN,
            last_bought_days=30,
        )


def typed_for(call: Call, count: int, at: dt.datetime) -> list[Product]:
    """A draft of so many lines, bought before, under contracts and promotions, every second one quoted."""
    products = [make_product() for _ in range(count)]
    for number in range(count):
        mechanic, terms = OFFERS[number % len(OFFERS)]
        make_promotion(by=call.coordinator, at=at, mechanic=mechanic, terms=terms, products=products[number:])
    for product in products:
        ContractPrice.objects.create(customer=call.customer, product=product, unit_price=Decimal("9.90"))
    make_past_order(call.customer, at - dt.timedelta(days=7), dict.fromkeys(products, 1))
    aimed_by_last_purchase(call, products, at)
    quoted = dict.fromkeys(products[::2], 2)
    quote = make_sent_quote(by=call.coordinator, at=at, customer=call.customer, lines=quoted)
    order = take_over_quote(quote_id=quote.pk, by=call.coordinator, at=at)
    for product in products[1::2]:
        set_quantity(order_id=order.pk, product_id=product.pk, quantity=2, was=0, by=call.coordinator, at=at)
    return products


@pytest.mark.parametrize("lines", [1, 20])
@pytest.mark.parametrize("quantity", ["5", "0"])
def test_an_edit(coordinator_client: Client, call: Call, noon: dt.datetime, lines: int, quantity: str) -> None:
    key = typed_for(call, lines, noon)[0].pk
    typed = {f"quantity-{key}": quantity, f"was-{key}": "2"}
    with CaptureQueriesContext(connection) as told:
        answer = coordinator_client.post(
            reverse("calls:quantity", args=[call.pk]), typed, headers={"HX-Request": "true"}
        )
    assert answer.status_code == 200
    # Where a transaction begins and ends is not counted.
    statements = [query["sql"] for query in told if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) <= MOST, "\n".join(statements)
    assert len(told) - len(statements) <= 2


def test_the_answer_says_what_the_page_would(coordinator_client: Client, call: Call, noon: dt.datetime) -> None:
    """The quick answer and the whole page are made in two ways: they agree to the last cell."""
    tea, *_ = typed_for(call, 6, noon)
    typed = {f"quantity-{tea.pk}": "7", f"was-{tea.pk}": "2"}
    quick = coordinator_client.post(reverse("calls:quantity", args=[call.pk]), typed, headers={"HX-Request": "true"})
    page = coordinator_client.get(reverse("calls:call", args=[call.pk]))
    answered, shown = quick.context["pad"], page.context["page"].pad
    assert (answered.foot, answered.prompts, answered.version) == (shown.foot, shown.prompts, shown.version)
    for row in answered.rows:
        whole = shown.row_of(row.product.id)
        assert (row.line_total, row.trace, row.offer, row.hints, row.last_price, row.price_moved) == (
            whole.line_total,
            whole.trace,
            whole.offer,
            whole.hints,
            whole.last_price,
            whole.price_moved,
        )
