"""What is typed may be added to the order that they have open: shown as a difference, kept once, told again."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from calls.actions.addition import add_on_call, preview_addition
from calls.models import Call
from calls.rules.vocabulary import Outcome
from customers.tests.at_once import at_once
from orders.actions import confirm_order, set_hand_price, set_quantity
from orders.models import Order, OrderLine
from orders.rules import OrderState
from orders.tests.make import make_confirmed, make_draft, make_ready_draft, make_sent_quote
from promotions.models import Product
from promotions.tests.make import make_product
from staff.rules import Refusal


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea")


@pytest.fixture
def order(call: Call, tea: Product, noon: dt.datetime) -> Order:
    """Confirmed an hour ago for tomorrow; the draft of the call holds two packs more and cups."""
    customer, earlier = call.customer, noon - dt.timedelta(hours=1)
    confirmed = make_confirmed(by=call.coordinator, at=earlier, customer=customer, lines={tea: 4})
    make_draft(by=call.coordinator, at=noon, customer=customer, lines={tea: 2, make_product(name="Cups"): 1})
    return confirmed


def add(client: Client, call: Call) -> Any:
    """What the page that shows the difference posts."""
    shown = client.get(reverse("calls:add", args=[call.pk])).context
    posted = {
        "order_id": shown["order"].id,
        "seen_version": shown["order"].version,
        "agreed": shown["amendment"].agreed,
    }
    return client.post(reverse("calls:add", args=[call.pk]), posted)


def packs(order: Order) -> dict[str, int]:
    return dict(order.lines.values_list("product__name", "quantity"))


def test_the_read_back_offers_the_open_order(coordinator_client: Client, call: Call, order: Order) -> None:
    page = coordinator_client.get(reverse("calls:finish", args=[call.pk]))
    assert f"Order {order.number} for" in page.text


def test_the_difference_is_shown_and_kept(coordinator_client: Client, call: Call, order: Order) -> None:
    page = coordinator_client.get(reverse("calls:add", args=[call.pk]))
    assert "Tea: 6, was 4" in page.text
    assert packs(order) == {"Tea": 4}
    add(coordinator_client, call)
    order.refresh_from_db()
    call.refresh_from_db()
    assert packs(order) == {"Tea": 6, "Cups": 1}
    assert (order.revision, call.order) == (2, order)
    assert not OrderLine.objects.filter(order__state=OrderState.DRAFT).exists()


def test_the_same_press_twice_adds_once(coordinator_client: Client, call: Call, order: Order) -> None:
    shown = coordinator_client.get(reverse("calls:add", args=[call.pk])).context
    posted = {"order_id": order.pk, "seen_version": shown["order"].version, "agreed": shown["amendment"].agreed}
    for _ in range(2):
        coordinator_client.post(reverse("calls:add", args=[call.pk]), posted)
    assert packs(order) == {"Tea": 6, "Cups": 1}


def test_the_outcome_is_foreseen(coordinator_client: Client, call: Call, order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(confirmed_at=call.opened_at - dt.timedelta(minutes=1))
    add(coordinator_client, call)
    page = coordinator_client.get(reverse("calls:call", args=[call.pk]))
    assert page.context["choices"].chosen == Outcome.ADDED_TO_ORDER


def test_what_they_did_not_agree_to_is_shown_again(coordinator_client: Client, call: Call, order: Order) -> None:
    posted = {"order_id": order.pk, "seen_version": order.version, "agreed": "another"}
    answer = coordinator_client.post(reverse("calls:add", args=[call.pk]), posted)
    assert answer.status_code == 422
    assert packs(order) == {"Tea": 4}


def test_other_goods_of_the_same_total_are_not_added_unseen(
    coordinator_client: Client, call: Call, order: Order, noon: dt.datetime
) -> None:
    shown = coordinator_client.get(reverse("calls:add", args=[call.pk])).context
    draft, cups, mugs = Order.objects.drafts().get(), Product.objects.get(name="Cups"), make_product(name="Mugs")
    for product, packs_of_it in ((mugs, 1), (cups, 0)):
        set_quantity(
            order_id=draft.pk, product_id=product.pk, quantity=packs_of_it, was=None, by=call.coordinator, at=noon
        )
    posted = {"order_id": order.pk, "seen_version": shown["order"].version, "agreed": shown["amendment"].agreed}
    answer = coordinator_client.post(reverse("calls:add", args=[call.pk]), posted)
    assert (answer.status_code, answer.context["amendment"].gross_total) == (422, shown["amendment"].gross_total)
    assert packs(order) == {"Tea": 4}


def test_what_is_picked_is_not_added_to(coordinator_client: Client, call: Call, order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(state=OrderState.PICKED)
    assert coordinator_client.get(reverse("calls:add", args=[call.pk])).status_code == 404


def test_an_order_that_is_not_theirs_is_not_added_to(coordinator_client: Client, call: Call, order: Order) -> None:
    posted = {"order_id": 10**18, "seen_version": order.version, "agreed": "x"}
    assert coordinator_client.post(reverse("calls:add", args=[call.pk]), posted).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_added_and_confirmed_at_once_is_one_of_the_two(call: Call, tea: Product, noon: dt.datetime) -> None:
    by = call.coordinator
    opened = make_confirmed(by=by, at=noon, customer=call.customer, lines={tea: 4})
    draft = make_ready_draft(by=by, at=noon, customer=call.customer, lines={tea: 2})
    asked: dict[str, Any] = {"call_id": call.pk, "order_id": opened.pk, "seen_version": opened.version}
    asked |= {"by": by, "at": noon}
    agreed = preview_addition(**asked).agreed
    answers = at_once(
        lambda: add_on_call(token=call.lease_token, agreed=agreed, **asked),
        lambda: confirm_order(order_id=draft.pk, seen_version=draft.version, by=by, at=noon),
    )
    assert [isinstance(answer, Order) for answer in answers].count(True) == 1
    assert [isinstance(answer, Refusal) for answer in answers].count(True) == 1
    assert sum(OrderLine.objects.filter(order__in=Order.objects.placed()).values_list("quantity", flat=True)) == 6


def shown(client: Client, call: Call) -> Any:
    return client.get(reverse("calls:add", args=[call.pk]))


def test_a_price_by_hand_comes_along_with_its_reason(
    coordinator_client: Client, call: Call, order: Order, tea: Product, noon: dt.datetime
) -> None:
    draft = Order.objects.drafts().get()
    price: dict[str, Any] = {"unit_price": Decimal("9.00"), "reason": "Matches Acme"}
    set_hand_price(order_id=draft.pk, product_id=tea.pk, by=call.coordinator, at=noon, **price)
    assert "Tea: 6, was 4; £9.00 each, was £10.00." in shown(coordinator_client, call).text
    add(coordinator_client, call)
    line = order.lines.get(product=tea)
    assert (line.unit_price, line.trace[0]) == (Decimal(9), "Hand price £9.00: Matches Acme.")


def test_notes_are_joined_and_substitutes_are_kept(
    coordinator_client: Client, call: Call, order: Order, tea: Product
) -> None:
    coffee = make_product(name="Coffee")
    order.lines.update(note="Green lid")
    OrderLine.objects.filter(order__state=OrderState.DRAFT, product=tea).update(note="Loose", instead_of=coffee)
    Order.objects.drafts().update(note="Back door")
    Order.objects.filter(pk=order.pk).update(note="Ring first")
    page = shown(coordinator_client, call)
    assert "Tea: 6, was 4; instead of Coffee; note: Green lid; Loose." in page.text
    add(coordinator_client, call)
    line = order.lines.get(product=tea)
    order.refresh_from_db()
    assert (line.note, line.instead_of, order.note) == ("Green lid; Loose", coffee, "Ring first\nBack door")


def test_another_number_and_another_day_are_said(
    coordinator_client: Client, call: Call, order: Order, noon: dt.datetime
) -> None:
    later = noon.date() + dt.timedelta(days=3)
    Order.objects.drafts().update(purchase_order_number="PO-7", delivery_on=later)
    said = " ".join(shown(coordinator_client, call).context["amendment"].questions)
    assert "Their number PO-7 was typed; this order has none and keeps it." in said
    assert "was chosen; this order goes on" in said


def test_the_lines_of_a_quote_are_an_order_of_their_own(
    coordinator_client: Client, call: Call, order: Order, tea: Product, noon: dt.datetime
) -> None:
    quote = make_sent_quote(by=call.coordinator, at=noon, lines={tea: 2}, customer=call.customer)
    Order.objects.drafts().update(quoted=quote.revisions.get())
    page = shown(coordinator_client, call)
    assert page.status_code == 422
    assert f"These lines are of quote {quote.number}." in page.text


def test_numbers_that_are_not_sold_are_refused(
    coordinator_client: Client, call: Call, order: Order, tea: Product
) -> None:
    Product.objects.filter(pk=tea.pk).update(order_multiple=4)
    page = shown(coordinator_client, call)
    assert "Tea is sold by the 4: 4 or 8, not 6." in page.text
