"""Each order of a customer with two delivery addresses goes to one of them, on its terms, and says where it goes."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from customers.models import Address, Customer, Message
from customers.rules.vocabulary import AddressKind, MessageKind
from customers.tests.make import make_address, make_contact, make_customer
from orders.actions import Wanted, amend_order, confirm_order, drop_draft, preview_amendment, save_details
from orders.actions.copy import copy_to_draft
from orders.actions.quote import take_over_quote
from orders.models import Order, RoundCustomer
from orders.reports.duplicate import twin
from orders.reports.open_order import open_order
from orders.reports.read_back import read_back
from orders.rules.details import Detail, DetailMoved, DetailsRefused
from orders.rules.order import OrderRefused
from orders.tests.make import make_confirmed, make_draft, make_ready_draft, make_round, make_sent_quote
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User

pytestmark = pytest.mark.django_db


@dataclass
class Sites:
    """The mill in Leeds, to which deliveries are free, and the shop in York, to which they cost £9.00."""

    customer: Customer
    mill: Address
    shop: Address


@pytest.fixture
def sites(db: None) -> Sites:
    make_round(name="Leeds", postcode_areas=["LS"])
    make_round(name="York", postcode_areas=["YO"], charge=Decimal(9))
    customer = make_customer()
    make_contact(customer)
    mill = make_address(customer, lines="1 Mill Lane\nLeeds", postcode="LS1 4AA")
    return Sites(customer, mill, make_address(customer, lines="2 Coney Street\nYork", postcode="YO1 9QL"))


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea", list_price=Decimal(10))


def typed(sites: Sites, tea: Product, by: User, at: dt.datetime) -> Order:
    return make_ready_draft(by=by, at=at, lines={tea: 2}, customer=sites.customer)


def send_to(order: Order, address: Address | None, by: User, at: dt.datetime, was: str | None = None) -> Order:
    chosen = Detail(address.pk if address else None, was)
    return save_details(order_id=order.pk, typed={"address": chosen}, by=by, at=at)


def test_it_goes_to_the_usual_address_until_another_is_chosen(
    sites: Sites, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    make_address(sites.customer, kind=AddressKind.INVOICE)
    assert typed(sites, tea, coordinator, noon).address == sites.mill


def test_the_terms_are_those_of_the_chosen_address(
    sites: Sites, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = typed(sites, tea, coordinator, noon)
    assert (order.delivery_total, read_back(order.pk, noon).round) == (Decimal(0), "Leeds")
    moved = send_to(order, sites.shop, coordinator, noon)
    assert (moved.delivery_total, moved.version, read_back(order.pk, noon).round) == (
        Decimal(9),
        order.version + 1,
        "York",
    )


def test_a_round_by_name_is_for_the_usual_address(
    sites: Sites, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    RoundCustomer.objects.create(round=make_round(name="Own van", postcode_areas=[]), customer=sites.customer)
    order = typed(sites, tea, coordinator, noon)
    assert read_back(order.pk, noon).round == "Own van"
    send_to(order, sites.shop, coordinator, noon)
    assert read_back(order.pk, noon).round == "York"


@pytest.mark.parametrize(("whose", "said"), [("other", "no address of theirs"), ("ended", "Nothing goes to 2 Coney")])
def test_what_may_not_be_chosen_is_refused_at_its_field(
    whose: str, said: str, sites: Sites, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = typed(sites, tea, coordinator, noon)
    Address.objects.filter(pk=sites.shop.pk).update(ended_at=noon)
    address = sites.shop if whose == "ended" else make_address(make_customer())
    with pytest.raises(DetailsRefused) as refused:
        send_to(order, address, coordinator, noon)
    order.refresh_from_db()
    assert (order.address, said in refused.value.refusals["address"].sentence) == (sites.mill, True)


def test_what_another_window_chose_is_named(sites: Sites, tea: Product, coordinator: User, noon: dt.datetime) -> None:
    order = typed(sites, tea, coordinator, noon)
    send_to(order, sites.shop, coordinator, noon)
    with pytest.raises(DetailsRefused) as refused:
        send_to(order, sites.mill, coordinator, noon, was="")
    why = refused.value.refusals["address"]
    assert isinstance(why, DetailMoved)
    assert "put “2 Coney Street, York, YO1 9QL” here" in why.sentence


def test_an_address_that_was_ended_since_is_not_confirmed(
    sites: Sites, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = typed(sites, tea, coordinator, noon)
    Address.objects.filter(pk=sites.mill.pk).update(ended_at=noon)
    with pytest.raises(OrderRefused, match="Nothing goes to 1 Mill Lane, Leeds, LS1 4AA any more") as refused:
        confirm_order(order_id=order.pk, seen_version=order.version, by=coordinator, at=noon)
    assert refused.value.field == "address"


def test_the_letter_and_the_revision_name_it(sites: Sites, tea: Product, coordinator: User, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 2}, customer=sites.customer, address=sites.shop.pk)
    letter = Message.objects.get(kind=MessageKind.ACKNOWLEDGEMENT)
    line = "Delivered to: 2 Coney Street, York, YO1 9QL"
    assert (line in letter.text, line in letter.html) == (True, True)
    assert order.revisions.get().deliver_to == "2 Coney Street, York, YO1 9QL"


def test_a_change_of_it_is_a_difference_and_is_charged(
    sites: Sites, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 2}, customer=sites.customer)
    wanted = Wanted({tea.pk: 2}, order.delivery_on, "", "", address_id=sites.shop.pk)
    asked: dict[str, Any] = {
        "order_id": order.pk,
        "wanted": wanted,
        "seen_version": order.version,
        "by": coordinator,
        "at": noon,
    }
    shown = preview_amendment(**asked)
    assert shown.changes[:2] == (
        "Delivery to 2 Coney Street, York, YO1 9QL, was 1 Mill Lane, Leeds, LS1 4AA.",
        "Delivery costs £9.00, was £0.00.",
    )
    assert amend_order(agreed=shown.agreed, **asked).address == sites.shop


def test_the_change_page_offers_their_addresses(
    sites: Sites, tea: Product, coordinator: User, coordinator_client: Client, noon: dt.datetime
) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 2}, customer=sites.customer)
    page = coordinator_client.get(reverse("orders:change", args=[order.number])).context["form"]
    assert [key for key, _ in page.fields["address"].choices] == ["", sites.mill.pk, sites.shop.pk]
    assert page["address"].value() == sites.mill.pk


def test_an_order_once_more_goes_where_it_went(
    sites: Sites, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    earlier = make_confirmed(by=coordinator, at=noon, lines={tea: 2}, customer=sites.customer, address=sites.shop.pk)
    copy_to_draft(from_id=earlier.pk, by=coordinator, at=noon)
    draft = Order.objects.drafts().get()
    assert (draft.address, draft.delivery_total) == (sites.shop, Decimal(9))


def test_an_emptied_draft_forgets_it(sites: Sites, tea: Product, coordinator: User, noon: dt.datetime) -> None:
    order = send_to(typed(sites, tea, coordinator, noon), sites.shop, coordinator, noon)
    drop_draft(order_id=order.pk, by=coordinator, at=noon)
    assert make_draft(by=coordinator, at=noon, lines={tea: 1}, customer=sites.customer).address == sites.mill


def test_the_order_of_a_quote_goes_where_the_quote_was_for(
    sites: Sites, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    quote = make_sent_quote(by=coordinator, at=noon, lines={tea: 2}, customer=sites.customer, address_id=sites.shop.pk)
    order = take_over_quote(quote_id=quote.pk, by=coordinator, at=noon)
    assert (quote.revisions.get().delivery_total, order.address, order.delivery_total) == (
        Decimal(9),
        sites.shop,
        Decimal(9),
    )


def test_the_same_for_the_other_site_is_no_repetition(
    sites: Sites, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    make_confirmed(by=coordinator, at=noon, lines={tea: 2}, customer=sites.customer)
    again = typed(sites, tea, coordinator, noon)
    assert twin(again, noon) is not None
    assert twin(send_to(again, sites.shop, coordinator, noon), noon) is None


def test_what_is_for_the_other_site_is_not_added_to_the_open_order(
    sites: Sites, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    make_confirmed(by=coordinator, at=noon, lines={tea: 2}, customer=sites.customer)
    again = typed(sites, tea, coordinator, noon)
    assert open_order(sites.customer.pk, noon) is not None
    send_to(again, sites.shop, coordinator, noon)
    assert open_order(sites.customer.pk, noon) is None


def test_where_an_order_went_is_not_deleted(sites: Sites, tea: Product, coordinator: User, noon: dt.datetime) -> None:
    typed(sites, tea, coordinator, noon)
    with pytest.raises(ProtectedError):
        sites.mill.delete()


def test_the_lists_name_its_postcode(
    sites: Sites, tea: Product, coordinator: User, coordinator_client: Client, noon: dt.datetime
) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 2}, customer=sites.customer, address=sites.shop.pk)
    assert "YO1 9QL" in coordinator_client.get(reverse("orders:orders")).text
    assert "2 Coney Street, York, YO1 9QL" in coordinator_client.get(reverse("orders:order", args=[order.number])).text
