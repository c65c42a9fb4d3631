"""The Director's desk shows today in a bounded number of statements."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.models import Call, Offer, Operator, QueueEntry, QueueReason, Schedule
from calls.reports.day_end import day_end
from calls.rules.vocabulary import EntryEnd, Level, OfferState, Outcome
from calls.tests.make import make_appointment
from customers.models import Customer
from customers.tests.make import make_customer
from promotions.models import Promotion
from promotions.rules.vocabulary import Mechanic
from promotions.tests.make import make_promotion
from staff.models import User
from staff.tests.make import make_absence, make_user
from targets.reports import desk
from targets.tests.make import NOON, make_attempt, make_placed_order, make_target

pytestmark = pytest.mark.django_db

CUT_OFF = dt.datetime(2026, 11, 24, 14, tzinfo=dt.UTC)


def make_due(customer: Customer, *, closed_at: dt.datetime | None = None, cut_off: dt.datetime = CUT_OFF) -> None:
    """A scheduled call of Tuesday 24 November, usually worth £200."""
    schedule = Schedule.objects.create(
        customer=customer, weekdays=[1], cut_off=cut_off.time(), valid_from=dt.date(2026, 1, 1)
    )
    place = {"level": Level.SCHEDULED, "rank": 1.0, "pool_at": NOON, "ready_at": NOON}
    ended_as = EntryEnd.CALLED if closed_at else ""
    entry = QueueEntry.objects.create(
        customer=customer, opened_at=NOON, closed_at=closed_at, closed_as=ended_as, **place
    )
    QueueReason.objects.create(
        entry=entry, schedule=schedule, due_at=cut_off, due_on=cut_off.date(), usual_total=Decimal(200), **place
    )


def make_live_promotion(director: User, goal: int | None = 100) -> Promotion:
    terms = {"percent": "10"}
    return make_promotion(by=director, at=NOON, mechanic=Mechanic.PERCENT_OFF, terms=terms, goal_quantity=goal)


def test_coverage_counts_outcomes_before_cut_off_only() -> None:
    make_due(make_customer())
    make_due(make_customer(), closed_at=CUT_OFF - dt.timedelta(minutes=1))
    make_due(make_customer(), closed_at=CUT_OFF + dt.timedelta(minutes=1))
    coverage = desk(NOON).figures[0]
    assert (coverage.numerator, coverage.denominator, coverage.n) == (Decimal(1), Decimal(3), 3)


def test_without_schedules_coverage_is_a_dash() -> None:
    assert desk(NOON).figures[0].value() == "–"


def test_what_is_waiting_and_what_was_missed() -> None:
    make_due(make_customer(name="Soon Ltd"))
    make_due(make_customer(), cut_off=NOON)
    left = desk(NOON).left
    tally = left.tally
    assert (tally.waiting, tally.waiting_value, tally.missed, tally.missed_value) == (1, Decimal(200), 1, Decimal(200))
    assert [row.customer for row in left.next_ones] == ["Soon Ltd"]


def test_the_desk_and_the_day_s_end_count_the_same() -> None:
    for hours in (-1, 0, 1):
        make_due(make_customer(), closed_at=NOON if hours == 1 else None, cut_off=NOON + dt.timedelta(hours=hours))
    seen, end = desk(NOON), day_end(NOON.date(), NOON).everybody
    coverage = seen.figures[0]
    assert (end.covered, end.scheduled) == (1, 3)
    assert (coverage.numerator, coverage.denominator) == (Decimal(end.covered), Decimal(end.scheduled))
    assert seen.left.tally == seen.forecast.standing == end


def test_yesterday_is_not_today(coordinator: User) -> None:
    make_attempt(coordinator, at=NOON - dt.timedelta(days=1))
    make_placed_order(coordinator, at=NOON - dt.timedelta(days=1))
    _coverage, calls, orders, value = desk(NOON).figures
    assert (calls.numerator, orders.numerator, value.numerator) == (Decimal(0),) * 3


def test_people_carry_their_own_day(coordinator: User, second_coordinator: User) -> None:
    Operator.objects.create(user=coordinator, last_seen_at=NOON - dt.timedelta(minutes=1))
    make_attempt(coordinator)
    make_placed_order(coordinator, net="80.00")
    carol, dev = desk(NOON).people
    assert (carol.seen_at, carol.calls, carol.orders, carol.value) == (
        NOON - dt.timedelta(minutes=1),
        1,
        1,
        Decimal(80),
    )
    assert (dev.seen_at, dev.calls) == (None, 0)


def test_a_card_that_was_laid_aside_is_not_on_the_screen(coordinator: User) -> None:
    for name, stashed_at in (("On the screen Ltd", None), ("Laid aside Ltd", NOON)):
        customer = make_customer(name=name)
        Call.objects.create(
            customer=customer, coordinator=coordinator, lease_token=1, opened_at=NOON, stashed_at=stashed_at
        )
    (carol,) = desk(NOON).people
    assert carol.on_card == "On the screen Ltd"


def test_who_is_in_follows_from_hours_and_absences(coordinator: User, second_coordinator: User) -> None:
    make_absence(second_coordinator, NOON - dt.timedelta(hours=1), NOON + dt.timedelta(hours=1))
    carol, dev = desk(NOON).people
    assert (carol.until, dev.until) == (dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC), None)


@pytest.mark.parametrize(("began", "said"), [(0, "out until 13:00"), (1, "until 17:00")])
def test_who_is_at_a_customers_is_said_to_be(director_client: Client, coordinator: User, began: int, said: str) -> None:
    make_appointment(coordinator, NOON + began * dt.timedelta(hours=1))
    with time_machine.travel(NOON, tick=False):
        page = director_client.get(reverse("targets:desk")).text
    assert f">{said}<" in page


def test_a_promotion_is_offered_when_the_customer_heard_of_it(director: User, coordinator: User) -> None:
    version = make_live_promotion(director).current
    assert version
    for state in (OfferState.ACCEPTED, OfferState.DECLINED, OfferState.NOT_OFFERED, OfferState.BOUGHT_UNPROMPTED):
        call = make_attempt(coordinator).call
        Offer.objects.create(call=call, promotion_version=version, state=state, answered_at=NOON)
    (push,) = desk(NOON).pushes
    assert (push.offered, push.accepted, push.declined, push.unprompted) == (2, 1, 1, 1)


def test_the_commonest_reason_comes_first(coordinator: User) -> None:
    for outcome in (Outcome.SEASONAL, Outcome.ENOUGH_STOCK, Outcome.ENOUGH_STOCK, Outcome.NO_ANSWER):
        make_attempt(coordinator, outcome=outcome)
    assert [(row.words, row.calls) for row in desk(NOON).reasons_for_no] == [
        ("Has enough stock", 2),
        ("Seasonal or closed", 1),
    ]


def fill_desk(director: User, rows: int) -> None:
    for _ in range(rows):
        person = make_user()
        make_target(set_by=director, person=person)
        make_live_promotion(director)
        make_due(make_customer())
        make_attempt(person, outcome=Outcome.ENOUGH_STOCK)
        make_placed_order(person)


@pytest.mark.parametrize("rows", [1, 20])
def test_the_same_statements_for_one_row_and_for_twenty(director: User, rows: int) -> None:
    fill_desk(director, rows)
    with CaptureQueriesContext(connection) as queries:
        desk(NOON)
    assert len(queries) == 24


def test_the_page_shows_what_the_report_holds(director_client: Client, director: User, coordinator: User) -> None:
    make_target(set_by=director, starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 12, 31))
    page = director_client.get("/desk/").content.decode()
    assert "The desk today" in page
    assert str(coordinator) in page


def test_htmx_gets_the_changing_part_only(director_client: Client) -> None:
    part = director_client.get("/desk/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="desk"')
    assert "<html" not in part


@pytest.mark.usefixtures("coordinator")
def test_a_promotion_says_what_is_left_of_it_and_opens(director_client: Client, director: User) -> None:
    promotion = make_live_promotion(director)
    Promotion.objects.update(allocation=100, taken=30)
    page = director_client.get("/desk/").content.decode()
    assert "70 of 100" in page
    assert f'href="/promotions/{promotion.pk}/"' in page


def test_who_will_be_missed_leads_to_all_of_them(director_client: Client) -> None:
    """Nobody is in to ring them."""
    for _ in range(13):
        make_due(make_customer())
    with time_machine.travel(NOON, tick=False):
        assert ">All 13</a>" in director_client.get("/desk/").text


def test_the_next_to_ring_lead_to_all_of_them() -> None:
    for _ in range(13):
        make_due(make_customer())
    nobody_missed = SimpleNamespace(missed=0)
    part = render_to_string("targets/_left.html", {"left": desk(NOON).left, "forecast": nobody_missed})
    assert ">All 13 still to ring</a>" in part
