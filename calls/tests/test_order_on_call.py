"""The order on the call page: typed, read back, confirmed once."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call, Offer
from calls.rules.vocabulary import OfferState, Outcome
from calls.tests.make import open_call
from customers.models import Message
from orders.models import Order, OrderLine
from orders.rules import OrderState
from orders.tests.make import make_past_order
from promotions.models import Product
from promotions.rules.vocabulary import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def gloves(db: None) -> Product:
    return make_product(name="Nitrile gloves")


@pytest.fixture
def draft(coordinator_client: Client, call: Call, gloves: Product) -> Order:
    coordinator_client.post(to("quantity", call), {f"quantity-{gloves.pk}": "3"})
    return Order.objects.get()


def to(name: str, call: Call, *more: int) -> str:
    return reverse(f"calls:{name}", args=[call.pk, *more])


def details(call: Call, version: int) -> dict[str, object]:
    return {"ordered_by": call.customer.contacts.get().pk, "delivery_on": "2026-11-25", "seen_version": version}


def test_a_typed_quantity_opens_the_draft_and_answers_with_the_foot(
    coordinator_client: Client, call: Call, gloves: Product
) -> None:
    answer = coordinator_client.post(to("quantity", call), {f"quantity-{gloves.pk}": "3"}, headers=HTMX)
    assert OrderLine.objects.get().quantity == 3
    assert answer["X-Saved-At"] == "12:00:00"
    assert "£36.00" in answer.text
    assert f'id="pad-cell-{gloves.pk}"' not in answer.text


def test_what_another_window_set_is_said_and_kept(
    coordinator_client: Client, call: Call, gloves: Product, draft: Order
) -> None:
    typed = {f"quantity-{gloves.pk}": "5", f"was-{gloves.pk}": "1"}
    answer = coordinator_client.post(to("quantity", call), typed, headers=HTMX)
    assert answer.status_code == 409
    assert "Another window has set Nitrile gloves to 3" in answer.text
    assert OrderLine.objects.get().quantity == 3


def test_what_is_no_number_is_refused_in_words(coordinator_client: Client, call: Call, gloves: Product) -> None:
    answer = coordinator_client.post(to("quantity", call), {f"quantity-{gloves.pk}": "lots"}, headers=HTMX)
    assert answer.status_code == 422
    assert "“lots” is not a whole number of packs" in answer.text


@pytest.mark.parametrize("packs", ["0", ""])
def test_nothing_of_what_is_not_on_the_order_stays_nothing(
    coordinator_client: Client, call: Call, gloves: Product, packs: str
) -> None:
    typed = {f"quantity-{gloves.pk}": packs, f"was-{gloves.pk}": "0"}
    answer = coordinator_client.post(to("quantity", call), typed, headers=HTMX)
    assert (answer.status_code, OrderLine.objects.count()) == (200, 0)


def test_a_product_is_found_and_becomes_a_row(coordinator_client: Client, call: Call, gloves: Product) -> None:
    assert gloves.code in coordinator_client.get(to("search", call), {"q": "nitr"}).text
    assert f'id="pad-row-{gloves.pk}"' in coordinator_client.get(to("row", call), {"product": gloves.pk}).text
    assert coordinator_client.get(to("row", call), {"product": gloves.pk + 1}).status_code == 404


def test_a_product_that_there_is_not_is_refused_in_words(coordinator_client: Client, call: Call) -> None:
    answer = coordinator_client.post(to("quantity", call), {"quantity-999": "3"}, headers=HTMX)
    assert answer.status_code == 422
    assert "There is no such product" in answer.text


def test_without_scripts_a_product_is_found_on_the_page(
    coordinator_client: Client, call: Call, gloves: Product
) -> None:
    assert f"?add={gloves.pk}" in coordinator_client.get(to("call", call), {"q": "nitr"}).text
    assert f'id="pad-cell-{gloves.pk}"' in coordinator_client.get(to("call", call), {"add": gloves.pk}).text


def test_from_the_read_back_to_the_outcome(coordinator_client: Client, call: Call, draft: Order) -> None:
    assert "Nitrile gloves" in coordinator_client.get(to("finish", call)).text
    confirming = to("confirm", call, draft.pk)
    page = coordinator_client.post(confirming, details(call, draft.version), follow=True)
    draft.refresh_from_db()
    call.refresh_from_db()
    assert draft.state == OrderState.ALLOCATED
    assert call.order == draft
    assert f"Order {draft.number} is confirmed" in page.text
    coordinator_client.post(to("outcome", call), {"outcome": Outcome.ORDERED})
    call.refresh_from_db()
    assert call.outcome == Outcome.ORDERED


def test_the_keys_of_what_can_be_typed_go_with_the_draft(coordinator_client: Client, call: Call, draft: Order) -> None:
    before = coordinator_client.get(to("call", call)).text
    after = coordinator_client.post(to("confirm", call, draft.pk), details(call, draft.version), follow=True).text
    jot, why = 'data-opens-part="note"', 'data-opens-part="trace"'
    assert (jot in before, why in before, jot in after, why in after) == (True, True, False, True)


def test_a_confirmed_order_is_changed_on_its_own_page(coordinator_client: Client, call: Call, draft: Order) -> None:
    """Nothing more can be typed into the pad, so nothing is searched for there."""
    assert 'id="pad-search"' in coordinator_client.get(to("call", call)).text
    after = coordinator_client.post(to("confirm", call, draft.pk), details(call, draft.version), follow=True).text
    number = Order.objects.get().number
    assert 'id="pad-search"' not in after
    assert f'href="{reverse("orders:change", args=[number])}"' in after


def test_a_confirmed_quantity_is_not_asked_about_again(
    coordinator_client: Client, call: Call, draft: Order, gloves: Product, noon: dt.datetime
) -> None:
    for weeks in (1, 2, 3):
        make_past_order(call.customer, noon - dt.timedelta(weeks=weeks), {gloves: 4})
    OrderLine.objects.filter(order=draft).update(quantity=40)
    assert "Is it right?" in coordinator_client.get(to("call", call)).text
    Order.objects.filter(pk=draft.pk).update(state=OrderState.CONFIRMED, number="SO-2026-000001", confirmed_at=noon)
    Call.objects.filter(pk=call.pk).update(order=draft)
    assert "Is it right?" not in coordinator_client.get(to("call", call)).text


def test_confirming_twice_is_one_order_and_one_letter(coordinator_client: Client, call: Call, draft: Order) -> None:
    for _ in range(2):
        coordinator_client.post(to("confirm", call, draft.pk), details(call, draft.version))
    assert Order.objects.exclude(number=None).count() == 1
    assert Message.objects.count() == 1


def test_what_another_window_has_confirmed_otherwise_is_not_confirmed_here(
    coordinator_client: Client, call: Call, gloves: Product, draft: Order
) -> None:
    coordinator_client.post(to("quantity", call), {f"quantity-{gloves.pk}": "9"})
    confirming, read_here = to("confirm", call, draft.pk), details(call, draft.version)
    draft.refresh_from_db()
    coordinator_client.post(confirming, details(call, draft.version))
    page = coordinator_client.post(confirming, read_here)
    assert page.status_code == 422
    assert "Another window has confirmed this as order SO-2026-000001" in page.text
    assert coordinator_client.post(confirming, details(call, page.context["back"].version)).status_code == 302


@pytest.mark.parametrize("address", ["confirm", "details"])
def test_an_answer_that_another_window_has_confirmed_otherwise_is_said_at_its_field(
    coordinator_client: Client, call: Call, draft: Order, address: str
) -> None:
    read_here = details(call, draft.version)
    coordinator_client.post(to("confirm", call, draft.pk), read_here | {"note": "Front door"})
    page = coordinator_client.post(to(address, call, draft.pk), read_here | {"note": "Back door"})
    assert page.status_code == 422
    assert "is confirmed already, with “Front door” here" in page.text
    assert "Back door" in page.text
    assert Order.objects.get().note == "Front door"


def test_an_order_that_changed_since_is_read_back_again(
    coordinator_client: Client, call: Call, gloves: Product, draft: Order
) -> None:
    coordinator_client.post(to("quantity", call), {f"quantity-{gloves.pk}": "9"})
    page = coordinator_client.post(to("confirm", call, draft.pk), details(call, draft.version) | {"note": "back door"})
    assert page.status_code == 422
    assert "Read it back once more" in page.text
    assert "back door" in page.text


def test_details_saved_as_typed_move_the_version_that_was_seen(
    coordinator_client: Client, call: Call, draft: Order
) -> None:
    saved = coordinator_client.post(to("details", call, draft.pk), details(call, draft.version), headers=HTMX)
    confirming = details(call, int(saved["X-Version"]))
    coordinator_client.post(to("confirm", call, draft.pk), confirming)
    draft.refresh_from_db()
    assert draft.state == OrderState.ALLOCATED


def test_details_do_not_hide_a_line_that_was_not_read_back(
    coordinator_client: Client, call: Call, gloves: Product, draft: Order
) -> None:
    coordinator_client.post(to("quantity", call), {f"quantity-{gloves.pk}": "9"})
    saved = coordinator_client.post(to("details", call, draft.pk), details(call, draft.version), headers=HTMX)
    assert int(saved["X-Version"]) == draft.version


def test_the_order_of_another_customer_is_not_found(
    coordinator_client: Client, second_coordinator: User, call: Call, noon: dt.datetime
) -> None:
    other = open_call(second_coordinator, noon)
    order = Order.objects.create(customer=other.customer, opened_at=noon, edited_at=noon)
    assert coordinator_client.post(to("confirm", call, order.pk), details(call, 0)).status_code == 404


def test_an_accepted_offer_goes_onto_the_draft_once(
    coordinator_client: Client, coordinator: User, call: Call, gloves: Product, noon: dt.datetime
) -> None:
    promotion = make_promotion(
        by=coordinator, at=noon, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "10"}, products=[gloves]
    )
    assert promotion.current is not None
    yes = {"version": promotion.current.pk, "state": "accepted", "product": gloves.pk, "quantity": "2"}
    for _ in range(2):
        coordinator_client.post(to("offer", call), yes, headers=HTMX)
    assert OrderLine.objects.get().quantity == 2
    assert Offer.objects.get().state == OfferState.ACCEPTED


def test_a_declined_offer_keeps_its_reason(
    coordinator_client: Client, coordinator: User, call: Call, gloves: Product, noon: dt.datetime
) -> None:
    promotion = make_promotion(
        by=coordinator, at=noon, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "10"}, products=[gloves]
    )
    assert promotion.current is not None
    assert promotion.script in coordinator_client.get(to("call", call)).text
    no = {"version": promotion.current.pk, "state": "declined", "reason": "has plenty"}
    page = coordinator_client.post(to("offer", call), no, headers=HTMX)
    assert Offer.objects.get().reason == "has plenty"
    assert promotion.script not in page.text


def test_stock_that_goes_after_the_read_back_is_said_and_confirmed_when_read_back_again(
    coordinator_client: Client, call: Call, gloves: Product, draft: Order
) -> None:
    Product.objects.filter(pk=gloves.pk).update(stock_free=1)
    confirming = to("confirm", call, draft.pk)
    page = coordinator_client.post(confirming, details(call, draft.version))
    assert page.status_code == 422
    assert "only 1 free" in page.text
    assert f'name="short" value="{gloves.pk}:1"' in page.text
    coordinator_client.post(confirming, details(call, draft.version) | {"short": [f"{gloves.pk}:1", "x", "1:"]})
    draft.refresh_from_db()
    assert not draft.is_draft
