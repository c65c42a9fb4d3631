"""What a customer is told while their order is on its way: part of it left, part of it is late, it is here again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.template.loader import render_to_string

from customers.actions import Told, close_overtaken, promise_letter
from customers.rules.vocabulary import MessageKind
from customers.rules.wording import Block
from orders.actions.acknowledgement import order_facts
from orders.models import Order
from orders.rules.delivery import say_date
from promotions.models import Product
from staff.models import User


@dataclass(frozen=True, slots=True)
class Goods:
    """Some packs of one product; `when` says in words when they come, if there is something to say."""

    quantity: int
    code: str
    name: str
    pack: str
    when: str = ""

    @property
    def in_words(self) -> str:
        return f"{self.quantity} x {self.name}" + (f" ({self.when})" if self.when else "")


@transaction.atomic
def promise_part_despatch(
    *, order: Order, fact_key: str, despatched: Sequence[Goods], to_follow: Sequence[Goods], at: datetime
) -> Told:
    """Tells that a part left us and the rest follows; bad news, so they are rung too. Once a `fact_key`."""
    rest = ", ".join(row.in_words for row in to_follow)
    return promise_letter(
        kind=MessageKind.PART_DESPATCH,
        fact_key=fact_key,
        customer_id=order.customer_id,
        facts={**order_facts(order), "despatched": goods_block(despatched), "to_follow": goods_block(to_follow)},
        about=f"order {order.number}",
        tells=f"Part of their order {order.number} is on its way. To follow: {rest}.",
        first_to=order.ordered_by_id,
        is_bad_news=True,
        at=at,
    )


@transaction.atomic
def promise_delay(
    *,
    order: Order,
    fact_key: str,
    delayed: Sequence[Goods],
    why: str,
    due_on: date | None,
    at: datetime,
    is_bad_news: bool = True,
) -> Told:
    """Tells that goods come later than we said; they are rung too, unless it is no bad news. Once a `fact_key`."""
    late = ", ".join(row.in_words for row in delayed)
    when = say_date(due_on) if due_on else "a date that we tell you as soon as we know it"
    return promise_letter(
        kind=MessageKind.DELAY,
        fact_key=fact_key,
        customer_id=order.customer_id,
        facts={**order_facts(order), "delayed": goods_block(delayed), "why": why, "due_on": when},
        about=f"order {order.number}",
        tells=f"Their order {order.number} is late: {late}. Expected: {when}. {why}".strip(),
        first_to=order.ordered_by_id,
        is_bad_news=is_bad_news,
        at=at,
    )


@transaction.atomic
def promise_goods_in(*, order: Order, fact_key: str, goods: Sequence[Goods], at: datetime) -> Told:
    """Tells that what was to come later is here and kept for the order. Once a `fact_key`."""
    named = ", ".join(row.in_words for row in goods)
    return promise_letter(
        kind=MessageKind.GOODS_IN,
        fact_key=fact_key,
        customer_id=order.customer_id,
        facts={**order_facts(order), "reserved": goods_block(goods)},
        about=f"order {order.number}",
        tells=f"What their order {order.number} waited for is here: {named}.",
        first_to=order.ordered_by_id,
        at=at,
    )


def end_calls(order: Order, *news: str, because: str, by: User | None, at: datetime) -> int:
    """Closes calls that were to tell of it before; returns how many. What the customer asked stays to be answered."""
    starts = [f"order-{order.pk}-{fact}-" for fact in news]
    return close_overtaken(customer_id=order.customer_id, key_starts=starts, because=because, by=by, at=at, asked=False)


@transaction.atomic
def promise_back_in_stock(
    *, customer_id: int, product: Product, fact_key: str, available: str, first_to: int | None, at: datetime
) -> Told:
    """Tells somebody who asked for a product that it is here again. Once a `fact_key`."""
    return promise_letter(
        kind=MessageKind.BACK_IN_STOCK,
        fact_key=fact_key,
        customer_id=customer_id,
        facts={"product": product.name, "available": available},
        about=f"their question about {product.code}",
        tells=f"They asked for {product.name}: it is here again, {available}.",
        first_to=first_to,
        at=at,
    )


def goods_block(goods: Sequence[Goods]) -> Block:
    told = {"goods": goods}
    return Block(render_to_string("orders/mail/goods.txt", told), render_to_string("orders/mail/goods.html", told))
