"""A change of a confirmed order may choose prices anew: old beside new is asked, and a refused one is mended."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from customers.tests.make import make_contact
from orders.actions import Wanted, amend_order, confirm_order, decide_hold, preview_amendment, set_hand_price
from orders.models import DeskPrice, Hold, Order
from orders.rules.order import OrderRefused
from orders.rules.vocabulary import OrderState
from orders.tests.make import make_confirmed, make_past_order, make_ready_draft
from promotions.models import ListBreak, Product
from promotions.rules import HandPrice
from promotions.tests.make import make_product
from staff.models import User


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea", list_price=Decimal("10.00"), floor_price=Decimal("8.00"))


@pytest.fixture
def order(tea: Product, coordinator: User, noon: dt.datetime) -> Order:
    return make_confirmed(by=coordinator, at=noon - dt.timedelta(hours=1), lines={tea: 4})


@pytest.fixture
def refused(tea: Product, coordinator: User, director: User, noon: dt.datetime) -> Order:
    """Tea at £5.00 by hand, which the Director refused."""
    draft = make_ready_draft(by=coordinator, at=noon - dt.timedelta(hours=1), lines={tea: 4})
    price: dict[str, Any] = {"product_id": tea.pk, "unit_price": Decimal(5), "reason": "Matches Acme"}
    draft = set_hand_price(order_id=draft.pk, by=coordinator, at=noon, **price)
    held = confirm_order(order_id=draft.pk, seen_version=draft.version, by=coordinator, at=noon)
    decide_hold(hold_id=Hold.objects.get().pk, releases=False, reason="Too low", by=director, at=noon)
    return Order.objects.get(pk=held.pk)


def wanted(order: Order, quantities: dict[int, int], **chosen: Any) -> Wanted:
    return Wanted(quantities, order.delivery_on, "", "", **chosen)


def change(order: Order, asked: Wanted, by: User, at: dt.datetime) -> Order:
    seen: dict[str, Any] = {"order_id": order.pk, "wanted": asked, "seen_version": order.version}
    shown = preview_amendment(by=by, at=at, **seen)
    return amend_order(agreed=shown.agreed, by=by, at=at, **seen)


def test_todays_price_is_asked_beside_the_agreed_one(
    order: Order, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    ListBreak.objects.create(product=tea, from_quantity=10, unit_price=Decimal(9))
    asked = wanted(order, {tea.pk: 20})
    shown = preview_amendment(order_id=order.pk, wanted=asked, seen_version=order.version, by=coordinator, at=noon)
    assert shown.questions == ("Tea: £10.00 each was agreed, today's price is £9.00. Ask which they want.",)


def test_todays_price_is_taken_and_agreed_from_then_on(
    order: Order, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    Product.objects.update(list_price=Decimal(9))
    changed = change(order, wanted(order, {tea.pk: 4}, prices={tea.pk: None}), coordinator, noon)
    assert changed.revisions.get(number=2).changes[0] == "Tea: £9.00 each, was £10.00."
    Product.objects.update(list_price=Decimal(12))
    again = change(changed, wanted(order, {tea.pk: 5}), coordinator, noon)
    assert again.lines.get().unit_price == Decimal(9)


def test_a_price_by_hand_is_set_with_its_reason_and_kept(
    order: Order, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    hand = HandPrice(Decimal("8.50"), "Late last week")
    changed = change(order, wanted(order, {tea.pk: 4}, prices={tea.pk: hand}), coordinator, noon)
    assert changed.lines.get().trace[0] == "Hand price £8.50: Late last week."
    assert change(changed, wanted(order, {tea.pk: 5}), coordinator, noon).lines.get().unit_price == Decimal("8.50")


def test_without_a_reason_it_is_refused_at_its_field(
    order: Order, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    asked = wanted(order, {tea.pk: 4}, prices={tea.pk: HandPrice(Decimal(9), " ")})
    with pytest.raises(OrderRefused, match="needs a reason") as no:
        preview_amendment(order_id=order.pk, wanted=asked, seen_version=order.version, by=coordinator, at=noon)
    assert no.value.field == f"why-{tea.pk}"


@pytest.mark.parametrize(
    ("hand", "each", "state"),
    [
        (HandPrice(Decimal(8), "As agreed with the Director"), "8.00", OrderState.ALLOCATED),
        (None, "10.00", OrderState.ALLOCATED),
        (HandPrice(Decimal(6), "Half way"), "6.00", OrderState.HELD),
    ],
)
def test_a_refused_price_is_raised_or_given_up(
    refused: Order,
    tea: Product,
    coordinator: User,
    noon: dt.datetime,
    hand: HandPrice | None,
    each: str,
    state: OrderState,
) -> None:
    changed = change(refused, wanted(refused, {tea.pk: 4}, prices={tea.pk: hand}), coordinator, noon)
    assert (changed.lines.get().unit_price, changed.state) == (Decimal(each), state)
    assert DeskPrice.objects.exists() == (hand is not None)


def fields(client: Client, order: Order, **typed: object) -> dict[str, Any]:
    """What the change page would post as it stands, with what is typed into it."""
    form = client.get(reverse("orders:change", args=[order.number])).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (shown | typed).items() if value not in (None, "")}


def keep(client: Client, order: Order, typed: dict[str, Any]) -> Any:
    address = reverse("orders:change", args=[order.number])
    look = client.post(address, typed | {"look": ""})
    assert look.status_code == 200, look.context["form"].errors
    return client.post(address, typed | {"agreed": look.context["amendment"].agreed, "confirm": "yes"}, follow=True)


def test_the_page_shows_old_beside_new_and_takes_todays(coordinator_client: Client, order: Order, tea: Product) -> None:
    Product.objects.update(list_price=Decimal(9))
    page = coordinator_client.get(reverse("orders:change", args=[order.number]))
    assert "today's £9.00" in " ".join(page.text.split())
    keep(coordinator_client, order, fields(coordinator_client, order, **{f"today-{tea.pk}": "on"}))
    assert order.lines.get().unit_price == Decimal(9)


def test_the_page_mends_a_refused_price(coordinator_client: Client, refused: Order, tea: Product) -> None:
    typed = fields(coordinator_client, refused, **{f"price-{tea.pk}": "8.20", f"why-{tea.pk}": "Agreed"})
    keep(coordinator_client, refused, typed)
    refused.refresh_from_db()
    assert (refused.state, refused.lines.get().unit_price) == (OrderState.ALLOCATED, Decimal("8.20"))


def test_the_page_lets_a_hand_price_go_when_it_is_emptied(
    coordinator_client: Client, refused: Order, tea: Product
) -> None:
    typed = fields(coordinator_client, refused, **{f"price-{tea.pk}": "", f"why-{tea.pk}": ""})
    keep(coordinator_client, refused, typed)
    assert refused.lines.get().unit_price == Decimal(10)


def test_who_may_set_no_price_has_no_cells_for_it(
    coordinator_client: Client, order: Order, tea: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(User, "has_perm", lambda self, name, obj=None: name != "orders.set_hand_price")
    typed = fields(coordinator_client, order, **{f"price-{tea.pk}": "1", f"why-{tea.pk}": "x", "note": "Door"})
    keep(coordinator_client, order, typed)
    assert order.lines.get().unit_price == Decimal(10)


def test_a_note_to_a_line_and_who_asked_are_part_of_the_difference(
    coordinator_client: Client, order: Order, tea: Product
) -> None:
    other = make_contact(order.customer, name="Robin Field", is_buyer=False)
    typed = fields(coordinator_client, order, **{f"note-{tea.pk}": "Green lid", "ordered_by": other.pk})
    keep(coordinator_client, order, typed)
    assert order.lines.get().note == "Green lid"
    said = order.revisions.get(number=2).changes
    assert said[0] == "Tea: note: Green lid."
    assert said[1].startswith("Ordered by Robin Field, was ")


def test_who_may_not_order_may_not_change(coordinator: User, order: Order, tea: Product, noon: dt.datetime) -> None:
    other = make_contact(order.customer, name="Robin Field", is_buyer=False, may_order=False)
    asked = wanted(order, {tea.pk: 5}, ordered_by_id=other.pk)
    with pytest.raises(OrderRefused, match="Robin Field may not place orders"):
        preview_amendment(order_id=order.pk, wanted=asked, seen_version=order.version, by=coordinator, at=noon)


def test_quantities_unlike_them_are_asked_before_they_are_kept(
    coordinator_client: Client, order: Order, tea: Product
) -> None:
    assert order.confirmed_at
    for days in (10, 20, 30):
        make_past_order(order.customer, order.confirmed_at - dt.timedelta(days=days), {tea: 4})
    Product.objects.update(unit="case", pack_size=12, stock_free=30)
    typed = fields(coordinator_client, order, **{f"quantity-{tea.pk}": "48"})
    shown = coordinator_client.post(reverse("orders:change", args=[order.number]), typed).context["amendment"]
    assert [question.split(":")[0] for question in shown.questions] == ["Tea"] * 3
    assert shown.short == ("Tea: only 34 free.",)
    said = " ".join(shown.questions)
    for words in ("12 times their usual 4", "Each or case?", "Unusual quantity"):
        assert words in said
