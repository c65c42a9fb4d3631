"""News and quotes come into the queue as promises of the day, and leave it when somebody was spoken to."""

import datetime as dt

import pytest

from calls.actions import claim_next, fill, save_outcome
from calls.models import Call, QueueEntry, QueueReason
from calls.rules.vocabulary import Level, Outcome
from calls.tests.make import finish_call
from customers.actions import close_service_tasks, open_service_task
from customers.models import Customer, ServiceTask
from customers.rules.vocabulary import Purpose
from customers.tests.make import make_reachable_customer
from orders.actions.quote import lose_quote
from orders.models import Quote
from orders.rules.vocabulary import LostReason, QuoteState
from orders.tests.make import make_sent_quote
from promotions.tests.make import make_product
from staff.models import User

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def task(noon: dt.datetime) -> ServiceTask:
    customer = make_reachable_customer()
    return open_service_task(
        key="order-1-late", customer_id=customer.pk, about="order SO-2026-000001", words="Two cases are late.", at=noon
    )


@pytest.fixture
def quote(coordinator: User, noon: dt.datetime) -> Quote:
    """To be rung about on the day on which tests happen."""
    return make_sent_quote(
        by=coordinator, at=noon - 5 * DAY, lines={make_product(): 1}, customer=make_reachable_customer()
    )


def filled(at: dt.datetime) -> int:
    return fill(day=at.date(), at=at)


def rung(coordinator: User, outcome: Outcome, at: dt.datetime) -> Call:
    call = claim_next(operator=coordinator, at=at)
    assert call is not None
    save_outcome(
        call_id=call.pk, token=call.lease_token, outcome=outcome, words="", promise=None, by=coordinator, at=at
    )
    return call


def test_news_is_a_promise_of_today(task: ServiceTask, noon: dt.datetime) -> None:
    assert (filled(noon), filled(noon)) == (1, 0)
    reason = QueueReason.objects.get()
    assert (reason.level, reason.due_at, reason.service_task) == (Level.PROMISE, noon.replace(hour=17), task)


def test_it_is_a_service_call_that_says_what_to_tell(task: ServiceTask, coordinator: User, noon: dt.datetime) -> None:
    filled(noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    assert call.purpose == Purpose.SERVICE
    assert call.why_now == "Because: about order SO-2026-000001: Two cases are late."


@pytest.mark.parametrize(
    ("outcome", "is_told"),
    [(Outcome.ENOUGH_STOCK, True), (Outcome.NO_ANSWER, False), (Outcome.BUYER_ABSENT, False)],
)
def test_it_is_told_when_somebody_was_spoken_to(
    outcome: Outcome, is_told: bool, task: ServiceTask, coordinator: User, noon: dt.datetime
) -> None:
    filled(noon)
    rung(coordinator, outcome, noon)
    task.refresh_from_db()
    assert (task.closed_at is not None) is is_told


def test_what_was_not_told_comes_again_the_next_day(task: ServiceTask, noon: dt.datetime) -> None:
    filled(noon)
    QueueEntry.objects.update(closed_at=noon, closed_as="called")
    assert filled(noon + DAY) == 1


def test_news_that_is_told_otherwise_leaves_the_queue(task: ServiceTask, noon: dt.datetime) -> None:
    filled(noon)
    close_service_tasks(task_ids=[task.pk], because="they confirmed by the link", by=None, at=noon)
    filled(noon)
    assert not QueueEntry.objects.open().exists()


def test_a_quote_is_chased_on_its_day(quote: Quote, coordinator: User, noon: dt.datetime) -> None:
    assert filled(noon - DAY) == 0
    assert filled(noon) == 1
    call = rung(coordinator, Outcome.ENOUGH_STOCK, noon)
    quote.refresh_from_db()
    assert call.why_now == f"Because: our quote {quote.number} waits for their answer"
    assert (quote.state, quote.follow_up_on) == (QuoteState.FOLLOWED_UP, dt.date(2026, 11, 27))


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.BUYER_ABSENT, Outcome.ASKED_BY_EMAIL])
def test_a_quote_nobody_could_be_asked_about_stays_due(
    outcome: Outcome, quote: Quote, coordinator: User, noon: dt.datetime
) -> None:
    filled(noon)
    rung(coordinator, outcome, noon)
    quote.refresh_from_db()
    assert (quote.state, quote.follow_up_on) == (QuoteState.QUOTED, dt.date(2026, 11, 24))


def test_with_the_buyer_out_it_is_tried_again(quote: Quote, coordinator: User, noon: dt.datetime) -> None:
    filled(noon)
    rung(coordinator, Outcome.BUYER_ABSENT, noon)
    later = noon + dt.timedelta(hours=3)
    filled(later)
    assert rung(coordinator, Outcome.ENOUGH_STOCK, later).customer_id == quote.customer_id


def test_news_that_came_while_the_card_was_open_is_still_to_be_told(
    task: ServiceTask, coordinator: User, noon: dt.datetime
) -> None:
    filled(noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    late = open_service_task(
        key="order-2-late",
        customer_id=task.customer_id,
        about="order SO-2026-000002",
        words="One case is late.",
        at=noon + dt.timedelta(minutes=2),
    )
    QueueReason.objects.filter(service_task=task).update(service_task=late)
    finish_call(call, Outcome.ENOUGH_STOCK, noon + dt.timedelta(minutes=6))
    late.refresh_from_db()
    assert late.closed_at is None


def test_a_quote_that_is_lost_is_not_chased(quote: Quote, coordinator: User, noon: dt.datetime) -> None:
    filled(noon)
    lose_quote(
        quote_id=quote.pk,
        reason=LostReason.PRICE,
        competitor="",
        competitor_price=None,
        words="",
        by=coordinator,
        at=noon,
    )
    filled(noon)
    assert not QueueEntry.objects.open().exists()


def test_two_causes_are_one_call(task: ServiceTask, coordinator: User, noon: dt.datetime) -> None:
    customer = Customer.objects.get(pk=task.customer_id)
    make_sent_quote(by=coordinator, at=noon - 5 * DAY, lines={make_product(): 1}, customer=customer)
    assert filled(noon) == 2
    assert QueueEntry.objects.open().count() == 1
