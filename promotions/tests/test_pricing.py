"""What the rules are told of a customer: price list and breaks, and for whom a promotion is."""

import datetime as dt
from decimal import Decimal

from pytest_django import DjangoAssertNumQueries

from customers.models import PriceList, Segment
from customers.tests.make import make_customer
from promotions.models import ListedPrice
from promotions.reports import live_pitches, wares_for
from promotions.rules import Mechanic, PromotionState, customer_price
from promotions.tests.make import make_product, make_promotion
from staff.models import User


def test_the_price_list_with_its_breaks_goes_before_the_list_price(db: None, noon: dt.datetime) -> None:
    trade = PriceList.objects.create(code="T", name="Trade")
    other = PriceList.objects.create(code="O", name="Other")
    tea = make_product()
    for on, quantity, price in ((trade, 1, "9.00"), (trade, 10, "8.00"), (other, 1, "1.00")):
        ListedPrice.objects.create(price_list=on, product=tea, from_quantity=quantity, unit_price=Decimal(price))
    book = wares_for(make_customer(price_list=trade), [tea.pk]).book
    told = [customer_price(book.products[tea.pk], quantity, noon.date()).amount for quantity in (1, 9, 10)]
    assert told == [Decimal("9.00"), Decimal("9.00"), Decimal("8.00")]


def test_a_price_book_costs_one_statement(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    customer = make_customer(price_list=PriceList.objects.create(code="T", name="Trade"))
    products = [make_product().pk for _ in range(20)]
    with django_assert_num_queries(1):
        assert len(wares_for(customer, products).book.products) == 20


def test_live_ones_carry_why_they_are_not_for_this_customer(
    director: User, noon: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cafes, schools = (Segment.objects.create(name=name) for name in ("Cafés", "Schools"))
    terms = {"percent": "10"}
    for segments in ([], [cafes], [cafes, schools]):
        promotion = make_promotion(
            by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms=terms, products=[make_product()]
        )
        promotion.segments.set(segments)
    customer = make_customer(segment=schools)
    with django_assert_num_queries(1):
        told = [pitch.promotion.audience_refusal for pitch in live_pitches(customer, noon)]
    assert told == ["", "it is for Cafés only", ""]


def test_only_what_is_live_now_is_told(director: User, noon: dt.datetime) -> None:
    terms = {"percent": "10"}
    for overrides in (
        {"state": PromotionState.PAUSED},
        {"starts_at": noon + dt.timedelta(seconds=1)},
        {"ends_at": noon},
    ):
        make_promotion(
            by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms=terms, products=[make_product()], **overrides
        )
    assert live_pitches(make_customer(), noon) == ()
