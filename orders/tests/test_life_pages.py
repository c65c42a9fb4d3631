"""The pages of approvals, the warehouse, changes and credits: what they show, keep and refuse."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from customers.tests.make import make_customer
from orders.actions import cancel_order, confirm_order, fulfil_order, hold_order, set_hand_price
from orders.models import Credit, Hold, Order
from orders.rules.vocabulary import HoldKind, OrderState
from orders.tests.make import make_confirmed, make_ready_draft, told
from promotions.tests.make import make_product
from staff.models import User


@pytest.fixture
def order(coordinator: User, noon: dt.datetime) -> Order:
    return make_confirmed(by=coordinator, at=noon, lines={make_product(name="Tea", code="TEA", stock_free=9): 4})


def make_held(by: User, at: dt.datetime) -> Hold:
    customer = make_customer(credit_limit=Decimal(1))
    return make_confirmed(by=by, at=at, lines={make_product(): 1}, customer=customer).holds.get()


def test_a_held_order_is_released_from_the_list(coordinator: User, director_client: Client, noon: dt.datetime) -> None:
    hold = make_held(coordinator, noon)
    assert hold.words in director_client.get(reverse("orders:approvals")).content.decode()
    answer = director_client.post(
        reverse("orders:decide", args=[hold.pk]), {"decision": "release", "reason": "Paid today"}, follow=True
    )
    assert "Paid today" in answer.content.decode()
    assert Order.objects.get().state == OrderState.ALLOCATED


def test_the_list_says_who_set_a_price_and_why(coordinator: User, director_client: Client, noon: dt.datetime) -> None:
    tea = make_product(name="Tea", floor_price=Decimal(8))
    draft = make_ready_draft(by=coordinator, at=noon, lines={tea: 1})
    price: dict[str, Any] = {"product_id": tea.pk, "unit_price": Decimal(5), "reason": "Matches <Acme>"}
    draft = set_hand_price(order_id=draft.pk, by=coordinator, at=noon, **price)
    confirm_order(order_id=draft.pk, seen_version=draft.version, by=coordinator, at=noon)
    page = director_client.get(reverse("orders:approvals"))
    assert f"Tea at £5.00, set by {coordinator}: Matches &lt;Acme&gt;" in page.text


def test_without_a_reason_nothing_is_decided(coordinator: User, director_client: Client, noon: dt.datetime) -> None:
    hold = make_held(coordinator, noon)
    answer = director_client.post(reverse("orders:decide", args=[hold.pk]), {"decision": "refuse", "reason": ""})
    assert (answer.status_code, Hold.objects.get().decision) == (422, "")
    assert "Give the reason" in answer.content.decode()


def test_a_coordinator_sees_the_hold_and_not_its_decision(
    coordinator: User, coordinator_client: Client, noon: dt.datetime
) -> None:
    hold = make_held(coordinator, noon)
    page = coordinator_client.get(reverse("orders:order", args=[hold.order.number])).content.decode()
    assert "The Operations Director decides about it." in page
    assert reverse("orders:approvals") not in page


def test_a_credit_hold_is_not_released_by_the_address_for_queries(
    coordinator: User, coordinator_client: Client, noon: dt.datetime
) -> None:
    hold = make_held(coordinator, noon)
    address = reverse("orders:release", args=[hold.order.number, hold.pk])
    assert coordinator_client.post(address, {"reason": "I say so"}).status_code == 404


def test_a_query_is_held_and_released_on_the_orders_page(coordinator_client: Client, order: Order) -> None:
    held = {"kind": HoldKind.QUERY, "words": "Which <door>?"}
    page = coordinator_client.post(reverse("orders:hold", args=[order.number]), held, follow=True)
    assert "Which &lt;door&gt;?" in page.content.decode()
    address = reverse("orders:release", args=[order.number, Hold.objects.get().pk])
    assert coordinator_client.post(address, {"reason": ""}).status_code == 422
    coordinator_client.post(address, {"reason": "The back door"})
    order.refresh_from_db()
    assert order.state == OrderState.ALLOCATED


@pytest.mark.parametrize(
    ("reason", "said"), [("y" * 401, "Shorten it to 400"), ("a\0b", "a character in it that cannot be kept")]
)
def test_a_reason_that_cannot_be_kept_is_said_and_stays(
    coordinator: User, director_client: Client, order: Order, noon: dt.datetime, reason: str, said: str
) -> None:
    query = hold_order(order_id=order.pk, kind=HoldKind.QUERY, words="Door?", by=coordinator, at=noon)
    credit = make_held(coordinator, noon)
    for address in (
        reverse("orders:release", args=[order.number, query.pk]),
        reverse("orders:decide", args=[credit.pk]),
    ):
        answer = director_client.post(address, {"decision": "release", "reason": reason})
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
        assert answer.context["typed"]["reason"] == reason
    assert Hold.objects.standing().count() == 2


def typed(order: Order, quantity: int, **overrides: object) -> dict[str, object]:
    line = order.lines.get(is_gift=False)
    return {
        "seen_version": order.version,
        f"quantity-{line.product_id}": quantity,
        "delivery_on": order.delivery_on,
        "purchase_order_number": "",
        "note": "",
    } | overrides


def test_a_change_is_looked_at_then_kept(coordinator_client: Client, order: Order) -> None:
    address = reverse("orders:change", args=[order.number])
    make_product(code="CUPS", name="Cups", list_price=Decimal(5))
    asked = typed(order, 2, code="cups", packs=1)
    looked = coordinator_client.post(address, asked)
    for words in ("Tea: 2, was 4.", "New: 1 x Cups at £5.00.", "To pay £30.00, was £48.00."):
        assert words in looked.content.decode()
    order.refresh_from_db()
    assert order.revision == 1
    agreed = {"agreed": looked.context["amendment"].agreed, "confirm": "yes"}
    other = coordinator_client.post(address, asked | agreed | {"note": "Back door"})
    assert "This is not what was read back to them" in other.text
    assert "Note: Back door." in other.context["amendment"].changes
    kept = coordinator_client.post(address, asked | agreed, follow=True)
    assert "Revision 2" in kept.content.decode()


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"code": "NONE", "packs": 1}, "There is no product NONE."),
        ({"code": "TEA", "packs": ""}, "How many packs of it?"),
        ({"delivery_on": "2026-11-29"}, "we do not deliver to them on a Sunday"),
        ({"note": "card 4111 1111 1111 1111"}, "card number"),
        ({"seen_version": 0}, "has changed since"),
    ],
)
def test_a_change_that_cannot_be_keeps_what_was_typed(
    coordinator_client: Client, order: Order, overrides: dict[str, object], words: str
) -> None:
    asked = typed(order, 3, **overrides)
    answer = coordinator_client.post(reverse("orders:change", args=[order.number]), asked)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="3"' in page


def test_the_warehouse_has_nothing_to_do_with_what_is_cancelled(
    director: User, director_client: Client, order: Order, noon: dt.datetime
) -> None:
    address, warehouse = (reverse(f"orders:{page}", args=[order.number]) for page in ("order", "fulfil"))
    assert warehouse in director_client.get(address).text
    cancel_order(order_id=order.pk, reason="Wrong month", by=director, at=noon)
    assert warehouse not in director_client.get(address).text


def test_what_was_picked_and_despatched_is_typed_line_by_line(director_client: Client, order: Order) -> None:
    address, line = reverse("orders:fulfil", args=[order.number]), order.lines.get()
    director_client.post(reverse("orders:allocate", args=[order.number]))
    told = {f"picked-{line.pk}": 4, f"despatched-{line.pk}": 3, f"due-{line.pk}": "2026-12-01"}
    page = director_client.post(address, told, follow=True).content.decode()
    assert "Part despatched" in page
    assert 'value="2026-12-01"' in page
    refused = director_client.post(address, told | {f"picked-{line.pk}": 9})
    assert refused.status_code == 422
    assert "9 is more than the 4" in refused.content.decode()


def test_a_despatched_order_is_invoiced_and_closed(director_client: Client, order: Order, noon: dt.datetime) -> None:
    fulfil_order(order_id=order.pk, told=told(order, (4, 4)), by=None, at=noon)
    address = reverse("orders:invoice", args=[order.number])
    assert director_client.post(address, {"invoice_number": ""}).status_code == 422
    director_client.post(address, {"invoice_number": "INV-7"})
    director_client.post(reverse("orders:close", args=[order.number]))
    order.refresh_from_db()
    assert (order.state, order.invoice_number) == (OrderState.CLOSED, "INV-7")


def test_packs_are_credited_once_a_form(coordinator_client: Client, order: Order, noon: dt.datetime) -> None:
    fulfil_order(order_id=order.pk, told=told(order, (4, 4)), by=None, at=noon)
    address, line = reverse("orders:credit", args=[order.number]), order.lines.get()
    key = coordinator_client.get(address).context["form"]["key"].value()
    asked = {"key": key, "reason": "Burst <bag>", f"packs-{line.pk}": 1}
    assert coordinator_client.post(address, asked | {f"packs-{line.pk}": 5}).status_code == 422
    for _ in range(2):
        page = coordinator_client.post(address, asked, follow=True)
    assert Credit.objects.count() == 1
    assert "Burst &lt;bag&gt;" in page.content.decode()


def test_a_back_order_is_ended_with_its_reason(coordinator_client: Client, order: Order, noon: dt.datetime) -> None:
    fulfil_order(order_id=order.pk, told=told(order, (3, 3)), by=None, at=noon)
    page = coordinator_client.get(reverse("orders:order", args=[order.number]))
    key = page.context["give_up_form"]["key"].value()
    coordinator_client.post(reverse("orders:give-up", args=[order.number]), {"key": key, "reason": "Discontinued"})
    order.refresh_from_db()
    assert (order.state, order.counted_total) == (OrderState.DESPATCHED, Decimal(30))


def test_the_state_filters_what_is_on_its_way(
    coordinator: User, director_client: Client, order: Order, noon: dt.datetime
) -> None:
    other = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1})
    hold_order(order_id=other.pk, kind=HoldKind.STOCK, words="Recall", by=coordinator, at=noon)
    page = director_client.get(reverse("orders:fulfilment"), {"state": "held"})
    assert [row.number for row in page.context["page"].rows] == [other.number]


def test_a_key_that_is_not_ours_is_no_page(director_client: Client) -> None:
    assert director_client.get(reverse("orders:fulfilment"), {"after": "x"}).status_code == 404


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("name", ["orders:fulfilment", "orders:approvals"])
def test_the_lists_cost_the_same_with_many(
    coordinator: User, director_client: Client, noon: dt.datetime, name: str, count: int
) -> None:
    for _ in range(count):
        make_held(coordinator, noon)
    with CaptureQueriesContext(connection) as caught:
        director_client.get(reverse(name))
    assert len(caught) <= 6
