"""Confirming gives one number, one acknowledgement and one line of history, or says why not."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from customers.models import Customer, Event, Message, ServiceTask
from customers.rules.vocabulary import CustomerStatus
from customers.tests.make import make_contact, make_customer
from orders.actions import confirm_order, save_details
from orders.models import Order
from orders.reports import read_back
from orders.rules.delivery import DeliveryRefused
from orders.rules.details import Detail
from orders.rules.order import OrderRefused, ReadBackAgain
from orders.rules.vocabulary import OrderState
from orders.tests.make import make_confirmed, make_draft, make_ready_draft
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User


def confirm(order: Order, by: User, at: dt.datetime, seen: int | None = None) -> Order:
    return confirm_order(order_id=order.pk, seen_version=order.version if seen is None else seen, by=by, at=at)


def test_a_confirmed_order_has_a_number_and_a_letter(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(name="Tea", list_price=Decimal("3.50"))
    order = confirm(make_ready_draft(by=coordinator, at=noon, lines={tea: 4}), coordinator, noon)
    letter = Message.objects.get()
    assert (order.number, order.state, order.confirmed_at) == ("SO-2026-000001", OrderState.ALLOCATED, noon)
    assert (order.acknowledgement, letter.to, letter.key) == (
        letter,
        "sam@customer.example",
        f"order-{order.pk}-confirmed-{order.version}",
    )
    for body in (letter.text, letter.html):
        assert all(said in body for said in ("SO-2026-000001", "Tea", "£14.00", "£2.80", "£16.80"))


def test_the_history_says_so_once(coordinator: User, noon: dt.datetime) -> None:
    draft = make_ready_draft(by=coordinator, at=noon, lines={make_product(): 1})
    for _ in range(2):
        confirm(draft, coordinator, noon)
    assert [e.sentence for e in Event.objects.all()] == [
        "Order SO-2026-000001 confirmed, £12.00 with VAT; email to sam@customer.example."
    ]
    assert Message.objects.count() == 1


def test_names_in_the_letter_are_escaped_in_html_only(coordinator: User, noon: dt.datetime) -> None:
    make_confirmed(by=coordinator, at=noon, lines={make_product(name="Salt & <Vinegar>"): 1})
    letter = Message.objects.get()
    assert "Salt & <Vinegar>" in letter.text
    assert "Salt &amp; &lt;Vinegar&gt;" in letter.html


def test_without_an_address_the_read_back_was_their_acknowledgement(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    make_contact(customer, email="")
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1}, customer=customer)
    assert order.acknowledgement is None
    assert "no email address on record" in Event.objects.get().sentence
    assert not ServiceTask.objects.exists()


def test_numbers_start_again_with_the_london_year(coordinator: User) -> None:
    new_year = dt.datetime(2027, 1, 1, 0, 5, tzinfo=dt.UTC)
    orders = [
        make_confirmed(by=coordinator, at=at, lines={make_product(): 1}, delivery_on=dt.date(2027, 1, 5))
        for at in (new_year - dt.timedelta(minutes=10), new_year - dt.timedelta(minutes=9), new_year)
    ]
    assert [order.number for order in orders] == ["SO-2026-000001", "SO-2026-000002", "SO-2027-000001"]


def test_an_order_edited_since_the_read_back_is_not_confirmed(coordinator: User, noon: dt.datetime) -> None:
    draft = make_ready_draft(by=coordinator, at=noon, lines={make_product(): 1})
    with pytest.raises(ReadBackAgain, match="changed since it was read back"):
        confirm(draft, coordinator, noon, seen=draft.version - 1)


def test_a_price_that_moved_is_said_old_and_new_and_kept(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(name="Tea")
    draft = make_ready_draft(by=coordinator, at=noon, lines={tea: 2})
    Product.objects.filter(pk=tea.pk).update(list_price=Decimal("11.00"))
    with pytest.raises(ReadBackAgain, match=r"Tea was £10\.00 each \(£20\.00\), is £11\.00 each \(£22\.00\)"):
        confirm(draft, coordinator, noon)
    draft.refresh_from_db()
    assert (draft.number, draft.net_total) == (None, Decimal("22.00"))
    assert confirm(draft, coordinator, noon).net_total == Decimal("22.00")


def test_an_empty_order_is_refused(coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(OrderRefused, match="nothing on this order"):
        confirm(make_draft(by=coordinator, at=noon), coordinator, noon)


def test_an_order_of_a_customer_on_stop_is_taken_and_held(coordinator: User, noon: dt.datetime) -> None:
    draft = make_ready_draft(by=coordinator, at=noon, lines={make_product(): 1})
    Customer.objects.update(status=CustomerStatus.ON_STOP)
    assert confirm(draft, coordinator, noon).state == OrderState.HELD


def test_their_own_number_is_asked_where_they_need_it(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer(order_reference_required=True)
    draft = make_ready_draft(by=coordinator, at=noon, lines={make_product(): 1}, customer=customer)
    with pytest.raises(OrderRefused, match="purchase order number") as refused:
        confirm(draft, coordinator, noon)
    assert refused.value.field == "purchase_order_number"


@pytest.mark.parametrize(
    ("person", "sentence"),
    [({"may_order": False}, "may not place orders"), ({"left_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, "has left")],
)
def test_who_may_not_order_is_refused(
    coordinator: User, noon: dt.datetime, person: dict[str, object], sentence: str
) -> None:
    customer = make_customer()
    make_contact(customer, **person)
    make_contact(customer, name="Ann Who May", is_buyer=False)
    draft = make_ready_draft(by=coordinator, at=noon, lines={make_product(): 1}, customer=customer)
    with pytest.raises(OrderRefused, match=sentence):
        confirm(draft, coordinator, noon)


def test_where_nobody_is_known_to_order_whoever_did_is_named(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    person = make_contact(customer, may_order=False)
    draft = make_ready_draft(by=coordinator, at=noon, lines={make_product(): 1}, customer=customer, ordered_by=None)
    assert [one.id for one in read_back(draft.pk, noon).people] == [person.pk]
    with pytest.raises(OrderRefused, match="who placed the order"):
        confirm(draft, coordinator, noon)
    save_details(order_id=draft.pk, typed={"ordered_by": Detail(person.pk)}, by=coordinator, at=noon)
    assert confirm(draft, coordinator, noon).ordered_by == person


def test_somebody_must_have_placed_it(coordinator: User, noon: dt.datetime) -> None:
    draft = make_ready_draft(by=coordinator, at=noon, lines={make_product(): 1}, ordered_by=None)
    with pytest.raises(OrderRefused, match="who placed the order"):
        confirm(draft, coordinator, noon)


def test_a_date_without_a_delivery_is_refused(coordinator: User, noon: dt.datetime) -> None:
    draft = make_ready_draft(by=coordinator, at=noon, lines={make_product(): 1}, delivery_on=dt.date(2026, 12, 25))
    with pytest.raises(DeliveryRefused, match=r"public holiday\. The next one is Tue 29 December 2026"):
        confirm(draft, coordinator, noon)


@pytest.mark.parametrize(
    ("since", "words"),
    [
        ({"ended_at": dt.datetime(2026, 11, 24, tzinfo=dt.UTC)}, "Tea has left the range. Take it off"),
        ({"order_multiple": 6}, "Tea is sold by the 6: 6 or 12, not 8."),
    ],
)
def test_what_can_no_longer_be_had_is_said_and_refused_at_its_line(
    coordinator: User, noon: dt.datetime, since: dict[str, Any], words: str
) -> None:
    tea, cups = make_product(name="Tea"), make_product()
    draft = make_ready_draft(by=coordinator, at=noon, lines={tea: 8, cups: 1})
    Product.objects.filter(pk=tea.pk).update(**since)
    assert words in read_back(draft.pk, noon).changed[0].refusal
    with pytest.raises(OrderRefused, match=words) as refused:
        confirm(draft, coordinator, noon)
    assert refused.value.field == f"quantity-{tea.pk}"
