"""The warehouse page that was opened a while ago: it tells what was typed into it and nothing else."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import Message
from customers.rules.vocabulary import MessageKind
from orders.actions import fulfil_order
from orders.models import LineFulfilment, Order
from orders.tests.make import make_confirmed, told
from promotions.tests.make import make_product
from staff.models import User

FIRST, SECOND, THIRD = "2026-12-07", "2026-12-09", "2026-12-11"


@pytest.fixture
def order(coordinator: User, noon: dt.datetime) -> Order:
    """Four of Tea, due on the first of the days."""
    made = make_confirmed(by=coordinator, at=noon, lines={make_product(name="Tea", stock_free=9): 4})
    tell(made, noon, (None, None), FIRST)
    return made


def tell(order: Order, at: dt.datetime, row: tuple[int | None, int | None], due: str | None = None) -> None:
    day = dt.date.fromisoformat(due) if due else None
    fulfil_order(order_id=order.pk, told=told(order, row, due_on=day), by=None, at=at)


def page(client: Client, order: Order) -> dict[str, object]:
    """What the page holds, as a browser posts it."""
    form = client.get(reverse("orders:fulfil", args=[order.number])).context["form"]
    return {name: "" if (value := form[name].value()) is None else value for name in form.fields}


def keep(client: Client, order: Order, held: dict[str, object], **cells: object) -> str:
    line = order.lines.get().pk
    typed = held | {f"{name}-{line}": value for name, value in cells.items()}
    return client.post(reverse("orders:fulfil", args=[order.number]), typed, follow=True).text


def done() -> LineFulfilment:
    return LineFulfilment.objects.get()


def letters() -> int:
    return Message.objects.filter(kind=MessageKind.DELAY).count()


def test_what_an_old_page_showed_is_not_told(director_client: Client, order: Order, noon: dt.datetime) -> None:
    held = page(director_client, order)
    tell(order, noon, (2, 0), SECOND)
    assert "Nothing was different." in keep(director_client, order, held)
    assert (f"{done().due_on}", done().picked, letters()) == (SECOND, 2, 2)


def test_what_was_typed_into_an_old_page_is_kept_beside_it(
    director_client: Client, order: Order, noon: dt.datetime
) -> None:
    held = page(director_client, order)
    tell(order, noon, (None, None), SECOND)
    keep(director_client, order, held, picked=3)
    assert (f"{done().due_on}", done().picked) == (SECOND, 3)


def test_a_third_day_is_asked_about_and_kept_when_it_is_kept_again(
    director_client: Client, order: Order, noon: dt.datetime
) -> None:
    held = page(director_client, order)
    tell(order, noon, (None, None), SECOND)
    said = keep(director_client, order, held, due=THIRD)
    assert "Tea is due Wed 9 December 2026 by now" in said
    assert (f"{done().due_on}", letters()) == (SECOND, 2)
    assert f'value="{THIRD}"' in said
    keep(director_client, order, page(director_client, order), due=THIRD)
    assert (f"{done().due_on}", letters()) == (THIRD, 3)


def test_the_page_that_asked_is_kept_by_keeping_it_again(
    director_client: Client, order: Order, noon: dt.datetime
) -> None:
    held, line = page(director_client, order), order.lines.get().pk
    tell(order, noon, (None, None), SECOND)
    typed = held | {f"due-{line}": THIRD}
    form = director_client.post(reverse("orders:fulfil", args=[order.number]), typed).context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    keep(director_client, order, again)
    assert f"{done().due_on}" == THIRD


def test_a_due_date_can_be_taken_away(director_client: Client, order: Order) -> None:
    keep(director_client, order, page(director_client, order), due="")
    assert (done().due_on, letters()) == (None, 1)
