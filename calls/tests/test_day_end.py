"""The day ends at zero: every scheduled customer called, moved with a reason, or handed over; what is left is seen."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.actions import claim_next, fill, put_back
from calls.actions.exceptions import move_call
from calls.actions.handover import offer_hand_over, take_hand_over
from calls.actions.put_off import put_off
from calls.models import Call, HandOver, MovedCall, Override, QueueEntry, QueueReason
from calls.reports.day_end import DayEnd, day_end
from calls.reports.scheduled import Tally
from calls.rules.vocabulary import EntryEnd
from calls.tests.make import make_callback, make_schedule
from customers.rules.vocabulary import CustomerStatus
from customers.tests.make import make_reachable_customer
from orders.tests.make import make_past_order
from staff.models import User

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def entries_of(owner: User | None, at: dt.datetime, n: int = 1) -> list[QueueEntry]:
    customers = [make_reachable_customer() for _ in range(n)]
    for customer in customers:
        make_schedule(customer, weekdays=[1], owner=owner)
    fill(day=at.date(), at=at)
    return list(QueueEntry.objects.filter(customer__in=customers).order_by("pk"))


def close(entry: QueueEntry, closed_as: EntryEnd, at: dt.datetime) -> None:
    QueueEntry.objects.filter(pk=entry.pk).update(closed_at=at, closed_as=closed_as)


def of(user: User, at: dt.datetime) -> DayEnd:
    return day_end(at.date(), at, owner=user)


def counts(tally: Tally) -> tuple[int, int, int, int, int]:
    return tally.called, tally.ordered, tally.left_out, tally.moved, tally.left


def test_each_end_is_counted_as_what_it_is(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    called, ordered, skipped, moved, handed, _left = entries_of(coordinator, noon, 6)
    close(called, EntryEnd.CALLED, noon)
    close(ordered, EntryEnd.ALREADY_ORDERED, noon)
    close(skipped, EntryEnd.SKIPPED, noon)
    put_off(entry_id=moved.pk, to=noon.date() + DAY, words="Closed", by=coordinator, at=noon)
    offer = offer_hand_over(entry_id=handed.pk, taker=second_coordinator, reason="Full", by=coordinator, at=noon)
    take_hand_over(hand_over_id=offer.pk, by=second_coordinator, at=noon)
    carol = of(coordinator, noon).own
    assert carol
    assert (counts(carol.tally), carol.handed, carol.scheduled) == ((1, 1, 1, 1, 1), 1, 6)
    assert counts(day_end(noon.date(), noon).everybody) == (1, 1, 1, 1, 2)


def move_by_the_schedule(entry: QueueEntry, by: User, at: dt.datetime) -> None:
    [schedule] = entry.customer.schedules.all()
    move_call(schedule_id=schedule.pk, on=at.date(), to=at.date() + DAY, words="Closed", by=by, at=at)


def test_what_the_schedules_page_moved_is_moved_and_not_left_out(coordinator: User, noon: dt.datetime) -> None:
    [entry] = entries_of(coordinator, noon)
    move_by_the_schedule(entry, coordinator, noon)
    fill(day=noon.date(), at=noon)
    assert counts(of(coordinator, noon).concerned) == (0, 0, 0, 1, 0)
    entry.refresh_from_db()
    assert entry.closed_as == EntryEnd.MOVED


def test_with_another_cause_it_leaves_only_the_scheduled_call(coordinator: User, noon: dt.datetime) -> None:
    [entry] = entries_of(coordinator, noon)
    make_callback(entry.customer, owner=coordinator, at=noon)
    fill(day=noon.date(), at=noon)
    move_by_the_schedule(entry, coordinator, noon)
    [reason] = QueueEntry.objects.open().get().reasons.all()
    assert reason.callback is not None


def test_a_call_on_somebodys_screen_is_not_taken_from_it(coordinator: User, noon: dt.datetime) -> None:
    [entry] = entries_of(coordinator, noon)
    assert claim_next(operator=coordinator, at=noon)
    move_by_the_schedule(entry, coordinator, noon)
    assert QueueEntry.objects.open().get().reasons.count() == 1


def test_a_call_that_was_moved_while_its_card_was_open_is_moved_when_the_card_is_put_back(
    coordinator: User, noon: dt.datetime
) -> None:
    [entry] = entries_of(coordinator, noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call
    move_by_the_schedule(entry, coordinator, noon)
    put_back(call_id=call.pk, token=call.lease_token, reason="They close", by=coordinator, at=noon)
    fill(day=noon.date(), at=noon)
    assert counts(of(coordinator, noon).concerned) == (0, 0, 0, 1, 0)


def test_who_had_ordered_before_the_filling_is_in_the_count(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    make_schedule(customer, weekdays=[1], owner=coordinator)
    make_past_order(customer, noon - dt.timedelta(hours=2), {})
    fill(day=noon.date(), at=noon)
    assert counts(of(coordinator, noon).concerned) == (0, 1, 0, 0, 0)


def test_who_is_on_stop_is_scheduled_and_left_out(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer(status=CustomerStatus.ON_STOP)
    make_schedule(customer, weekdays=[1], owner=coordinator)
    fill(day=noon.date(), at=noon)
    assert counts(of(coordinator, noon).concerned) == (0, 0, 1, 0, 0)


def test_who_never_came_up_is_left(coordinator: User, noon: dt.datetime) -> None:
    make_schedule(make_reachable_customer(), weekdays=[1], owner=coordinator)
    seen = of(coordinator, noon)
    [row] = seen.rows
    assert (seen.concerned.left, seen.concerned.never_up, row.who.entry_id) == (1, 1, None)


def test_a_customer_with_two_schedules_is_one(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    for cut_off in (dt.time(13), dt.time(15)):
        make_schedule(customer, weekdays=[1], owner=coordinator, cut_off=cut_off)
    fill(day=noon.date(), at=noon)
    seen = of(coordinator, noon)
    assert (seen.concerned.left, len(seen.rows)) == (1, 1)


def test_only_a_call_or_an_order_before_the_cut_off_covers(coordinator: User, noon: dt.datetime) -> None:
    in_time, late, ordered, skipped, withdrawn, refused = entries_of(coordinator, noon, 6)
    close(in_time, EntryEnd.CALLED, noon)
    close(late, EntryEnd.CALLED, noon + dt.timedelta(hours=4))
    close(ordered, EntryEnd.ALREADY_ORDERED, noon)
    close(skipped, EntryEnd.SKIPPED, noon)
    close(withdrawn, EntryEnd.WITHDRAWN, noon)
    close(refused, EntryEnd.NOT_PERMITTED, noon)
    whole = day_end(noon.date(), noon).everybody
    assert (whole.covered, whole.scheduled) == (2, 6)


def test_the_pools_customers_are_seen_beside_ones_own(coordinator: User, noon: dt.datetime) -> None:
    entries_of(coordinator, noon)
    entries_of(None, noon, 2)
    seen = of(coordinator, noon)
    assert (seen.concerned.left, seen.anybodys, [one.person for one in seen.people]) == (
        1,
        2,
        ["Carol Shaw", "Anybody"],
    )
    assert len(seen.rows) == 3


def test_who_handed_everything_over_reads_how_many_that_were(
    coordinator_client: Client, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    [entry] = entries_of(coordinator, noon)
    offer = offer_hand_over(entry_id=entry.pk, taker=second_coordinator, reason="Full", by=coordinator, at=noon)
    take_hand_over(hand_over_id=offer.pk, by=second_coordinator, at=noon)
    assert "Nobody is left: 1 scheduled customer accounted for" in coordinator_client.get(reverse("calls:day-end")).text


def hand(entry: QueueEntry, giver: User, taker: User, at: dt.datetime) -> None:
    offer = offer_hand_over(entry_id=entry.pk, taker=taker, reason="Full", by=giver, at=at)
    take_hand_over(hand_over_id=offer.pk, by=taker, at=at)


def test_a_call_that_was_handed_over_and_given_back_is_one(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    [entry] = entries_of(coordinator, noon)
    hand(entry, coordinator, second_coordinator, noon)
    hand(entry, second_coordinator, coordinator, noon)
    carol = of(coordinator, noon).own
    assert carol
    assert (carol.handed, carol.scheduled) == (0, 1)


def test_a_call_that_was_handed_over_and_moved_by_the_colleague_is_still_handed_over(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    [entry] = entries_of(coordinator, noon)
    hand(entry, coordinator, second_coordinator, noon)
    put_off(entry_id=entry.pk, to=noon.date() + DAY, words="Closed", by=second_coordinator, at=noon)
    carol = of(coordinator, noon).own
    assert carol
    assert carol.handed == 1


def test_the_value_is_of_all_and_the_pages_hold_each_once(
    coordinator: User, noon: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = entries_of(coordinator, noon, 5)
    QueueReason.objects.update(usual_total=10)
    monkeypatch.setattr("calls.reports.day_end.PAGE", 2)
    seen, after = [], ""
    while True:
        page = day_end(noon.date(), noon, owner=coordinator, after=after)
        seen += [row.who.entry_id for row in page.rows]
        assert (page.concerned.all_left, page.concerned.left_value) == (5, Decimal(50))
        if not (after := page.following):
            break
    assert sorted(pk for pk in seen if pk) == [entry.pk for entry in entries]


@pytest.mark.parametrize("after", ["x", "2026-99-99.1.1", "2026-11-24.999999999999999999.1"])
def test_a_key_that_cannot_be_read_starts_at_the_first(
    coordinator_client: Client, coordinator: User, noon: dt.datetime, after: str
) -> None:
    [entry] = entries_of(coordinator, noon)
    assert entry.customer.name in coordinator_client.get(reverse("calls:day-end"), {"after": after}).text


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31", "someday"])
def test_any_day_in_the_address_gives_a_page(coordinator_client: Client, on: str) -> None:
    assert coordinator_client.get(reverse("calls:day-end"), {"on": on}).status_code == 200


def ring(client: Client, entry: QueueEntry) -> str:
    return client.post(reverse("calls:ring-scheduled", args=[entry.pk]), follow=True).redirect_chain[-1][0]


def test_one_s_own_is_rung_without_being_asked_why(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    [entry] = entries_of(coordinator, noon)
    address = ring(coordinator_client, entry)
    call = Call.objects.get()
    assert address == reverse("calls:call", args=[call.pk])
    assert call.why_now.startswith("Because: cut-off 15:00")
    assert not Override.objects.exists()
    assert ring(coordinator_client, entry) == address


def test_a_colleague_s_before_its_time_asks_why(
    second_coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    [entry] = entries_of(coordinator, noon)
    QueueEntry.objects.update(pool_at=noon + dt.timedelta(hours=1))
    page = second_coordinator_client.post(reverse("calls:ring-scheduled", args=[entry.pk]), follow=True)
    take = reverse("calls:take", args=[entry.customer.account_number])
    assert page.redirect_chain[-1][0] == f"{take}?direction=outbound"
    assert "is with Carol Shaw until" in page.text


def test_who_waits_for_a_next_try_asks_why(coordinator_client: Client, coordinator: User, noon: dt.datetime) -> None:
    [entry] = entries_of(coordinator, noon)
    QueueEntry.objects.update(ready_at=noon + dt.timedelta(hours=1))
    page = coordinator_client.post(reverse("calls:ring-scheduled", args=[entry.pk]), follow=True)
    assert "comes up at 13:00" in page.text
    assert not Call.objects.exists()


def test_whom_a_colleague_has_rung_meanwhile_is_said_to_be_done(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    [entry] = entries_of(coordinator, noon)
    QueueEntry.objects.update(closed_at=noon, closed_as=EntryEnd.CALLED)
    page = coordinator_client.post(reverse("calls:ring-scheduled", args=[entry.pk]), follow=True)
    assert "this call is done (called)" in page.text
    assert not Call.objects.exists()


def test_a_call_that_is_only_offered_is_still_left(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    [entry] = entries_of(coordinator, noon)
    offer_hand_over(entry_id=entry.pk, taker=second_coordinator, reason="Full", by=coordinator, at=noon)
    [row] = of(coordinator, noon).rows
    assert row.offered_to == "Dev Patel"
    assert of(second_coordinator, noon).concerned.left == 0


def test_what_was_left_yesterday_is_seen_today(coordinator: User, noon: dt.datetime) -> None:
    entries_of(coordinator, noon)
    today, yesterday = of(coordinator, noon + DAY), day_end(noon.date(), noon + DAY, owner=coordinator)
    assert (today.concerned.all_left, today.concerned.carried, yesterday.concerned.left) == (1, 1, 1)
    assert (today.concerned.left, [row.who.since for row in today.rows]) == (0, [noon.date()])


def test_a_promise_is_no_scheduled_call(coordinator: User, noon: dt.datetime) -> None:
    make_callback(make_reachable_customer(), owner=coordinator, at=noon)
    fill(day=noon.date(), at=noon)
    assert of(coordinator, noon).accounted == 0


def test_the_page_says_when_nobody_is_left(coordinator_client: Client, coordinator: User, noon: dt.datetime) -> None:
    [entry] = entries_of(coordinator, noon)
    assert "1 scheduled customer left" in coordinator_client.get(reverse("calls:day-end")).text
    close(entry, EntryEnd.CALLED, noon)
    assert "Nobody is left: 1 scheduled customer accounted for" in coordinator_client.get(reverse("calls:day-end")).text


def test_a_coordinator_sees_their_own_and_the_director_the_desk(
    coordinator: User, second_coordinator_client: Client, director_client: Client, noon: dt.datetime
) -> None:
    [entry] = entries_of(coordinator, noon)
    address = reverse("calls:day-end")
    assert entry.customer.name not in second_coordinator_client.get(address, {"whose": "all"}).text
    assert entry.customer.name in director_client.get(address).text
    assert entry.customer.name not in director_client.get(address, {"whose": "mine"}).text


@pytest.mark.parametrize("name", ["hand-over", "put-off"])
def test_the_call_of_a_colleague_is_not_found(
    second_coordinator_client: Client, director_client: Client, coordinator: User, noon: dt.datetime, name: str
) -> None:
    [entry] = entries_of(coordinator, noon)
    address = reverse(f"calls:{name}", args=[entry.pk])
    assert second_coordinator_client.get(address).status_code == 404
    assert director_client.get(address).status_code == 200


def test_a_call_is_put_off_by_the_page(coordinator_client: Client, coordinator: User, noon: dt.datetime) -> None:
    [entry] = entries_of(coordinator, noon)
    address = reverse("calls:put-off", args=[entry.pk])
    assert 'value="2026-11-25"' in coordinator_client.get(address).text
    refused = coordinator_client.post(address, {"to": "2026-11-29", "words": "Stocktaking"})
    assert refused.status_code == 422
    assert "Nobody is rung on Sun 29 Nov 2026" in refused.text
    assert "Stocktaking" in refused.text
    done = coordinator_client.post(address, {"to": "2026-11-26", "words": "Stocktaking"}, follow=True)
    assert "is rung on Thursday 26 November instead" in done.text
    assert MovedCall.objects.get().words == "Stocktaking"


def test_a_call_is_handed_over_and_taken_by_the_pages(
    coordinator_client: Client,
    second_coordinator_client: Client,
    coordinator: User,
    second_coordinator: User,
    noon: dt.datetime,
) -> None:
    [entry] = entries_of(coordinator, noon)
    typed = {"taker": second_coordinator.pk, "reason": "Full day"}
    coordinator_client.post(reverse("calls:hand-over", args=[entry.pk]), typed)
    assert "Full day" in second_coordinator_client.get(reverse("calls:day")).text
    take = reverse("calls:hand-over-take", args=[HandOver.objects.get().pk])
    assert coordinator_client.post(take).status_code == 404
    second_coordinator_client.post(take)
    entry.refresh_from_db()
    assert entry.owner == second_coordinator


def test_an_offer_is_declined_with_a_reason(
    second_coordinator_client: Client, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    [entry] = entries_of(coordinator, noon)
    offer = offer_hand_over(entry_id=entry.pk, taker=second_coordinator, reason="Full", by=coordinator, at=noon)
    address = reverse("calls:hand-over-decline", args=[offer.pk])
    assert second_coordinator_client.post(address, {"reason": ""}).status_code == 422
    second_coordinator_client.post(address, {"reason": "So is mine"})
    offer.refresh_from_db()
    assert offer.ended_because == "So is mine"


def test_an_offer_is_taken_back_by_whose_it_is(
    coordinator_client: Client,
    second_coordinator_client: Client,
    coordinator: User,
    second_coordinator: User,
    noon: dt.datetime,
) -> None:
    [entry] = entries_of(coordinator, noon)
    offer = offer_hand_over(entry_id=entry.pk, taker=second_coordinator, reason="Full", by=coordinator, at=noon)
    address = reverse("calls:hand-over-take-back", args=[offer.pk])
    assert second_coordinator_client.post(address).status_code == 404
    coordinator_client.post(address)
    assert not HandOver.objects.waiting().exists()


@pytest.mark.parametrize("rows", [1, 20])
def test_statements_do_not_grow_with_what_is_left(
    director_client: Client, coordinator: User, noon: dt.datetime, rows: int
) -> None:
    entries_of(coordinator, noon, rows)
    with CaptureQueriesContext(connection) as captured:
        assert director_client.get(reverse("calls:day-end")).status_code == 200
    assert len(captured) <= 10
