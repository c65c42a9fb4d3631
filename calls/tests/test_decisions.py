"""What Next keeps of each decision, and what is read from it later."""

import datetime as dt
from decimal import Decimal

import pytest

from calls.actions import claim_next, fill
from calls.actions.ranking import keep_up, propose_candidates, score_everybody
from calls.actions.ranking.outlook import work_out_outlook
from calls.models import Call, Candidate, Decision, DeskSettings, Learned, QueueEntry, Score
from calls.reports.ranking import consequences, quality
from calls.reports.ranking.quality import Lift
from calls.rules.schedule import london_day
from calls.rules.vocabulary import Level, Outcome
from calls.tests.make import make_entry
from calls.tests.make_ranking import make_buyer, make_order
from customers.tests.make import make_customer
from orders.models import Order
from orders.rules import OrderState
from staff.models import User

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
EVERY_TEN_DAYS = [54, 44, 34, 24, 14]


def test_the_head_of_the_queue_is_kept_with_the_place_taken(coordinator: User, noon: dt.datetime) -> None:
    first, second = make_entry(at=noon, rank=1), make_entry(at=noon, rank=2)
    call = claim_next(operator=coordinator, at=noon)
    decision = Decision.objects.get(call=call)
    assert (decision.level, decision.propensity) == (Level.SCHEDULED, 1.0)
    assert not decision.is_control
    passed_over = {"entry": second.pk, "level": Level.SCHEDULED, "rank": 2, "chance": None, "is_control": None}
    assert decision.considered == [passed_over]
    assert call is not None
    assert call.entry == first


def test_whom_it_passed_over_is_kept_with_the_chance_foreseen(coordinator: User, noon: dt.datetime) -> None:
    make_buyer(noon, EVERY_TEN_DAYS)
    score_everybody(at=noon)
    propose_candidates(at=noon)
    fill(day=london_day(noon), at=noon)
    make_entry(at=noon, level=Level.SCHEDULED)
    claim_next(operator=coordinator, at=noon)
    (passed_over,), found = Decision.objects.get().considered, Candidate.objects.get()
    assert (passed_over["level"], passed_over["rank"]) == (found.level, found.rank)
    assert (passed_over["chance"], passed_over["is_control"]) == (found.chance, found.is_control)


@pytest.mark.parametrize("plain", [False, True])
def test_a_candidate_is_decided_with_what_was_foreseen(coordinator: User, noon: dt.datetime, plain: bool) -> None:
    make_buyer(noon, EVERY_TEN_DAYS)
    score_everybody(at=noon)
    propose_candidates(at=noon)
    Candidate.objects.update(is_control=plain)
    fill(day=london_day(noon), at=noon)
    claim_next(operator=coordinator, at=noon)
    decision, found = Decision.objects.get(), Candidate.objects.get()
    assert (decision.level, decision.is_control) == (Level.LAPSED, plain)
    assert (decision.foreseen, decision.value) == (found.chance, found.value)
    assert decision.propensity == found.propensity


def test_the_chance_kept_is_that_of_the_draw_whatever_was_set_since(
    coordinator: User, director: User, noon: dt.datetime
) -> None:
    def share(version: int, percent: int) -> None:
        DeskSettings.objects.create(version=version, changed_at=noon, changed_by=director, control_percent=percent)

    share(1, 30)
    while not Candidate.objects.filter(is_control=True).exists():
        make_buyer(noon, EVERY_TEN_DAYS)
        score_everybody(at=noon)
        propose_candidates(at=noon)
    assert {found.propensity for found in Candidate.objects.all()} <= {0.3, 0.7}
    fill(day=london_day(noon), at=noon)
    share(2, 0)
    QueueEntry.objects.exclude(customer__candidatures__is_control=True).delete()
    assert claim_next(operator=coordinator, at=noon)
    assert Decision.objects.get().propensity == pytest.approx(0.3)


def test_a_scheduled_call_foresees_from_the_score(coordinator: User, noon: dt.datetime) -> None:
    customer = make_buyer(noon, [10])
    score_everybody(at=noon)
    make_entry(at=noon, customer=customer)
    claim_next(operator=coordinator, at=noon)
    assert Decision.objects.get().foreseen == Score.objects.get().chance


def test_a_double_click_is_one_decision(coordinator: User, noon: dt.datetime) -> None:
    make_entry(at=noon)
    make_entry(at=noon)
    claim_next(operator=coordinator, at=noon)
    claim_next(operator=coordinator, at=noon)
    assert Decision.objects.count() == 1


def decide(
    coordinator: User, at: dt.datetime, *, n: int, successes: int, level: Level = Level.PROSPECT, plain: bool = False
) -> list[Call]:
    """So many decided and saved calls that foresaw a chance of a quarter."""
    calls = Call.objects.bulk_create(
        Call(
            customer=make_customer(),
            coordinator=coordinator,
            lease_token=1,
            opened_at=at,
            saved_at=at,
            outcome=Outcome.ENQUIRY if nth < successes else Outcome.ENOUGH_STOCK,
        )
        for nth in range(n)
    )
    Decision.objects.bulk_create(
        Decision(
            call=call,
            decided_at=at,
            level=level,
            rank=0,
            considered=[],
            is_control=plain,
            propensity=0.9,
            foreseen=0.25,
        )
        for call in calls
    )
    return calls


def lift_of(level: str, at: dt.datetime) -> Lift:
    return next(row for row in quality(at=at).lifts if row.label == level)


def test_the_lift_is_ranked_less_plain_with_its_interval(coordinator: User, noon: dt.datetime) -> None:
    decide(coordinator, noon - DAY, n=60, successes=30)
    decide(coordinator, noon - DAY, n=40, successes=4, plain=True)
    for row in (lift_of("Prospect", noon), lift_of("All three", noon)):
        assert (row.ranked.of, row.ranked.n, row.plain.of, row.plain.n) == (30, 60, 4, 40)
        assert row.gain is not None
        assert row.gain.value == pytest.approx(0.4)
        assert row.gain.is_plain


def test_too_few_in_plain_order_tell_nothing(coordinator: User, noon: dt.datetime) -> None:
    decide(coordinator, noon - DAY, n=60, successes=30)
    decide(coordinator, noon - DAY, n=29, successes=4, plain=True)
    assert lift_of("Prospect", noon).gain is None


def test_a_cancelled_order_is_no_success_and_a_standing_one_has_its_value(coordinator: User, noon: dt.datetime) -> None:
    stands, fell = decide(coordinator, noon - DAY, n=2, successes=2, level=Level.LAPSED)
    for call, cancelled_at in ((stands, None), (fell, noon)):
        state = {"state": "cancelled", "cancelled_at": cancelled_at} if cancelled_at else {}
        Call.objects.filter(pk=call.pk).update(order=make_order(call.customer, noon, net_total=80, **state))
    row = lift_of("Overdue, lapsed or lost item", noon)
    assert (row.ranked.of, row.ranked.n, row.ranked_value.value) == (1, 2, 40.0)


def test_the_value_of_a_call_is_less_what_was_credited(coordinator: User, noon: dt.datetime) -> None:
    (call,) = decide(coordinator, noon - DAY, n=1, successes=1, level=Level.LAPSED)
    Call.objects.filter(pk=call.pk).update(order=make_order(call.customer, noon, net_total=80, credited_total=30))
    assert lift_of("All three", noon).ranked_value.value == 50.0


def test_scheduled_calls_are_in_no_lift(coordinator: User, noon: dt.datetime) -> None:
    decide(coordinator, noon - DAY, n=3, successes=3, level=Level.SCHEDULED)
    assert lift_of("All three", noon).ranked.n == 0


def test_calibration_judges_a_prospect_by_the_call(coordinator: User, noon: dt.datetime) -> None:
    decide(coordinator, noon - DAY, n=40, successes=10)
    found = quality(at=noon).calibrations[1]
    assert found.n == 40
    assert sum(tenth.seen.of for tenth in found.tenths) == 10
    assert {tenth.foreseen for tenth in found.tenths} == {0.25}


def test_calibration_judges_others_by_the_seven_days_after(coordinator: User, noon: dt.datetime) -> None:
    in_time, late, cancelled = decide(coordinator, noon - 9 * DAY, n=3, successes=0, level=Level.LAPSED)
    make_order(in_time.customer, noon - 3 * DAY)
    make_order(late.customer, noon - DAY)
    make_order(cancelled.customer, noon - 8 * DAY, state="cancelled", cancelled_at=noon)
    decide(coordinator, noon - 2 * DAY, n=5, successes=5, level=Level.LAPSED)  # their week is not over
    week = quality(at=noon).calibrations[0]
    assert (week.n, sum(tenth.seen.of for tenth in week.tenths)) == (3, 1)


def test_a_card_that_was_put_back_is_not_judged(coordinator: User, noon: dt.datetime) -> None:
    calls = decide(coordinator, noon - DAY, n=2, successes=1)
    Call.objects.filter(pk=calls[0].pk).update(saved_at=None, outcome="", ended_at=noon)
    assert lift_of("Prospect", noon).ranked.n == 1


def test_alpha_trades_orders_for_value(noon: dt.datetime) -> None:
    make_buyer(noon, [40, 30, 20, 10], net_total=10)
    make_buyer(noon, [30, 20], net_total=1000)
    score_everybody(at=noon)
    work_out_outlook(at=noon)
    found = {row.alpha: row for row in consequences()}
    assert found[0.5].in_force
    assert found[0.5].shared == found[0.5].n == 2
    assert found[0.0].value > Decimal(0)


def test_the_first_minute_of_a_day_counts_everybody_and_the_next_who_has_ordered(noon: dt.datetime) -> None:
    buyer, other = make_buyer(noon, EVERY_TEN_DAYS), make_buyer(noon, EVERY_TEN_DAYS)
    keep_up(at=noon)
    assert Learned.objects.count() == 1
    assert Candidate.objects.count() == 2
    minute = noon + dt.timedelta(minutes=1)
    make_order(buyer, minute)
    keep_up(at=minute)
    assert list(Candidate.objects.values_list("customer", flat=True)) == [other.pk]
    assert Score.objects.get(pk=buyer.pk).last_order_on == london_day(minute)
    assert Learned.objects.count() == 1


def test_a_cancelled_order_no_longer_counts_within_the_minute(noon: dt.datetime) -> None:
    buyer = make_buyer(noon, EVERY_TEN_DAYS)
    keep_up(at=noon)
    order = make_order(buyer, noon + dt.timedelta(minutes=1))
    keep_up(at=noon + dt.timedelta(minutes=2))
    assert not Candidate.objects.exists()
    later = noon + dt.timedelta(minutes=3)
    Order.objects.filter(pk=order.pk).update(state=OrderState.CANCELLED, cancelled_at=later, cancel_reason="twice")
    keep_up(at=later)
    assert Score.objects.get().last_order_on < london_day(noon)


def test_a_night_in_which_the_worker_was_down_is_made_good(noon: dt.datetime) -> None:
    make_buyer(noon, EVERY_TEN_DAYS)
    keep_up(at=noon)
    keep_up(at=noon + DAY)
    assert Learned.objects.count() == 2
    assert Score.objects.get().as_of == london_day(noon + DAY)


def test_a_change_of_alpha_holds_within_the_minute(noon: dt.datetime, director: User) -> None:
    make_buyer(noon, EVERY_TEN_DAYS, net_total=400)
    nobody_in_control = {"changed_at": noon, "changed_by": director, "control_percent": 0}
    DeskSettings.objects.create(version=1, **nobody_in_control)
    keep_up(at=noon)
    before = Score.objects.get().score
    DeskSettings.objects.create(version=2, alpha=Decimal(0), **nobody_in_control)
    keep_up(at=noon + dt.timedelta(minutes=1))
    assert Score.objects.get().score == pytest.approx(before / 20)
    assert Candidate.objects.get().rank == pytest.approx(-before / 20)
