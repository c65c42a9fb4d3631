"""Why a promotion on the whole order did or did not apply is kept with it and said: on the pad, read back, later."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orders.actions import Wanted, confirm_order, drop_draft, preview_amendment, set_quantity
from orders.models import Order
from orders.reports import pad, read_back
from orders.rules.order import ReadBackAgain
from orders.rules.trace import TracedReward, order_trace, stopped_words, trace_words
from orders.tests.make import make_confirmed, make_draft, make_ready_draft, make_round
from promotions.models import Product, Promotion
from promotions.rules import Mechanic, RewardTold
from promotions.tests.make import make_product, make_promotion
from staff.models import User

GIVEN = "Five off: £5.00 off, from £50.00: £5.00 off."
TOO_LITTLE = "Five off: not used, it starts at £50.00, this order has £20.00 that counts."


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea", list_price=Decimal("10.00"))


@pytest.fixture
def five_off(director: User, noon: dt.datetime) -> Promotion:
    terms = {"spend": "50.00", "reward": "amount_off", "amount": "5.00"}
    return make_promotion(by=director, at=noon, mechanic=Mechanic.SPEND_REWARD, terms=terms, name="Five off")


def kept(order: Order) -> tuple[str, ...]:
    return trace_words(Order.objects.get(pk=order.pk).trace)


def type_in(order: Order, product: Product, quantity: int, by: User, at: dt.datetime) -> Order:
    return set_quantity(order_id=order.pk, product_id=product.pk, quantity=quantity, was=None, by=by, at=at)


def test_what_is_given_and_what_is_missing_is_kept(
    five_off: Promotion, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = make_draft(by=coordinator, at=noon, lines={tea: 2})
    assert kept(order) == (TOO_LITTLE,)
    type_in(order, tea, 6, coordinator, noon)
    assert kept(order) == (GIVEN,)


def test_an_emptied_draft_forgets_it(five_off: Promotion, tea: Product, coordinator: User, noon: dt.datetime) -> None:
    order = make_draft(by=coordinator, at=noon, lines={tea: 6})
    drop_draft(order_id=order.pk, by=coordinator, at=noon)
    assert kept(order) == ()


def test_the_pad_says_it_as_the_order_keeps_it(
    five_off: Promotion, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = make_draft(by=coordinator, at=noon, lines={tea: 6})
    shown = pad(customer_id=order.customer_id, order_id=order.pk, at=noon)
    assert shown.foot.trace == (GIVEN,)
    assert GIVEN in render_to_string("orders/_pad_why.html", {"pad": shown, "oob": True})


def test_the_orders_page_says_it(
    coordinator_client: Client, five_off: Promotion, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 2})
    assert TOO_LITTLE in coordinator_client.get(reverse("orders:order", args=[order.number])).text


def test_one_that_was_never_had_is_not_read_back(
    five_off: Promotion, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = make_draft(by=coordinator, at=noon, lines={tea: 2})
    assert read_back(order.pk, noon).since.stopped == ()


def test_what_an_edit_has_stopped_is_read_back(
    five_off: Promotion, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = make_draft(by=coordinator, at=noon, lines={tea: 6})
    type_in(order, tea, 2, coordinator, noon)
    back = read_back(order.pk, noon)
    assert back.since.stopped == (TOO_LITTLE,)
    assert f"has it no more.</strong> {TOO_LITTLE}" in " ".join(
        render_to_string("orders/_read_back.html", {"back": back}).split()
    )


@pytest.mark.parametrize(
    ("since", "words"),
    [
        ({"state": "paused"}, "Five off is paused."),
        ({"ends_at": dt.datetime(2026, 11, 24, 11, 59, tzinfo=dt.UTC)}, "Five off ended on 24 November 2026 at 11:59."),
        ({"weekdays": [6]}, "Five off: not used, it does not run on a Tuesday."),
    ],
)
def test_what_is_over_since_is_read_back_and_writes_nothing(
    five_off: Promotion, tea: Product, coordinator: User, noon: dt.datetime, since: dict[str, Any], words: str
) -> None:
    order = make_draft(by=coordinator, at=noon, lines={tea: 6})
    Promotion.objects.update(**since)
    assert read_back(order.pk, noon).since.stopped == (words,)
    assert kept(order) == (GIVEN,)


def test_one_that_is_over_keeps_its_word_through_the_edits_to_come(
    five_off: Promotion, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = make_draft(by=coordinator, at=noon, lines={tea: 6})
    Promotion.objects.update(state="paused")
    for quantity in (7, 8):
        order = type_in(order, tea, quantity, coordinator, noon)
        assert kept(order) == ("Five off is paused.",)
    Promotion.objects.update(state="live")
    type_in(order, tea, 9, coordinator, noon)
    assert kept(order) == (GIVEN,)


def test_a_change_says_what_it_stops(
    coordinator_client: Client, five_off: Promotion, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 6})
    asked: dict[str, Any] = {"order_id": order.pk, "seen_version": order.version, "by": coordinator, "at": noon}
    shown = [
        preview_amendment(wanted=Wanted({tea.pk: packs}, order.delivery_on, "", ""), **asked).stopped
        for packs in (7, 2)
    ]
    assert shown == [(), (TOO_LITTLE,)]
    assert TOO_LITTLE in render_to_string("orders/_amendment.html", {"amendment": {"stopped": shown[1]}})
    assert kept(order) == (GIVEN,)


def test_free_delivery_that_ends_before_confirm_is_named(
    tea: Product, coordinator: User, director: User, noon: dt.datetime
) -> None:
    make_round(postcode_areas=["LS"], charge=Decimal("6.95"))
    terms = {"spend": "20.00", "reward": "free_delivery"}
    make_promotion(by=director, at=noon, mechanic=Mechanic.SPEND_REWARD, terms=terms, name="Free delivery")
    draft = make_ready_draft(by=coordinator, at=noon, lines={tea: 6})
    draft.customer.addresses.create(lines="1 Mill Lane", postcode="LS1 4AP")
    draft = type_in(draft, tea, 5, coordinator, noon)
    assert kept(draft) == ("Free delivery: from £20.00: free delivery.",)
    Promotion.objects.update(state="paused")
    with pytest.raises(ReadBackAgain, match="Free delivery is paused"):
        confirm_order(order_id=draft.pk, seen_version=draft.version, by=coordinator, at=noon)
    assert read_back(draft.pk, noon).since.stopped == ("Free delivery is paused.",)


def test_another_reason_alone_is_no_change_of_what_was_read_back(
    five_off: Promotion, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    draft = make_ready_draft(by=coordinator, at=noon, lines={tea: 2})
    Promotion.objects.update(weekdays=[6])
    order = confirm_order(order_id=draft.pk, seen_version=draft.version, by=coordinator, at=noon)
    assert order.version == draft.version
    assert kept(order) == ("Five off: not used, it does not run on a Tuesday.",)


def test_it_costs_an_edit_no_statement(five_off: Promotion, tea: Product, coordinator: User, noon: dt.datetime) -> None:
    order = make_draft(by=coordinator, at=noon, lines={tea: 2})
    with CaptureQueriesContext(connection) as told:
        type_in(order, tea, 6, coordinator, noon)
    writes = [one["sql"] for one in told if one["sql"].startswith("UPDATE") or "UPDATE orders_order\n" in one["sql"]]
    assert len(writes) == 1


def test_what_the_order_had_is_marked_until_it_has_it_again() -> None:
    given, missed = RewardTold(1, True, "One: given."), RewardTold(1, False, "One: not used.")
    trace: list[TracedReward] = []
    seen = []
    for told in (missed, given, missed, missed, given):
        trace = order_trace(trace, [told], {})
        seen.append((trace[0]["state"], stopped_words(trace)))
    stopped = ("stopped", ("One: not used.",))
    assert seen == [("not_used", ()), ("used", ()), stopped, stopped, ("used", ())]


def test_one_that_never_applied_leaves_without_a_word() -> None:
    before = order_trace([], [RewardTold(1, False, "One: not used."), RewardTold(2, True, "Two: given.")], {})
    assert trace_words(order_trace(before, [], {2: "Two is paused"})) == ("Two is paused.",)
