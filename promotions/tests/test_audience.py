"""For whom a promotion is: segments and named customers, without those left out, by when they last bought."""

import datetime as dt

import pytest
from django.db.models import F, Value

from customers.models import Customer, Segment
from customers.tests.make import make_customer
from promotions.actions import audience_of
from promotions.models import CustomerUses, NamedCustomer, Product, Promotion, PromotionVersion
from promotions.reports import live_pitches
from promotions.reports.meetings import meant_customers
from promotions.rules import Mechanic
from promotions.rules.audience import BuyingHabit
from promotions.rules.promotion import Promised
from promotions.rules.vocabulary import LastBought
from promotions.tests.make import make_product, make_promotion
from staff.models import User

TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("kind", "days_ago", "is_meant"),
    [
        (LastBought.WITHIN, None, False),
        (LastBought.WITHIN, 30, True),
        (LastBought.WITHIN, 31, False),
        (LastBought.OVER, None, False),
        (LastBought.OVER, 30, False),
        (LastBought.OVER, 31, True),
    ],
)
def test_by_when_they_last_bought(kind: LastBought, days_ago: int | None, is_meant: bool) -> None:
    last = None if days_ago is None else TODAY - dt.timedelta(days=days_ago)
    assert (BuyingHabit(kind, 30).why_not(last, TODAY) == "") is is_meant


@pytest.fixture
def promotion(director: User, noon: dt.datetime) -> Promotion:
    return make_promotion(
        by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "10"}, products=[make_product()]
    )


def why_not(customer: Customer, at: dt.datetime) -> str:
    (pitch,) = live_pitches(customer, at)
    return pitch.promotion.audience_refusal


@pytest.fixture
def cafes(db: None) -> Segment:
    return Segment.objects.create(name="Cafés")


def test_named_customers_have_it_besides_the_segments(promotion: Promotion, cafes: Segment, noon: dt.datetime) -> None:
    rosa, named, other = make_customer(segment=cafes), make_customer(), make_customer()
    promotion.segments.add(cafes)
    NamedCustomer.objects.create(promotion=promotion, customer=named)
    assert [why_not(customer, noon) for customer in (rosa, named, other)] == ["", "", "it is for Cafés only"]
    assert set(meant_customers(audience_of(promotion))) == {rosa, named}


def test_who_is_left_out_is_out_though_meant(promotion: Promotion, cafes: Segment, noon: dt.datetime) -> None:
    schools = Segment.objects.create(name="Schools")
    named, school, without = make_customer(segment=cafes), make_customer(segment=schools), make_customer()
    NamedCustomer.objects.create(promotion=promotion, customer=named, is_left_out=True)
    promotion.excluded_segments.add(schools)
    out = "this customer is left out of it"
    assert [why_not(customer, noon) for customer in (named, school, without)] == [out, out, ""]
    assert set(meant_customers(audience_of(promotion))) == {without}


def test_only_named_customers(promotion: Promotion, noon: dt.datetime) -> None:
    NamedCustomer.objects.create(promotion=promotion, customer=make_customer())
    assert why_not(make_customer(), noon) == "it is for named customers only"


def test_what_is_left_is_told(promotion: Promotion, noon: dt.datetime) -> None:
    customer = make_customer()
    Promotion.objects.update(allocation=10, taken=7, cap_per_customer=5, cap_per_order=2, weekdays=[1])
    CustomerUses.objects.create(promotion=promotion, customer=customer, uses=4)
    told = live_pitches(customer, noon)[0].promotion
    assert (told.allocation_left, told.left_for_customer, told.cap_per_order) == (3, 1, 2)
    assert told.weekdays == {1}


def test_a_promised_version_takes_the_place_of_todays_terms(
    promotion: Promotion, director: User, noon: dt.datetime
) -> None:
    first = promotion.current
    assert first
    Promotion.objects.update(state="ended", allocation=4, taken=4)
    customer = make_customer()
    assert live_pitches(customer, noon) == ()
    (pitch,) = live_pitches(customer, noon, honoured={first.pk: Promised(3)})
    told = pitch.promotion
    assert (told.version_id, told.promised.uses, told.allocation_left, told.state) == (first.pk, 3, 3, "ended")


@pytest.mark.parametrize(("days_ago", "is_meant"), [(None, False), (10, True), (40, False)])
def test_when_its_products_were_last_bought_narrows_it(
    promotion: Promotion, noon: dt.datetime, days_ago: int | None, is_meant: bool
) -> None:
    Promotion.objects.update(last_bought=LastBought.WITHIN, last_bought_days=30)
    bought = Product.objects.none() if days_ago is None else Product.objects.all()
    rows = bought.annotate(product_id=F("pk"), bought_at=Value(noon - dt.timedelta(days=days_ago or 0)))
    (pitch,) = live_pitches(make_customer(), noon, bought=rows)
    assert (pitch.promotion.audience_refusal == "") is is_meant


def test_without_products_it_goes_by_the_last_of_anything(promotion: Promotion, noon: dt.datetime) -> None:
    Promotion.objects.update(last_bought=LastBought.WITHIN, last_bought_days=30)
    rows = Product.objects.filter(pk=make_product().pk).annotate(product_id=F("pk"), bought_at=Value(noon))
    assert live_pitches(make_customer(), noon, bought=rows)[0].promotion.audience_refusal
    version = promotion.versions.get()
    version.products.clear()
    PromotionVersion.objects.update(
        mechanic=Mechanic.SPEND_REWARD, terms={"spend": "10.00", "reward": "percent_off", "percent": "5"}
    )
    assert not live_pitches(make_customer(), noon, bought=rows)[0].promotion.audience_refusal
