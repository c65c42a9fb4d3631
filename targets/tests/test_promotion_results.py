"""What came of a promotion: rates with what they are of, reasons by how often, and what stands of its orders."""

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Offer
from calls.rules.vocabulary import OfferState
from calls.tests.make import open_call
from customers.models import Customer
from customers.rules.vocabulary import CustomerStatus
from customers.tests.make import make_customer
from orders.actions import cancel_order, credit_order, fulfil_order, give_up_rest
from orders.tests.make import make_confirmed, told
from promotions.models import Product, Promotion
from promotions.rules import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User
from staff.tests.make import make_user
from targets.actions import compute_progress
from targets.models import Progress
from targets.reports.promotion_results import promotion_results
from targets.reports.pushes import pushes
from targets.rules import Measure
from targets.tests.make import make_target


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(list_price=Decimal("10.00"))


@pytest.fixture
def promotion(director: User, noon: dt.datetime, tea: Product) -> Promotion:
    return make_promotion(
        by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "10"}, products=[tea], allocation=50
    )


def answered(promotion: Promotion, at: dt.datetime, *answers: tuple[OfferState, str]) -> None:
    for state, reason in answers:
        call = open_call(make_user(), at)
        version = promotion.versions.get()
        Offer.objects.create(call=call, promotion_version=version, state=state, reason=reason, answered_at=at)


def test_each_rate_has_its_own_denominator(promotion: Promotion, noon: dt.datetime) -> None:
    answered(
        promotion,
        noon,
        (OfferState.ACCEPTED, ""),
        (OfferState.DECLINED, "Too dear"),
        (OfferState.DECLINED, "Too dear"),
        (OfferState.DECLINED, "Has enough"),
        (OfferState.NOT_OFFERED, "Not mentioned"),
        (OfferState.BUYER_NOT_REACHED, ""),
    )
    results = promotion_results(promotion.pk, noon)
    assert results
    assert (results.offer_rate.of, results.offer_rate.out_of, results.offer_rate.percent) == (4, 5, 80)
    assert (results.acceptance.of, results.acceptance.out_of, results.acceptance.percent) == (1, 4, 25)
    assert [(why.label, why.reasons) for why in results.why_not] == [
        ("Declined", (("Too dear", 2), ("Has enough", 1))),
        ("Not offered", (("Not mentioned", 1),)),
    ]


def test_nothing_said_has_no_rate(promotion: Promotion, noon: dt.datetime) -> None:
    results = promotion_results(promotion.pk, noon)
    assert results
    assert results.acceptance.percent is None


def test_only_orders_that_stand_count(promotion: Promotion, tea: Product, director: User, noon: dt.datetime) -> None:
    make_customer()
    make_confirmed(by=director, at=noon, lines={tea: 3})
    gone = make_confirmed(by=director, at=noon, lines={tea: 5})
    cancel_order(order_id=gone.pk, reason="Ordered twice", by=director, at=noon)
    results = promotion_results(promotion.pk, noon)
    assert results
    took = results.takings
    assert (took.orders, took.customers, took.packs) == (1, 1, 3)
    assert (took.net, took.saving) == (Decimal("27.00"), Decimal("3.00"))
    assert (results.uptake.of, results.uptake.out_of) == (1, 3)
    assert (results.taken, results.allocation) == (3, 50)


def test_who_bought_it_and_is_eligible_no_more_is_among_those_it_is_of(
    promotion: Promotion, tea: Product, director: User, noon: dt.datetime
) -> None:
    order = make_confirmed(by=director, at=noon, lines={tea: 3})
    Customer.objects.filter(pk=order.customer_id).update(status=CustomerStatus.CLOSED)
    results = promotion_results(promotion.pk, noon)
    assert results
    assert (results.uptake.of, results.uptake.out_of) == (1, 1)


def test_the_promotions_page_leads_to_it(promotion: Promotion, director_client: Client, noon: dt.datetime) -> None:
    answered(promotion, noon, (OfferState.DECLINED, "<b>dear</b>"))
    address = reverse("targets:promotion-results")
    page = director_client.get(reverse("promotions:promotion", args=[promotion.pk])).text
    assert f"{address}?promotion={promotion.pk}" in page
    part = director_client.get(address, {"promotion": promotion.pk}, headers={"HX-Request": "true"}).text
    assert "1 × &lt;b&gt;dear&lt;/b&gt;" in part
    assert director_client.get(address, {"promotion": "x"}).status_code == 404


def test_more_orders_than_customers_do_not_read_as_a_share(
    promotion: Promotion, tea: Product, director: User, director_client: Client, noon: dt.datetime
) -> None:
    customer = make_customer()
    for packs in (3, 2):
        make_confirmed(by=director, at=noon, lines={tea: packs}, customer=customer)
    page = director_client.get(reverse("targets:promotion-results"), {"promotion": promotion.pk}).text
    assert "2 from 1 customer, 5 packs" in page


def test_every_page_counts_the_same_packs_less_what_is_credited_or_cancelled(
    promotion: Promotion, tea: Product, coordinator: User, director: User, noon: dt.datetime
) -> None:
    stands, gone = (make_confirmed(by=coordinator, at=noon, lines={tea: packs}) for packs in (10, 7))
    cancel_order(order_id=gone.pk, reason="Ordered twice", by=coordinator, at=noon)
    fulfil_order(order_id=stands.pk, told=told(stands, (8, 8)), by=None, at=noon)
    give_up_rest(order_id=stands.pk, reason="Discontinued", key=uuid4(), by=coordinator, at=noon)
    packs = {stands.lines.get().pk: 3}
    credit_order(order_id=stands.pk, packs=packs, reason="Burst", key=uuid4(), by=coordinator, at=noon)
    target = make_target(
        set_by=director,
        measure=Measure.PROMOTION_PACKS,
        promotion=promotion,
        starts_on=noon.date(),
        ends_on=noon.date(),
    )
    compute_progress(target_ids=[target.pk], at=noon)
    results = promotion_results(promotion.pk, noon)
    assert results
    assert (results.takings.packs, results.takings.net, results.takings.saving) == (5, Decimal(45), Decimal(5))
    assert [push.packs for push in pushes(noon)] == [5]
    assert Progress.objects.get(target=target).actual == 5
    assert results.taken == 5
