"""The formula as rules, and the same in the database."""

import datetime as dt
import math
from decimal import Decimal
from itertools import pairwise

import pytest

from calls.actions.ranking import score_again, score_customers, score_everybody
from calls.actions.ranking.learn import due_table, look_back
from calls.models import DeskSettings, Learned, Score
from calls.rules.ranking import formula
from calls.rules.ranking.formula import DueTable, Seen
from calls.rules.schedule import london_day
from calls.tests.make_ranking import make_buyer, make_order
from orders.models import Order
from orders.rules import OrderState
from staff.models import User

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("order_days", "since", "gap", "bucket"),
    [
        (2, 5, 10.0, 0),
        (3, 5, None, 0),
        (3, 2, 10.0, 1),
        (3, 2.5, 10.0, 2),
        (3, 5, 10.0, 3),
        (3, 10, 10.0, 4),
        (3, 50, 10.0, 5),
        (3, 4, 0.5, 4),
    ],
)
def test_the_bucket_goes_by_days_since_and_the_usual_gap(
    order_days: int, since: float, gap: float | None, bucket: int
) -> None:
    assert formula.due_bucket(order_days, since, gap) == bucket


def test_the_table_is_orders_seen_over_orders_expected_each_with_five_more() -> None:
    table = formula.learn([Seen(0, 900, 60, 500.0), Seen(1, 100, 0, 100.0)])
    assert table.base == 0.1
    assert table.multipliers[:3] == (65 / 55, 5 / 15, 1.0)


def test_without_orders_everybody_is_multiplied_by_one() -> None:
    assert formula.learn([]) == DueTable()


@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0])
def test_alpha_is_the_power_of_the_recent_value(alpha: float) -> None:
    assert formula.score(2.0, 0, 100.0, table=DueTable(), alpha=alpha) == pytest.approx(2.0 * 100**alpha)


def test_a_chance_is_never_a_certainty() -> None:
    assert formula.chance(1000.0, 0, DueTable()) == formula.MOST_CHANCE


@pytest.mark.django_db
@pytest.mark.parametrize("ages", [[3], [40, 3], [90, 61, 29, 10], [200, 100, 90, 80, 71, 60, 51, 40, 30]])
def test_the_database_scores_as_the_rules_do(noon: dt.datetime, ages: list[int]) -> None:
    customer = make_buyer(noon, ages, net_total=225)
    score_customers(customers=[customer.pk], at=noon)
    score = Score.objects.get(pk=customer.pk)
    since = sorted(ages)
    gaps = sorted([later - sooner for sooner, later in pairwise(since)][: formula.LATEST_GAPS])
    median = None if not gaps else (gaps[(len(gaps) - 1) // 2] + gaps[len(gaps) // 2]) / 2
    count, bucket = formula.faded_count(ages), formula.due_bucket(len(ages), since[0], median)
    assert score.median_gap == median
    assert score.chance == pytest.approx(formula.chance(count, bucket, DueTable()))
    assert score.score == pytest.approx(formula.score(count, bucket, 225.0, table=DueTable(), alpha=0.5))


@pytest.mark.django_db
def test_the_recent_value_is_a_mean_that_fades(noon: dt.datetime) -> None:
    customer = make_buyer(noon, [180], net_total=400)
    make_order(customer, noon, net_total=100)
    score_customers(customers=[customer.pk], at=noon)
    assert Score.objects.get().recent_value == pytest.approx(formula.recent_value([(180, 400), (0, 100)]))


@pytest.mark.django_db
def test_two_orders_on_a_london_day_are_one(noon: dt.datetime) -> None:
    customer = make_buyer(noon, [1])
    make_order(customer, noon - DAY + dt.timedelta(hours=2))
    score_customers(customers=[customer.pk], at=noon)
    assert Score.objects.get().order_days == 1
    assert Score.objects.get().recent_value == pytest.approx(200)


@pytest.mark.django_db
def test_whoever_has_no_order_left_has_no_score(noon: dt.datetime) -> None:
    customer = make_buyer(noon, [1])
    score_customers(customers=[customer.pk], at=noon)
    Order.objects.update(state=OrderState.CANCELLED, cancelled_at=noon)
    score_customers(customers=[customer.pk], at=noon)
    assert not Score.objects.exists()


@pytest.mark.django_db
def test_what_was_counted_later_is_not_overwritten_by_an_earlier_look(noon: dt.datetime) -> None:
    customer = make_buyer(noon, [1])
    score_customers(customers=[customer.pk], at=noon)
    make_order(customer, noon - 9 * DAY)
    score_customers(customers=[customer.pk], at=noon - DAY)
    assert Score.objects.get().order_days == 1


@pytest.mark.django_db
def test_a_new_day_and_a_new_alpha_are_the_same_as_counting_again(noon: dt.datetime, director: User) -> None:
    make_buyer(noon, [90, 61, 29, 10], net_total=225)
    make_buyer(noon, [3], net_total=90)
    score_everybody(at=noon)
    DeskSettings.objects.create(version=1, changed_at=noon, changed_by=director, alpha=Decimal(1))
    score_again(at=noon + 2 * DAY)
    faded = dict(Score.objects.values_list("customer", "score"))
    score_customers(customers=list(faded), at=noon + 2 * DAY)
    assert dict(Score.objects.values_list("customer", "score")) == pytest.approx(faded)


@pytest.mark.django_db
def test_the_due_table_knows_nothing_of_later_orders(noon: dt.datetime) -> None:
    buyer = make_buyer(noon, [70, 60, 50, 40])
    before = look_back(day=london_day(noon - 20 * DAY))
    make_order(buyer, noon - 19 * DAY)
    make_order(buyer, noon)
    assert look_back(day=london_day(noon - 20 * DAY)) == before


@pytest.mark.django_db
def test_the_due_table_looks_from_each_weeks_evening_at_the_seven_days_after(noon: dt.datetime) -> None:
    """From 21 and 14 days ago they had no rhythm yet and ordered; from 7 days ago they had one and did not."""
    make_buyer(noon, [24, 17, 10])
    seen = {row.bucket: row for row in look_back(day=london_day(noon))}
    assert {bucket: (row.n, row.orders) for bucket, row in seen.items()} == {0: (2, 2), 2: (1, 0)}
    assert seen[0].count == pytest.approx(formula.faded_count([3]) + formula.faded_count([3, 10]))


@pytest.mark.django_db
def test_everybody_is_scored_by_the_table_that_is_then_in_force(noon: dt.datetime) -> None:
    make_buyer(noon, [24, 17, 10])
    assert score_everybody(at=noon) == 1
    learned, score = Learned.objects.get(), Score.objects.get()
    assert due_table().base == learned.base
    count = formula.faded_count([24, 17, 10])
    assert score.chance == pytest.approx(min(learned.base * count * due_table().multipliers[4], formula.MOST_CHANCE))
    assert math.isclose(score.decayed_count * math.exp(-10 / 120), count)
