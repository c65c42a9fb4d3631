"""Which days there are, by when a delivery must be ordered, and what it costs."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from customers.rules.calendar import LONDON
from customers.rules.vocabulary import Nation
from orders.rules.delivery import (
    Charges,
    DeliveryDays,
    DeliveryRefused,
    check_delivery_date,
    check_least,
    cut_off_words,
)

TUESDAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)
FOUR = dict.fromkeys(range(5), dt.time(16))


def days(**overrides: Any) -> DeliveryDays:
    return DeliveryDays(**{"weekdays": (), "nation": Nation.ENGLAND, "cut_offs": FOUR} | overrides)


def clock(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), LONDON)


@pytest.mark.parametrize(
    ("on", "lead_days", "order_by"),
    [
        (TUESDAY + DAY, 1, clock(TUESDAY, 16)),
        (TUESDAY + 2 * DAY, 2, clock(TUESDAY, 16)),
        (TUESDAY - DAY, 1, clock(TUESDAY - 4 * DAY, 16)),
        (TUESDAY, 3, clock(TUESDAY - 5 * DAY, 16)),
        # Over Christmas: Friday and Monday are holidays in England in 2026.
        (dt.date(2026, 12, 29), 1, clock(dt.date(2026, 12, 24), 16)),
    ],
)
def test_it_is_ordered_so_many_working_days_before(on: dt.date, lead_days: int, order_by: dt.datetime) -> None:
    assert days(lead_days=lead_days).order_by(on) == order_by


def test_a_weekday_without_a_cut_off_takes_no_orders() -> None:
    only_mondays = days(cut_offs={0: dt.time(12)})
    assert only_mondays.order_by(TUESDAY + 2 * DAY) == clock(TUESDAY - DAY, 12)


def test_the_cut_off_keeps_to_the_wall_clock_over_the_change_of_the_clocks() -> None:
    before, after = days().order_by(dt.date(2026, 10, 23)), days().order_by(dt.date(2026, 10, 27))
    assert before
    assert after
    assert (before.astimezone(dt.UTC).hour, after.astimezone(dt.UTC).hour) == (15, 16)


def test_at_the_cut_off_it_may_be_promised_and_after_it_not() -> None:
    tomorrow = TUESDAY + DAY
    check_delivery_date(tomorrow, days(), today=TUESDAY, at=clock(TUESDAY, 16))
    with pytest.raises(DeliveryRefused, match=r"cut-off was Tue 24 November 16:00\. The next one is Thu 26 November"):
        check_delivery_date(tomorrow, days(), today=TUESDAY, at=clock(TUESDAY, 16, 1))


def test_a_flexible_cut_off_warns_and_lets_through() -> None:
    flexible, late = days(is_strict=False), clock(TUESDAY, 17)
    check_delivery_date(TUESDAY + DAY, flexible, today=TUESDAY, at=late)
    assert "was Tue 24 November 16:00. Ask the warehouse" in cut_off_words(flexible, TUESDAY + DAY, late)
    assert cut_off_words(flexible, TUESDAY + DAY, clock(TUESDAY, 15)) == ""


def test_a_flexible_cut_off_does_not_bend_into_another_day() -> None:
    two_days = days(is_strict=False, lead_days=2)
    assert next(two_days.open_dates(clock(TUESDAY, 17))) == TUESDAY + 2 * DAY
    with pytest.raises(DeliveryRefused, match="cut-off was Mon 23 November"):
        check_delivery_date(TUESDAY + DAY, two_days, today=TUESDAY, at=clock(TUESDAY, 9))


def test_strict_dates_that_are_past_their_cut_off_are_not_offered() -> None:
    late = clock(TUESDAY, 17)
    assert next(days().open_dates(late)) == TUESDAY + 2 * DAY
    assert next(days(is_strict=False).open_dates(late)) == TUESDAY + DAY


@pytest.mark.parametrize(
    ("closed", "reason"),
    [
        ({"shut": {TUESDAY + DAY: "Stock-taking"}}, r"we do not deliver then \(Stock-taking\)"),
        ({"closed": {TUESDAY + DAY: "Refit"}}, r"they are closed \(Refit\)"),
    ],
)
def test_closures_of_either_side_are_no_delivery(closed: dict[str, Any], reason: str) -> None:
    with pytest.raises(DeliveryRefused, match=reason):
        check_delivery_date(TUESDAY + DAY, days(**closed), today=TUESDAY, at=clock(TUESDAY, 9))


def test_a_day_on_which_we_are_shut_is_no_day_of_the_lead_time() -> None:
    shut = days(shut={TUESDAY: "Stock-taking"})
    assert shut.order_by(TUESDAY + DAY) == clock(TUESDAY - DAY, 16)


CHARGES = Charges(least=Decimal("50.00"), charge=Decimal("6.95"), free_from=Decimal("150.00"))


@pytest.mark.parametrize(
    ("goods", "hints"),
    [
        ("0", ()),
        ("38.00", ("Minimum order £50.00: £12.00 more.", "£112.00 more: free delivery (now £6.95).")),
        ("149.99", ("£0.01 more: free delivery (now £6.95).",)),
        ("150.00", ()),
    ],
)
def test_what_is_missing_is_said(goods: str, hints: tuple[str, ...]) -> None:
    assert CHARGES.hints(Decimal(goods)) == hints


@pytest.mark.parametrize(("goods", "charge"), [("149.99", "6.95"), ("150.00", "0")])
def test_delivery_is_free_from_its_total(goods: str, charge: str) -> None:
    assert CHARGES.for_goods(Decimal(goods)) == Decimal(charge)


def test_goods_below_the_least_are_refused_with_what_is_missing() -> None:
    check_least(Decimal("50.00"), CHARGES)
    with pytest.raises(DeliveryRefused, match=r"£0\.01 is missing"):
        check_least(Decimal("49.99"), CHARGES)
