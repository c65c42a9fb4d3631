"""What holds a confirmed order, who releases it, and what is kept of the decision."""

import datetime as dt
from decimal import Decimal
from functools import partial

import pytest

from customers.models import Customer, ServiceTask
from customers.rules.vocabulary import CustomerStatus
from customers.tests.make import make_customer
from orders.actions import cancel_order, decide_hold, hold_order
from orders.models import Hold, LedgerBalance, LedgerImport, Order, OrderLine
from orders.reports import read_back
from orders.rules.credit import CreditRefused
from orders.rules.order import OrderRefused
from orders.rules.vocabulary import Decision, HoldKind, OrderState
from orders.tests.make import make_confirmed, make_past_order, make_ready_draft
from promotions.rules.vocabulary import PriceKind
from promotions.tests.make import make_product
from staff.models import User


def make_held(by: User, at: dt.datetime, limit: str = "11.99") -> Order:
    """An order of £12.00 with VAT for a customer whose limit it passes."""
    customer = make_customer(credit_limit=Decimal(limit))
    return make_confirmed(by=by, at=at, lines={make_product(): 1}, customer=customer)


def states(order: Order) -> list[str]:
    return [step.state for step in order.steps.all()]


def test_an_order_over_the_limit_is_taken_and_held_in_words(coordinator: User, noon: dt.datetime) -> None:
    order = make_held(coordinator, noon)
    assert (order.state, states(order)) == (OrderState.HELD, ["confirmed", "held"])
    assert order.holds.get().words == "With this order they owe £12.00: £0.01 over their limit of £11.99."
    assert order.acknowledgement is not None


def test_an_order_within_the_limit_goes(coordinator: User, noon: dt.datetime) -> None:
    assert make_held(coordinator, noon, limit="12.00").state == OrderState.ALLOCATED


def test_what_is_ordered_and_not_invoiced_counts(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer(credit_limit=Decimal(20))
    first, second = (
        make_confirmed(by=coordinator, at=noon, lines={make_product(): 1}, customer=customer) for _ in range(2)
    )
    assert (first.state, second.state) == (OrderState.ALLOCATED, OrderState.HELD)
    cancel_order(order_id=first.pk, reason="Twice", by=coordinator, at=noon)
    third = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1}, customer=make_customer())
    assert third.state == OrderState.ALLOCATED


def test_the_ledger_counts_and_closed_orders_do_not(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer(credit_limit=Decimal(100))
    Order.objects.filter(pk=make_past_order(customer, noon, {make_product(): 50}).pk).update(state=OrderState.CLOSED)
    ledger = LedgerImport.objects.create(name="ledger.csv", sha256="1", as_of=noon.date(), imported_at=noon)
    LedgerBalance.objects.create(customer=customer, balance=Decimal("88.01"), taken_from=ledger)
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1}, customer=customer)
    assert "they owe £100.01: £0.01 over" in order.holds.get().words


def test_the_read_back_says_what_will_hold_it(coordinator: User, noon: dt.datetime) -> None:
    draft = make_ready_draft(by=coordinator, at=noon, lines={make_product(): 1})
    Customer.objects.update(status=CustomerStatus.ON_STOP)
    assert read_back(draft.pk, noon).held == (f"{draft.customer.name} is on stop.",)


def test_a_price_by_hand_below_the_floor_waits_for_approval(coordinator: User, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(name="Tea"): 1})
    OrderLine.objects.filter(order=order).update(price_kind=PriceKind.HAND, unit_price=Decimal(7))
    order.lines.get().product.__class__.objects.update(floor_price=Decimal(8))
    assert "Tea at £7.00 is below the floor of £8.00." in read_back(order.pk, noon).held


def test_released_with_its_reason_it_goes_on(coordinator: User, director: User, noon: dt.datetime) -> None:
    order = make_held(coordinator, noon)
    hold = decide_hold(hold_id=order.holds.get().pk, releases=True, reason="Paid today", by=director, at=noon)
    order.refresh_from_db()
    assert (hold.decision, hold.decided_by, hold.reason) == (Decision.RELEASED, director, "Paid today")
    assert states(order) == ["confirmed", "held", "released", "allocated"]
    assert order.steps.get(state=OrderState.RELEASED).words == "Credit released: Paid today"


def test_a_decision_needs_a_reason(coordinator: User, director: User, noon: dt.datetime) -> None:
    order = make_held(coordinator, noon)
    with pytest.raises(CreditRefused, match="Give the reason"):
        decide_hold(hold_id=order.holds.get().pk, releases=True, reason=" ", by=director, at=noon)
    assert Hold.objects.get().decision == ""


def test_it_goes_when_the_last_hold_is_released(coordinator: User, director: User, noon: dt.datetime) -> None:
    order = make_held(coordinator, noon)
    hold_order(order_id=order.pk, kind=HoldKind.QUERY, words="Which door?", by=coordinator, at=noon)
    for hold, state in zip(order.holds.all(), (OrderState.HELD, OrderState.ALLOCATED), strict=True):
        decide_hold(hold_id=hold.pk, releases=True, reason="Settled", by=director, at=noon)
        order.refresh_from_db()
        assert order.state == state


def test_refused_it_stays_held_and_they_are_rung(coordinator: User, director: User, noon: dt.datetime) -> None:
    order = make_held(coordinator, noon)
    for _ in range(2):
        decide_hold(hold_id=order.holds.get().pk, releases=False, reason="Too much", by=director, at=noon)
    order.refresh_from_db()
    assert order.state == OrderState.HELD
    assert f"{order.number} cannot go as it is (credit)" in ServiceTask.objects.get().words


def test_what_was_refused_may_still_be_released(coordinator: User, director: User, noon: dt.datetime) -> None:
    order = make_held(coordinator, noon)
    for releases in (False, True):
        decide_hold(hold_id=order.holds.get().pk, releases=releases, reason="As agreed", by=director, at=noon)
    order.refresh_from_db()
    assert order.state == OrderState.ALLOCATED


def test_what_was_released_is_not_refused_after(coordinator: User, director: User, noon: dt.datetime) -> None:
    hold = make_held(coordinator, noon).holds.get()
    decide_hold(hold_id=hold.pk, releases=True, reason="Paid", by=director, at=noon)
    with pytest.raises(CreditRefused, match="Olive Grant has decided otherwise in the meantime: released"):
        decide_hold(hold_id=hold.pk, releases=False, reason="No", by=coordinator, at=noon)


def test_a_cancelled_order_waits_for_nobody(coordinator: User, noon: dt.datetime) -> None:
    order = make_held(coordinator, noon)
    cancel_order(order_id=order.pk, reason="Not needed", by=coordinator, at=noon)
    assert order.holds.get().decision == Decision.WITHDRAWN


@pytest.mark.parametrize(("kind", "words"), [(HoldKind.QUERY, " "), (HoldKind.CREDIT, "Because")])
def test_a_hold_by_hand_says_what_it_waits_for(
    coordinator: User, noon: dt.datetime, kind: HoldKind, words: str
) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1})
    with pytest.raises(OrderRefused):
        hold_order(order_id=order.pk, kind=kind, words=words, by=coordinator, at=noon)


def test_held_for_two_reasons_of_a_kind_the_second_is_not_lost(coordinator: User, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1})
    asked = partial(hold_order, order_id=order.pk, kind=HoldKind.QUERY, by=coordinator, at=noon)
    assert asked(words="Which door?") == asked(words="Which door? ")
    with pytest.raises(OrderRefused, match=r"is held \(query\) already: “Which door\?”\. Release that"):
        asked(words="Is the price right?")


@pytest.mark.parametrize("overtaken", ["released", "cancelled"])
def test_nobody_rings_about_a_refusal_that_is_overtaken(
    overtaken: str, coordinator: User, director: User, noon: dt.datetime
) -> None:
    order = make_held(coordinator, noon)
    hold = order.holds.get()
    decide_hold(hold_id=hold.pk, releases=False, reason="Too much", by=director, at=noon)
    if overtaken == "released":
        decide_hold(hold_id=hold.pk, releases=True, reason="Paid", by=director, at=noon)
    else:
        cancel_order(order_id=order.pk, reason="Not needed", by=coordinator, at=noon)
    assert not ServiceTask.objects.open().exists()
