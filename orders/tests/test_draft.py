"""A draft is opened once for a customer and kept until it is confirmed."""

import datetime as dt
from decimal import Decimal

import pytest

from customers.models import Contact
from customers.rules.card_numbers import CardNumberFound
from customers.rules.vocabulary import CustomerStatus
from customers.tests.make import make_contact, make_customer
from orders.actions import drop_draft, open_draft, save_details
from orders.models import Order
from orders.rules.order import OrderRefused
from orders.tests.make import make_draft
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User


def test_opening_twice_gives_the_same_draft(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    first = open_draft(customer_id=customer.pk, by=coordinator, at=noon)
    second = open_draft(customer_id=customer.pk, by=second_coordinator, at=noon)
    assert (second.pk, second.taken_by) == (first.pk, coordinator)


def test_a_closed_account_is_not_typed_for(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer(status=CustomerStatus.CLOSED)
    with pytest.raises(OrderRefused, match="is closed"):
        open_draft(customer_id=customer.pk, by=coordinator, at=noon)
    assert not Order.objects.exists()


def test_opening_again_brings_prices_up_to_date(coordinator: User, noon: dt.datetime) -> None:
    product = make_product()
    draft = make_draft(by=coordinator, at=noon, lines={product: 2})
    Product.objects.filter(pk=product.pk).update(list_price="12.50")
    again = open_draft(customer_id=draft.customer_id, by=coordinator, at=noon + dt.timedelta(days=1))
    assert (str(again.net_total), again.version) == ("25.00", draft.version + 1)


def test_opening_again_changes_nothing_while_prices_stand(coordinator: User, noon: dt.datetime) -> None:
    draft = make_draft(by=coordinator, at=noon, lines={make_product(): 2})
    later = noon + dt.timedelta(hours=1)
    again = open_draft(customer_id=draft.customer_id, by=coordinator, at=later)
    assert (again.version, again.edited_at) == (draft.version, noon)


def test_dropping_empties_the_draft_and_keeps_it(coordinator: User, noon: dt.datetime) -> None:
    draft = make_draft(by=coordinator, at=noon, lines={make_product(): 2})
    dropped = drop_draft(order_id=draft.pk, by=coordinator, at=noon)
    assert not dropped.lines.exists()
    assert not dropped.vat_rows.exists()
    assert (dropped.gross_total, dropped.is_draft) == (Decimal(0), True)


def details(draft: Order, by: User, at: dt.datetime, **overrides: object) -> Order:
    blank = {"ordered_by_id": None, "delivery_on": None, "purchase_order_number": "", "note": ""}
    return save_details(order_id=draft.pk, by=by, at=at, **blank | overrides)  # type: ignore[arg-type]  # a mixture


def test_details_are_kept_as_typed_and_once(coordinator: User, noon: dt.datetime) -> None:
    draft = make_draft(by=coordinator, at=noon)
    once = details(draft, coordinator, noon, note="  leave with <reception>\n")
    twice = details(draft, coordinator, noon, note="  leave with <reception>\n")
    assert (twice.note, twice.version) == ("  leave with <reception>\n", once.version)


def test_a_note_with_a_card_number_is_refused(coordinator: User, noon: dt.datetime) -> None:
    draft = make_draft(by=coordinator, at=noon)
    with pytest.raises(CardNumberFound):
        details(draft, coordinator, noon, note="card 4111 1111 1111 1111")
    draft.refresh_from_db()
    assert draft.note == ""


def test_a_stranger_cannot_be_the_orderer(coordinator: User, noon: dt.datetime) -> None:
    draft = make_draft(by=coordinator, at=noon)
    stranger: Contact = make_contact(make_customer())
    with pytest.raises(OrderRefused, match="not at this customer"):
        details(draft, coordinator, noon, ordered_by_id=stranger.pk)
