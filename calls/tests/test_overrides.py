"""Going against the order of the queue asks why, and is kept."""

import datetime as dt

import pytest

from calls.actions import claim_next, fill, put_back, take_customer
from calls.actions.keep import keep_promise
from calls.actions.overrides import pull_forward, skip
from calls.actions.promise_changed import take_back_promise
from calls.models import Override, QueueEntry
from calls.rules.overrides import PULLED_FOR, OverrideKind
from calls.rules.refusals import CustomerHeld, NothingOpen, PromiseStands, ReasonMissing
from calls.rules.vocabulary import Direction, EntryEnd, Level, Outcome
from calls.tests.make import finish_call, make_callback, make_entry, make_schedule, open_call
from customers.rules.vocabulary import CustomerStatus
from customers.tests.make import make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def test_who_is_skipped_comes_back_on_another_day(coordinator: User, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer())
    fill(day=noon.date(), at=noon)
    skip(customer_id=schedule.customer_id, words="stocktaking", by=coordinator, at=noon)
    assert QueueEntry.objects.get().closed_as == EntryEnd.SKIPPED
    assert fill(day=noon.date(), at=noon) == 0
    assert fill(day=noon.date() + DAY, at=noon + DAY) == 1


def test_to_whom_a_call_is_promised_today_is_not_skipped(coordinator: User, noon: dt.datetime) -> None:
    promised = make_callback(make_reachable_customer(), owner=coordinator, at=noon + 2 * HOUR)
    fill(day=noon.date(), at=noon)
    with pytest.raises(PromiseStands, match="promised to ring on Tue 24 Nov at 14:00"):
        skip(customer_id=promised.customer_id, words="No time", by=coordinator, at=noon)
    take_back_promise(callback_id=promised.pk, reason="They wrote", by=coordinator, at=noon)
    skip(customer_id=promised.customer_id, words="No time", by=coordinator, at=noon)


def test_a_promise_for_another_day_keeps_nobody_from_being_skipped(coordinator: User, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer())
    make_callback(schedule.customer, owner=coordinator, at=noon + 24 * HOUR)
    fill(day=noon.date(), at=noon)
    skip(customer_id=schedule.customer_id, words="Stocktaking", by=coordinator, at=noon)
    assert QueueEntry.objects.get().closed_as == EntryEnd.SKIPPED


def test_who_is_pulled_forward_is_next_for_whoever_pulled(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    late = make_entry(at=noon, level=Level.PROSPECT)
    promised = make_entry(at=noon, level=Level.PROMISE)
    pull_forward(customer_id=late.customer_id, words="their boss rang", by=coordinator, at=noon)
    call = claim_next(operator=second_coordinator, at=noon)
    assert call is not None
    assert call.entry == promised
    mine = claim_next(operator=coordinator, at=noon)
    assert mine is not None
    assert mine.entry == late
    assert mine.why_now == "Because: pulled forward by Carol: their boss rang"


def test_somebody_without_a_place_can_be_pulled_in(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    for _ in range(2):
        pull_forward(customer_id=customer.pk, words="new shop opens", by=coordinator, at=noon)
    entry = QueueEntry.objects.get()
    assert (entry.customer, entry.level, entry.pool_at) == (customer, Level.BREACHING, noon + PULLED_FOR)
    assert Override.objects.count() == 1


def test_a_closed_account_is_not_pulled_in(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer(status=CustomerStatus.CLOSED)
    with pytest.raises(NothingOpen, match="closed"):
        pull_forward(customer_id=customer.pk, words="ring them", by=coordinator, at=noon)


def test_neither_is_done_over_a_colleagues_card(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    call = open_call(coordinator, noon)
    for act in (skip, pull_forward):
        with pytest.raises(CustomerHeld, match="Carol Shaw is with this customer"):
            act(customer_id=call.customer_id, words="now", by=second_coordinator, at=noon)


@pytest.mark.parametrize("act", [skip, pull_forward])
def test_a_reason_is_asked(coordinator: User, noon: dt.datetime, act: object) -> None:
    entry = make_entry(at=noon)
    with pytest.raises(ReasonMissing):
        act(customer_id=entry.customer_id, words=" ", by=coordinator, at=noon)  # type: ignore[operator]  # both acts


def test_there_must_be_something_to_skip(coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(NothingOpen):
        skip(customer_id=make_reachable_customer().pk, words="no", by=coordinator, at=noon)


def test_taking_by_hand_and_putting_back_are_kept_with_the_level(coordinator: User, noon: dt.datetime) -> None:
    entry = make_entry(at=noon, level=Level.PROSPECT)
    call = take_customer(
        customer_id=entry.customer_id, operator=coordinator, direction=Direction.OUTBOUND, reason="asked", at=noon
    )
    put_back(call_id=call.pk, token=call.lease_token, reason="engaged", by=coordinator, at=noon)
    kept = Override.objects.order_by("pk").values_list("kind", "level", "words")
    assert list(kept) == [
        (OverrideKind.TAKE, Level.PROSPECT, "asked"),
        (OverrideKind.PUT_BACK, Level.PROSPECT, "engaged"),
    ]


def test_keeping_a_promise_in_its_time_is_none(coordinator: User, noon: dt.datetime) -> None:
    callback = make_callback(make_reachable_customer(), owner=coordinator, at=noon)
    keep_promise(callback_id=callback.pk, operator=coordinator, at=noon)
    assert not Override.objects.exists()


def test_who_is_pulled_forward_keeps_the_cut_off_and_stands_as_before_once_they_were_rung(
    coordinator: User, noon: dt.datetime
) -> None:
    schedule = make_schedule(make_reachable_customer())
    fill(day=noon.date(), at=noon)
    pull_forward(customer_id=schedule.customer_id, words="their boss rang", by=coordinator, at=noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    assert call.entry is not None
    assert (call.entry.level, call.entry.due_at) == (Level.BREACHING, noon + 3 * HOUR)
    finish_call(call, Outcome.NO_ANSWER, noon)
    fill(day=noon.date(), at=noon)
    entry = QueueEntry.objects.get()
    assert (entry.level, entry.ready_at) == (Level.SCHEDULED, noon + 2 * HOUR)


def test_a_prospect_who_was_pulled_forward_is_not_tried_before_promises_for_days(
    coordinator: User, noon: dt.datetime
) -> None:
    pull_forward(customer_id=make_reachable_customer().pk, words="new shop", by=coordinator, at=noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    finish_call(call, Outcome.NO_ANSWER, noon)
    fill(day=noon.date(), at=noon)
    assert not QueueEntry.objects.open().exists()


def test_the_same_words_hours_later_are_an_override_of_their_own(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    for at in (noon, noon + 3 * HOUR):
        pull_forward(customer_id=customer.pk, words="new shop", by=coordinator, at=at)
    assert Override.objects.count() == 2
    assert QueueEntry.objects.get().ready_at == noon + 3 * HOUR


@pytest.mark.parametrize(("cut_off", "minutes"), [(dt.time(12, 20), 10), (dt.time(15), 30)])
def test_a_card_put_back_comes_up_before_what_it_is_due_by(
    coordinator: User, noon: dt.datetime, cut_off: dt.time, minutes: int
) -> None:
    make_schedule(make_reachable_customer(), cut_off=cut_off)
    fill(day=noon.date(), at=noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    put_back(call_id=call.pk, token=call.lease_token, reason="engaged", by=coordinator, at=noon)
    assert QueueEntry.objects.get().ready_at == noon + dt.timedelta(minutes=minutes)
