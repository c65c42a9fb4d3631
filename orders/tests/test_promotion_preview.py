"""Before a promotion is kept: who is eligible, what three typical baskets would cost, and which promotions it meets."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import Segment
from customers.tests.make import make_customer
from orders.actions.pricing import pitches_for
from orders.reports.promotion_preview import PromotionPreview, eligible_customers, promotion_preview
from orders.tests.make import make_past_order
from promotions.models import Product, Promotion
from promotions.rules import Mechanic
from promotions.rules.audience import BuyingHabit
from promotions.rules.life import Audience, Plan
from promotions.rules.vocabulary import LastBought
from promotions.tests.make import make_product, make_promotion
from staff.models import User

DAY = dt.timedelta(days=1)


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(code="TEA1", name="Tea", list_price=Decimal("10.00"))


def plan(tea: Product, at: dt.datetime, **overrides: Any) -> Plan:
    fields: dict[str, Any] = {
        "name": "Autumn",
        "starts_at": at,
        "ends_at": at + 7 * DAY,
        "script": "",
        "mechanic": Mechanic.PERCENT_OFF,
        "terms": {"percent": "10"},
        "product_ids": frozenset([tea.pk]),
    }
    return Plan(**fields | overrides)


def told(preview: PromotionPreview) -> list[tuple[str, Decimal, Decimal]]:
    return [(basket.title, basket.today, basket.with_it) for basket in preview.baskets]


def test_baskets_are_orders_at_the_quartiles_at_todays_prices(tea: Product, noon: dt.datetime) -> None:
    cups = make_product(list_price=Decimal("5.00"))
    for packs in (1, 2, 3, 4):
        make_past_order(make_customer(), noon - packs * DAY, {tea: packs, cups: 1})
    make_past_order(make_customer(), noon - DAY, {cups: 99})
    make_past_order(make_customer(), noon - 91 * DAY, {tea: 99})
    assert told(promotion_preview(plan(tea, noon), noon)) == [
        ("A small basket", Decimal("25.00"), Decimal("23.00")),
        ("A middling basket", Decimal("35.00"), Decimal("32.00")),
        ("A large basket", Decimal("45.00"), Decimal("41.00")),
    ]


def test_without_orders_baskets_are_made_up(tea: Product, noon: dt.datetime) -> None:
    assert told(promotion_preview(plan(tea, noon), noon)) == [
        ("1 of each", Decimal("10.00"), Decimal("9.00")),
        ("6 of each", Decimal("60.00"), Decimal("54.00")),
        ("24 of each", Decimal("240.00"), Decimal("216.00")),
    ]


def test_a_basket_says_why_it_gains_nothing(tea: Product, noon: dt.datetime) -> None:
    asked = plan(tea, noon, mechanic=Mechanic.BUY_GET_FREE, terms={"buy": 5, "get": 1})
    small = promotion_preview(asked, noon).baskets[0]
    assert small.saving == 0
    assert small.why_not


def test_the_promotion_that_is_changed_is_not_counted_twice(tea: Product, director: User, noon: dt.datetime) -> None:
    standing = make_promotion(
        by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "20"}, products=[tea]
    )
    preview = promotion_preview(plan(tea, noon), noon, editing=standing.pk)
    assert preview.meets == ()
    assert (preview.baskets[0].today, preview.baskets[0].with_it) == (Decimal("10.00"), Decimal("9.00"))


def test_what_it_meets_is_told_with_what_happens_then(tea: Product, director: User, noon: dt.datetime) -> None:
    def live(name: str, **overrides: Any) -> Promotion:
        fields: dict[str, Any] = {"mechanic": Mechanic.PERCENT_OFF, "terms": {"percent": "20"}, "products": [tea]}
        return make_promotion(by=director, at=noon, name=name, **fields | overrides)

    live("First", priority=1)
    live("Same")
    live("Alone", priority=6, combinability="exclusive")
    live(
        "Reward",
        priority=7,
        mechanic=Mechanic.SPEND_REWARD,
        products=[],
        terms={"spend": "9", "reward": "free_delivery"},
    )
    live("Elsewhere", products=[make_product()])
    live("Over", starts_at=noon - 9 * DAY, ends_at=noon)
    assert [(meeting.name, meeting.outcome) for meeting in promotion_preview(plan(tea, noon), noon).meets] == [
        ("First", "A pack takes part in one: first the other, its priority is higher"),
        ("Same", "A pack takes part in one: first the one that saves more"),
        ("Alone", "One of the two alone, whichever saves more"),
        ("Reward", "Both: the reward counts what is left to pay"),
    ]


@pytest.mark.parametrize("kind", LastBought)
@pytest.mark.parametrize("hours", [0, 12, 24, 29, 30, 31, 36, 48, 60])
def test_the_list_and_the_order_agree_on_whom_it_is_for(
    tea: Product, director: User, noon: dt.datetime, kind: LastBought, hours: int
) -> None:
    """Asked of all customers at once and of one: London's days near midnight, one side of the border and the other."""
    at = noon + dt.timedelta(hours=11, minutes=59)
    never, bought = make_customer(), make_customer()
    make_past_order(bought, at - dt.timedelta(hours=hours), {tea: 1})
    promotion = make_promotion(
        by=director,
        at=at,
        mechanic=Mechanic.PERCENT_OFF,
        terms={"percent": "10"},
        products=[tea],
        last_bought=kind,
        last_bought_days=1,
    )
    meant = set(eligible_customers(plan(tea, at, audience=Audience(habit=BuyingHabit(kind, 1))), at))
    for customer in (never, bought):
        (pitch,) = pitches_for(customer, at)
        assert pitch.promotion.id == promotion.pk
        assert (customer in meant) == (pitch.promotion.audience_refusal == "")


def test_the_form_shows_it_as_it_is_filled(tea: Product, director_client: Client, noon: dt.datetime) -> None:
    cafes = Segment.objects.create(name="Cafés")
    make_customer(account_number="C7", name="Rosa’s", segment=cafes)
    make_customer()
    typed = {
        "mechanic": "percent_off",
        "percent": "10",
        "codes": "tea1",
        "starts_at": "2026-11-01T00:00",
        "ends_at": "2099-12-01T00:00",
        "segments": cafes.pk,
        "priority": "5",
        "combinability": "combines",
    }
    page = director_client.post(reverse("orders:promotion-preview"), typed, headers={"HX-Request": "true"}).text
    assert "Eligible: 1 of 2 customers" in page
    assert "C7 Rosa’s, Cafés" in page
    assert "£216.00" in page


def test_what_the_form_still_lacks_is_said(tea: Product, director_client: Client) -> None:
    typed = {"mechanic": "percent_off", "codes": "tea1", "priority": "5", "combinability": "combines"}
    page = director_client.post(reverse("orders:promotion-preview"), typed, headers={"HX-Request": "true"}).text
    assert "Fill in first: " in page
    assert "Per cent off" in page


def test_a_promotion_that_is_there_shows_it_too(
    tea: Product, director: User, director_client: Client, noon: dt.datetime
) -> None:
    promotion = make_promotion(
        by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "10"}, products=[tea]
    )
    answer = director_client.get(reverse("orders:promotion-preview"), {"promotion": promotion.pk})
    assert "10 % off" in answer.text
