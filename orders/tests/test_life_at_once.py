"""Several people do whatever they like to the same orders at once: no pack and no use is lost or given twice."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from random import Random
from uuid import uuid4

import pytest
from django.db.models import F, Sum

from customers.tests.at_once import at_once
from customers.tests.make import make_customer
from orders.actions import (
    Wanted,
    amend_order,
    cancel_order,
    credit_order,
    decide_hold,
    fulfil_order,
    give_up_rest,
    hold_order,
    preview_amendment,
)
from orders.actions.hand_out import hand_out_stock
from orders.models import Hold, LineFulfilment, Order, OrderPromotion
from orders.rules.fulfilment import Told
from orders.rules.vocabulary import HoldKind
from orders.tests.make import make_confirmed
from promotions.models import Product, Promotion
from promotions.rules import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User
from staff.rules import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
STOCK = {"Tea": 5, "Cups": 12, "Milk": 40}
PEOPLE, STEPS = 4, 15


class Person:
    """Does so many things to the orders, each of which may be refused."""

    def __init__(self, who: User, at: dt.datetime, seed: int) -> None:
        self.who, self.at, self.chance = who, at, Random(seed)

    def work(self) -> None:
        for _ in range(STEPS):
            self.at += dt.timedelta(minutes=1)
            order = self.chance.choice(list(Order.objects.placed()) or [None])
            thing: Callable[[Order], object] = self.chance.choice(
                [self.change, self.change, self.hold, self.release, self.send, self.send, self.end, self.credit]
            )
            with suppress(Refusal):
                hand_out_stock(at=self.at) if order is None else thing(order)
            if self.chance.random() < 0.2:
                hand_out_stock(at=self.at)

    def change(self, order: Order) -> object:
        if self.chance.random() < 0.2:
            return cancel_order(order_id=order.pk, reason="Not needed", by=self.who, at=self.at)
        packs = {pk: self.chance.randint(0, 9) for pk in Product.objects.values_list("pk", flat=True)}
        wanted = Wanted(packs, order.delivery_on, "", "")
        seen = preview_amendment(
            order_id=order.pk, wanted=wanted, seen_version=order.version, by=self.who, at=self.at
        ).agreed
        return amend_order(
            order_id=order.pk, wanted=wanted, seen_version=order.version, agreed=seen, by=self.who, at=self.at
        )

    def hold(self, order: Order) -> object:
        return hold_order(order_id=order.pk, kind=HoldKind.STOCK, words="A pallet comes", by=self.who, at=self.at)

    def release(self, order: Order) -> object:
        hold = Hold.objects.standing().filter(order=order).first()
        return hold and decide_hold(hold_id=hold.pk, releases=True, reason="Here", by=self.who, at=self.at)

    def send(self, order: Order) -> object:
        gone = {line.pk: self.chance.randint(0, line.quantity) for line in order.lines.all()}
        told = {pk: Told(packs, packs, None) for pk, packs in gone.items()}
        return fulfil_order(order_id=order.pk, told=told, by=self.who, at=self.at)

    def end(self, order: Order) -> object:
        return give_up_rest(order_id=order.pk, reason="None left", key=uuid4(), by=self.who, at=self.at)

    def credit(self, order: Order) -> object:
        packs = {line.pk: 1 for line in order.lines.all()}
        return credit_order(order_id=order.pk, packs=packs, reason="Burst", key=uuid4(), by=self.who, at=self.at)


def packs_by_name() -> dict[str, int]:
    """What is free, and what orders have reserved, picked or been sent."""
    held = dict(LineFulfilment.objects.values_list("line__product__name").annotate(packs=Sum("allocated")))
    return {name: free + held.get(name, 0) for name, free in Product.objects.values_list("name", "stock_free")}


@pytest.mark.parametrize("seed", [1, 2])
def test_packs_and_uses_are_conserved(coordinator: User, director: User, noon: dt.datetime, seed: int) -> None:
    goods = [make_product(name=name, stock_free=packs, list_price=Decimal(4)) for name, packs in STOCK.items()]
    make_promotion(
        by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "10"}, products=goods, allocation=12
    )
    for customer in (make_customer(), make_customer(credit_limit=Decimal(90))):
        for _ in range(3):
            make_confirmed(by=coordinator, at=noon, lines=dict.fromkeys(goods, 2), customer=customer)
    done = at_once(*[Person(director, noon, seed * PEOPLE + number).work for number in range(PEOPLE)])
    assert done == [None] * PEOPLE
    assert packs_by_name() == STOCK
    used = OrderPromotion.objects.aggregate(uses=Sum(F("uses") - F("uses_given_back")))["uses"]
    assert Promotion.objects.get().taken == used
    assert used <= 12
