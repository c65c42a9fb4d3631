"""The round that a customer is on, what its delivery costs, and its cut-off at the read-back."""

import datetime as dt
from decimal import Decimal

import pytest

from customers.models import Address, Closure, Customer
from customers.tests.make import make_customer
from orders.actions.delivery import delivery_terms
from orders.models import RoundClosure, RoundCustomer
from orders.reports import pad, read_back
from orders.rules.delivery import DeliveryRefused
from orders.tests.make import make_confirmed, make_draft, make_ready_draft, make_round
from promotions.tests.make import make_product
from staff.models import User


def customer_at(postcode: str) -> Customer:
    customer = make_customer()
    Address.objects.create(customer=customer, lines="1 Mill Lane", postcode=postcode)
    return customer


@pytest.mark.parametrize(
    ("postcode", "name"), [("LS6 2AB", "Leeds"), ("ls11 5ps", "Holbeck"), ("L1 8JQ", ""), ("", "")]
)
def test_a_district_goes_before_its_area(db: None, noon: dt.datetime, postcode: str, name: str) -> None:
    make_round(name="Leeds", postcode_areas=["LS"])
    make_round(name="Holbeck", postcode_areas=["LS11"])
    assert delivery_terms(customer_at(postcode), noon).round == name


def test_a_customer_on_a_round_by_name_is_on_it(db: None, noon: dt.datetime) -> None:
    make_round(name="Leeds")
    customer = customer_at("LS6 2AB")
    RoundCustomer.objects.create(customer=customer, round=make_round(name="Own van", postcode_areas=[]))
    assert delivery_terms(customer, noon).round == "Own van"


def test_a_round_that_has_ended_drives_nobody(db: None, noon: dt.datetime) -> None:
    make_round(ended_at=noon)
    assert delivery_terms(customer_at("LS6 2AB"), noon).round == ""


def test_the_customers_own_days_go_before_the_rounds(db: None, noon: dt.datetime) -> None:
    make_round(weekdays=[0, 2])
    customer = customer_at("LS6 2AB")
    assert delivery_terms(customer, noon).days.weekdays == [0, 2]
    customer.delivery_days = [4]
    assert delivery_terms(customer, noon).days.weekdays == [4]


def test_closures_of_both_sides_are_known(coordinator: User, noon: dt.datetime) -> None:
    leeds, other, customer = make_round(), make_round(postcode_areas=[]), customer_at("LS6 2AB")
    today = noon.date()
    RoundClosure.objects.create(round=leeds, on=today, words="Van away")
    RoundClosure.objects.create(round=None, on=today + dt.timedelta(days=1), words="Stock-taking")
    RoundClosure.objects.create(round=other, on=today + dt.timedelta(days=2), words="Elsewhere")
    Closure.objects.create(
        customer=customer, from_on=today, until_on=today + dt.timedelta(days=1), made_by=coordinator, made_at=noon
    )
    days = delivery_terms(customer, noon).days
    assert [*days.shut.values()] == ["Van away", "Stock-taking"]
    assert len(days.closed) == 2


def test_delivery_is_charged_until_its_free_total(coordinator: User, noon: dt.datetime) -> None:
    make_round(charge=Decimal("5.00"), free_from_total=Decimal(30))
    tea = make_product()
    order = make_draft(by=coordinator, at=noon, lines={tea: 2}, customer=customer_at("LS6 2AB"))
    assert (order.delivery_total, order.vat_total, order.gross_total) == (Decimal(5), Decimal(5), Decimal(30))
    shown = pad(customer_id=order.customer_id, order_id=order.pk, at=noon)
    assert shown.foot.hints[0] == "£10.00 more: free delivery (now £5.00)."
    more = make_draft(by=coordinator, at=noon, lines={tea: 3}, customer=order.customer)
    assert (more.delivery_total, more.gross_total) == (Decimal(0), Decimal(36))


def test_an_order_below_the_least_stays_a_draft(coordinator: User, noon: dt.datetime) -> None:
    make_round(least_total=Decimal(30))
    with pytest.raises(DeliveryRefused, match=r"£20\.00 is missing"):
        make_confirmed(by=coordinator, at=noon, lines={make_product(): 1}, customer=customer_at("LS6 2AB"))


def test_the_read_back_counts_down_to_the_cut_off(coordinator: User, noon: dt.datetime) -> None:
    make_round(name="Leeds")
    customer = customer_at("LS6 2AB")
    draft = make_ready_draft(by=coordinator, at=noon, lines={make_product(): 1}, customer=customer)
    told = read_back(draft.pk, noon)
    assert (told.round, told.cut_off_at) == ("Leeds", noon.replace(hour=16))
    assert told.delivery_dates[0].cut_off == "Tue 24 November 16:00"
    kept, following = read_back(draft.pk, noon.replace(hour=17)).delivery_dates[:2]
    assert (kept.on, kept.why_not) == (dt.date(2026, 11, 25), "the cut-off was Tue 24 November 16:00")
    assert (following.on, following.why_not) == (dt.date(2026, 11, 26), "")


def test_a_cut_off_that_passes_in_mid_call_is_said_at_the_end(coordinator: User, noon: dt.datetime) -> None:
    make_round()
    with pytest.raises(DeliveryRefused, match=r"the cut-off was Tue 24 November 16:00") as refused:
        make_confirmed(
            by=coordinator, at=noon.replace(hour=17), lines={make_product(): 1}, customer=customer_at("LS6 2AB")
        )
    assert refused.value.field == "delivery_on"
